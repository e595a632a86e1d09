"""The words by which the control port buys at this shop, moves its receipts and turns its knobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from podbridge_desktop.sandbox.world import Choice, Customer

from .book import Json
from .buying import Line, find_product
from .ledger import brief
from .listing_views import for_sale
from .seeds import HAND_PACKED
from .vendor import EtsyVendor

Action = Callable[[], object]
MONEY = ("shipping_price", "tax_percent", "vat_percent", "discount", "gift_wrap")
WORDS = ("is_gift", "gift_message", "gift_sender")
BUY_FIELDS = frozenset((*MONEY, *WORDS))
_ADDRESS = {
    "address1": "first_line",
    "address2": "second_line",
    "state_code": "state",
    "country_code": "country",
}


def on_sale(shop: EtsyVendor, *, hand_packed: bool = False) -> list[Choice]:
    """Products of active listings that are not sold out; the seller's own things only when asked for."""
    return [
        Choice(
            str(product["product_id"]), product["sku"], bool(listing["questions"]), is_own(listing)
        )
        for listing in shop.book.listings.values()
        if listing["state"] == "active" and (hand_packed or not is_own(listing))
        for product in for_sale(listing)
        if product["quantity"]
    ]


def is_own(listing: Json) -> bool:
    return HAND_PACKED in listing["tags"]


def product_named(shop: EtsyVendor, name: str) -> str:
    """A product on sale, by its id or SKU."""
    for each in on_sale(shop, hand_packed=True):
        if name in {each.variant_id, each.sku}:
            return each.variant_id
    raise ValueError(f"nothing on sale is called {name}")


def buy(
    shop: EtsyVendor,
    lines: Sequence[Line],
    customer: Customer,
    order: Json,
    *,
    note: str,
    now: datetime,
) -> Json:
    """One purchase; `order` is what the control port was told, checked for its names."""
    foreign = {"tags", "attributes", "method", "test", "risk"} & set(order)
    if foreign:
        raise ValueError(f"Etsy knows no {', '.join(sorted(foreign))}")
    financial = str(order.get("financial", "PAID")).upper()
    if financial not in {"PAID", "PENDING", "AUTHORIZED", "OPEN"}:
        raise ValueError("financial must be PAID, PENDING, AUTHORIZED or OPEN")
    more = {name: order[name] for name in BUY_FIELDS if name in order}
    kept = "PENDING" if financial == "AUTHORIZED" else financial
    if "quantity" not in order:  # a customer takes what is left
        left = {each: find_product(shop.book, each)[1]["quantity"] for each, _, _ in lines}
        lines = [(each, min(count, left[each]), told) for each, count, told in lines]
    return brief(shop.buy(lines, customer, now=now, financial=kept, note=note or None, **more))


def order_actions(shop: EtsyVendor, receipt: Json, order: Json, now: datetime) -> dict[str, Action]:
    """What may happen to one receipt, by name."""
    amount = order.get("amount")
    cents = None if amount is None else round(float(str(amount)) * 100)
    return {
        "cancel": lambda: shop.cancel_order(receipt, now=now),
        "refund": lambda: shop.refund(receipt, cents, now=now),
        "change-address": lambda: _readdress(shop, receipt, order, now),
        "pay": lambda: shop.pay(receipt, now=now),
        "ship-by-hand": lambda: shop.ship_by_hand(
            receipt,
            now=now,
            carrier=str(order.get("carrier") or ""),
            tracking=str(order.get("tracking") or ""),
        ),
        "delete-listing": lambda: shop.delete_listing(
            receipt["lines"][int(order.get("line", 0))]["listing_id"]
        ),
    }


def _readdress(shop: EtsyVendor, receipt: Json, order: Json, now: datetime) -> None:
    changes = {
        _ADDRESS.get(str(name), str(name)): value
        for name, value in dict(order.get("address") or {}).items()
    }
    if not changes:
        raise ValueError("address is needed: the fields to change")
    shop.change_address(receipt, now=now, **changes)


def vendor_actions(shop: EtsyVendor, order: Json, now: datetime) -> dict[str, Action]:
    """What may happen to the shop, by name. An action may tell something."""
    return {
        "revoke-key": lambda: shop.revoke_key(now=now),
        "approve-app": lambda: shop.approve_app(approved=bool(order.get("on", True))),
        "grant": lambda: {"refresh_token": shop.grant(now)},
        "set-scopes": lambda: shop.set_scopes(list(order["scopes"])),
        "set-callbacks": lambda: shop.set_callbacks(list(order["callbacks"])),
        "limiter": lambda: shop.limiter(on=bool(order["on"])),
        "knobs": lambda: shop.turn(**order["knobs"]),
        "gate": lambda: shop.turn(gated=bool(order.get("on", True))),
        "remove-listing": lambda: shop.remove_listing(order["listing"], now=now),
        "expire-listing": lambda: shop.expire_listing(order["listing"], now=now),
        "delete-listing": lambda: shop.delete_listing(order["listing"]),
        "bulk-orders": lambda: {
            "orders": len(shop.bulk_orders(int(order.get("n", 1000)), now=now))
        },
    }
