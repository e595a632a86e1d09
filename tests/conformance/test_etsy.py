"""Etsy joins the suite of stores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.etsy.account import LISTING, RENEWAL
from podbridge_desktop.sandbox.http import Response, answer_json
from tests.conformance.desk import Calls, Right, StoreDesk
from tests.conformance.people import CUSTOMER
from tests.conformance.sales_channel import SalesChannelSuite
from tests.conformance.world import World

SCOPES = ("listings_r", "listings_w", "shops_r", "transactions_r", "transactions_w")
SHOP = r"/shops/\d+"


class Etsy(StoreDesk):
    """A shop with a seller's app, signed in."""

    platform = "etsy"
    account_id = "40000001"
    currency = "USD"
    rights = tuple(Right(each) for each in SCOPES)
    right_to_read = ("transactions_r", ("transactions_r",))
    right_to_write = ("transactions_w", ("transactions_w",))
    reads = Calls(rf"{SHOP}/receipts/\d+$", "GET")
    track = Calls("/tracking$", "POST")
    make = Calls(rf"{SHOP}/listings$", "POST")
    writes = tuple(Calls("/listings", method) for method in ("POST", "PUT", "PATCH"))
    restock = Calls("/inventory$", "PUT")
    order_list = Calls(rf"{SHOP}/receipts$", "GET")
    listing_list = Calls(rf"{SHOP}/listings$", "GET")
    order_page = listing_page = 100
    payments: ClassVar = {
        "paid": Payment.PAID,
        "completed": Payment.PAID,
        "open": Payment.PENDING,  # nobody has paid it yet
        "payment processing": Payment.PENDING,
        "canceled": Payment.VOIDED,
        "fully refunded": Payment.REFUNDED,
        "partially refunded": Payment.PARTIALLY_REFUNDED,
    }

    def __init__(self) -> None:
        self.vendor = EtsyVendor(1)
        self.vendor.limiter(on=False)
        self.fields = {"keystring": self.vendor.keystring, "shop_id": self.account_id}

    def opened(self, world: World) -> None:
        self._world = world

    def secrets(self, now: datetime) -> dict[str, str]:
        return self._signed_in(now, SCOPES)

    def _signed_in(self, now: datetime, scopes: Sequence[str]) -> dict[str, str]:
        token = self.vendor.grant(now, scopes)
        return {"shared_secret": self.vendor.shared_secret, "refresh_token": token}

    def wrong_secrets(self) -> dict[str, str]:
        return {"shared_secret": "anothersecret", "refresh_token": "200000101.anothertoken"}

    def elsewhere(self) -> dict[str, str]:
        return {**self.fields, "shop_id": "77"}

    def end_key(self, now: datetime) -> None:
        self.vendor.revoke_key(now=now)

    def take_rights(self, names: Sequence[str], now: datetime) -> dict[str, str]:
        left = [each for each in SCOPES if each not in names]
        self.vendor.set_scopes(left)
        return self._signed_in(now, left)

    def never_told(self) -> set[str]:
        return {self.vendor.shared_secret, *self.vendor.book.access, *self.vendor.book.refresh}

    def buy(self, now: datetime) -> str:
        return str(self._buy(now)["id"])

    def _buy(self, now: datetime, **how: Any) -> Any:
        if not self.vendor.book.listings:
            self.vendor.add_listing("Candle", ["CANDLE-1", "CANDLE-2"], now=now)
        first, second, *_ = next(iter(self.vendor.book.listings.values()))["products"]
        lines = [(str(first["product_id"]), 1, {}), (str(second["product_id"]), 2, {})]
        return self.vendor.buy(lines, CUSTOMER, now=now, **how)

    def buy_many(self, count: int, now: datetime) -> None:
        self.vendor.bulk_orders(count, now=now)

    def orders(self) -> dict[str, datetime]:
        return {
            str(each["id"]): datetime.fromtimestamp(each["updated"], UTC)
            for each in self.vendor.receipts
        }

    def touch(self, order: str, now: datetime) -> None:
        self.vendor.change_address(self.vendor.order(order), now=now, second_line="2nd floor")

    def order_called(self, word: str, now: datetime) -> str:
        """Each word is said of a receipt that is so; one that Etsy does not have is put into its mouth."""
        unpaid = {"open": "OPEN", "payment processing": "PENDING"}
        receipt = self._buy(now, financial=unpaid.get(word, "PAID"))
        match word:
            case "completed":
                self.vendor.ship_by_hand(receipt, now=now)
            case "canceled":
                self.vendor.cancel_order(receipt, now=now)
            case "fully refunded":
                self.vendor.refund(receipt, now=now)
            case "partially refunded":
                self.vendor.refund(receipt, 100, now=now)
            case each if each not in self.payments:
                self._world.door.rewrite = lambda _request, response: _saying(response, word)
        return str(receipt["id"])

    def hide_addresses(self) -> None:
        self.vendor.turn(gated=True)

    def parcels(self, order: str) -> list[str]:
        return [each["code"] for each in self.vendor.order(order)["shipments"]]

    def mails(self) -> int:
        return len(self.vendor.mails)

    def listings(self) -> list[Mapping[str, Any]]:
        return [
            {
                "id": str(each["listing_id"]),
                "title": each["title"],
                "skus": sorted(product["sku"] for product in each["products"] if not product["deleted"]),
                "pictures": len(each["images"]),
                "live": each["state"] == "active",
            }
            for each in self.vendor.book.listings.values()
        ]  # fmt: skip

    def buyable(self, listing: str) -> dict[str, bool]:
        found = self.vendor.book.listings[listing]
        on_sale = found["state"] == "active"
        return {
            each["sku"]: on_sale and each["enabled"] and each["quantity"] > 0
            for each in found["products"]
            if not each["deleted"]
        }

    def fees(self) -> int:
        fees = self.vendor.book.fees
        return sum(each["amount"] for each in fees if each["kind"] in {LISTING, RENEWAL})

    def put_up(self, count: int, now: datetime) -> None:
        for place in range(count):
            self.vendor.add_listing(f"Thing {place}", [f"THING-{place}"], now=now)

    def take_down(self, listing: str) -> None:
        self.vendor.delete_listing(listing)


def _saying(response: Response, word: str) -> Response:
    """The same answer, with every receipt of that status."""
    if response.headers.get("content-type") != "application/json":
        return response
    body = json.loads(response.body)
    rows = body.get("results", [body]) if isinstance(body, dict) else []
    for row in rows:
        if "receipt_id" in row:
            row["status"] = word
    return answer_json(body, response.status, response.headers)


class TestEtsy(SalesChannelSuite):
    desk = Etsy
