"""The seller's settings: key and text value."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import setting as t

_VALUE = Prepared(select(t.c.value).where(t.c.key == bindparam("of_key")))


def get(tx: Tx, key: str) -> str | None:
    """The stored value, or None where the default holds."""
    value: str | None = _VALUE.scalar(tx, of_key=key)
    return value


def put(tx: Tx, key: str, value: str) -> None:
    """Store a value."""
    tx.conn.exec_driver_sql(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
    audit.add(tx, Entry(Actor.SELLER, "setting", None, None, {"key": key, "value": value}))
    tx.changed(Topic.SETTINGS)


def forget(tx: Tx, key: str) -> None:
    """Back to the default."""
    tx.conn.execute(t.delete().where(t.c.key == key))
    tx.changed(Topic.SETTINGS)
