"""The ledger of supplier orders: every move along the exactly-once protocol, and what a row stands for.

Nothing here talks to a vendor. A caller commits a move *before* the call that follows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, update

from podbridge_desktop.domain.approval import Limits
from podbridge_desktop.domain.fulfilment import Costs, SupplierOrderReading
from podbridge_desktop.domain.lifecycle import SupplierState, may_move
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import Gone
from podbridge_desktop.storage import audit, journey, tables
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import supplier_order as t


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of a supplier order. `order_quantity` is what the store's order wants of it now."""

    line_id: int
    remote_id: str
    title: str
    options: str
    sku: str
    quantity: int
    order_quantity: int
    supplier_variant_id: str
    unit_price: Money


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A supplier order as our ledger has it."""

    id: int
    order_id: int
    store_id: str
    supplier_id: str
    external_id: str
    state: SupplierState
    remote_id: str | None
    intent: str | None
    recipient: str | None
    attempt: int
    absent_at: datetime | None
    vendor_status: str
    can_cancel: bool
    cost: Money | None
    tax: Money | None  # of the cost
    approved_cost: Money | None
    approved_by: str | None
    held_by_seller: str | None
    vendor_changed_at: datetime | None
    parcels_at: datetime | None
    sent_at: datetime | None
    lines: tuple[LedgerLine, ...]

    @property
    def is_only_meant(self) -> bool:
        """No supplier has it, as far as we know. One that was tried (`attempt`) may still come about late."""
        waits = self.state is SupplierState.WAITING and self.remote_id is None
        return waits or self.state is SupplierState.PLANNED


_THIS: BindParameter[int] = bindparam("row_id")
_ROW = Prepared(
    select(t, tables.order.c.store_id, tables.order.c.currency.label("order_currency"))
    .join(tables.order, tables.order.c.id == t.c.order_id)
    .where(t.c.id == _THIS)
)
_LINES = Prepared(
    select(
        tables.order_line,
        tables.supplier_order_line.c.quantity.label("ordered"),
        tables.supplier_order_line.c.supplier_variant_id,
    )
    .join(
        tables.supplier_order_line,
        tables.order_line.c.id == tables.supplier_order_line.c.order_line_id,
    )
    .where(tables.supplier_order_line.c.supplier_order_id == _THIS)
    .order_by(tables.order_line.c.position)
)
_KEEP = Prepared(update(t).where(t.c.id == _THIS))
_MOVE = Prepared(update(t).where(t.c.id == _THIS, t.c.state == bindparam("from_state")))
_OF_ORDER = Prepared(select(t.c.id).where(t.c.order_id == bindparam("order")).order_by(t.c.id))


def get(tx: Tx, supplier_order_id: int) -> LedgerRow:
    """One supplier order. Raises `Gone` if there is none."""
    row = _ROW.first(tx, row_id=supplier_order_id)
    if row is None:
        raise Gone("the supplier order is no longer known")
    return _ledger_row(row, _lines(tx, supplier_order_id, row.order_currency))


def _lines(tx: Tx, supplier_order_id: int, currency: str) -> tuple[LedgerLine, ...]:
    rows = _LINES.all(tx, row_id=supplier_order_id)
    return tuple(
        LedgerLine(
            line_id=row.id,
            remote_id=row.remote_id,
            title=row.title,
            options=row.options,
            sku=row.sku,
            quantity=row.ordered,
            order_quantity=row.quantity,
            supplier_variant_id=row.supplier_variant_id,
            unit_price=Money(row.unit_price, currency),
        )
        for row in rows
    )


def _ledger_row(row: Any, lines: tuple[LedgerLine, ...]) -> LedgerRow:
    def money(minor: int | None, currency: str | None) -> Money | None:
        return None if minor is None or currency is None else Money(minor, currency)

    return LedgerRow(
        id=row.id,
        order_id=row.order_id,
        store_id=row.store_id,
        supplier_id=row.supplier_id,
        external_id=row.external_id,
        state=SupplierState(row.state),
        remote_id=row.remote_id,
        intent=row.intent,
        recipient=row.recipient,
        attempt=row.attempt,
        absent_at=row.absent_at,
        vendor_status=row.vendor_status,
        can_cancel=row.can_cancel,
        cost=money(row.cost_total, row.currency),
        tax=money(row.cost_tax, row.currency),
        approved_cost=money(row.approved_cost, row.approved_currency),
        approved_by=row.approved_by,
        held_by_seller=row.held_by_seller,
        vendor_changed_at=row.vendor_changed_at,
        parcels_at=row.parcels_at,
        sent_at=row.sent_at,
        lines=lines,
    )


def move(
    tx: Tx, row: LedgerRow, new: SupplierState, actor: Actor = Actor.ENGINE, **values: object
) -> None:
    """Move a row along an edge of the protocol and write it to the trail.

    Raises ValueError for an edge the protocol lacks, or when the row moved meanwhile: both are bugs, and going on
    would be worse than stopping.
    """
    if not may_move(row.state, new):
        raise ValueError(f"{row.external_id} cannot move from {row.state} to {new}")
    if _MOVE.run(tx, row_id=row.id, from_state=row.state, state=new, **values) != 1:
        raise ValueError(f"{row.external_id} is no longer {row.state}")
    if row.state is not new:
        facts = {"external_id": row.external_id, "from": row.state, "to": new}
        facts |= {k: str(v) for k, v in values.items() if k in {"remote_id", "attempt"}}
        audit.add(tx, Entry(actor, "supplier_order", row.order_id, row.supplier_id, facts))
    journey.refresh(tx, row.order_id)


def was_confirming(tx: Tx, row: LedgerRow) -> bool:
    """Whether a release of ours ever went out for it; the trail remembers it after the row went back to WAITING."""
    found = tx.cursor().execute(
        "SELECT 1 FROM audit WHERE order_id = ? AND event = 'supplier_order' AND facts ->> 'external_id' = ?"
        " AND facts ->> 'to' = ? LIMIT 1",
        (row.order_id, row.external_id, SupplierState.CONFIRMING.value),
    )
    return found.fetchone() is not None


def note_reading(tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Keep what the supplier says beside the state: its word, its page, its costs."""
    values: dict[str, object] = {
        "vendor_status": reading.raw_status,
        "can_cancel": reading.can_cancel,
    }
    if reading.url:
        values["url"] = reading.url
    if reading.costs is not None:
        values |= _cost_columns(reading.costs)
    _KEEP.run(tx, row_id=row.id, **values)
    journey.refresh(tx, row.order_id)


def note_quote(tx: Tx, row: LedgerRow, costs: Costs, at: datetime) -> None:
    """Keep what the order would cost, as the supplier told at `at` (its own time), before it exists there."""
    _KEEP.run(tx, row_id=row.id, vendor_changed_at=at, **_cost_columns(costs))
    journey.refresh(tx, row.order_id)


def note(tx: Tx, row: LedgerRow, **values: object) -> None:
    """Keep what is no move along the protocol: a look-up that found nothing, when parcels were read."""
    _KEEP.run(tx, row_id=row.id, **values)


def _cost_columns(costs: Costs) -> dict[str, object]:
    return {
        "currency": costs.total.currency,
        "cost_items": costs.items.minor,
        "cost_shipping": costs.shipping.minor,
        "cost_tax": costs.tax.minor,
        "cost_total": costs.total.minor,
    }


def approve(tx: Tx, row: LedgerRow, by: str, actor: Actor) -> None:
    """Write the yes to the cost that is known now, and by whom."""
    _KEEP.run(
        tx,
        row_id=row.id,
        approved_cost=None if row.cost is None else row.cost.minor,
        approved_currency=None if row.cost is None else row.cost.currency,
        approved_by=by,
        approved_at=tx.now,
    )
    facts = {"external_id": row.external_id, "by": by, "cost": str(row.cost)}
    audit.add(tx, Entry(actor, "approved", row.order_id, row.supplier_id, facts))


def withdraw_approval(tx: Tx, row: LedgerRow) -> None:
    """The yes no longer stands (the cost rose, the seller held it)."""
    nothing = dict.fromkeys(("approved_cost", "approved_currency", "approved_by", "approved_at"))
    _KEEP.run(tx, row_id=row.id, **nothing)


def set_held(tx: Tx, row: LedgerRow, reason: str | None) -> None:
    """Hold wins over approve until release."""
    _KEEP.run(tx, row_id=row.id, held_by_seller=reason)
    event = "released" if reason is None else "held"
    facts = {"external_id": row.external_id, "reason": reason or ""}
    audit.add(tx, Entry(Actor.SELLER, event, row.order_id, row.supplier_id, facts))
    journey.refresh(tx, row.order_id)


def count_waiting(tx: Tx) -> int:
    """How many supplier orders wait for an approval."""
    waiting = (t.c.state == SupplierState.WAITING) & t.c.approved_by.is_(None)
    return int(tx.conn.execute(select(func.count()).where(waiting)).scalar_one())


def of_order(tx: Tx, order_id: int) -> tuple[LedgerRow, ...]:
    """All supplier orders of one order, cancelled ones too."""
    return tuple(get(tx, id_) for id_ in _OF_ORDER.scalars(tx, order=order_id))


def by_external_id(tx: Tx, supplier_id: str, external_id: str) -> int | None:
    """Our row of a name."""
    return tx.conn.execute(
        select(t.c.id).where(t.c.supplier_id == supplier_id, t.c.external_id == external_id)
    ).scalar()


_ROUTE = tables.route.c
_RULES = Prepared(
    select(tables.route).where(
        _ROUTE.store_id == bindparam("store"), _ROUTE.supplier_id == bindparam("supplier")
    )
)


@dataclass(frozen=True, slots=True)
class RouteRules:
    """The mode and limits under which a row is released."""

    mode: Mode
    limits: Limits


def rules_for(tx: Tx, row: LedgerRow) -> RouteRules | None:
    """The route of a row; None when the seller removed it."""
    found = _RULES.first(tx, store=row.store_id, supplier=row.supplier_id)
    if found is None:
        return None
    floor = None if found.min_margin_percent is None else Decimal(found.min_margin_percent)
    ceiling = (
        None
        if found.max_cost_minor is None
        else Money(found.max_cost_minor, found.max_cost_currency)
    )
    return RouteRules(Mode(found.mode), Limits(floor, ceiling))
