"""When things happened, out of the simulated vendors' own books: what the formula of `lifetime` is worked out from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.printful import PrintfulVendor

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Made:
    """One order at the supplier; times are seconds since 1970."""

    created: float
    packed: float
    shipped: float
    delivered: float


@dataclass(frozen=True, slots=True)
class Sold:
    """One order at the store: when it was bought, and when the tracking number was written to it."""

    bought: float
    told: float
    products: int


def sold(store: Any) -> list[Sold]:
    """All orders of a simulated store, oldest first."""
    rows = _etsy(store) if isinstance(store, EtsyVendor) else _shopify(store)
    return sorted(rows, key=lambda each: each.bought)


def _shopify(store: Any) -> Iterable[Sold]:
    for order in store.store.orders.values():
        sent = store.store.fulfillments_of(order)
        yield Sold(
            datetime.fromisoformat(order.created_at).timestamp(),
            datetime.fromisoformat(sent[0].created_at).timestamp() if sent else NEVER,
            len({line.product_id for line in order.lines}),
        )


def _etsy(store: Any) -> Iterable[Sold]:
    for receipt in store.book.receipts.values():
        sent = receipt["shipments"]
        things = {line["listing_id"] for line in receipt["lines"]}
        yield Sold(receipt["created"], sent[0]["at"] if sent else NEVER, len(things))


def made(supplier: Any) -> list[Made]:
    """All orders of a simulated supplier, oldest first."""
    printful = isinstance(supplier, PrintfulVendor)
    rows = [
        (_printful if printful else _printify)(order) for order in supplier.book.orders.values()
    ]
    return sorted(rows, key=lambda each: each.created)


def _printful(order: Any) -> Made:
    parcel = order["shipments"][0] if order["shipments"] else {}
    events = parcel.get("events") or []
    return Made(
        order["created"],
        events[0]["at"] if events else NEVER,
        parcel.get("shipped_at") or NEVER,
        parcel.get("delivered_at") or NEVER,
    )


def _printify(order: Any) -> Made:
    parcel = order["shipments"][0] if order["shipments"] else {}
    shipped = parcel.get("shipped_at") or NEVER
    return Made(order["created"], shipped, shipped, parcel.get("delivered_at") or NEVER)


class Times:
    """Sorted moments, asked for how many lie in a span."""

    def __init__(self, moments: Iterable[float]) -> None:
        self._sorted = sorted(moments)

    def until(self, moment: float) -> int:
        """How many are not after `moment`."""
        return bisect_right(self._sorted, moment)

    def between(self, after: float, until: float) -> int:
        """How many are after `after` and not after `until`."""
        return self.until(until) - self.until(after)
