"""Printful joins the suite of suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from podbridge_desktop.domain.fulfilment import SupplierStatus as S
from podbridge_desktop.sandbox.printful import STORE_ID, STORE_TOKEN, PrintfulVendor, seeds
from podbridge_desktop.sandbox.printful.book import SCOPES
from tests.conformance.desk import Calls, Right, SupplierDesk
from tests.conformance.supplier import SupplierSuite
from tests.conformance.world import World


class Printful(SupplierDesk):
    """An account with one store of its own."""

    platform = "printful"
    fields: ClassVar = {}
    account_id = str(STORE_ID)
    currency = "USD"
    rights = (
        Right("orders", taken=("orders", "orders/read")),
        Right("sync_products", taken=("sync_products", "sync_products/read")),
        Right("file_library", needed=False),
    )
    right_to_read = ("orders/read", ("orders", "orders/read"))
    right_to_write = ("orders", ("orders",))
    reads = Calls(r"^/orders/\d+$", "GET")
    create = Calls("^/orders$", "POST")
    confirm = Calls("/confirm$", "POST")
    cancel = Calls("^/orders/", "DELETE")
    order_list = Calls("^/orders$", "GET")
    product_list = Calls("^/store/products$", "GET")
    order_page = product_page = 100
    statuses: ClassVar = {
        "draft": S.DRAFT,
        "inreview": S.ACCEPTED,
        "pending": S.ACCEPTED,
        "failed": S.FAILED,
        "canceled": S.CANCELLED,
        "inprocess": S.IN_PRODUCTION,
        "onhold": S.ON_HOLD,
        "partial": S.PARTLY_SHIPPED,
        "fulfilled": S.SHIPPED,
        "archived": S.CANCELLED,
    }

    def __init__(self) -> None:
        self.vendor = PrintfulVendor(seed="conformance")
        self.vendor.turn(split_rate=0.0)

    def opened(self, world: World) -> None:
        self.vendor.base_url = world.url

    def secrets(self, _now: datetime) -> dict[str, str]:
        return {"token": STORE_TOKEN}

    def wrong_secrets(self) -> dict[str, str]:
        return {"token": "pf-another-token"}

    def elsewhere(self) -> dict[str, str]:
        return {"store_id": "77"}

    def end_key(self, _now: datetime) -> None:
        self.vendor.revoke_key()

    def take_rights(self, names: Sequence[str], now: datetime) -> dict[str, str]:
        self.vendor.set_scopes([each for each in SCOPES if each not in names])
        return self.secrets(now)

    def never_told(self) -> set[str]:
        return set(self.vendor.book.keys)

    def variants(self) -> list[str]:
        products = self.vendor.book.products.values()
        return [str(each["id"]) for product in products for each in product["variants"]][:2]

    def say(self, order: str, word: str) -> None:
        self.vendor.order(order)["status"] = word

    def ship(self, order: str) -> None:
        self.vendor.ship(order)

    def keep_names_apart(self) -> None:
        """It always does."""

    def fill(self, count: int) -> None:
        while len(self.vendor.book.products) < count:
            seeds.plant(self.vendor.book, STORE_ID, 0)

    def products(self) -> list[str]:
        return list(self.vendor.book.products)

    def drop(self, product: str) -> None:
        self.vendor.book.products.pop(product)


class TestPrintful(SupplierSuite):
    desk = Printful
