"""The states of an order that follow from its parts."""

from __future__ import annotations

from .fulfilment import ENDED_STATES, FulfillmentOrder
from .orders import Order
from .store import Store


def fulfillment_status(store: Store, order: Order) -> str:
    """`displayFulfillmentStatus`."""
    wanted = sum(line.current_quantity for line in order.lines)
    sent = sum(min(line.fulfilled, line.current_quantity) for line in order.lines)
    if wanted and sent >= wanted:
        return "FULFILLED"
    return "PARTIALLY_FULFILLED" if sent else _unsent_status(open_fulfillment_orders(store, order))


def _unsent_status(works: list[FulfillmentOrder]) -> str:
    states = {work.status for work in works}
    if "IN_PROGRESS" in states:
        return "IN_PROGRESS"
    if states in ({"ON_HOLD"}, {"SCHEDULED"}):
        return states.pop()
    declined = any(work.request_status == "REJECTED" for work in works)
    return "REQUEST_DECLINED" if declined else "UNFULFILLED"


def open_fulfillment_orders(store: Store, order: Order) -> list[FulfillmentOrder]:
    return [work for work in store.fulfillment_orders_of(order) if work.status not in ENDED_STATES]


# How the search term `fulfillment_status` names the display states.
SEARCH_WORDS: dict[str, frozenset[str]] = {
    "FULFILLED": frozenset({"fulfilled", "shipped"}),
    "PARTIALLY_FULFILLED": frozenset({"partial", "unfulfilled"}),
    "ON_HOLD": frozenset({"on_hold", "unfulfilled", "unshipped"}),
    "SCHEDULED": frozenset({"scheduled", "unfulfilled", "unshipped"}),
    "IN_PROGRESS": frozenset({"in_progress", "unfulfilled", "unshipped"}),
    "REQUEST_DECLINED": frozenset({"request_declined", "unfulfilled", "unshipped"}),
    "UNFULFILLED": frozenset({"unfulfilled", "unshipped"}),
}
KNOWN_WORDS = frozenset().union(*SEARCH_WORDS.values())
