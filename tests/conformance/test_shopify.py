"""Shopify joins the suite of stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.sandbox.shopify import ShopifyVendor
from podbridge_desktop.sandbox.shopify.shop import ALL_SCOPES, Installation, Protected
from podbridge_desktop.sandbox.shopify.stamps import moment, stamp
from tests.conformance.desk import Calls, Right, StoreDesk
from tests.conformance.people import CUSTOMER
from tests.conformance.sales_channel import SalesChannelSuite
from tests.conformance.world import World

WORK = "merchant_managed_fulfillment_orders"
OTHERS = "third_party_fulfillment_orders"


def both(what: str) -> tuple[str, str]:
    """To write includes to read."""
    return f"read_{what}", f"write_{what}"


def plain(gid: str) -> str:
    return gid.rpartition("/")[2]


class Shopify(StoreDesk):
    """A shop with an app of the seller's own."""

    platform = "shopify"
    fields: ClassVar = {"shop": "practice-shop-1", "client_id": "practice-client-id-1"}
    account_id = "68001048576"
    currency = "USD"
    rights = (
        Right("read_orders", taken=both("orders")),
        Right("read_products", taken=both("products")),
        Right("write_products"),
        Right("write_publications", needed=False),
        Right("read_locations"),
        Right(f"read_{WORK}", taken=both(WORK)),
        Right(f"write_{WORK}"),
        Right(f"read_{OTHERS}", needed=False, taken=both(OTHERS)),
        Right("write_files", needed=False),
    )
    right_to_read = ("read_orders", both("orders"))
    right_to_write = (f"write_{WORK}", tuple(each for each in ALL_SCOPES if each.endswith("fulfillment_orders") and each.startswith("write_")))  # fmt: skip
    reads = Calls(contains="query OrderDetails")
    track = Calls(contains="mutation CreateFulfillment")
    make = Calls(contains="mutation SetProduct")
    writes = (Calls(contains="mutation "),)
    restock = Calls(contains="mutation SetStock")
    order_list = Calls(contains="query OrderHeads")
    listing_list = Calls(contains="query ProductHeads")
    order_page = listing_page = 250
    payments: ClassVar = {
        "AUTHORIZED": Payment.AUTHORIZED,
        "EXPIRED": Payment.EXPIRED,
        "PAID": Payment.PAID,
        "PARTIALLY_PAID": Payment.PARTIALLY_PAID,
        "PARTIALLY_REFUNDED": Payment.PARTIALLY_REFUNDED,
        "PENDING": Payment.PENDING,
        "REFUNDED": Payment.REFUNDED,
        "VOIDED": Payment.VOIDED,
    }

    def __init__(self) -> None:
        self.vendor = ShopifyVendor(1)

    def opened(self, world: World) -> None:
        """Its addresses are those of the request."""

    def secrets(self, _now: datetime) -> dict[str, str]:
        return {"client_secret": self.vendor.settings.client_secret}

    def wrong_secrets(self) -> dict[str, str]:
        return {"client_secret": "shpss_of_another_app"}

    def elsewhere(self) -> dict[str, str]:
        self.vendor.set_installation(Installation.FOREIGN)
        return {**self.fields, "shop": "somebody-elses-shop"}

    def end_key(self, _now: datetime) -> None:
        self.vendor.revoke_key()
        self.vendor.set_installation(Installation.MISSING)

    def take_rights(self, names: Sequence[str], now: datetime) -> dict[str, str]:
        self.vendor.set_scopes([each for each in ALL_SCOPES if each not in names])
        return self.secrets(now)

    def never_told(self) -> set[str]:
        return {self.vendor.settings.client_secret, *self.vendor.store.tokens}

    def buy(self, now: datetime) -> str:
        return plain(self._buy(now).id)

    def _buy(self, now: datetime) -> Any:
        if not self.vendor.products:
            self.vendor.add_simple_product("Mug", ("MUG-1", "MUG-2"), now=now)
        first, second = list(self.vendor.store.variants())[:2]
        return self.vendor.buy([(first.id, 1, {}), (second.id, 2, {})], CUSTOMER, now=now)

    def buy_many(self, count: int, now: datetime) -> None:
        self.vendor.bulk_orders(count, now=now)

    def orders(self) -> dict[str, datetime]:
        return {plain(each.id): moment(each.updated_at) for each in self.vendor.orders}

    def touch(self, order: str, now: datetime) -> None:
        self.vendor.store.touch(self.vendor.order(order), stamp(now))

    def order_called(self, word: str, now: datetime) -> str:
        order = self._buy(now)
        order.display_financial_status = word
        return plain(order.id)

    def hide_addresses(self) -> None:
        self.vendor.set_protected(Protected.DENIED)

    def parcels(self, order: str) -> list[str]:
        parcels = self.vendor.store.fulfillments_of(self.vendor.order(order))
        return [info.number for each in parcels for info in each.tracking]

    def mails(self) -> int:
        return len(self.vendor.mails)

    def listings(self) -> list[Mapping[str, Any]]:
        return [
            {
                "id": plain(each.id),
                "title": each.title,
                "skus": sorted(variant.sku for variant in each.variants),
                "pictures": len(each.media_ids),
                "live": each.status == "ACTIVE" and bool(each.publications),
            }
            for each in self.vendor.products
        ]

    def buyable(self, listing: str) -> dict[str, bool]:
        product = self.vendor.store.products[f"gid://shopify/Product/{listing}"]
        return {each.sku: each.available_for_sale for each in product.variants}

    def fees(self) -> int:
        return 0

    def put_up(self, count: int, now: datetime) -> None:
        for place in range(count):
            self.vendor.add_simple_product(f"Thing {place}", (f"THING-{place}",), now=now)

    def take_down(self, listing: str) -> None:
        self.vendor.store.products.pop(f"gid://shopify/Product/{listing}")


class TestShopify(SalesChannelSuite):
    desk = Shopify
