"""Reading and changing the seller's settings."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.settings import SETTINGS, checked
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import connections, settings
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.database import Database, Tx

_QUIET_FLOOR = (
    900  # late commits and lagging lists: less is safe against simulated vendors only (rulings 3)
)


def get(database: Database, key: str) -> str:
    """The value that counts now. Raises `BadInput` for an unknown key."""
    if key not in SETTINGS:
        checked(key, "")
    with database.read() as tx:
        found = settings.get(tx, key)
    return SETTINGS[key].default if found is None else found


def put(database: Database, key: str, value: str) -> Changed:
    """Change a setting, or set it back to its default. Raises `BadInput` for a value that does not fit."""
    text = checked(key, value)
    with database.write() as tx:
        if key == "quiet_period" and text and int(text) < _QUIET_FLOOR:
            _only_loopback(tx)
        if text:
            settings.put(tx, key, text)
        else:
            settings.forget(tx, key)
            note(tx, Entry(Actor.SELLER, "setting", facts={"key": key, "value": ""}))
        return tx.changes


def keep_quiet_period_safe(tx: Tx, api_url: str | None) -> None:
    """A real vendor is connected: a waiting time that was short for simulated ones goes back to the vendors' own."""
    chosen = settings.get(tx, "quiet_period")
    if chosen and int(chosen) < _QUIET_FLOOR and not is_loopback(api_url):
        settings.forget(tx, "quiet_period")


def _only_loopback(tx: Tx) -> None:
    for connection in connections.every(tx):
        if not is_loopback(connection.api_url):
            raise BadInput(
                f"Under {_QUIET_FLOOR} seconds an order could be made twice at a real supplier.",
                hint="Shorter is accepted only while every connection is a simulated one on this computer.",
            )


def is_loopback(api_url: str | None) -> bool:
    """True for a simulated vendor on this computer."""
    host = urlsplit(api_url or "").hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name, whatever it begins with
        return False
