"""The edit guard: what changed at the store since we planned, sent or were about to pay, and what follows from it.

Before a confirm it stops; after a confirm it tells. The comparison is with what the *store* last said, not with the
seller's correction, and hidden by the vendor is not a change (rulings 6).
"""

from __future__ import annotations

from dataclasses import replace

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import (
    WHOLE_ORDER_SENT,
    Address,
    Blocked,
    StoreLine,
    StoreOrder,
)
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.errors import NotThere, Skip
from podbridge_desktop.storage import (
    cases,
    coverage,
    jobs,
    ledger,
    orders,
    readings,
    shipments,
    wishes,
)
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.orders import Stored
from podbridge_desktop.storage.readings import Taken
from podbridge_desktop.sync.context import Context, at
from podbridge_desktop.sync.watching import turn_to_watch

_DRAFT = {SupplierState.DRAFTED, SupplierState.CHECKED, SupplierState.WAITING}
MAY_COME_BACK = {Blocked.HELD, Blocked.SCHEDULED, Blocked.HIDDEN}


def reread(ctx: Context, row: LedgerRow) -> tuple[LedgerRow, Stored]:
    """Read the order at the store once more, right before something is sent or paid.

    Raises `Skip` when the row is no longer wanted or a change waits for the seller.
    """
    with ctx.database.read() as tx:
        remote_id = orders.load(tx, row.order_id).reading.remote_id
    with at(row.store_id):
        fresh = ctx.remotes.channel(row.store_id).read_orders((remote_id,))
        if not fresh:
            raise NotThere(
                "The order is no longer in the store.",
                case=CaseKind.CHANGED_AT_STORE,
                hint="Look for it in the store; if it was deleted there, cancel it here.",
            )
    with ctx.database.write() as tx:
        take(tx, row.store_id, OrderPage(fresh, fresh[0].updated_at))
        now = ledger.get(tx, row.id)
        stored = orders.load(tx, row.order_id)
        stopped = journey_stopped(tx, row.order_id)
    if now.state is not row.state:
        raise Skip("the row moved on after a change at the store")
    if stopped:
        raise Skip("a change at the store waits for the seller")
    return now, stored


def as_told(ctx: Context, row: LedgerRow) -> Stored:
    """The order as the store told it last, which is enough where nothing is sent or paid yet.

    Raises `Skip` when a change waits for the seller.
    """
    with ctx.database.read() as tx:
        if journey_stopped(tx, row.order_id):
            raise Skip("a change at the store waits for the seller")
        return orders.load(tx, row.order_id)


def is_astray(row: LedgerRow, address: Address | None) -> bool:
    """What was sent bears another address than this one."""
    return (
        row.recipient is not None and address is not None and address.fingerprint() != row.recipient
    )


def send_back(tx: Tx, row: LedgerRow) -> bool:
    """A draft that bears another address than the seller or the store now says is cancelled and made anew.

    One whose change at the store waits for the seller stays as it is.
    """
    if not is_astray(row, orders.load(tx, row.order_id).recipient):
        return False
    if not journey_stopped(tx, row.order_id):
        ledger.withdraw_approval(tx, row)
        jobs.add(tx, wishes.cancel(row, replan=True))
    return True


def journey_stopped(tx: Tx, order_id: int) -> bool:
    """True while an open case about a change at the store holds this order."""
    subject = _subject(order_id)
    kinds = (CaseKind.CHANGED_AT_STORE, CaseKind.HELD_AT_STORE)
    return any(subject in cases.open_subjects(tx, kind) for kind in kinds)


def take(tx: Tx, store_id: str, page: OrderPage) -> Taken:
    """Store a page of readings, plan the new orders, and follow the changed ones."""
    taken = readings.take(tx, store_id, [_told_apart(tx, store_id, each) for each in page.orders])
    if taken.new or taken.changed:
        intake = Intake(tx, store_id)
        intake.plan_new(taken.new)
        for order_id, _ in taken.changed:
            follow(tx, order_id, intake)
    return taken


def _told_apart(tx: Tx, store_id: str, reading: StoreOrder) -> StoreOrder:
    """A store that marks whole orders as sent did so by our own parcel: what is in none of ours is still wanted."""
    if all(line.blocked_by != WHOLE_ORDER_SENT for line in reading.lines):
        return reading
    order_id = orders.find(tx, store_id, reading.remote_id)
    if order_id is None or not shipments.any_told(tx, order_id):
        return reading
    sent = coverage.shipped(tx, order_id)
    return replace(
        reading,
        lines=tuple(_still_open(each, sent.get(each.remote_id, 0)) for each in reading.lines),
    )


def _still_open(line: StoreLine, sent: int) -> StoreLine:
    if line.blocked_by != WHOLE_ORDER_SENT or sent >= line.quantity:
        return line
    return replace(line, to_fulfil=line.quantity - sent, blocked=None, blocked_by="")


def follow(tx: Tx, order_id: int, intake: Intake) -> None:
    """What a change at the store means for the supplier orders that exist, then plan what is still needed."""
    stored = orders.load(tx, order_id)
    if stored.recipient is not None:  # the store shows it now
        cases.close_cases(tx, order_id=order_id, kinds=(CaseKind.ADDRESS_HIDDEN,))
    for row in ledger.of_order(tx, order_id):
        if row.state is SupplierState.CANCELLED:
            continue
        if stored.reading.cancelled_at is not None or not stored.reading.payment.may_send:
            _order_ended(tx, row, stored)
        else:
            _order_changed(tx, row, stored)
    intake.replan(order_id)


def over(tx: Tx, row: LedgerRow) -> bool:
    """The store cancelled or refunded the order: what was prepared of it ends, and nothing more is paid."""
    stored = orders.load(tx, row.order_id)
    if stored.reading.cancelled_at is None and stored.reading.payment.may_send:
        return False
    _order_ended(tx, row, stored)
    return True


def _order_ended(tx: Tx, row: LedgerRow, stored: Stored) -> None:
    """Cancelled or refunded as a whole: what costs nothing yet ends by itself, what was paid is the seller's call."""
    if row.state is SupplierState.PLANNED:
        drop_plan(tx, row)
    elif row.state is SupplierState.SENDING or row.state in _DRAFT:
        ledger.withdraw_approval(tx, row)
        jobs.drop(tx, wishes.confirm_key(row.id))
        jobs.add(tx, wishes.cancel(row))
    elif row.state is not SupplierState.DELIVERED:
        number = stored.reading.number
        cases.open_case(
            tx,
            NewCase(
                CaseKind.CANCELLED_AT_STORE,
                ended_subject(row.id),
                f"Order {number} was cancelled or refunded in the store, but the supplier has it already."
                f" {_whether_it_can_be_stopped(row)}",
                order_id=row.order_id,
                supplier_order_id=row.id,
                connection_id=row.supplier_id,
            ),
        )


def ended_subject(supplier_order_id: int) -> str:
    """One supplier order is told of once when the store ended its order."""
    return f"cancelled:{supplier_order_id}"


def _order_changed(tx: Tx, row: LedgerRow, stored: Stored) -> None:
    wants = _difference(row, stored, coverage.committed(tx, row.order_id))
    if wants and row.is_only_meant:
        drop_plan(tx, row)
        return
    if not wants and not row.state.may_have_spent:
        wants = _sent_by_others(tx, row, stored)
    if not wants:
        return
    if row.state is SupplierState.PLANNED:
        drop_plan(tx, row)
        return
    _tell(tx, row, stored, wants)


def _whether_it_can_be_stopped(row: LedgerRow) -> str:
    if row.can_cancel:
        return "By its last word the supplier can still cancel it."
    return (
        "By its last word the supplier cannot cancel it any more; only its support may still help."
    )


def _tell(tx: Tx, row: LedgerRow, stored: Stored, wants: str) -> None:
    paid = f" {_whether_it_can_be_stopped(row)}" if row.state.may_have_spent else ""
    cases.open_case(
        tx,
        NewCase(
            CaseKind.CHANGED_AT_STORE,
            _subject(row.order_id),
            f"Order {stored.reading.number} was changed in the store after it was prepared: {wants}.{paid}",
            order_id=row.order_id,
            supplier_order_id=row.id,
            connection_id=row.store_id,
            facts={"paid": "yes" if row.state.may_have_spent else "no"},
        ),
    )


def unwanted(tx: Tx, row: LedgerRow) -> bool:
    """The store does not want these pieces from us (any more): nobody's yes pays for them. The seller is told."""
    stored = orders.load(tx, row.order_id)
    wants = _too_many(row, coverage.committed(tx, row.order_id)) or _sent_by_others(tx, row, stored)
    if wants:
        _tell(tx, row, stored, wants)
    return bool(wants)


def _too_many(row: LedgerRow, committed: dict[int, int]) -> str:
    for line in row.lines:
        if committed.get(line.line_id, 0) > line.order_quantity:
            return (
                f"it now wants {line.order_quantity} of “{line.title}” instead of {line.quantity}"
            )
    return ""


def _difference(row: LedgerRow, stored: Stored, committed: dict[int, int]) -> str:
    """What no longer fits, in words; empty when all fits."""
    if wants := _too_many(row, committed):
        return wants
    return "the address is another one" if is_astray(row, stored.recipient) else ""


def _sent_by_others(tx: Tx, row: LedgerRow, stored: Stored) -> str:
    """Before anything is paid: the store no longer wants these pieces from us, though the buyer still does.

    Another hand or app sends them, so the route only watches from now on (rulings 8).
    """
    lines = {line.remote_id: line for line in stored.reading.lines}
    for mine in row.lines:
        line = lines.get(mine.remote_id)
        if line is None or line.blocked in MAY_COME_BACK or line.to_fulfil >= mine.quantity:
            continue
        if row.state is not SupplierState.PLANNED and line.blocked is not Blocked.NOT_SHIPPED:
            turn_to_watch(tx, row.store_id, row.supplier_id, stored.reading.number)
        return (
            f"“{mine.title}” was fulfilled there already, or given to another app to send. Nothing of it was paid,"
            " and the route only watches until you switch it on again"
        )
    return ""


def _subject(order_id: int) -> str:
    return f"order:{order_id}"


def drop_plan(tx: Tx, row: LedgerRow) -> None:
    """End a plan that no supplier has; its lines may be planned anew. One that was tried may still turn up there."""
    ledger.note(tx, row, freed=True)
    ledger.move(tx, row, SupplierState.CANCELLED, Actor.ENGINE)
    jobs.drop(tx, wishes.send_key(row.id), wishes.confirm_key(row.id))
    if row.attempt:
        jobs.add(tx, wishes.cancel_late(row))
    close_cases_of(tx, row)


def close_cases_of(tx: Tx, row: LedgerRow) -> None:
    """What was asked about a cancelled supplier order; and of its whole order, when it was the last one."""
    cases.close_cases(tx, supplier_order_id=row.id)
    others = ledger.of_order(tx, row.order_id)
    if all(each.state is SupplierState.CANCELLED for each in others):
        cases.close_cases(tx, order_id=row.order_id, kinds=(CaseKind.ADDRESS_HIDDEN,))
