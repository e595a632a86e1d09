"""Make an approved order where drafts are not free: from here on it is real there, and only waits to be released.

WAITING (approved) ─ re-read store, price ─→ SENDING ─ one create ─→ DRAFTED ─ read back, compare ─→ CHECKED
"""

from __future__ import annotations

from datetime import datetime, timedelta

from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierOrderRequest
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import Skip
from podbridge_desktop.storage import ledger, taxes
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import draft, guard, halt
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.earlier import look_before_the_first
from podbridge_desktop.sync.last_word import dearer, last_word, wanted

PRICE_HOLDS = timedelta(hours=1)


def is_unposted(row: LedgerRow) -> bool:
    """Whether the supplier may not have it yet, or was not asked what it made of it."""
    return row.state in {SupplierState.SENDING, SupplierState.DRAFTED} or row.is_only_meant


def post_order(
    ctx: Context, supplier: Supplier, row: LedgerRow, job: Job
) -> tuple[LedgerRow, SupplierOrderReading]:
    """Sent once, checked, and ready to be released."""
    if row.state is SupplierState.SENDING:
        row = draft.look_up(ctx, supplier, row)
    if row.state is SupplierState.WAITING:
        row = _post(ctx, supplier, row)
    reading = draft.check(ctx, supplier, row, job)
    with ctx.database.write() as tx:
        draft.checked(tx, supplier, row, reading)
        row = ledger.get(tx, row.id)
    if row.state is not SupplierState.CHECKED:
        raise Skip("not approved any more")
    return row, reading


def _post(ctx: Context, supplier: Supplier, row: LedgerRow) -> LedgerRow:
    wanted(row)
    with ctx.database.read() as tx:
        if halt.stopped(tx, row.supplier_id):
            raise Skip("nothing is sent there until order approval is Manual again")
    looked_at = ctx.clock.now()
    row, stored = guard.reread(ctx, row)
    wanted(row)
    look_before_the_first(ctx, row, stored)
    request = draft.request_of(row, stored)
    _price_again(ctx, supplier, row, request)
    with ctx.intent(looked_at) as tx:  # the last look and the intent are one
        stop = last_word(tx, row)
        if not stop:
            row = draft.begin(tx, ledger.get(tx, row.id), request, ctx.time_of(supplier))
    if stop:
        raise Skip(stop)
    return draft.create(ctx, supplier, row, request)


def _price_again(
    ctx: Context, supplier: Supplier, row: LedgerRow, request: SupplierOrderRequest
) -> None:
    """A price that is not fresh is asked again, which also tells the vendor's clock. Raises `Skip` when it went up."""
    if _is_fresh(supplier.vendor_now(), ctx.clock.now(), row.vendor_changed_at):
        return
    costs = supplier.quote(request)
    with ctx.database.write() as tx:
        costs = taxes.with_tax(tx, row.supplier_id, request.recipient, costs)
        ledger.note_quote(tx, row, costs, ctx.time_of(supplier))
        stop = dearer(tx, ledger.get(tx, row.id), costs.total)
    if stop:
        raise Skip(stop)


def _is_fresh(vendors: datetime | None, ours: datetime, told: datetime | None) -> bool:
    """Whether the price of `told` still holds; not where the vendor's clock is not known, or says otherwise."""
    if vendors is None or told is None:
        return False
    return max(vendors, ours) - told < PRICE_HOLDS
