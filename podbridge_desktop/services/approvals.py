"""The seller's yes, no and not yet to supplier orders."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import cases, jobs, journey, ledger, orders, tables, wishes
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.ledger import LedgerRow

_APPROVAL_CASES = (
    CaseKind.APPROVAL,
    CaseKind.LOSS,
    CaseKind.COST_UNKNOWN,
    CaseKind.COST_HIGHER,
    CaseKind.PERSONALIZATION,
)
_CAN_CANCEL = {
    SupplierState.PLANNED, SupplierState.SENDING, SupplierState.DRAFTED, SupplierState.CHECKED,
    SupplierState.WAITING, SupplierState.CONFIRMING, SupplierState.IN_PRODUCTION, SupplierState.FAILED,
}  # fmt: skip

_CAN_BE_PICKED = {
    Standing.BEFORE_PODBRIDGE, Standing.LATE, Standing.NO_ROUTE, Standing.UNPAID, Standing.CANCELLED,
}  # fmt: skip
_BEING_MADE = {SupplierState.IN_PRODUCTION, SupplierState.PARTLY_SHIPPED, SupplierState.SHIPPED}


def _rows(tx: Tx, order_id: int, supplier_order_id: int | None) -> list[LedgerRow]:
    if supplier_order_id is not None:
        return [ledger.get(tx, supplier_order_id)]
    return list(ledger.of_order(tx, order_id))


def approve(
    database: Database, order_id: int, supplier_order_id: int | None = None, *, by: str = "seller"
) -> Changed:
    """Approve the waiting supplier orders of an order at the cost known now. Raises `BadInput` if none waits."""
    with database.write() as tx:
        asked = [row for row in _rows(tx, order_id, supplier_order_id) if _asks(row)]
        waiting = [row for row in asked if jobs.live(tx, wishes.cancel_key(row.id)) is None]
        number = orders.load(tx, order_id).reading.number
        if f"order:{order_id}" in cases.open_subjects(tx, CaseKind.CHANGED_AT_STORE):
            raise BadInput(
                f"Order {number} was changed in the store after it was prepared.",
                hint="Work off that case first: try again prepares what the store wants now.",
            )
        if asked and not waiting:
            raise BadInput(
                f"What is prepared of order {number} is being cancelled, so it is not approved.",
                hint="Sync first; what is made in its place waits for your approval then.",
            )
        if not waiting:
            raise BadInput(
                f"Order {number} has nothing that waits for your approval.",
                hint="A draft with its cost must exist first; sync, then look at the order's journey.",
            )
        for row in waiting:
            ledger.approve(tx, row, by, Actor.SELLER)
            cases.close_cases(tx, by=Actor.SELLER, kinds=_APPROVAL_CASES, supplier_order_id=row.id)
            jobs.add(tx, wishes.confirm(row))
            journey.refresh(tx, row.order_id)
        return tx.changes


def _asks(row: LedgerRow) -> bool:
    """Waits for a yes; so does what failed at the supplier and lost its yes since."""
    failed = row.state is SupplierState.FAILED and row.approved_by is None
    return failed or row.state is SupplierState.WAITING


def hold(database: Database, order_id: int, reason: str) -> Changed:
    """Hold an order back: nothing of it is sent or paid until `release`. Hold wins over approve."""
    with database.write() as tx:
        text = reason.strip() or "held"
        _hold_order(tx, order_id, text)
        for row in ledger.of_order(tx, order_id):
            if row.state.is_open and row.state not in _BEING_MADE:
                ledger.set_held(tx, row, text)
        journey.refresh(tx, order_id)
        return tx.changes


def release(database: Database, order_id: int) -> Changed:
    """End a hold; what was waiting behind it goes on."""
    with database.write() as tx:
        _hold_order(tx, order_id, None)
        for row in ledger.of_order(tx, order_id):
            if row.held_by_seller is None:
                continue
            ledger.set_held(tx, row, None)
            if (
                row.state is SupplierState.WAITING and row.approved_by is not None
            ) or row.state is SupplierState.CONFIRMING:
                jobs.add(tx, wishes.confirm(row))
            elif row.state.is_open and not row.state.may_have_spent:
                jobs.add(tx, wishes.send(row.supplier_id, row.order_id, row.id))
        _replan(tx, order_id)
        journey.refresh(tx, order_id)
        return tx.changes


def _hold_order(tx: Tx, order_id: int, reason: str | None) -> None:
    o = tables.order
    tx.conn.execute(o.update().where(o.c.id == order_id).values(held_by_seller=reason))
    event = "order_released" if reason is None else "order_held"
    note(tx, Entry(Actor.SELLER, event, order_id, None, {"reason": reason or ""}))


def _replan(tx: Tx, order_id: int) -> None:
    stored = orders.load(tx, order_id)
    jobs.add(tx, wishes.recheck(stored.store_id, order_id))


def cancel(database: Database, order_id: int, supplier_order_id: int | None = None) -> Changed:
    """Cancel at the supplier what can still be cancelled. Raises `BadInput` when nothing can."""
    with database.write() as tx:
        rows = [r for r in _rows(tx, order_id, supplier_order_id) if r.state in _CAN_CANCEL]
        if not rows:
            number = orders.load(tx, order_id).reading.number
            raise BadInput(
                f"Order {number} has nothing that can still be cancelled.",
                hint="What is shipped cannot be stopped; refund it in the store instead.",
            )
        for row in rows:
            ledger.withdraw_approval(tx, row)
            jobs.drop(
                tx,
                wishes.confirm_key(row.id),
                wishes.send_key(row.id),
                wishes.cancel_key(row.id),  # one that would plan it anew
            )
            jobs.add(tx, wishes.cancel(row))
        return tx.changes


def pick(database: Database, order_id: int) -> Changed:
    """Send an order from before PodBridge (or one seen late) after all; suppliers are asked first."""
    with database.write() as tx:
        stored = orders.load(tx, order_id)
        if stored.standing not in _CAN_BE_PICKED:
            raise BadInput(
                f"Order {stored.reading.number} does not stand aside, so there is nothing to pick.",
                hint="podbridge orders --state before_podbridge shows those that do.",
            )
        if stored.reading.cancelled_at is not None or not stored.reading.payment.may_send:
            raise BadInput(
                f"Order {stored.reading.number} is not paid or was cancelled, so it is not sent."
            )
        note(tx, Entry(Actor.SELLER, "picked", order_id, stored.store_id))
        jobs.add(tx, wishes.pick(stored.store_id, order_id))
        return tx.changes
