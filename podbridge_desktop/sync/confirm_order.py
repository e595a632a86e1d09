"""Release one approved supplier order to production: the one call that spends the seller's money.

    WAITING (approved) ─ re-read store and supplier ─→ CONFIRMING ─ confirm ─→ IN_PRODUCTION

A row found in CONFIRMING is read at the supplier first; if it is still a draft nothing was paid, and all of the above
is done again before the same order is confirmed.
"""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import NeedsPerson, Refused, Retry, Skip
from podbridge_desktop.storage import cases, jobs, ledger, wishes
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.heed import approval_subject, heed
from podbridge_desktop.sync.send_order import BY_RULE, await_approval

_READY = {SupplierState.WAITING, SupplierState.FAILED}
_UNPAID = {SupplierStatus.DRAFT, SupplierStatus.FAILED}


def confirm_order(job: Job, ctx: Context) -> None:
    """Spend, if the approval still stands and nothing changed."""
    with ctx.database.read() as tx:
        row = ledger.get(tx, job.number("supplier_order"))
    supplier = ctx.remotes.supplier(row.supplier_id)
    if row.state is SupplierState.CONFIRMING:
        reading = supplier.read_order(row.remote_id or "")
        if reading.status not in _UNPAID:
            _released(ctx, row, reading)
            return
        row = _not_spent(ctx, row)
    elif row.state not in _READY:
        raise Skip("already released, or ended")
    _wanted(row)
    row, _ = guard.reread(ctx, row)
    _wanted(row)
    reading = supplier.read_order(row.remote_id or "")
    if reading.status not in _UNPAID:
        _released(ctx, row, reading)
        return
    row = _intend(ctx, row, reading)
    _confirm(ctx, supplier, row)


def _not_spent(ctx: Context, row: LedgerRow) -> LedgerRow:
    """The confirm without an answer did not happen: all that was said since counts before the next one."""
    with ctx.database.write() as tx:
        ledger.move(tx, row, SupplierState.WAITING)
        return ledger.get(tx, row.id)


def _wanted(row: LedgerRow) -> None:
    if row.held_by_seller is not None:
        raise Skip("held by the seller")
    if row.approved_by is None:
        raise Skip("not approved")


def _last_word(tx: Tx, row: LedgerRow) -> str:
    """Why it must not be paid after all, by what was clicked or pulled while the calls were on the wire."""
    now = ledger.get(tx, row.id)
    if now.state is not row.state:
        return "the row moved on"
    _wanted(now)
    if jobs.live(tx, wishes.cancel_key(row.id)) is not None:
        return "it is being cancelled"
    return _stores_last_word(tx, now) or _rules_last_word(tx, now)


def _stores_last_word(tx: Tx, row: LedgerRow) -> str:
    if guard.over(tx, row):
        return "the order was cancelled or refunded in the store"
    if guard.journey_stopped(tx, row.order_id):
        return "a change at the store waits for the seller"
    return "it bears an address that was corrected since" if guard.send_back(tx, row) else ""


def _rules_last_word(tx: Tx, row: LedgerRow) -> str:
    """A yes by rule holds only while the rule does."""
    rules = ledger.rules_for(tx, row)
    if row.approved_by != BY_RULE or (rules is not None and rules.mode is Mode.AUTOMATIC):
        return ""
    ledger.withdraw_approval(tx, row)
    await_approval(tx, ledger.get(tx, row.id))
    return "the route is not automatic any more: the seller decides"


def _intend(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> LedgerRow:
    """Commit that the money may be spent now. A cost above the approved one goes back to the seller instead."""
    if reading.costs is None:
        raise Retry("The supplier is still working out the cost.")
    with (
        ctx.database.write() as tx
    ):  # the last look and the intent are one: no click can come between
        stop = _last_word(tx, row) or _dearer(tx, ledger.get(tx, row.id), reading.costs.total)
        ledger.note_reading(tx, row, reading)
        if not stop:
            ledger.move(tx, row, SupplierState.CONFIRMING)
            return ledger.get(tx, row.id)
    raise Skip(stop)


def _dearer(tx: Tx, row: LedgerRow, total: Money) -> str:
    """A cost above the approved one takes the approval back; the seller is asked anew."""
    approved = row.approved_cost
    if approved is None or (approved.currency == total.currency and approved.minor >= total.minor):
        return ""
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
    return "the cost went up: the seller decides"


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
        heed(tx, ledger.get(tx, row.id), reading, confirmed_at=tx.now)
    if reading.status is not SupplierStatus.CANCELLED:
        ctx.tally["confirmed"] += 1
