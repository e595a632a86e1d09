"""Release one approved supplier order to production: the one call that spends the seller's money.

    WAITING (approved) ─ re-read store and supplier ─→ CONFIRMING ─ confirm ─→ IN_PRODUCTION

A row found in CONFIRMING is read at the supplier first; the same order is confirmed again only if it is still a draft.
"""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState, state_after
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import NeedsPerson, Refused, Retry, Skip
from podbridge_desktop.storage import cases, ledger
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.send_order import approval_subject

_READY = {SupplierState.WAITING, SupplierState.FAILED}


def confirm_order(job: Job, ctx: Context) -> None:
    """Spend, if the approval still stands and nothing changed."""
    with ctx.database.read() as tx:
        row = ledger.get(tx, job.number("supplier_order"))
    supplier = ctx.remotes.supplier(row.supplier_id)
    if row.state in _READY:
        _wanted(row)
        row, _ = guard.reread(ctx, row)
        _wanted(row)
    elif row.state is not SupplierState.CONFIRMING:
        raise Skip("already released, or ended")
    reading = supplier.read_order(row.remote_id or "")
    if reading.status not in {SupplierStatus.DRAFT, SupplierStatus.FAILED}:
        _released(ctx, row, reading)
        return
    if row.state in _READY:
        row = _intend(ctx, row, reading)
    _confirm(ctx, supplier, row)


def _wanted(row: LedgerRow) -> None:
    if row.held_by_seller is not None:
        raise Skip("held by the seller")
    if row.approved_by is None:
        raise Skip("not approved")


def _intend(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> LedgerRow:
    """Commit that the money may be spent now. A cost above the approved one goes back to the seller instead."""
    if reading.costs is None:
        raise Retry("The supplier is still working out the cost.")
    total = reading.costs.total
    with ctx.database.write() as tx:
        ledger.note_reading(tx, row, reading)
        approved = row.approved_cost
        if approved is None or (
            approved.currency == total.currency and approved.minor >= total.minor
        ):
            ledger.move(tx, row, SupplierState.CONFIRMING)
            return ledger.get(tx, row.id)
        ledger.withdraw_approval(tx, row)
        cases.open_case(
            tx,
            NewCase(
                CaseKind.COST_HIGHER,
                approval_subject(row.id),
                f"You approved {approved}; the supplier now asks {total}. Nothing was paid.",
                order_id=row.order_id,
                supplier_order_id=row.id,
                connection_id=row.supplier_id,
            ),
        )
    raise Skip("the cost went up: the seller decides")


def _confirm(ctx: Context, supplier: Supplier, row: LedgerRow) -> None:
    try:
        reading = supplier.confirm_order(row.remote_id or "")
    except (Refused, Retry) as error:  # surely not spent
        with ctx.database.write() as tx:
            ledger.move(tx, row, SupplierState.WAITING)
            if isinstance(error, NeedsPerson):
                ledger.withdraw_approval(tx, row)
        raise
    _released(ctx, row, reading)


def _released(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> None:
    with ctx.database.write() as tx:
        ledger.note_reading(tx, row, reading)
        ledger.move(
            tx, row, state_after(row.state, reading.status), Actor.SUPPLIER, confirmed_at=tx.now
        )
        cases.close_cases(tx, subject=approval_subject(row.id))
    if reading.status is not SupplierStatus.CANCELLED:
        ctx.tally["confirmed"] += 1
