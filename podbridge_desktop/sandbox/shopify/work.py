"""Making and shrinking fulfilment orders, whoever asks for it: a purchase, an edit, a refund, a cancelled parcel."""

from __future__ import annotations

from collections.abc import Iterable

from .fulfilment import ENDED_STATES, FulfillmentOrder, WorkLine
from .order_states import open_fulfillment_orders
from .orders import LineItem, Order
from .store import Store


def open_work(
    store: Store,
    order: Order,
    location_id: str,
    parts: Iterable[tuple[str, int]],
    now: str,
    method: str = "SHIPPING",
) -> FulfillmentOrder:
    """A new fulfilment order for quantities of order lines at one location."""
    lines = [
        WorkLine(store.mint("FulfillmentOrderLineItem"), order.id, line_id, quantity, quantity)
        for line_id, quantity in parts
    ]
    work = FulfillmentOrder(
        store.mint("FulfillmentOrder"), order.id, location_id, now, now, lines, method_type=method
    )
    store.fulfillment_orders[work.id] = work
    order.fulfillment_order_ids.append(work.id)
    return work


def route_line(store: Store, line: LineItem) -> str:
    """The location that sends a line: where its variant is stocked, else the merchant's own."""
    variant = store.variant(line.variant_id)
    stocked = [
        place
        for place in (variant.stock.levels if variant else {})
        if store.locations[place].is_active
    ]
    primary = next(place.id for place in store.locations.values() if place.is_primary)
    if not stocked or primary in stocked:
        return primary
    return stocked[0]


def reduce_work(store: Store, order: Order, line_id: str, quantity: int, now: str) -> None:
    """Take units of a line out of what is still to be sent."""
    for work in open_fulfillment_orders(store, order):
        for line in work.lines:
            if line.line_item_id == line_id and quantity > 0:
                gone = min(quantity, line.remaining_quantity)
                line.remaining_quantity -= gone
                line.total_quantity -= gone
                quantity -= gone
        work.lines = [line for line in work.lines if line.total_quantity]
        work.updated_at = now
        if not work.remaining:
            work.status = "CLOSED"


def add_work(store: Store, order: Order, line: LineItem, quantity: int, now: str) -> None:
    """More of a line has to be sent: it joins an open fulfilment order of its location, or opens one."""
    place = route_line(store, line)
    for work in open_fulfillment_orders(store, order):
        if work.location_id != place or work.status == "IN_PROGRESS":
            continue
        known = next((part for part in work.lines if part.line_item_id == line.id), None)
        if known is None:
            known = WorkLine(store.mint("FulfillmentOrderLineItem"), order.id, line.id, 0, 0)
            work.lines.append(known)
        known.total_quantity += quantity
        known.remaining_quantity += quantity
        work.updated_at = now
        return
    open_work(store, order, place, [(line.id, quantity)], now)


def cancel_work(store: Store, order: Order, now: str) -> None:
    for work in open_fulfillment_orders(store, order):
        work.status = "CANCELLED"
        work.holds.clear()
        work.updated_at = now
        for line in work.lines:
            line.remaining_quantity = 0


def split_off(
    store: Store, work: FulfillmentOrder, keep: dict[str, int], now: str
) -> FulfillmentOrder | None:
    """Leave only `keep` (line id to quantity) in the fulfilment order; the rest becomes a new one."""
    rest: list[tuple[str, int]] = []
    for line in work.lines:
        moved = line.remaining_quantity - keep.get(line.id, 0)
        if moved > 0:
            rest.append((line.line_item_id, moved))
            line.remaining_quantity -= moved
            line.total_quantity -= moved
    if not rest:
        return None
    work.lines = [line for line in work.lines if line.total_quantity]
    order = store.orders[work.order_id]
    return open_work(store, order, work.location_id, rest, now, work.method_type)


def is_ended(work: FulfillmentOrder) -> bool:
    return work.status in ENDED_STATES
