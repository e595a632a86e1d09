"""After a restore our ledger is behind: which connections were not compared with their vendors yet.

    begin ─→ asked: is the old computer off? ─ answer ─→ every connection pending ─ done, done, … ─→ normal

While the question or a connection is open, no job is claimed (`jobs`): nothing is sent, paid or told to anybody. A
connection that is disconnected stays pending and stops nobody; once it is connected again it is compared first.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from podbridge_desktop.domain.care import Behind
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.storage import audit, connections, notes
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.notes import Note
from podbridge_desktop.storage.tables import cursor as t

_PENDING, _DONE = "unreconciled", "reconciled"
_PULLED = "orders"  # how far each store was read, by its own clock

# As a condition of the job queue: true in normal times.
NORMAL = (
    "NOT EXISTS (SELECT 1 FROM setting WHERE key = 'restored_at') AND NOT EXISTS (SELECT 1 FROM cursor AS behind"
    " JOIN connection AS owner ON owner.id = behind.connection_id"
    " WHERE behind.kind = 'unreconciled' AND owner.health <> 'disconnected')"
)


def begin(tx: Tx, known_until: datetime) -> None:
    """The data shows the moment `known_until`: what the vendors did since is not in it."""
    oldest = tx.conn.execute(select(func.min(t.c.value)).where(t.c.kind == _PULLED)).scalar()
    behind = known_until if oldest is None else min(known_until, oldest)
    for connection in connections.every(tx):
        tx.conn.execute(
            t.delete().where(t.c.connection_id == connection.id, t.c.kind == _PENDING)
        )  # an earlier restore; a cursor never moves back
        connections.set_cursor(tx, connection.id, _PENDING, behind)
    notes.put_moment(tx, Note.RESTORED_AT, known_until)


def asked_since(tx: Tx) -> datetime | None:
    """The moment that was restored, while nobody has said whether the old computer is off."""
    return notes.get_moment(tx, Note.RESTORED_AT)


def answer(tx: Tx) -> None:
    """The seller says that nothing else works on the old data any more."""
    notes.put(tx, Note.RESTORED_AT, "")
    audit.add(tx, Entry(Actor.SELLER, "old_computer_off"))
    tx.changed(Topic.CONNECTIONS, Topic.JOBS)


def pending(tx: Tx) -> tuple[StoredConnection, ...]:
    """Connections to compare, those without a key left out."""
    behind = set(tx.conn.execute(select(t.c.connection_id).where(t.c.kind == _PENDING)).scalars())
    return tuple(
        known
        for known in connections.every(tx)
        if known.id in behind and known.health != "disconnected"
    )


def behind(tx: Tx) -> Behind | None:
    """What is open; None in normal times."""
    restored, waits_for = asked_since(tx), tuple(known.name for known in pending(tx))
    return None if restored is None and not waits_for else Behind(restored, waits_for)


def behind_since(tx: Tx, connection_id: str) -> datetime:
    """From when on the vendor is to be asked."""
    since = connections.get_cursor(tx, connection_id, _PENDING)
    return tx.now if since is None else since


def done(tx: Tx, connection_id: str) -> None:
    """Our ledger is again as far as this vendor."""
    tx.conn.execute(t.delete().where(t.c.connection_id == connection_id, t.c.kind == _PENDING))
    connections.set_cursor(tx, connection_id, _DONE, tx.now)
    audit.add(tx, Entry(Actor.ENGINE, "reconciled", None, connection_id))
    tx.changed(Topic.CONNECTIONS, Topic.JOBS)


def done_at(tx: Tx, connection_id: str) -> datetime | None:
    """When a restore was last caught up with here."""
    return connections.get_cursor(tx, connection_id, _DONE)
