"""Ask a supplier how its open orders stand: states, holds with their reason, costs, parcels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from podbridge_desktop.domain.fulfilment import (
    Parcel,
    SupplierOrderReading,
    SupplierStatus,
    Watched,
)
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState, may_move
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.storage import cases, jobs, ledger, shipments, watchlist, wishes
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
        watched = watchlist.watched(tx, supplier_id)
        since = watchlist.watched_since(tx, supplier_id)
    if not watched or since is None:
        return
    known = {each.remote_id: (row_id, each) for row_id, each in watched.items()}
    supplier = ctx.remotes.supplier(supplier_id)
    for page in supplier.news(tuple(watched.values()), since - OVERLAP):
        news = [
            _News(known[reading.remote_id][0], reading, look=look)
            for reading in page
            if (look := _look(ctx, known[reading.remote_id][1], reading)) is not None
        ]
        for bite in ctx.bites(news):
            _take(ctx, supplier, bite)


def hear(ctx: Context, supplier_id: str, row_id: int, reading: SupplierOrderReading) -> None:
    """Take what the supplier says of one order, with its parcels."""
    news = _News(row_id, reading, look=_has_parcels(reading))
    _take(ctx, ctx.remotes.supplier(supplier_id), (news,))


@dataclass(frozen=True, slots=True)
class _News:
    """What the supplier says of a row, and whether its parcels are looked at."""

    row_id: int
    reading: SupplierOrderReading
    look: bool


def _look(ctx: Context, each: Watched, reading: SupplierOrderReading) -> bool | None:
    """Whether its parcels are to be looked at; None where nothing is new."""
    known = (each.raw_status, each.changed_at)
    if not each.raw_status or known != (reading.raw_status, reading.changed_at):
        return _has_parcels(reading)
    if reading.status in _HAS_PARCELS and _parcels_are_due(ctx, each, reading):
        return True
    return None


def _has_parcels(reading: SupplierOrderReading) -> bool:
    """By its state, or by a number in its list: a part may have left before the rest was cancelled."""
    return reading.status in _HAS_PARCELS or bool(reading.tracking)


def _parcels_are_due(ctx: Context, each: Watched, reading: SupplierOrderReading) -> bool:
    """Whether its parcels are looked at although nothing else is new."""
    if each.delivered and not reading.replaced:
        return False
    wait = ARRIVAL_AGAIN if each.tracked else PARCELS_AGAIN
    return each.looked_at is None or ctx.clock.now() - each.looked_at >= wait


def _take(ctx: Context, supplier: Supplier, news: Sequence[_News]) -> None:
    """All calls first, then one transaction; what was read before a call that fails is taken all the same."""
    told: list[tuple[_News, tuple[Parcel, ...] | None]] = []
    try:
        told.extend((each, _parcels(supplier, each) if each.look else None) for each in news)
    finally:
        if told:
            with ctx.database.write() as tx:
                for each, parcels in told:
                    _heard(tx, supplier, each, parcels)


def _parcels(supplier: Supplier, each: _News) -> tuple[Parcel, ...]:
    told = each.reading.parcels
    return supplier.parcels(each.reading.remote_id) if told is None else told


def _heard(tx: Tx, supplier: Supplier, each: _News, parcels: tuple[Parcel, ...] | None) -> None:
    row, reading = ledger.get(tx, each.row_id), each.reading
    if row.state in _SETTLED_BY_JOBS or row.state is SupplierState.CANCELLED:
        return
    if (reading.raw_status, reading.changed_at) != (row.vendor_status, row.vendor_changed_at):
        if not supplier.drafts_are_free:
            halt.left_by_itself(tx, row, reading)
        _follow(tx, row, reading)
    ledger.note(tx, row, vendor_changed_at=reading.changed_at)
    if parcels is not None:
        _take_parcels(tx, ledger.get(tx, row.id), parcels)


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


def _take_parcels(tx: Tx, row: LedgerRow, parcels: tuple[Parcel, ...]) -> None:
    fresh = shipments.take(tx, row, parcels)
    heed_numbers(tx, row, parcels)
    for shipment_id in fresh:
        jobs.add(tx, wishes.track(row, shipment_id))
    if fresh:
        cases.close_cases(tx, subject=untracked_subject(row.id))
    ledger.note(tx, row, parcels_at=tx.now)
    if row.state is SupplierState.SHIPPED and shipments.all_delivered(tx, row.id):
        ledger.move(tx, row, SupplierState.DELIVERED, Actor.SUPPLIER)
