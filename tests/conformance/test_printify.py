"""Printify joins the suite of suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from podbridge_desktop.domain.fulfilment import SupplierStatus as S
from podbridge_desktop.sandbox.printify import SHOP_ID, PrintifyVendor, seeds
from podbridge_desktop.sandbox.printify.products import drop_product
from podbridge_desktop.sandbox.printify.tokens import SCOPES, make_token
from tests.conformance.desk import Calls, Right, SupplierDesk
from tests.conformance.supplier import SupplierSuite
from tests.conformance.world import World

SHOP = rf"^/v1/shops/{SHOP_ID}"
IN_PRODUCTION = ("in-production", "has-issues", "unfulfillable", "partially-fulfilled", "fulfilled")


class Printify(SupplierDesk):
    """An account with an API shop that approves by hand. What it does not promise, it does not do: names repeat."""

    platform = "printify"
    fields: ClassVar = {"shop_id": str(SHOP_ID), "approval": "manual"}
    account_id = str(SHOP_ID)
    currency = "USD"
    rights = (
        Right("orders.read"),
        Right("orders.write"),
        Right("products.read"),
        Right("products.write", needed=False),
        Right("catalog.read", needed=False),
        Right("print_providers.read", needed=False),
        Right("uploads.read", needed=False),
        Right("uploads.write", needed=False),
    )
    right_to_read = ("orders.read", ("orders.read",))
    right_to_write = ("orders.write", ("orders.write",))
    reads = Calls(rf"{SHOP}/orders/\w+\.json$", "GET")
    create = Calls(rf"{SHOP}/orders\.json$", "POST")
    confirm = Calls("/send_to_production", "POST")
    cancel = Calls("/cancel", "POST")
    order_list = Calls(rf"{SHOP}/orders\.json$", "GET")
    product_list = Calls(rf"{SHOP}/products\.json$", "GET")
    order_page = 10
    product_page = 50
    statuses: ClassVar = {
        "pending": S.DRAFT,
        "cost-calculation": S.DRAFT,
        "on-hold": S.DRAFT,
        "payment-not-received": S.FAILED,
        "source-check-failed": S.FAILED,
        "sending-to-production": S.ACCEPTED,
        "sending_to_production_delegate": S.ACCEPTED,
        "sending_to_production_delegate_sync": S.ACCEPTED,
        "in-production": S.IN_PRODUCTION,
        "callback-received": S.IN_PRODUCTION,
        "partially-fulfilled": S.PARTLY_SHIPPED,
        "fulfilled": S.SHIPPED,
        "has-issues": S.ON_HOLD,
        "unfulfillable": S.ON_HOLD,
        "canceled": S.CANCELLED,
    }

    def __init__(self) -> None:
        self.vendor = PrintifyVendor(seed="conformance")
        self.vendor.turn(split_rate=0.0)
        self.vendor.set_approval("manual")

    def opened(self, world: World) -> None:
        self.vendor.base_url = world.url

    def secrets(self, now: datetime) -> dict[str, str]:
        return {"token": self.vendor.token_at(now)}

    def wrong_secrets(self) -> dict[str, str]:
        return {"token": make_token("another", 1_760_000_000)}

    def elsewhere(self) -> dict[str, str]:
        return {**self.fields, "shop_id": "77"}

    def end_key(self, _now: datetime) -> None:
        self.vendor.revoke_key()

    def take_rights(self, names: Sequence[str], now: datetime) -> dict[str, str]:
        """A token bears its rights written in it: the one that is used now can do less, and the next one says so."""
        left = tuple(each for each in SCOPES if each not in names)
        self.vendor.set_scopes(list(left))
        return {"token": self.vendor.issue_token(now, left)}

    def never_told(self) -> set[str]:
        return set(self.vendor.book.tokens)

    def variants(self) -> list[str]:
        """Of one product: another may be another print provider's, and would be an order of its own."""
        product = self._kept()[0]
        enabled = [each["id"] for each in product["variants"] if each["enabled"]]
        return [f"{product['id']}-{each}" for each in enabled[:2]]

    def say(self, order: str, word: str) -> None:
        """What is said of an order in production is said of one that was sent there."""
        kept = self.vendor.order(order)
        if word in IN_PRODUCTION:
            kept["sent_at"] = self.vendor.last
        self.vendor.book.index.restate(kept, word)

    def ship(self, order: str) -> None:
        self.vendor.ship(order)

    def keep_names_apart(self) -> None:
        self.vendor.turn(enforce_external_id=True)

    def fill(self, count: int) -> None:
        while len(self._kept()) < count:
            seeds.plant(self.vendor.book, self.vendor.last)

    def products(self) -> list[str]:
        return [each["id"] for each in reversed(self._kept())]

    def drop(self, product: str) -> None:
        drop_product(self.vendor.book, self.vendor.book.products[product])

    def _kept(self) -> list[dict[str, Any]]:
        products = self.vendor.book.products.values()
        return [each for each in products if each["shop"] == SHOP_ID]


class TestPrintify(SupplierSuite):
    desk = Printify
