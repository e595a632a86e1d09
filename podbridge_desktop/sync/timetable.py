"""What is done again and again, and how often. A job that is alive is not asked for twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from podbridge_desktop.domain.jobs import JobKind, NewJob
from podbridge_desktop.storage import connections, jobs
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Tx

_DAILY = timedelta(days=1)
_ABOUT_A_DAY = timedelta(hours=20)  # who syncs once a day is not there at the same minute

# kind, setting with its interval in seconds (None: daily), for stores, for suppliers
_ROUNDS: tuple[tuple[JobKind, str | None, bool, bool], ...] = (
    (JobKind.PULL_ORDERS, "sync_interval", True, False),
    (JobKind.POLL_SUPPLIER, "supplier_interval", False, True),
    (JobKind.PULL_PRODUCTS, "catalog_interval", False, True),
    (JobKind.PULL_LISTINGS, "catalog_interval", True, False),
    (JobKind.CHECK_CONNECTION, None, True, True),
    (JobKind.COMPARE_BOOKS, None, True, True),
)


def recurring(connection: StoredConnection) -> list[tuple[JobKind, str | None]]:
    """The rounds of one connection: kind and the setting that paces it."""
    return [
        (kind, setting)
        for kind, setting, stores, suppliers in _ROUNDS
        if (stores if connection.is_store else suppliers)
    ]


def round_job(connection: StoredConnection, kind: JobKind) -> NewJob:
    """One round. Its lane is its own: a pull may run while orders of the connection are sent."""
    key = f"{kind}:{connection.id}"
    return NewJob(kind, connection.id, key, key)


def tick(tx: Tx, interval_of: Callable[[str], timedelta]) -> datetime:
    """Ask for every round that is due; returns when the next one will be."""
    soonest = tx.now + timedelta(minutes=5)
    for connection in _connected(tx):
        for kind, setting in recurring(connection):
            every = _DAILY if setting is None else interval_of(setting)
            asked = _asked(tx, connection, kind)
            if asked is None or asked + every <= tx.now:
                ask(tx, connection, kind)
                asked = tx.now
            soonest = min(soonest, asked + every)
    return soonest


def _asked(tx: Tx, connection: StoredConnection, kind: JobKind) -> datetime | None:
    """When a round was last asked for. The books are first compared a day after there are any."""
    asked = connections.get_cursor(tx, connection.id, f"asked:{kind}")
    return connection.created_at if asked is None and kind is JobKind.COMPARE_BOOKS else asked


def set_back(tx: Tx, by: timedelta) -> None:
    """This computer's clock was set back by so much: rounds and tries come when they would have come."""
    jobs.set_back(tx, by)
    connections.set_back(tx, "asked:", by)


def _connected(tx: Tx) -> list[StoredConnection]:
    return [known for known in connections.every(tx) if known.health != "disconnected"]


def ask(tx: Tx, connection: StoredConnection, kind: JobKind) -> None:
    """Ask for one round now."""
    wish = round_job(connection, kind)
    jobs.add(tx, wish)
    jobs.wake(tx, [wish.dedupe])  # one that waits for a person may have got what it lacked
    connections.set_cursor(tx, connection.id, f"asked:{kind}", tx.now)


def ask_all(tx: Tx, only: frozenset[str]) -> None:
    """A *sync now*: every round of every (or only these) connections, and our own back-off forgotten."""
    for connection in _connected(tx):
        if only and connection.name not in only and connection.id not in only:
            continue
        for kind, _ in recurring(connection):
            if kind is JobKind.COMPARE_BOOKS:  # once a day is enough, however often somebody asks
                asked = _asked(tx, connection, kind)
                due = asked is None or asked + _ABOUT_A_DAY <= tx.now
            else:
                due = kind is not JobKind.CHECK_CONNECTION or connection.health != "healthy"
            if due:
                ask(tx, connection, kind)
    jobs.try_now(tx)
