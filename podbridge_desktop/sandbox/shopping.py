"""What the control port does at the shops: buyers buy, and the merchant or the buyer changes an order's mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from .etsy import EtsyVendor, desk
from .etsy.ledger import brief as etsy_brief
from .http import Vendor
from .shopify import ShopifyVendor, codec
from .shopify.orders import Order
from .world import Address, Choice, Customer, Purchase, World, customer_from

Json: TypeAlias = dict[str, Any]
Shop: TypeAlias = ShopifyVendor | EtsyVendor
HAND_PACKED = "packs-herself"
PERSONAL = "personalized"


class Shopping:
    """The shops among the vendors, and the customers of the world."""

    def __init__(self, vendors: Mapping[str, Vendor], world: World) -> None:
        self._shops = {
            name: vendor for name, vendor in vendors.items() if isinstance(vendor, ShopifyVendor)
        }
        self._etsy = {
            name: vendor for name, vendor in vendors.items() if isinstance(vendor, EtsyVendor)
        }
        self._world = world
        self._bought = 0

    @property
    def names(self) -> list[str]:
        return [*self._shops, *self._etsy]

    def etsy(self, name: object) -> EtsyVendor | None:
        """The Etsy shop of that name, if it is one."""
        return self._etsy.get(str(name))

    def shop(self, name: str | None) -> ShopifyVendor:
        """The shop of that name; the first one when none is named."""
        wanted = name or next(iter(self._shops), "")
        found = self._shops.get(wanted)
        if found is None:
            raise ValueError(f"no shop is called {wanted}; there are {', '.join(self.names)}")
        return found

    def buy(self, order: Json, now: datetime) -> Json:
        """`n` purchases, chosen by the customers or told exactly by `variants` or `skus`."""
        _known(order, BUY_FIELDS)
        count = int(order.get("n", 1))
        if not 1 <= count <= 10_000:
            raise ValueError("n must be between 1 and 10000")
        return {"orders": [self._buy_somewhere(order, now) for _ in range(count)]}

    def _buy_somewhere(self, order: Json, now: datetime) -> Json:
        name = order.get("shop") or self._next_shop(order)
        etsy = self.etsy(name)
        if etsy is None:
            return brief(self._buy_one(self.shop(name), order, now))
        purchase = self._purchase(etsy, order)
        customer = _customer(order, purchase.customer)
        note = str(order.get("note", purchase.note) or "")
        return desk.buy(etsy, purchase.lines, customer, order, note=note, now=now)

    def _next_shop(self, order: Json) -> str:
        """Where the next customer goes who was not told: the first shop, in turn with Etsy shops that sell prints."""
        first = next(iter(self._shops), "")
        wanted = order.get("variants") or order.get("skus")
        if wanted:
            shops: Mapping[str, Shop] = {**self._shops, **self._etsy}
            names = [name for name in shops if name == first or name in self._etsy]
            return next((n for n in names if all(_sells(shops[n], str(w)) for w in wanted)), first)
        prints = [name for name, shop in self._etsy.items() if desk.on_sale(shop)]
        if not prints or order.get("hand_packed"):
            return first
        names = [first, *prints] if first and on_sale(self._shops[first]) else prints
        self._bought += 1
        return names[(self._bought - 1) % len(names)]

    def _buy_one(self, shop: ShopifyVendor, order: Json, now: datetime) -> Order:
        purchase = self._purchase(shop, order)
        extra = {"note": order.get("note", purchase.note) or None}
        foreign = (set(order) & desk.BUY_FIELDS) - set(SHOPIFY_FIELDS)
        if foreign:
            raise ValueError(f"Shopify knows no {', '.join(sorted(foreign))}")
        extra |= {name: order[name] for name in SHOPIFY_FIELDS if name in order}
        lines = [
            (variant, quantity, dict(properties))
            for variant, quantity, properties in purchase.lines
        ]
        financial = str(order.get("financial", "PAID")).upper()
        return shop.buy(
            lines, _customer(order, purchase.customer), now=now, financial=financial, **extra
        )

    def _purchase(self, shop: Shop, order: Json) -> Purchase:
        country = order.get("country")
        wanted = order.get("variants") or order.get("skus")
        if wanted:
            customer = self._world.customer(country)
            quantity = int(order.get("quantity", 1))
            lines = tuple(
                (_variant(shop, str(name)), quantity, dict(order.get("properties") or {}))
                for name in wanted
            )
            return Purchase(customer, lines)
        choices = on_sale(shop, hand_packed=bool(order.get("hand_packed")))
        purchase = self._world.purchase(choices, country)
        if order.get("properties") is None and "quantity" not in order:
            return purchase
        lines = tuple(
            (
                variant,
                int(order.get("quantity", quantity)),
                dict(order.get("properties") or properties),
            )
            for variant, quantity, properties in purchase.lines
        )
        return Purchase(purchase.customer, lines, purchase.note)

    def store_order(self, order: Json, now: datetime) -> Json:
        """Cancel, refund, edit or hold an order in its shop, change its address, or delete a variant it has."""
        etsy = self.etsy(order.get("shop"))
        if etsy is not None:
            return self._etsy_order(etsy, order, now)
        shop = self.shop(order.get("shop"))
        found = shop.order(str(order.get("id") or order.get("number") or ""))
        actions: dict[str, Callable[[], object]] = {
            "cancel": lambda: shop.cancel_order(
                found, now=now, refund=bool(order.get("refund", True))
            ),
            "refund": lambda: shop.refund(
                found, order.get("lines"), now=now, amount=_cents(order.get("amount"))
            ),
            "edit": lambda: shop.edit_order(
                found, order.get("quantities"), now=now, add=_added(shop, order)
            ),
            "change-address": lambda: _readdress(shop, found, order, now),
            "delete-variant": lambda: shop.delete_variant(_line_variant(found, order), now=now),
            "hold": lambda: shop.hold(found, now=now),
            "release": lambda: shop.release_hold(found, now=now),
            "pay": lambda: shop.pay(found, now=now),
            "schedule": lambda: shop.schedule(found, now=now, days=int(order.get("days", 7))),
        }
        choose(actions, order.get("action"))()
        return brief(found)

    def _etsy_order(self, shop: EtsyVendor, order: Json, now: datetime) -> Json:
        found = shop.order(str(order.get("id") or order.get("number") or ""))
        choose(desk.order_actions(shop, found, order, now), order.get("action"))()
        return etsy_brief(found)

    def ledger(self, name: str) -> Json:
        """What the shop itself has on its books: orders, what was sent and told to buyers, calls and writes."""
        etsy = self.etsy(name)
        if etsy is not None:
            return etsy.ledger()
        store = self.shop(name).store
        orders = [
            {
                **brief(order),
                "fulfillments": [codec.dump(sent) for sent in store.fulfillments_of(order)],
            }
            for order in store.orders.values()
        ]
        books = codec.dump(store.ledger)
        return {**(books if isinstance(books, dict) else {}), "orders": orders}

    def state(self, name: str) -> list[Json]:
        """The variants on sale."""
        shop = self.etsy(name) or self.shop(name)
        return [
            {"variant": choice.variant_id, "sku": choice.sku, "hand_packed": choice.hand_packed, "personal": choice.personal}
            for choice in on_sale(shop, hand_packed=True)
        ]  # fmt: skip


SHOPIFY_FIELDS = (
    "tags",
    "attributes",
    "method",
    "tax_percent",
    "discount",
    "shipping_price",
    "test",
    "risk",
)
BUY_FIELDS = desk.BUY_FIELDS | {
    "n", "shop", "variants", "skus", "country", "properties", "address", "financial", "note", "quantity", "hand_packed",
    *SHOPIFY_FIELDS,
}  # fmt: skip


def _known(order: Json, names: frozenset[str]) -> None:
    unknown = set(order) - names
    if unknown:
        raise ValueError(
            f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}"
        )


def choose(actions: Mapping[str, Callable[[], object]], wanted: object) -> Callable[[], object]:
    """The action of that name; an unknown one is refused with the known ones."""
    action = actions.get(str(wanted))
    if action is None:
        raise ValueError(f"no such action: {wanted}; there are {', '.join(actions)}")
    return action


def on_sale(shop: Shop, *, hand_packed: bool = False) -> list[Choice]:
    """Variants of active products, published or not; no gift cards, the seller's own things only when asked for."""
    if isinstance(shop, EtsyVendor):
        return desk.on_sale(shop, hand_packed=hand_packed)
    return [
        Choice(variant.id, variant.sku or "", PERSONAL in product.tags, HAND_PACKED in product.tags)
        for product in shop.products
        if product.status == "ACTIVE"
        and not product.is_gift_card
        and (hand_packed or HAND_PACKED not in product.tags)
        for variant in product.variants
    ]


def _sells(shop: Shop, name: str) -> bool:
    try:
        return bool(_variant(shop, name))
    except ValueError:
        return False


def _variant(shop: Shop, name: str) -> str:
    """A variant by its id, the number at the id's end, or its SKU."""
    if isinstance(shop, EtsyVendor):
        return desk.product_named(shop, name)
    for variant in shop.store.variants():
        if name in {variant.id, variant.id.rpartition("/")[2], variant.sku}:
            return variant.id
    raise ValueError(f"nothing on sale is called {name}")


def _customer(order: Json, customer: Customer) -> Customer:
    if "address" not in order:
        return customer
    if order["address"] is None:
        blank: Json = dict.fromkeys(Address.__slots__, "")
        return customer_from({**blank, "country_code": customer.address.country_code}, customer)
    return customer_from(dict(order["address"]), customer)


def _readdress(shop: ShopifyVendor, found: Order, order: Json, now: datetime) -> None:
    changes = dict(order.get("address") or {})
    if "state_code" in changes:
        changes["province_code"] = changes["province"] = changes.pop("state_code")
    if not changes:
        raise ValueError("address is needed: the fields to change")
    shop.change_address(found, now=now, **changes)


def _line_variant(found: Order, order: Json) -> str:
    return str(order.get("variant") or found.lines[int(order.get("line", 0))].variant_id)


def _added(shop: ShopifyVendor, order: Json) -> list[tuple[str, int, dict[str, str | None]]]:
    added = order.get("add") or []
    return [
        (_variant(shop, str(each["variant"])), int(each.get("quantity", 1)), {}) for each in added
    ]


def _cents(amount: object) -> int | None:
    return None if amount is None else round(float(str(amount)) * 100)


def brief(order: Order) -> Json:
    """An order in short, as its shop knows it."""
    return {
        "id": order.id,
        "number": order.number,
        "name": order.name,
        "financial": order.display_financial_status,
        "cancelled_at": order.cancelled_at,
        "lines": [
            {
                "id": line.id,
                "variant": line.variant_id,
                "sku": line.sku,
                "quantity": line.current_quantity,
            }
            for line in order.lines
        ],
        "country": order.shipping_address.country_code if order.shipping_address else None,
    }
