"""Mutations about parcels: create, tracking, events, cancel. None of them can be repeated safely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .access import missing_scope
from .call import Args, Call, Resolver, payload, user_error
from .carriers import mixes_forms, tracking_from
from .fulfilment import (
    OPEN_STATES,
    Event,
    Fulfillment,
    FulfillmentOrder,
    Mail,
    SentLine,
    WorkLine,
)
from .ids import number_of
from .order_states import fulfillment_status
from .orders import Order
from .read_fulfilment import scope_of
from .stamps import moment, stamp
from .work import open_work

_MAX_LINES = 512
_BAD_QUANTITY = "Invalid fulfillment order line item quantity requested."


@dataclass(slots=True)
class _Parcel:
    """What one `fulfillmentCreate` takes from which fulfilment orders."""

    works: list[FulfillmentOrder]
    taken: list[tuple[WorkLine, int]]


class _Wrong(Exception):
    """The input cannot be carried out; the text is the user error."""

    def __init__(self, message: str, field: list[str] | None = None) -> None:
        super().__init__(message)
        self.error = user_error(field or ["fulfillment"], message)


def _create(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    given = args["fulfillment"]
    try:
        parcel = _read_parcel(given, call)
    except _Wrong as wrong:
        return payload([wrong.error], fulfillment=None)
    made = _send(parcel, given, call)
    if given.get("notifyCustomer"):
        _mail(made, "shipping_confirmation", call)
    return payload(fulfillment=made)


def _read_parcel(given: Args, call: Call) -> _Parcel:
    rows = given["lineItemsByFulfillmentOrder"]
    if not rows:
        raise _Wrong("Line items by fulfillment order can't be blank")
    works = [_workable(row["fulfillmentOrderId"], call) for row in rows]
    if len({work.order_id for work in works}) > 1:
        raise _Wrong("All fulfillment orders must belong to the same order")
    if len({work.location_id for work in works}) > 1:
        raise _Wrong("All fulfillment orders must be assigned to a single location")
    if mixes_forms(given.get("trackingInfo") or {}):
        raise _Wrong("Tracking numbers and urls must be given either singly or as lists")
    taken = [
        part
        for work, row in zip(works, rows, strict=True)
        for part in _taken(work, row.get("fulfillmentOrderLineItems"))
    ]
    if len({id(line) for line, _quantity in taken}) != len(taken):
        raise _Wrong(_BAD_QUANTITY)
    return _Parcel(works, taken)


def _workable(work_id: str, call: Call) -> FulfillmentOrder:
    work = call.store.fulfillment_orders.get(work_id)
    if work is None:
        raise _Wrong(f"Fulfillment order {number_of(work_id)} does not exist.")
    scope = f"write_{scope_of(call.store, work)}"
    if scope not in call.scopes:
        raise missing_scope("fulfillmentCreate", (scope,))
    if work.status not in OPEN_STATES:
        raise _Wrong(
            f"Fulfillment order {number_of(work_id)} has an unfulfillable status= {work.status.lower()}."
        )
    return work


def _taken(work: FulfillmentOrder, rows: list[Args] | None) -> list[tuple[WorkLine, int]]:
    if rows is None:
        return [(line, line.remaining_quantity) for line in work.lines if line.remaining_quantity]
    if not rows or len(rows) > _MAX_LINES:
        raise _Wrong(f"A fulfillment takes between 1 and {_MAX_LINES} line items")
    taken: list[tuple[WorkLine, int]] = []
    for row in rows:
        line = work.line(row["id"])
        if line is None:
            raise _Wrong(f"Fulfillment order line item {number_of(row['id'])} does not exist.")
        if not 0 < row["quantity"] <= line.remaining_quantity:
            raise _Wrong(_BAD_QUANTITY)
        taken.append((line, row["quantity"]))
    return taken


def _send(parcel: _Parcel, given: Args, call: Call) -> Fulfillment:
    store = call.store
    order = store.orders[parcel.works[0].order_id]
    lines = [
        SentLine(store.mint("FulfillmentLineItem"), order.id, line.line_item_id, line.id, quantity)
        for line, quantity in parcel.taken
    ]
    made = Fulfillment(
        id=store.mint("Fulfillment"),
        order_id=order.id,
        name=f"{order.name}.{len(order.fulfillment_ids) + 1}",
        location_id=parcel.works[0].location_id,
        created_at=call.now,
        updated_at=call.now,
        lines=lines,
        fulfillment_order_ids=[work.id for work in parcel.works],
        tracking=tracking_from(given.get("trackingInfo")),
    )
    store.fulfillments[made.id] = made
    order.fulfillment_ids.append(made.id)
    for line, quantity in parcel.taken:
        line.remaining_quantity -= quantity
        order.line(line.line_item_id).fulfilled += quantity
    for work in parcel.works:
        work.status = "IN_PROGRESS" if work.remaining else "CLOSED"
        work.updated_at = call.now
    _archive_when_done(order, call)
    store.touch(order, call.now)
    return made


def _archive_when_done(order: Order, call: Call) -> None:
    done = fulfillment_status(call.store, order) == "FULFILLED"
    if done and order.display_financial_status == "PAID" and call.store.settings.auto_archive:
        order.closed_at = call.now


def _mail(parcel: Fulfillment, kind: str, call: Call) -> None:
    order = call.store.orders[parcel.order_id]
    numbers = [entry.number for entry in parcel.tracking if entry.number]
    call.store.ledger.mails.append(Mail(order.id, parcel.id, kind, order.email, call.now, numbers))


def _parcel_of(identity: str, call: Call) -> Fulfillment | None:
    return call.store.fulfillments.get(identity)


def _touch(parcel: Fulfillment, call: Call) -> None:
    parcel.updated_at = call.now
    call.store.touch(call.store.orders[parcel.order_id], call.now)


def _update_tracking(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    parcel = _parcel_of(args["fulfillmentId"], call)
    if parcel is None:
        return payload(
            [user_error(["fulfillmentId"], "Fulfillment does not exist.")], fulfillment=None
        )
    given = args["trackingInfoInput"]
    if parcel.status == "CANCELLED":
        return payload(
            [user_error(["fulfillmentId"], "Fulfillment is cancelled.")], fulfillment=None
        )
    if mixes_forms(given):
        mixed = "Tracking numbers and urls must be given either singly or as lists"
        return payload([user_error(["trackingInfoInput"], mixed)], fulfillment=None)
    parcel.tracking = tracking_from(given)
    _touch(parcel, call)
    if args.get("notifyCustomer"):
        _mail(parcel, "shipping_update", call)
    return payload(fulfillment=parcel)


def _create_event(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    given = args["fulfillmentEvent"]
    parcel = _parcel_of(given["fulfillmentId"], call)
    if parcel is None:
        missing = user_error(["fulfillmentEvent", "fulfillmentId"], "Fulfillment does not exist.")
        return payload([missing], fulfillmentEvent=None)
    happened = stamp(moment(given["happenedAt"])) if given.get("happenedAt") else call.now
    event = Event(
        call.store.mint("FulfillmentEvent"),
        given["status"],
        happened,
        call.now,
        given.get("message"),
        given.get("city"),
        given.get("country"),
    )
    parcel.events.append(event)
    _follow_events(parcel)
    _touch(parcel, call)
    return payload(fulfillmentEvent=event)


def _follow_events(parcel: Fulfillment) -> None:
    """The parcel shows its latest event, by when it happened and not by when it was told."""
    parcel.events.sort(key=lambda event: event.happened_at)
    parcel.display_status = parcel.events[-1].status
    moved = [e.happened_at for e in parcel.events if e.status == "IN_TRANSIT"]
    there = [e.happened_at for e in parcel.events if e.status == "DELIVERED"]
    parcel.in_transit_at = moved[0] if moved else None
    parcel.delivered_at = there[0] if there else None


def _cancel(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    parcel = _parcel_of(args["id"], call)
    if parcel is None:
        return payload([user_error(["id"], "Fulfillment does not exist.")], fulfillment=None)
    if parcel.status == "CANCELLED":
        return payload([user_error(["id"], "Fulfillment is already cancelled.")], fulfillment=None)
    parcel.status, parcel.display_status = "CANCELLED", "CANCELED"
    order = call.store.orders[parcel.order_id]
    for line in parcel.lines:
        order.line(line.line_item_id).fulfilled -= line.quantity
    if order.cancelled_at is None:
        again = [(line.line_item_id, line.quantity) for line in parcel.lines]
        open_work(call.store, order, parcel.location_id, again, call.now)
        order.closed_at = None
    _touch(parcel, call)
    return payload(fulfillment=parcel)


RESOLVERS: dict[str, Resolver] = {
    "Mutation.fulfillmentCreate": _create,
    "Mutation.fulfillmentTrackingInfoUpdate": _update_tracking,
    "Mutation.fulfillmentEventCreate": _create_event,
    "Mutation.fulfillmentCancel": _cancel,
}
