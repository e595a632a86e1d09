"""The derived columns of an order: step, On Hold and why, cost, margin. Written here and nowhere else."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Row, select, update

from podbridge_desktop.domain.cases import FORMS, CaseKind, HoldReason
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.lifecycle import ShipmentState, Step, SupplierState, step_of
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import (
    exception_case,
    order,
    order_line,
    shipment,
    supplier_order,
    supplier_order_line,
)


def refresh(tx: Tx, order_id: int) -> None:
    """Work out the derived columns of one order anew."""
    row = tx.conn.execute(select(order).where(order.c.id == order_id)).first()
    if row is None:
        return
    parts = tx.conn.execute(
        select(supplier_order).where(supplier_order.c.order_id == order_id)
    ).all()
    live = [part for part in parts if part.state != SupplierState.CANCELLED]
    hold = _hold_reason(tx, row, live)
    cost = _cost(live)
    income = row.total - row.tax
    comparable = cost is not None and cost[1] == row.currency
    tx.conn.execute(
        update(order)
        .where(order.c.id == order_id)
        .values(
            step=_step(tx, row, parts),
            on_hold=hold is not None,
            hold_reason=hold,
            cost=cost[0] if cost else None,
            cost_currency=cost[1] if cost else None,
            margin=income - cost[0] if comparable and cost else None,
        )
    )
    tx.changed(Topic.ORDERS, order_id=order_id)


def _step(tx: Tx, row: Row[Any], parts: Any) -> Step:
    states = tuple(SupplierState(part.state) for part in parts)
    given_up = bool(parts) and all(
        part.state == SupplierState.CANCELLED and not part.freed for part in parts
    )
    waiting = (
        select(shipment.c.id)
        .join(supplier_order, supplier_order.c.id == shipment.c.supplier_order_id)
        .where(
            supplier_order.c.order_id == row.id,
            shipment.c.state.in_((ShipmentState.NEW, ShipmentState.PUSHING)),
        )
        .limit(1)
    )
    pushed = tx.conn.execute(waiting).first() is None and not _sent_without_parcel(tx, parts)
    return step_of(
        states, all_tracking_pushed=pushed, cancelled=given_up or row.cancelled_at is not None
    )


def _sent_without_parcel(tx: Tx, parts: Any) -> bool:
    """True while a shipped supplier order has no parcel we know of: the store was told nothing yet."""
    sent = {
        part.id for part in parts if part.state in {SupplierState.SHIPPED, SupplierState.DELIVERED}
    }
    told = tx.conn.execute(
        select(shipment.c.supplier_order_id).where(shipment.c.supplier_order_id.in_(sent))
    ).scalars()
    return bool(sent - set(told))


def _hold_reason(tx: Tx, row: Row[Any], live: list[Row[Any]]) -> HoldReason | None:
    if row.held_by_seller is not None or any(part.held_by_seller is not None for part in live):
        return HoldReason.HELD_BY_SELLER
    cases = tx.conn.execute(
        select(exception_case.c.kind)
        .where(exception_case.c.order_id == row.id, exception_case.c.closed_at.is_(None))
        .order_by(exception_case.c.id)
    ).scalars()
    reasons = [FORMS[CaseKind(kind)].hold for kind in cases]
    held = [reason for reason in reasons if reason is not None]
    # Approval is daily work: any other reason says more.
    other = [reason for reason in held if reason is not HoldReason.APPROVAL]
    if other:
        return other[0]
    if row.plan_hold is not None:
        return HoldReason(row.plan_hold)
    return held[0] if held else None


def _cost(live: list[Row[Any]]) -> tuple[int, str] | None:
    """The cost of all live parts, when each is known and all are in one currency."""
    currencies = {part.currency for part in live}
    if not live or None in currencies or len(currencies) > 1:
        return None
    if any(part.cost_total is None for part in live):
        return None
    return sum(part.cost_total for part in live), currencies.pop()


def committed(tx: Tx, order_id: int) -> dict[int, int]:
    """For each of our line ids, the quantity that supplier orders already stand for.

    A cancelled one still counts unless its lines were freed: what the seller or the supplier cancelled is never
    sent again by itself.
    """
    s, line = supplier_order, supplier_order_line
    rows = tx.conn.execute(
        select(line.c.order_line_id, line.c.quantity)
        .join(s, s.c.id == line.c.supplier_order_id)
        .where(s.c.order_id == order_id, s.c.freed.is_(False))
    )
    found: dict[int, int] = {}
    for line_id, quantity in rows:
        found[line_id] = found.get(line_id, 0) + quantity
    return found


def shipped(tx: Tx, order_id: int) -> dict[str, int]:
    """For each of the store's line ids, the quantity in our parcels that the store knows of (reshipments apart)."""
    s, line = supplier_order, supplier_order_line
    asked: dict[int, dict[str, int]] = {}
    for row in tx.conn.execute(
        select(s.c.id, order_line.c.remote_id, line.c.quantity)
        .join(line, line.c.supplier_order_id == s.c.id)
        .join(order_line, order_line.c.id == line.c.order_line_id)
        .where(s.c.order_id == order_id, s.c.freed.is_(False))
    ):
        asked.setdefault(row.id, {})[row.remote_id] = row.quantity
    parcels: dict[int, Counter[str]] = {}
    for parcel in tx.conn.execute(
        select(shipment.c.supplier_order_id, shipment.c.lines).where(
            shipment.c.supplier_order_id.in_(asked),
            shipment.c.reshipment.is_(False),
            shipment.c.state == ShipmentState.PUSHED,
        )
    ):
        whole = asked[parcel.supplier_order_id]
        inside = {str(ref): int(n) for ref, n in parcel.lines} or whole
        parcels.setdefault(parcel.supplier_order_id, Counter()).update(inside)
    found: Counter[str] = Counter()
    for id_, inside in parcels.items():
        found.update({ref: min(n, asked[id_].get(ref, 0)) for ref, n in inside.items()})
    return dict(found)
