"""One order at the supplier: made once under its name, looked up after a lost answer, read back and compared.

    SENDING ─ create ─→ DRAFTED ─ read back, compare ─→ CHECKED

Each arrow is committed before the next call. A row found in SENDING is looked up before anything is sent again; what
was surely not made goes back to where it came from.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.fulfilment import (
    OrderedLine,
    SupplierOrderReading,
    SupplierOrderRequest,
    SupplierStatus,
)
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import SURELY_NOT, NeedsPerson, NotThere, Retry, Skip
from podbridge_desktop.storage import ledger, orders
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.orders import Stored
from podbridge_desktop.sync import guard, halt
from podbridge_desktop.sync.approving import await_approval
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.heed import heed

OVERLAP = timedelta(hours=1)  # before the first attempt, by the vendor's clock
_READS_WITHOUT_COST = 5
_COST_WAIT = timedelta(seconds=5)
_STILL_OURS_TO_CONFIRM = {SupplierStatus.DRAFT, SupplierStatus.FAILED}


def request_of(row: LedgerRow, stored: Stored) -> SupplierOrderRequest:
    """What to send. Raises `NeedsPerson` when the store gives no address."""
    if stored.recipient is None:
        raise _no_address(stored)
    return SupplierOrderRequest(
        external_id=row.external_id,
        recipient=stored.recipient,
        lines=tuple(
            OrderedLine(
                reference=line.remote_id,
                variant_id=line.supplier_variant_id,
                quantity=line.quantity,
                title=line.title,
                retail_price=line.unit_price,
                sku=line.sku,
            )
            for line in row.lines
        ),
        store_order_number=stored.reading.number,
        retail_shipping=stored.reading.shipping,
    )


def _no_address(stored: Stored) -> NeedsPerson:
    number = stored.reading.number
    if stored.reading.address_hidden:
        return NeedsPerson(
            f"The store does not show the address of order {number} to programs.",
            case=CaseKind.ADDRESS_HIDDEN,
        )
    return NeedsPerson(f"Order {number} has no shipping address.", case=CaseKind.ADDRESS)


def begin(tx: Tx, row: LedgerRow, request: SupplierOrderRequest, at: datetime) -> LedgerRow:
    """Commit that the create may happen, under which name and with what; the call comes after."""
    ledger.move(
        tx,
        row,
        SupplierState.SENDING,
        intent=_fingerprint(request),
        recipient=request.recipient.fingerprint(),
        attempt=row.attempt + 1,
        absent_at=None,
        sent_at=row.sent_at or min(at, tx.now),  # of the first attempt: so far back is looked
    )
    return ledger.get(tx, row.id)


def create(
    ctx: Context, supplier: Supplier, row: LedgerRow, request: SupplierOrderRequest
) -> LedgerRow:
    """The one call that makes it."""
    try:
        reading = supplier.create_order(request)
    except SURELY_NOT:
        with ctx.database.write() as tx:
            ledger.move(tx, row, _before(supplier))
        raise
    return _drafted(ctx, row, reading)


def _before(supplier: Supplier) -> SupplierState:
    """Where a row stands whose order was surely not made."""
    return SupplierState.PLANNED if supplier.drafts_are_free else SupplierState.WAITING


def _drafted(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> LedgerRow:
    with ctx.database.write() as tx:
        ledger.move(tx, row, SupplierState.DRAFTED, Actor.SUPPLIER, remote_id=reading.remote_id)
        row = ledger.get(tx, row.id)
        ledger.note_reading(tx, row, reading)
    ctx.tally["sent"] += 1
    return row


def look_up(ctx: Context, supplier: Supplier, row: LedgerRow) -> LedgerRow:
    """Settle an unknown create by our name. Absent before and after the quiet period, by the vendor's clock: surely
    absent. A list that changes while it is read may leave a row out, so the last look is made twice."""
    quiet = ctx.quiet_period(supplier.quiet_period)
    found = find(supplier, row)
    now = ctx.time_of(supplier)
    if found is None and row.absent_at is not None and now - row.absent_at >= quiet:
        found = find(supplier, row)
    if found is not None:
        return _drafted(ctx, row, found)
    if row.absent_at is None and quiet > timedelta(0):
        with ctx.database.write() as tx:
            ledger.note(tx, row, absent_at=now)
        raise Retry(
            "The supplier does not have the order yet. It is looked up again before anything is sent.",
            wait=quiet,
        )
    if row.absent_at is not None and now - row.absent_at < quiet:
        raise Retry("Waiting until it is sure.", wait=quiet - (now - row.absent_at))
    with ctx.database.write() as tx:
        ledger.move(tx, row, _before(supplier))
        return ledger.get(tx, row.id)


def find(supplier: Supplier, row: LedgerRow) -> SupplierOrderReading | None:
    """What the supplier has under our name."""
    return supplier.find_order(
        row.external_id, None if row.sent_at is None else row.sent_at - OVERLAP
    )


def _fingerprint(request: SupplierOrderRequest) -> str:
    return hashlib.sha256(msgspec.json.encode(request)).hexdigest()


def check(ctx: Context, supplier: Supplier, row: LedgerRow, job: Job) -> SupplierOrderReading:
    """Read the order back and compare it with what was meant, before anything is paid for it.

    `checked` is then to be written. Raises `Skip` for one that moved on.
    """
    reading = supplier.read_order(row.remote_id or "")
    if reading.status not in _STILL_OURS_TO_CONFIRM:
        _moved_on(ctx, supplier, row, reading)
        raise Skip("somebody released or cancelled it at the supplier")
    _compare(ctx, row, reading)
    if reading.costs is None and job.attempts <= _READS_WITHOUT_COST:
        with ctx.database.write() as tx:
            ledger.note_reading(tx, row, reading)
        raise Retry("The supplier is still working out the cost.", wait=_COST_WAIT)
    return reading


def checked(tx: Tx, supplier: Supplier, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """It is as it was meant: a free draft waits for its approval, what was approved before goes on."""
    ledger.note_reading(tx, row, reading)
    ledger.move(tx, row, SupplierState.CHECKED)
    row = ledger.get(tx, row.id)
    if supplier.drafts_are_free or row.approved_by is None:
        ledger.move(tx, row, SupplierState.WAITING)
        await_approval(tx, ledger.get(tx, row.id))


def _moved_on(
    ctx: Context, supplier: Supplier, row: LedgerRow, reading: SupplierOrderReading
) -> None:
    """The poll tells the rest."""
    with ctx.database.write() as tx:
        row = ledger.get(tx, row.id)
        if not supplier.drafts_are_free:
            halt.left_by_itself(tx, row, reading)
        heed(tx, row, reading)


def _compare(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Raises `NotThere` or `NeedsPerson` when the draft is not what was sent, `Skip` when it goes for a new one."""
    with ctx.database.read() as tx:
        meant_for = orders.load(tx, row.order_id).recipient
    if guard.is_astray(row, meant_for):
        with ctx.database.write() as tx:
            guard.send_back(tx, row)
        raise Skip("it bears an address that was corrected since: a new one is made")
    if reading.external_id != row.external_id:
        raise NotThere("The supplier's draft bears another name.", case=CaseKind.NOT_AS_SENT)
    meant = {line.remote_id: (line.supplier_variant_id, line.quantity) for line in row.lines}
    found = {line.reference: (line.variant_id, line.quantity) for line in reading.lines}
    if meant != found:
        raise NeedsPerson(
            "The supplier's draft has other items or quantities than were sent.",
            case=CaseKind.NOT_AS_SENT,
            hint="Open the draft at the supplier and compare it with the order.",
        )
    if _elsewhere(row, meant_for, reading.recipient):
        raise NeedsPerson(
            "The supplier's draft goes to another address than the order's.",
            case=CaseKind.NOT_AS_SENT,
            hint="Open the draft at the supplier and compare it with the order.",
        )


def _elsewhere(row: LedgerRow, meant: Address | None, found: Address | None) -> bool:
    """Whether street, postal code or country differ. What the supplier does not show is no difference."""
    if meant is None or found is None or meant.fingerprint() != row.recipient:
        return False

    def plain(text: str) -> str:
        return "".join(char for char in text.casefold() if char.isalnum())

    return any(
        plain(getattr(found, part)) not in {"", plain(getattr(meant, part))}
        for part in ("address1", "zip", "country_code")
    )
