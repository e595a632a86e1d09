"""Cancel one supplier order at the supplier; with `replan` its lines are planned anew afterwards.

With `late` the row has ended already, and what may stand at the supplier under its name all the same is cancelled.
"""

from __future__ import annotations

from functools import partial

from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import NotThere, Refused, Skip
from podbridge_desktop.storage import jobs, ledger, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import draft, guard
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.heed import heed


def cancel_order(job: Job, ctx: Context) -> Finish:
    """Raises `Refused` when the supplier no longer lets go of it: the case says so."""
    with ctx.database.read() as tx:
        row = ledger.get(tx, job.number("supplier_order"))
    if job.payload.get("late"):
        _cancel_late(ctx, row)
        raise Skip("the row had ended before")
    if row.state is SupplierState.DELIVERED:
        raise Skip("ended already")
    if row.state is SupplierState.SENDING:  # it must be known before it can be cancelled
        row = draft.look_up(ctx, ctx.remotes.supplier(row.supplier_id), row)
    if row.remote_id is not None and row.state is not SupplierState.CANCELLED:
        _cancel(ctx, row, row.remote_id)
    elif row.remote_id is None and row.attempt:
        _cancel_late(ctx, row)
    return partial(_cancelled, row_id=row.id, replan=bool(job.payload.get("replan")))


def _cancelled(tx: Tx, row_id: int, *, replan: bool) -> None:
    jobs.drop(tx, wishes.send_key(row_id), wishes.confirm_key(row_id))
    row = ledger.get(tx, row_id)  # a poll may have seen the end first, after a lost answer
    ledger.note(tx, row, freed=replan)
    ledger.move(tx, row, SupplierState.CANCELLED, Actor.ENGINE)
    guard.close_cases_of(tx, row)
    if replan:
        Intake(tx, row.store_id).replan(row.order_id)


def _cancel_late(ctx: Context, row: LedgerRow) -> None:
    """An attempt that was not there when it was looked up may have been carried out since. It bears our name and was never
    paid by us: the row knows no number to release it by."""
    late = draft.find(ctx.remotes.supplier(row.supplier_id), row)
    if late is not None and late.status is not SupplierStatus.CANCELLED:
        _cancel(ctx, row, late.remote_id)


def _cancel(ctx: Context, row: LedgerRow, remote_id: str) -> None:
    supplier = ctx.remotes.supplier(row.supplier_id)
    try:
        supplier.cancel_order(remote_id)
    except NotThere:  # a draft that was deleted at the supplier costs nothing and needs no end
        if row.state.may_have_spent:
            raise
    except Refused:
        if row.state is SupplierState.CONFIRMING:
            _it_was_confirmed(ctx, supplier, row, remote_id)
        raise


def _it_was_confirmed(ctx: Context, supplier: Supplier, row: LedgerRow, remote_id: str) -> None:
    """Nobody asks any more how its confirm ended, so it is asked here, and the polls go on from there."""
    reading = supplier.read_order(remote_id)
    if reading.status is not SupplierStatus.DRAFT:
        with ctx.database.write() as tx:
            heed(tx, ledger.get(tx, row.id), reading)
