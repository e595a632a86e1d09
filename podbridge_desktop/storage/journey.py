"""The derived columns of an order: step, On Hold and why, cost, margin. Written here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update

from podbridge_desktop.domain.cases import FORMS, CaseKind, HoldReason
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.lifecycle import ShipmentState, Step, SupplierState, step_of
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import (
    exception_case,
    order,
    shipment,
    supplier_order,
)

_THIS: BindParameter[int] = bindparam("order")
_DERIVED = ("step", "on_hold", "hold_reason", "cost", "cost_currency", "margin")
_ORDER = Prepared(select(
    order.c.id, order.c.total, order.c.tax, order.c.currency, order.c.cancelled_at, order.c.held_by_seller,
    order.c.plan_hold, *(order.c[name] for name in _DERIVED),
).where(order.c.id == _THIS))  # fmt: skip
_PARTS = Prepared(select(
    supplier_order.c.id, supplier_order.c.state, supplier_order.c.freed, supplier_order.c.held_by_seller,
    supplier_order.c.currency, supplier_order.c.cost_total,
).where(supplier_order.c.order_id == _THIS))  # fmt: skip
_OPEN_CASES = Prepared(
    select(exception_case.c.kind)
    .where(exception_case.c.order_id == _THIS, exception_case.c.closed_at.is_(None))
    .order_by(exception_case.c.id)
)
_PARCELS = select(shipment.c.supplier_order_id).join(
    supplier_order, supplier_order.c.id == shipment.c.supplier_order_id
)
_KNOWN_PARCELS = _PARCELS.where(supplier_order.c.order_id == _THIS)
_TOLD = Prepared(_KNOWN_PARCELS)
_WAITING_PARCEL = Prepared(
    _KNOWN_PARCELS.where(shipment.c.state.in_((ShipmentState.NEW, ShipmentState.PUSHING))).limit(1)
)
_WRITE = Prepared(update(order).where(order.c.id == _THIS))


def refresh(tx: Tx, order_id: int) -> None:
    """Work out the derived columns of one order anew: once, when the transaction is about to end."""
    tx.changed(Topic.ORDERS, order_id=order_id)
    tx.at_end(("journey", order_id), partial(_refresh, order_id=order_id))


def _refresh(tx: Tx, order_id: int) -> None:
    row = _ORDER.first(tx, order=order_id)
    if row is None:
        return
    parts = _PARTS.all(tx, order=order_id)
    live = [part for part in parts if part.state != SupplierState.CANCELLED]
    hold = _hold_reason(tx, row, live)
    cost = _cost(live)
    income = row.total - row.tax
    comparable = cost is not None and cost[1] == row.currency
    values = {
        "step": _step(tx, row, parts),
        "on_hold": hold is not None,
        "hold_reason": hold,
        "cost": cost[0] if cost else None,
        "cost_currency": cost[1] if cost else None,
        "margin": income - cost[0] if comparable and cost else None,
    }
    if any(getattr(row, name) != value for name, value in values.items()):
        _WRITE.run(tx, order=order_id, **values)


def _step(tx: Tx, row: Any, parts: Any) -> Step:
    states = tuple(SupplierState(part.state) for part in parts)
    given_up = bool(parts) and all(
        part.state == SupplierState.CANCELLED and not part.freed for part in parts
    )
    waiting = _WAITING_PARCEL.first(tx, order=row.id)
    pushed = waiting is None and not _sent_without_parcel(tx, row.id, parts)
    return step_of(
        states, all_tracking_pushed=pushed, cancelled=given_up or row.cancelled_at is not None
    )


def _sent_without_parcel(tx: Tx, order_id: int, parts: Any) -> bool:
    """True while a shipped supplier order has no parcel we know of: the store was told nothing yet."""
    sent = {
        part.id for part in parts if part.state in {SupplierState.SHIPPED, SupplierState.DELIVERED}
    }
    if not sent:
        return False
    return bool(sent - set(_TOLD.scalars(tx, order=order_id)))


def _hold_reason(tx: Tx, row: Any, live: Sequence[Any]) -> HoldReason | None:
    if row.held_by_seller is not None or any(part.held_by_seller is not None for part in live):
        return HoldReason.HELD_BY_SELLER
    cases = _OPEN_CASES.scalars(tx, order=row.id)
    reasons = [FORMS[CaseKind(kind)].hold for kind in cases]
    held = [reason for reason in reasons if reason is not None]
    # Approval is daily work: any other reason says more.
    other = [reason for reason in held if reason is not HoldReason.APPROVAL]
    if other:
        return other[0]
    if row.plan_hold is not None:
        return HoldReason(row.plan_hold)
    return held[0] if held else None


def _cost(live: Sequence[Any]) -> tuple[int, str] | None:
    """The cost of all live parts, when each is known and all are in one currency."""
    currencies = {part.currency for part in live}
    if not live or None in currencies or len(currencies) > 1:
        return None
    if any(part.cost_total is None for part in live):
        return None
    return sum(part.cost_total for part in live), currencies.pop()
