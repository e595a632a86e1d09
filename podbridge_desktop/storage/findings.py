"""What the nightly comparison of the books found that nothing else had: each should never have been there."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Column, Index, Integer, String, Table, func, select

from podbridge_desktop.domain.books import Gap
from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import metadata
from podbridge_desktop.storage.types import Instant, one_of

LATELY = timedelta(days=30)

late_finding = Table(
    "late_finding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("gap", String, nullable=False),
    Column("what", String, nullable=False),
    Column("found_at", Instant, nullable=False),
    Index(None, "what"),
    one_of("gap", Gap),
)
t = late_finding


def note(tx: Tx, gap: Gap, what: str, connection_id: str, order_id: int | None = None) -> None:
    """Count one finding. `what` names it without personal data."""
    tx.conn.execute(t.insert().values(gap=gap, what=what, found_at=tx.now))
    facts = {"gap": gap, "what": what}
    audit.add(tx, Entry(Actor.ENGINE, "late_finding", order_id, connection_id, facts))


def is_noted(tx: Tx, gap: Gap, what: str) -> bool:
    """Whether it was found on an earlier night already."""
    found = select(t.c.id).where(t.c.gap == gap, t.c.what == what).limit(1)
    return tx.conn.execute(found).first() is not None


def count_lately(tx: Tx) -> int:
    """How many there were in the last 30 days."""
    found = select(func.count()).where(t.c.found_at >= tx.now - LATELY)
    return int(tx.conn.execute(found).scalar_one())
