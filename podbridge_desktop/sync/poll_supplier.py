"""Ask a supplier how its open orders stand: states, holds with their reason, costs, parcels."""

from __future__ import annotations

from datetime import timedelta

from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus, Watched
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState, may_move
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.storage import cases, jobs, ledger, shipments, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.unattended import untracked_subject
from podbridge_desktop.sync import halt
from podbridge_desktop.sync.approving import await_approval
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.heed import heed
from podbridge_desktop.sync.renumbered import heed_numbers

OVERLAP = timedelta(days=1)
PARCELS_AGAIN = timedelta(hours=6)  # a number is named later than its parcel leaves
ARRIVAL_AGAIN = timedelta(hours=20)  # that a parcel has arrived does not show in every list

_SETTLED_BY_JOBS = {SupplierState.PLANNED, SupplierState.SENDING, SupplierState.CONFIRMING}
_HAS_PARCELS = {SupplierStatus.PARTLY_SHIPPED, SupplierStatus.SHIPPED}


def poll_supplier(job: Job, ctx: Context) -> None:
    """The round of one supplier."""
    poll(ctx, job.connection_id)


def poll(ctx: Context, supplier_id: str) -> None:
    """Ask for what may have news, back to the oldest open order; look closer only at what changed."""
    with ctx.database.read() as tx:
        watched = ledger.watched(tx, supplier_id)
        since = ledger.watched_since(tx, supplier_id)
    if not watched or since is None:
        return
    known = {each.remote_id: (row_id, each) for row_id, each in watched.items()}
    supplier = ctx.remotes.supplier(supplier_id)
    for page in supplier.news(tuple(watched.values()), since - OVERLAP):
        for reading in page:
            row_id, each = known[reading.remote_id]
            due = _parcels_are_due(ctx, each, reading)
            if due or (reading.raw_status, reading.changed_at) != (
                each.raw_status,
                each.changed_at,
            ):
                _take(ctx, supplier, row_id, reading, parcels_due=due)
        ctx.breathe()


def _parcels_are_due(ctx: Context, each: Watched, reading: SupplierOrderReading) -> bool:
    """Whether its parcels are looked at although nothing else is new."""
    if reading.status not in _HAS_PARCELS or (each.delivered and not reading.replaced):
        return False
    wait = ARRIVAL_AGAIN if each.tracked else PARCELS_AGAIN
    return each.looked_at is None or ctx.clock.now() - each.looked_at >= wait


def _take(
    ctx: Context,
    supplier: Supplier,
    row_id: int,
    reading: SupplierOrderReading,
    *,
    parcels_due: bool,
) -> None:
    with ctx.database.write() as tx:
        row = ledger.get(tx, row_id)
        if row.state in _SETTLED_BY_JOBS or row.state is SupplierState.CANCELLED:
            return
        news = reading.raw_status != row.vendor_status
        if news or reading.changed_at != row.vendor_changed_at:
            if not supplier.drafts_are_free:
                halt.left_by_itself(tx, row, reading)
            _follow(tx, row, reading)
        asked = not row.vendor_status  # the seller said to look again
        row = ledger.get(tx, row_id)
        changed = asked or reading.changed_at != row.vendor_changed_at
        look = reading.status in _HAS_PARCELS and (changed or parcels_due)
        if not look:
            ledger.note(tx, row, vendor_changed_at=reading.changed_at)
    if look:
        _take_parcels(ctx, supplier, row, reading)


def _follow(tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Move the state, open or close the hold's case."""
    if reading.status is SupplierStatus.DRAFT:
        ledger.note_reading(tx, row, reading)
        _back_to_draft(tx, row)
        return
    heed(tx, row, reading)


def _back_to_draft(tx: Tx, row: LedgerRow) -> None:
    """The supplier priced it late and wants the yes again; the same order, so nothing is paid twice."""
    if row.state is SupplierState.IN_PRODUCTION and may_move(row.state, SupplierState.WAITING):
        ledger.move(tx, row, SupplierState.WAITING, Actor.SUPPLIER)
        row = ledger.get(tx, row.id)
        if row.approved_by is not None:
            jobs.add(tx, wishes.confirm(row))
        else:
            await_approval(tx, row)


def _take_parcels(
    ctx: Context, supplier: Supplier, row: LedgerRow, reading: SupplierOrderReading
) -> None:
    parcels = reading.parcels
    if parcels is None:
        parcels = supplier.parcels(row.remote_id or "")
    with ctx.database.write() as tx:
        fresh = shipments.take(tx, row, parcels)
        heed_numbers(tx, row, parcels)
        for shipment_id in fresh:
            jobs.add(tx, wishes.track(row, shipment_id))
        if fresh:
            cases.close_cases(tx, subject=untracked_subject(row.id))
        row = ledger.get(tx, row.id)
        ledger.note(tx, row, vendor_changed_at=reading.changed_at, parcels_at=tx.now)
        if row.state is SupplierState.SHIPPED and shipments.all_delivered(tx, row.id):
            ledger.move(tx, row, SupplierState.DELIVERED, Actor.SUPPLIER)
