"""Ask a supplier how its open orders stand: states, holds with their reason, costs, parcels."""

from __future__ import annotations

from datetime import timedelta

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState, may_move, state_after
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.storage import cases, jobs, ledger, shipments, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.send_order import await_approval

OVERLAP = timedelta(days=1)
PARCELS_AGAIN = timedelta(hours=6)  # delivery does not show in the list

_SETTLED_BY_JOBS = {SupplierState.PLANNED, SupplierState.SENDING, SupplierState.CONFIRMING}
_HAS_PARCELS = {SupplierStatus.PARTLY_SHIPPED, SupplierStatus.SHIPPED}
_HOLDS = {
    "payment": CaseKind.PAYMENT,
    "address": CaseKind.ADDRESS,
    "artwork": CaseKind.ARTWORK,
    "stock": CaseKind.STOCK,
}


def poll_supplier(job: Job, ctx: Context) -> None:
    """Read the list back to the oldest open order; look closer only at what changed."""
    with ctx.database.read() as tx:
        known = ledger.open_at(tx, job.connection_id)
        since = ledger.oldest_open(tx, job.connection_id)
    if not known or since is None:
        return
    supplier = ctx.remotes.supplier(job.connection_id)
    for page in supplier.orders_since(since - OVERLAP):
        for reading in page:
            row_id = known.get(reading.remote_id)
            if row_id is not None:
                _take(ctx, supplier, row_id, reading)
        ctx.breathe()


def _take(ctx: Context, supplier: Supplier, row_id: int, reading: SupplierOrderReading) -> None:
    with ctx.database.write() as tx:
        row = ledger.get(tx, row_id)
        if row.state in _SETTLED_BY_JOBS or row.state is SupplierState.CANCELLED:
            return
        news = reading.raw_status != row.vendor_status
        if news or reading.changed_at != row.vendor_changed_at:
            ledger.note_reading(tx, row, reading)
            _follow(tx, row, reading)
        row = ledger.get(tx, row_id)
        look = _look_at_parcels(ctx, row, reading)
        if not look:
            ledger.note(tx, row, vendor_changed_at=reading.changed_at)
    if look:
        _take_parcels(ctx, supplier, row, reading)


def _follow(tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Move the state, open or close the hold's case."""
    if reading.status is SupplierStatus.DRAFT:
        _back_to_draft(tx, row)
        return
    state = state_after(row.state, reading.status)
    if state is not row.state:
        ledger.move(tx, row, state, Actor.SUPPLIER)
    case = _case(row, reading)
    if case is None or case.subject != _unknown_subject(row.id):
        cases.close_cases(tx, subject=_unknown_subject(row.id))
    if case is None or case.subject != _hold_subject(row.id):
        cases.close_cases(tx, subject=_hold_subject(row.id))
    if case is not None:
        cases.open_case(tx, case)


def _back_to_draft(tx: Tx, row: LedgerRow) -> None:
    """The supplier priced it late and wants the yes again; the same order, so nothing is paid twice."""
    if row.state is SupplierState.IN_PRODUCTION and may_move(row.state, SupplierState.WAITING):
        ledger.move(tx, row, SupplierState.WAITING, Actor.SUPPLIER)
        row = ledger.get(tx, row.id)
        if row.approved_by is not None:
            jobs.add(tx, wishes.confirm(row))
        else:
            await_approval(tx, row)


def _case(row: LedgerRow, reading: SupplierOrderReading) -> NewCase | None:
    def case(kind: CaseKind, subject: str, sentence: str) -> NewCase:
        return NewCase(
            kind,
            subject,
            sentence,
            order_id=row.order_id,
            supplier_order_id=row.id,
            connection_id=row.supplier_id,
            facts={"vendor_status": reading.raw_status, "url": reading.url},
        )

    told = f" It says: “{reading.reason}”" if reading.reason else " It does not say why."
    hold = _hold_subject(row.id)
    match reading.status:
        case SupplierStatus.ON_HOLD:
            kind = _HOLDS.get(reading.reason_kind, CaseKind.SUPPLIER_HOLD)
            return case(kind, hold, f"The supplier put the order on hold.{told}")
        case SupplierStatus.FAILED:
            kind = _HOLDS.get(reading.reason_kind, CaseKind.SUPPLIER_FAILED)
            return case(kind, hold, f"The supplier could not go on with the order.{told}")
        case SupplierStatus.CANCELLED if row.state is not SupplierState.CANCELLED:
            return case(
                CaseKind.SUPPLIER_CANCELLED, hold, f"The order was cancelled at the supplier.{told}"
            )
        case SupplierStatus.UNKNOWN:
            return case(
                CaseKind.UNKNOWN_STATUS,
                _unknown_subject(row.id),
                f"The supplier calls the order “{reading.raw_status}”, a word PodBridge does not know.",
            )
    return None


def _hold_subject(row_id: int) -> str:
    return f"hold:{row_id}"


def _unknown_subject(row_id: int) -> str:
    return f"status:{row_id}"


def _look_at_parcels(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> bool:
    if reading.status not in _HAS_PARCELS:
        return False
    if reading.changed_at != row.vendor_changed_at or row.parcels_at is None:
        return True
    return ctx.clock.now() - row.parcels_at >= PARCELS_AGAIN


def _take_parcels(
    ctx: Context, supplier: Supplier, row: LedgerRow, reading: SupplierOrderReading
) -> None:
    parcels = supplier.parcels(row.remote_id or "")
    with ctx.database.write() as tx:
        for shipment_id in shipments.take(tx, row, parcels):
            jobs.add(tx, wishes.track(row, shipment_id))
        row = ledger.get(tx, row.id)
        ledger.note(tx, row, vendor_changed_at=reading.changed_at, parcels_at=tx.now)
        if row.state is SupplierState.SHIPPED and shipments.all_delivered(tx, row.id):
            ledger.move(tx, row, SupplierState.DELIVERED, Actor.SUPPLIER)
