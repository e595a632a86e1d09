"""Everything the simulated store remembers. Only this module gives out ids and moves `updated_at`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from .fulfilment import Fulfillment, FulfillmentOrder, Mail
from .ids import gid
from .oauth_tokens import Token
from .orders import LineItem, Order
from .products import Operation, Product, StoreFile, Upload, Variant
from .shop import Channel, Location, Metafield, Service, Settings


@dataclass(slots=True)
class Ledger:
    """What was done to the store, for tests: calls by operation name, writes by mutation, mails to buyers."""

    calls: dict[str, int] = field(default_factory=dict)
    writes: dict[str, int] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)


@dataclass(slots=True)
class Store:
    """The store's tables. `touched` names the orders that the search has not heard of yet."""

    settings: Settings
    orders: dict[str, Order] = field(default_factory=dict)
    fulfillment_orders: dict[str, FulfillmentOrder] = field(default_factory=dict)
    fulfillments: dict[str, Fulfillment] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    variant_owner: dict[str, str] = field(default_factory=dict)
    files: dict[str, StoreFile] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    metafields: dict[str, Metafield] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    keys_used: dict[str, str] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    next_order_number: int = 1001
    touched: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)

    def mint(self, kind: str) -> str:
        """A new global id."""
        count = self.counters.get(kind, 0) + 1
        self.counters[kind] = count
        return gid(kind, self.settings.number, count)

    @property
    def shop_id(self) -> str:
        return f"gid://shopify/Shop/{68_000_000_000 + self.settings.number * 1_048_576}"

    @property
    def app_id(self) -> str:
        return f"gid://shopify/App/{250_000_000_000 + self.settings.number}"

    def touch(self, order: Order, now: str) -> None:
        """The order changed: its `updatedAt` moves at once, the search hears of it later."""
        order.updated_at = max(now, order.updated_at)
        self.touched.setdefault(order.id, now)

    def touch_product(self, product: Product, now: str) -> None:
        product.updated_at = now

    def variant(self, variant_id: str) -> Variant | None:
        product = self.products.get(self.variant_owner.get(variant_id, ""))
        if product is None:
            return None
        return next((variant for variant in product.variants if variant.id == variant_id), None)

    def variants(self) -> Iterator[Variant]:
        return chain.from_iterable(product.variants for product in self.products.values())

    def add_product(self, product: Product) -> None:
        """Enter or renew a product, so that its variants are found by id."""
        self.products[product.id] = product
        for variant in product.variants:
            self.variant_owner[variant.id] = product.id

    def fulfillment_orders_of(self, order: Order) -> list[FulfillmentOrder]:
        return [self.fulfillment_orders[identity] for identity in order.fulfillment_order_ids]

    def fulfillments_of(self, order: Order) -> list[Fulfillment]:
        return [self.fulfillments[identity] for identity in order.fulfillment_ids]

    def metafields_of(self, owner_id: str) -> list[Metafield]:
        return [entry for entry in self.metafields.values() if entry.owner_id == owner_id]

    def line_of(self, order_id: str, line_id: str) -> LineItem:
        return self.orders[order_id].line(line_id)
