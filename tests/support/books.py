"""What the vendors' own books say of a run: the only place where 'exactly once' can be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Ledger = dict[str, Any]
SUPPLIERS = ("printful", "printify")


def supplier_orders(ledger: Ledger) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every order that stands at a supplier, with the supplier; their own free reprints are none of ours."""
    for supplier in SUPPLIERS:
        for order in ledger["vendors"].get(supplier, {}).get("orders", ()):
            if not order.get("reprint"):
                yield supplier, order


def charged_items(ledger: Ledger) -> Counter[str]:
    """Pieces that any supplier was paid for, by the store's line id."""
    found: Counter[str] = Counter()
    for _, order in supplier_orders(ledger):
        if order["charged"] is not None and order["status"] != "canceled":
            for item in order["items"]:
                found[item["external_id"]] += item["quantity"]
    return found


def wanted_items(ledger: Ledger, shop: str = "shopify") -> Counter[str]:
    """Pieces that the shop's paid, live orders want, by line id."""
    found: Counter[str] = Counter()
    for order in ledger["vendors"][shop]["orders"]:
        if order["financial"] in {"PAID", "PARTIALLY_REFUNDED"} and order["cancelled_at"] is None:
            for line in order["lines"]:
                found[line["id"].rpartition("/")[2]] += line["quantity"]
    return found


def assert_nothing_twice(ledger: Ledger, shop: str = "shopify") -> None:
    """No piece is made more often than it is wanted by all suppliers together, no name stands twice at one of them,
    no parcel is mailed twice."""
    wanted = wanted_items(ledger, shop)
    for line, pieces in charged_items(ledger).items():
        assert pieces <= wanted[line], f"line {line}: {pieces} made, {wanted[line]} wanted"
    names = [
        (supplier, order["external_id"], order.get("part", ""))
        for supplier, order in supplier_orders(ledger)
        if order["status"] != "canceled"
    ]
    assert len(names) == len(set(names))
    assert_one_mail_each(ledger, shop)


def assert_one_mail_each(ledger: Ledger, shop: str = "shopify") -> None:
    """Every tracking number stands in the shop once."""
    numbers = Counter(
        info["number"]
        for order in ledger["vendors"][shop]["orders"]
        for sent in order["fulfillments"]
        for info in sent["tracking"]
    )
    assert all(count == 1 for count in numbers.values()), numbers


def assert_all_made(ledger: Ledger, shop: str = "shopify") -> None:
    """Every wanted piece was paid for, exactly once."""
    assert charged_items(ledger) == wanted_items(ledger, shop)
