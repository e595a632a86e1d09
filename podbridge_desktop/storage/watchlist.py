"""Which supplier orders may still have news, and how far back a supplier's list is read for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from podbridge_desktop.domain.fulfilment import Watched
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.storage import ledger, tables
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import supplier_order as t

AFTERCARE = timedelta(days=30)  # a delivered order may still get a replacement from the supplier
AFTERCARE_ROWS = 300  # three pages of the supplier's list, however much is sold
LOST = timedelta(days=45)  # a parcel that has not arrived by then is asked about no more
_KNOWN = (t.c.supplier_id == bindparam("supplier")) & t.c.remote_id.is_not(None)
_OPEN = t.c.state.not_in((SupplierState.CANCELLED, SupplierState.DELIVERED)) & (
    (t.c.state != SupplierState.SHIPPED) | (t.c.sent_at >= bindparam("lost"))
)
_LATELY = t.c.sent_at >= bindparam("lately")
_PARCEL = tables.shipment.c
_WATCHED = Prepared(select(
    t.c.id, t.c.remote_id, t.c.vendor_status, t.c.sent_at, t.c.parcels_at, t.c.state, t.c.vendor_changed_at,
    select(_PARCEL.id).where(_PARCEL.supplier_order_id == t.c.id).exists().label("tracked"),
).where(_KNOWN, _OPEN | (t.c.state == SupplierState.DELIVERED) & _LATELY))  # fmt: skip
_OLDEST = Prepared(select(t.c.sent_at).where(_KNOWN, _OPEN).order_by(t.c.sent_at).limit(1))
_NEWEST = Prepared(
    select(t.c.sent_at)
    .where(_KNOWN, _LATELY, t.c.state != SupplierState.CANCELLED)
    .order_by(t.c.sent_at.desc())
    .limit(AFTERCARE_ROWS)
)


def watched(tx: Tx, supplier_id: str) -> dict[int, Watched]:
    """What the supplier may still have news of, by our ids."""
    return {
        row.id: Watched(
            row.remote_id,
            row.vendor_status,
            row.sent_at,
            row.parcels_at,
            delivered=row.state == SupplierState.DELIVERED,
            changed_at=row.vendor_changed_at,
            tracked=row.tracked,
        )
        for row in _WATCHED.all(
            tx, supplier=supplier_id, lately=tx.now - AFTERCARE, lost=tx.now - LOST
        )
    }


def watched_since(tx: Tx, supplier_id: str) -> datetime | None:
    """How far back the supplier's list is read: to the oldest open row, and over the newest delivered ones."""
    oldest = _OLDEST.scalar(tx, supplier=supplier_id, lost=tx.now - LOST)
    lately = _NEWEST.scalars(tx, supplier=supplier_id, lately=tx.now - AFTERCARE)
    return min((moment for moment in (oldest, *lately) if moment is not None), default=None)


def sent_since(tx: Tx, supplier_id: str, since: datetime) -> int:
    """How many orders were sent to a supplier since then."""
    sent = (t.c.supplier_id == supplier_id, t.c.sent_at >= since)
    return int(tx.conn.execute(select(func.count()).where(*sent)).scalar_one())


_STANDING_THERE = (
    SupplierState.DRAFTED, SupplierState.CHECKED, SupplierState.WAITING, SupplierState.IN_PRODUCTION,
    SupplierState.PARTLY_SHIPPED, SupplierState.FAILED,
)  # fmt: skip


def sent_between(
    tx: Tx, supplier_id: str, since: datetime, until: datetime
) -> tuple[ledger.LedgerRow, ...]:
    """What was sent to a supplier in that time and has neither left nor ended, as far as we know. What a job is about
    to find out is left to it."""
    ids = tx.conn.execute(
        select(t.c.id).where(
            t.c.supplier_id == supplier_id,
            t.c.remote_id.is_not(None),
            t.c.sent_at >= since,
            t.c.sent_at < until,
            t.c.state.in_(_STANDING_THERE),
        )
    )
    return tuple(ledger.get(tx, id_) for id_ in ids.scalars().all())
