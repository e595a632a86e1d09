"""Supplier orders that were made under our names and are not in our ledger: after a restore they are written into it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from podbridge_desktop.domain.fulfilment import SupplierOrderReading
from podbridge_desktop.domain.ids import parts_of
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.storage import audit, journey, ledger, tables
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.tables import supplier_order as t

_UNRELEASED = (
    SupplierState.SENDING, SupplierState.DRAFTED, SupplierState.CHECKED, SupplierState.WAITING,
    SupplierState.CONFIRMING,
)  # fmt: skip


def under_way_since(tx: Tx, supplier_id: str) -> datetime | None:
    """When the oldest order was first sent of which we do not know that it was released."""
    open_ones = (
        t.c.supplier_id == supplier_id,
        t.c.state.in_(_UNRELEASED),
        t.c.sent_at.is_not(None),
    )
    return tx.conn.execute(select(func.min(t.c.sent_at)).where(*open_ones)).scalar()


def adopt(
    tx: Tx, order_id: int, supplier_id: str, reading: SupplierOrderReading, since: datetime
) -> LedgerRow | None:
    """Write a row for it, drafted; None where its lines are not lines of the order, so that nobody knows what it is.

    It was made at `since` or later.
    """
    lines = _lines(tx, order_id, reading)
    named = parts_of(reading.external_id)
    if named is None or not lines:
        return None
    part, revision = named
    held = select(tables.order.c.held_by_seller).where(tables.order.c.id == order_id)
    made = tx.conn.execute(
        t.insert().values(
            order_id=order_id,
            supplier_id=supplier_id,
            part=part,
            revision=revision,
            external_id=reading.external_id,
            state=SupplierState.DRAFTED,
            remote_id=reading.remote_id,
            created_at=tx.now,
            sent_at=since,
            held_by_seller=tx.conn.execute(held).scalar(),
        )
    ).inserted_primary_key
    row_id = int(made[0]) if made else 0
    tx.conn.execute(
        tables.supplier_order_line.insert(),
        [{"supplier_order_id": row_id, **line} for line in lines],
    )
    facts = {"external_id": reading.external_id, "remote_id": reading.remote_id}
    audit.add(tx, Entry(Actor.ENGINE, "adopted", order_id, supplier_id, facts))
    journey.refresh(tx, order_id)
    return ledger.get(tx, row_id)


def _lines(tx: Tx, order_id: int, reading: SupplierOrderReading) -> list[dict[str, object]]:
    line = tables.order_line
    known: dict[str, int] = dict(
        tx.conn.execute(
            select(line.c.remote_id, line.c.id).where(line.c.order_id == order_id)
        ).all()
    )
    if not reading.lines or any(each.reference not in known for each in reading.lines):
        return []
    return [
        {
            "order_line_id": known[each.reference],
            "quantity": each.quantity,
            "supplier_variant_id": each.variant_id,
        }
        for each in reading.lines
    ]
