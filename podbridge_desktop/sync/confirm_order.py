"""Release one approved supplier order to production: the one call that spends the seller's money.

    WAITING (approved) ─ re-read store and supplier ─→ CONFIRMING ─ confirm ─→ IN_PRODUCTION

Where drafts are not free, it is made first (`post_order`), and released from CHECKED. A row found in CONFIRMING is
read at the supplier first; if it is still a draft nothing was paid, and all of the above is done again before the same
order is confirmed.
"""

from __future__ import annotations

from datetime import datetime

from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import SURELY_NOT, Refused, Retry, Skip
from podbridge_desktop.storage import ledger
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import guard, halt
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.heed import heed
from podbridge_desktop.sync.last_word import dearer, last_word, wanted
from podbridge_desktop.sync.post_order import is_unposted, post_order

_READY = {SupplierState.WAITING, SupplierState.CHECKED, SupplierState.FAILED}
_UNPAID = {SupplierStatus.DRAFT, SupplierStatus.FAILED}


def confirm_order(job: Job, ctx: Context) -> Finish:
    """Spend, if the approval still stands and nothing changed."""
    with ctx.database.read() as tx:
        row = ledger.get(tx, job.number("supplier_order"))
    supplier = ctx.remotes.supplier(row.supplier_id)
    reading: SupplierOrderReading | None = None
    if row.state is SupplierState.CONFIRMING:
        reading = supplier.read_order(row.remote_id or "")
        if reading.status not in _UNPAID:
            return _released(ctx, row, reading)
        row, reading = _not_spent(ctx, row), None
    elif not supplier.drafts_are_free and is_unposted(row):
        row, reading = post_order(ctx, supplier, row, job)
    elif row.state not in _READY:
        raise Skip("already released, or ended")
    wanted(row)
    looked_at = ctx.clock.now()
    row, _ = guard.reread(ctx, row)
    wanted(row)
    reading = reading or supplier.read_order(row.remote_id or "")
    if reading.status not in _UNPAID:
        return _released(ctx, row, reading, by_itself=not supplier.drafts_are_free)
    row = _intend(ctx, row, reading, looked_at)
    return _confirm(ctx, supplier, row)


def _not_spent(ctx: Context, row: LedgerRow) -> LedgerRow:
    """The confirm without an answer did not happen: all that was said since counts before the next one."""
    with ctx.database.write() as tx:
        ledger.move(tx, row, SupplierState.WAITING)
        return ledger.get(tx, row.id)


def _intend(
    ctx: Context, row: LedgerRow, reading: SupplierOrderReading, looked_at: datetime
) -> LedgerRow:
    """Commit that the money may be spent now. A cost above the approved one goes back to the seller instead."""
    if reading.costs is None:
        raise Retry("The supplier is still working out the cost.")
    with ctx.intent(
        looked_at
    ) as tx:  # the last look and the intent are one: no click can come between
        ledger.note_reading(tx, row, reading)
        stop = last_word(tx, row) or dearer(tx, ledger.get(tx, row.id), reading.costs.total)
        if not stop:
            ledger.move(tx, row, SupplierState.CONFIRMING)
            return ledger.get(tx, row.id)
        if row.state is SupplierState.FAILED and guard.journey_stopped(tx, row.order_id):
            heed(tx, ledger.get(tx, row.id), reading)  # what she meant to try again keeps its case
    raise Skip(stop)


def _confirm(ctx: Context, supplier: Supplier, row: LedgerRow) -> Finish:
    try:
        reading = supplier.confirm_order(row.remote_id or "")
    except SURELY_NOT as error:
        with ctx.database.write() as tx:
            ledger.move(tx, row, SupplierState.WAITING)
            if isinstance(error, Refused):
                ledger.withdraw_approval(tx, row)
        raise
    return _released(ctx, row, reading)


def _released(
    ctx: Context, row: LedgerRow, reading: SupplierOrderReading, *, by_itself: bool = False
) -> Finish:
    def finish(tx: Tx) -> None:
        now = ledger.get(tx, row.id)
        if by_itself:
            halt.left_by_itself(tx, now, reading)
        heed(tx, now, reading, confirmed_at=tx.now)
        if reading.status is not SupplierStatus.CANCELLED:
            ctx.tally["confirmed"] += 1

    return finish
