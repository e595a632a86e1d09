"""Bring one supplier order from its plan to the point where it waits for approval.

    free drafts   PLANNED ─ re-read at the store ─→ SENDING ─ create ─→ DRAFTED ─ read back, compare ─→ WAITING
    no drafts     PLANNED ─ ask the price ─→ WAITING; nothing is at the supplier before the yes

Each arrow is committed before the next call. What was approved already goes on to `confirm_order`.
"""

from __future__ import annotations

from functools import partial

from podbridge_desktop.domain.fulfilment import SupplierOrderReading
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import Skip
from podbridge_desktop.storage import jobs, ledger, taxes, wishes
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import draft, guard
from podbridge_desktop.sync.approving import await_approval
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.earlier import look_before_the_first

_APPROVED_BEFORE = {SupplierState.WAITING, SupplierState.CHECKED}


def send_order(job: Job, ctx: Context) -> Finish:
    """Carry a plan as far as it goes without the seller."""
    with ctx.database.read() as tx:
        row = ledger.get(tx, job.number("supplier_order"))
    if row.held_by_seller is not None:
        raise Skip("held by the seller")
    supplier = ctx.remotes.supplier(row.supplier_id)
    if row.state is SupplierState.SENDING:
        row = draft.look_up(ctx, supplier, row)
    if row.state is SupplierState.PLANNED and not supplier.drafts_are_free:
        return _ask_price(ctx, supplier, row)
    if row.state is SupplierState.PLANNED:
        row = _send(ctx, supplier, row)
    if row.state in {SupplierState.DRAFTED, SupplierState.CHECKED}:
        reading = draft.check(ctx, supplier, row, job)
        return partial(_checked, supplier=supplier, row=row, reading=reading)
    return partial(_go_on, row=row)


def _checked(tx: Tx, supplier: Supplier, row: LedgerRow, reading: SupplierOrderReading) -> None:
    draft.checked(tx, supplier, row, reading)
    _go_on(tx, ledger.get(tx, row.id))


def _go_on(tx: Tx, row: LedgerRow) -> None:
    """What was approved before goes on to the release."""
    if row.state in _APPROVED_BEFORE and row.approved_by is not None:
        jobs.add(tx, wishes.confirm(row))


def _send(ctx: Context, supplier: Supplier, row: LedgerRow) -> LedgerRow:
    looked_at = ctx.clock.now()
    row, stored = guard.reread(ctx, row)
    look_before_the_first(ctx, row, stored)
    request = draft.request_of(row, stored)
    with ctx.intent(looked_at) as tx:
        row = draft.begin(tx, row, request, ctx.time_of(supplier))
    return draft.create(ctx, supplier, row, request)


def _ask_price(ctx: Context, supplier: Supplier, row: LedgerRow) -> Finish:
    """What it would cost, for an approval before anything is made. Changes nothing at the supplier."""
    stored = guard.as_told(ctx, row)
    look_before_the_first(ctx, row, stored)
    request = draft.request_of(row, stored)
    quoted = supplier.quote(request)

    def finish(tx: Tx) -> None:
        if ledger.get(tx, row.id).state is not SupplierState.PLANNED:
            return  # a click or a pull came first
        costs = taxes.with_tax(tx, row.supplier_id, request.recipient, quoted)
        ledger.note_quote(tx, row, costs, ctx.time_of(supplier))
        ledger.move(tx, row, SupplierState.WAITING, recipient=request.recipient.fingerprint())
        await_approval(tx, ledger.get(tx, row.id))

    return finish
