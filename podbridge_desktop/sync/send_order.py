"""Bring one supplier order from its plan to a checked draft that waits for approval.

    PLANNED ─ re-read at the store, freeze the intent ─→ SENDING ─ create ─→ DRAFTED ─ read back, compare ─→ WAITING

Each arrow is committed before the next call. A row found in SENDING is looked up before anything is sent again.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from podbridge_desktop.domain.approval import Limits, Verdict, decide
from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import (
    OrderedLine,
    SupplierOrderReading,
    SupplierOrderRequest,
    SupplierStatus,
)
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import NeedsPerson, NotThere, Refused, Retry, Skip
from podbridge_desktop.storage import cases, jobs, ledger, orders, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.orders import Stored
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.heed import approval_subject, heed

BY_RULE = "rule"
_READS_WITHOUT_COST = 5
_COST_WAIT = timedelta(seconds=5)
_STILL_OURS_TO_CONFIRM = {SupplierStatus.DRAFT, SupplierStatus.FAILED}


def send_order(job: Job, ctx: Context) -> None:
    """Carry a plan as far as it goes without the seller."""
    row = _row(ctx, job)
    if row.held_by_seller is not None:
        raise Skip("held by the seller")
    supplier = ctx.remotes.supplier(row.supplier_id)
    if row.state is SupplierState.SENDING:
        row = _look_up(ctx, supplier, row)
    if row.state is SupplierState.PLANNED:
        row = _send(ctx, supplier, row)
    if row.state in {SupplierState.DRAFTED, SupplierState.CHECKED}:
        _check(ctx, supplier, row, job)


def _row(ctx: Context, job: Job) -> LedgerRow:
    with ctx.database.read() as tx:
        return ledger.get(tx, job.number("supplier_order"))


def _send(ctx: Context, supplier: Supplier, row: LedgerRow) -> LedgerRow:
    row, stored = guard.reread(ctx, row)
    request = _request(row, stored)
    row = _begin(ctx, row, request)
    return _create(ctx, supplier, row, request)


def _begin(ctx: Context, row: LedgerRow, request: SupplierOrderRequest) -> LedgerRow:
    """Commit that the create may happen, under which name and with what; the call comes after."""
    with ctx.database.write() as tx:
        ledger.move(
            tx,
            row,
            SupplierState.SENDING,
            intent=_fingerprint(request),
            recipient=request.recipient.fingerprint(),
            attempt=row.attempt + 1,
            absent_at=None,
            sent_at=tx.now,
        )
        return ledger.get(tx, row.id)


def _create(
    ctx: Context, supplier: Supplier, row: LedgerRow, request: SupplierOrderRequest
) -> LedgerRow:
    try:
        reading = supplier.create_order(request)
    except Refused:  # surely not made: the plan stands, the case says what to mend
        with ctx.database.write() as tx:
            ledger.move(tx, row, SupplierState.PLANNED)
        raise
    return _drafted(ctx, row, reading)


def _drafted(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> LedgerRow:
    with ctx.database.write() as tx:
        ledger.move(tx, row, SupplierState.DRAFTED, Actor.SUPPLIER, remote_id=reading.remote_id)
        row = ledger.get(tx, row.id)
        ledger.note_reading(tx, row, reading)
    ctx.tally["sent"] += 1
    return row


def _look_up(ctx: Context, supplier: Supplier, row: LedgerRow) -> LedgerRow:
    """Settle an unknown create by our name. Absent twice over the quiet period, by the vendor's clock: surely absent."""
    found = supplier.find_order(row.external_id)
    if found is not None:
        return _drafted(ctx, row, found)
    quiet = ctx.quiet_period(supplier.quiet_period)
    now = ctx.clock.now()
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
        ledger.move(tx, row, SupplierState.PLANNED)
        return ledger.get(tx, row.id)


def _request(row: LedgerRow, stored: Stored) -> SupplierOrderRequest:
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
            hint="Import the store's orders file, or type the address.",
        )
    return NeedsPerson(
        f"Order {number} has no shipping address.", case=CaseKind.ADDRESS, hint="Type the address."
    )


def _fingerprint(request: SupplierOrderRequest) -> str:
    return hashlib.sha256(msgspec.json.encode(request)).hexdigest()


def _check(ctx: Context, supplier: Supplier, row: LedgerRow, job: Job) -> None:
    """Read the order back and compare it with what was meant, before anybody can approve it."""
    reading = supplier.read_order(row.remote_id or "")
    if reading.status not in _STILL_OURS_TO_CONFIRM:
        _moved_on(ctx, row, reading)
        return
    _compare(ctx, row, reading)
    if reading.costs is None and job.attempts <= _READS_WITHOUT_COST:
        with ctx.database.write() as tx:
            ledger.note_reading(tx, row, reading)
        raise Retry("The supplier is still working out the cost.", wait=_COST_WAIT)
    with ctx.database.write() as tx:
        ledger.note_reading(tx, row, reading)
        ledger.move(tx, row, SupplierState.CHECKED)
        ledger.move(tx, ledger.get(tx, row.id), SupplierState.WAITING)
        await_approval(tx, ledger.get(tx, row.id))


def _moved_on(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Somebody released or cancelled it at the supplier meanwhile: the poll tells the rest."""
    with ctx.database.write() as tx:
        heed(tx, ledger.get(tx, row.id), reading)


def _compare(ctx: Context, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Raises `NotThere` or `NeedsPerson` when the draft is not what was sent, `Skip` when it goes for a new one."""
    with ctx.database.write() as tx:
        astray = guard.send_back(tx, row)
        meant_for = orders.load(tx, row.order_id).recipient
    if astray:
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


def await_approval(tx: Tx, row: LedgerRow) -> None:
    """Release by the seller's rule, or open the case that asks."""
    stored = orders.load(tx, row.order_id)
    rules = ledger.rules_for(tx, row)
    mode = rules.mode if rules else Mode.WATCH
    personal = any(
        line.properties
        for line in stored.reading.lines
        if line.remote_id in {planned.remote_id for planned in row.lines}
    )
    decision = decide(mode, row.cost, income_of(row, stored), rules.limits if rules else Limits())
    kind, sentence = decision.case, decision.sentence
    if personal and kind in {None, CaseKind.APPROVAL}:
        kind = CaseKind.PERSONALIZATION
        sentence = (
            f"The buyer of order {stored.reading.number} asked for something personal. The print files at the"
            " supplier do not know of it."
        )
    if kind is None and decision.verdict is Verdict.RELEASE:
        ledger.approve(tx, row, BY_RULE, Actor.ENGINE)
        jobs.add(tx, wishes.confirm(row))
        return
    cases.open_case(
        tx,
        NewCase(
            kind or CaseKind.APPROVAL,
            approval_subject(row.id),
            sentence,
            order_id=row.order_id,
            supplier_order_id=row.id,
            connection_id=row.supplier_id,
        ),
    )


def income_of(row: LedgerRow, stored: Stored) -> Money:
    """The part of the order's income that these lines bring, by their share of the goods."""
    income = stored.reading.income
    whole = sum(line.unit_price.minor * line.quantity for line in stored.reading.lines)
    share = sum(line.unit_price.minor * line.quantity for line in row.lines)
    return income if whole <= 0 else Money(income.minor * share // whole, income.currency)
