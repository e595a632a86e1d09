"""Write one parcel to the store, which then mails the customer. Looked for first, so that nobody is mailed twice.

NEW ─ look; commit ─→ PUSHING ─ write ─→ PUSHED.   Found in PUSHING: looked for again over the quiet period.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import NoReturn

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import StoreParcel, StoreShipping, TrackingPush
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.lifecycle import ShipmentState
from podbridge_desktop.domain.orders import StoreLine
from podbridge_desktop.domain.ports import SalesChannel
from podbridge_desktop.errors import SURELY_NOT, NeedsPerson, Retry, Skip
from podbridge_desktop.storage import cases, ledger, shipments
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.shipments import ShipmentRecord
from podbridge_desktop.storage.wishes import track_key
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.guard import MAY_COME_BACK
from podbridge_desktop.sync.watching import turn_to_watch

HELD_WAIT = timedelta(minutes=15)
JUST_NOW = timedelta(
    seconds=8
)  # so long a connector knows what it read: no call comes before the write


def push_tracking(job: Job, ctx: Context) -> Finish:
    """Raises `NeedsPerson` when the store has nothing left that this parcel could fulfil."""
    with ctx.database.read() as tx:
        record = shipments.get(tx, job.number("shipment"))
    if record.state in {ShipmentState.PUSHED, ShipmentState.NOT_PUSHED}:
        raise Skip("settled already")
    channel = ctx.remotes.channel(record.store_id)
    shipping = channel.shipping_of(record.order_remote_id)
    told_at = ctx.clock.now()
    known = _already_there(record, shipping)
    if known is not None:
        return _pushed(ctx, record, known)
    _wait_if_unknown(ctx, channel, record)
    push = _push(ctx, channel, record, shipping)
    try:
        with ctx.intent(told_at, within=JUST_NOW) as tx:
            shipments.move(tx, record, ShipmentState.PUSHING)
        parcel = channel.push_tracking(push)
    except SURELY_NOT:
        with ctx.database.write() as tx:
            if shipments.get(tx, record.id).state is ShipmentState.PUSHING:
                shipments.move(tx, record, ShipmentState.NEW)
        raise
    return _pushed(ctx, record, parcel)


def find_in_store(ctx: Context, record: ShipmentRecord) -> bool:
    """Look, and write nothing: whether the store has this parcel already, which then counts as told."""
    known = _already_there(
        record, ctx.remotes.channel(record.store_id).shipping_of(record.order_remote_id)
    )
    if known is not None:
        with ctx.database.write() as tx:
            shipments.move(tx, record, ShipmentState.PUSHED, parcel_id=known.remote_id)
    return known is not None


def _already_there(record: ShipmentRecord, shipping: StoreShipping) -> StoreParcel | None:
    wanted = _bare(record.tracking_number)
    for parcel in shipping.parcels:
        if any(_bare(number) == wanted for number in parcel.tracking_numbers):
            return parcel
    return None


def _bare(number: str) -> str:
    """Suppliers and stores space numbers differently."""
    return "".join(number.split()).casefold()


def _wait_if_unknown(ctx: Context, channel: SalesChannel, record: ShipmentRecord) -> None:
    """A push whose outcome is unknown is repeated only when the store lacks it over the whole quiet period."""
    if record.state is not ShipmentState.PUSHING:
        return
    quiet = ctx.quiet_period(channel.quiet_period)
    if quiet <= timedelta(0):
        return
    now = ctx.time_of(channel)
    if record.absent_at is None:
        with ctx.database.write() as tx:
            shipments.note_absent(tx, record, now)
        raise Retry(
            "The store does not have the tracking yet. It is looked up again first.", wait=quiet
        )
    if now - record.absent_at < quiet:
        raise Retry("Waiting until it is sure.", wait=quiet - (now - record.absent_at))


def _push(
    ctx: Context, channel: SalesChannel, record: ShipmentRecord, shipping: StoreShipping
) -> TrackingPush:
    remaining = dict(shipping.remaining)
    lines = _parcel_lines(ctx, record)
    open_lines = tuple(
        (line, open_) for line, count in lines if (open_ := min(count, remaining.get(line, 0))) > 0
    )
    beside = "" if open_lines and not record.reshipment else _own_parcel(ctx, record)
    if not open_lines and not beside:
        _nothing_left(ctx, channel, record, {line for line, _ in lines})
    return TrackingPush(
        order_remote_id=record.order_remote_id,
        carrier=record.carrier,
        tracking_number=record.tracking_number,
        tracking_url=record.tracking_url,
        lines=() if beside else open_lines,
        beside_remote_id=beside,
    )


def _parcel_lines(ctx: Context, record: ShipmentRecord) -> tuple[tuple[str, int], ...]:
    """What the supplier says is inside; where it does not say, everything it was asked to make.

    A supplier may name all that has left by now for each of its parcels. What the store was told of by another one is
    taken off, or pieces of another supplier order would count as sent by this one.
    """
    with ctx.database.read() as tx:
        row = ledger.get(tx, record.supplier_order_id)
        others = shipments.told_beside(tx, record)
    asked = {line.remote_id: line.quantity for line in row.lines}
    left = Counter(asked)
    for lines in others:
        left.subtract(dict(lines) or asked)
    inside = record.lines or tuple(asked.items())
    return tuple((line, min(count, left[line])) for line, count in inside)


def _own_parcel(ctx: Context, record: ShipmentRecord) -> str:
    """The store's id of a parcel that we wrote for this order: this one's own, where the store has lost its number, or
    one that a further number goes beside."""
    if record.store_parcel_id:
        return record.store_parcel_id
    with ctx.database.read() as tx:
        pushed = shipments.pushed_parcels(tx, record.order_id)
    return next((parcel_id for parcel_id in pushed.values() if parcel_id), "")


def _nothing_left(
    ctx: Context, channel: SalesChannel, record: ShipmentRecord, inside: set[str]
) -> NoReturn:
    """Raises why the store takes this parcel not now, or not at all, or that somebody else sent the order."""
    with ctx.database.read() as tx:
        unsettled = shipments.is_under_way(tx, record)
    if unsettled:  # a store that marks whole orders as sent may have done so for that one
        raise Retry(
            "Another parcel of this order comes first: whether the store has it is not known yet.",
            wait=ctx.quiet_period(channel.quiet_period),
        )
    wanted = _wanted(channel, record, inside)
    if not wanted:
        raise _not_wanted(record)
    if any(line.blocked in MAY_COME_BACK for line in wanted):
        _held(ctx, record)
    if any(line.to_fulfil and not line.blocked for line in wanted):
        raise Retry(f"The store opened order {record.order_number} again while PodBridge asked.")
    _somebody_else(ctx, record)


def _wanted(channel: SalesChannel, record: ShipmentRecord, inside: set[str]) -> list[StoreLine]:
    """What is inside, as far as the buyer still wants it."""
    return [
        line
        for order in channel.read_orders((record.order_remote_id,))
        if order.cancelled_at is None and order.payment.may_send
        for line in order.lines
        if line.remote_id in inside and line.quantity > 0
    ]


def _not_wanted(record: ShipmentRecord) -> NeedsPerson:
    """What was cancelled or refunded after it was made is on its way all the same, and nobody else sent it."""
    return NeedsPerson(
        f"The store does not want order {record.order_number} any more, but the supplier has sent it. The tracking"
        f" number {record.tracking_number} was not written.",
        case=CaseKind.TRACKING_REFUSED,
        hint="Tell the buyer what is on its way.",
    )


def _held(ctx: Context, record: ShipmentRecord) -> NoReturn:
    """Raises `Retry`: a store takes no number for what it holds. The case ends by itself when the push is done."""
    sentence = (
        f"The store holds order {record.order_number}, so it does not take the tracking number"
        f" {record.tracking_number} yet. PodBridge tries again by itself."
    )
    with ctx.database.write() as tx:
        held = NewCase(
            CaseKind.HELD_AT_STORE,
            track_key(record.id),
            sentence,
            order_id=record.order_id,
            supplier_order_id=record.supplier_order_id,
            connection_id=record.store_id,
            shipment_id=record.id,
        )
        cases.open_case(tx, held)
    raise Retry(sentence, wait=HELD_WAIT)


def _somebody_else(ctx: Context, record: ShipmentRecord) -> NoReturn:
    """Fulfilled by another hand: two bridges mean two orders, so the route only watches from now on (rulings 8)."""
    with ctx.database.write() as tx:
        turn_to_watch(tx, record.store_id, record.supplier_id, record.order_number)
    raise NeedsPerson(
        f"Order {record.order_number} is already fulfilled in the store, but not by PodBridge. The tracking number"
        f" {record.tracking_number} was not written.",
        case=CaseKind.FOREIGN_FULFILMENT,
        hint="The route only watches now. Find out who fulfilled it, then switch the route on again.",
    )


def _pushed(ctx: Context, record: ShipmentRecord, parcel: StoreParcel) -> Finish:
    def finish(tx: Tx) -> None:
        shipments.move(tx, record, ShipmentState.PUSHED, parcel_id=parcel.remote_id)
        ctx.tally["tracked"] += 1

    return finish
