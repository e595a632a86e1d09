from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from podbridge_desktop.sandbox.clock import WorldClock
from podbridge_desktop.sandbox.control import Control
from podbridge_desktop.sandbox.faults import Faults
from podbridge_desktop.sandbox.http import Request, Vendor
from podbridge_desktop.sandbox.printful import PrintfulVendor
from podbridge_desktop.sandbox.shopify import ShopifyVendor
from podbridge_desktop.sandbox.world import World
from tests.sandbox.printful_client import Client

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Desk:
    """A world without a socket: shop, supplier and the control port over them."""

    def __init__(self) -> None:
        self.clock = WorldClock(source=lambda: NOON)
        self.shop = ShopifyVendor()
        self.printful = PrintfulVendor(seed="control")
        self.faults = Faults()
        self.changes = 0
        vendors: dict[str, Vendor] = {"shopify": self.shop, "printful": self.printful}
        self.control = Control(
            vendors,
            world=World(1),
            clock=self.clock,
            faults=self.faults,
            lock=threading.RLock(),
            changed=self._note,
        )

    def _note(self) -> None:
        self.changes += 1

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        request = Request(method, path, body=json.dumps(body or {}).encode())
        response = self.control(request, self.clock.now())
        return response.status, json.loads(response.body)

    def post(self, path: str, **body: Any) -> Any:
        status, answer = self.ask("POST", path, body)
        assert status == 200, answer
        return answer

    def refused(self, path: str, **body: Any) -> str:
        status, answer = self.ask("POST", path, body)
        assert status == 400, answer
        return str(answer["error"])


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.shop.add_simple_product("Sunrise Tee", ["TEE-S", "TEE-M"], now=NOON)
    candle = made.shop.add_simple_product("Candle", ["CANDLE"], now=NOON)
    candle.tags = ["packs-herself"]
    return made


def test_buying_chooses_what_is_on_sale_but_not_what_she_packs_herself(desk: Desk) -> None:
    orders = desk.post("/buy", n=40)["orders"]
    assert len(orders) == 40
    assert {line["sku"] for order in orders for line in order["lines"]} == {"TEE-S", "TEE-M"}
    more = desk.post("/buy", n=60, hand_packed=True)["orders"]
    assert "CANDLE" in {line["sku"] for order in more for line in order["lines"]}


def test_buying_exactly(desk: Desk) -> None:
    (order,) = desk.post(
        "/buy", skus=["TEE-S", "CANDLE"], quantity=2, country="DE", properties={"Text": "Ω"}
    )["orders"]
    kept = desk.shop.order(order["id"])
    assert [(line.sku, line.quantity, line.custom_attributes[0].value) for line in kept.lines] == [
        ("TEE-S", 2, "Ω"),
        ("CANDLE", 2, "Ω"),
    ]
    assert kept.shipping_address is not None
    assert kept.shipping_address.country_code == "DE"


def test_buying_unpaid_and_with_a_broken_address(desk: Desk) -> None:
    (unpaid,) = desk.post("/buy", skus=["TEE-S"], financial="pending")["orders"]
    assert unpaid["financial"] == "PENDING"
    (broken,) = desk.post(
        "/buy", skus=["TEE-S"], country="US", address={"state_code": None, "zip": None}
    )["orders"]
    address = desk.shop.order(broken["id"]).shipping_address
    assert address is not None
    assert (address.province_code, address.zip) == (None, None)
    (empty,) = desk.post("/buy", skus=["TEE-S"], address=None)["orders"]
    nothing = desk.shop.order(empty["id"]).shipping_address
    assert nothing is not None
    assert (nothing.address1, nothing.city, nothing.name) == (None, None, None)


def test_buying_what_is_not_there_is_refused_in_words(desk: Desk) -> None:
    assert "nothing on sale is called NOPE" in desk.refused("/buy", skus=["NOPE"])
    assert "no shop is called etsy" in desk.refused("/buy", shop="etsy")
    assert "unknown: colour" in desk.refused("/buy", colour="red")
    for product in desk.shop.products:
        product.status = "DRAFT"
    assert "push a product first" in desk.refused("/buy")


def test_a_day_passes_for_everybody(desk: Desk) -> None:
    client = Client(desk.printful)
    client.now = desk.clock.now()
    client("POST", "/orders?confirm=1", client.order())
    desk.post("/next-day", n=5)
    assert desk.printful.order("order-1")["status"] == "fulfilled"
    assert desk.post("/advance", seconds=60)["now"] == "2026-11-26T12:01:00Z"
    assert "at least 1" in desk.refused("/next-day", n=0)


def test_orders_at_the_supplier_are_moved_by_name(desk: Desk) -> None:
    client = Client(desk.printful)
    client("POST", "/orders?confirm=1", client.order())
    states = [
        desk.post("/supplier-order", external_id="order-1", action=action)["status"]
        for action in ("hold", "release", "ship", "reship")
    ]
    assert states == ["onhold", "pending", "fulfilled", "fulfilled"]
    assert "is fulfilled" in desk.refused("/supplier-order", external_id="order-1", action="hold")
    assert "no such order" in desk.refused("/supplier-order", external_id="lost", action="hold")
    assert "no such action" in desk.refused(
        "/supplier-order", external_id="order-1", action="paint"
    )


def test_orders_at_the_shop_are_moved_by_number(desk: Desk) -> None:
    (order,) = desk.post("/buy", skus=["TEE-S"], quantity=3)["orders"]
    line = order["lines"][0]["id"]
    assert (
        desk.post("/store-order", number=1001, action="edit", quantities={line: 2})["lines"][0][
            "quantity"
        ]
        == 2
    )
    assert (
        desk.post("/store-order", number=1001, action="refund", lines={line: 1})["financial"]
        == "PARTIALLY_REFUNDED"
    )
    desk.post(
        "/store-order",
        id=order["id"],
        action="change-address",
        address={"address1": "2 New St", "state_code": "NY"},
    )
    address = desk.shop.order("1001").shipping_address
    assert address is not None
    assert (address.address1, address.province_code) == ("2 New St", "NY")
    desk.post("/store-order", number=1001, action="hold")
    desk.post("/store-order", number=1001, action="release")
    assert desk.post("/store-order", number=1001, action="cancel")["cancelled_at"]


def test_deleting_the_variant_of_an_order(desk: Desk) -> None:
    (order,) = desk.post("/buy", skus=["TEE-S"])["orders"]
    desk.post("/store-order", number=order["number"], action="delete-variant")
    assert desk.shop.store.variant(order["lines"][0]["variant"]) is None


def test_faults_are_ordered_and_cleared(desk: Desk) -> None:
    assert desk.post("/fault", vendor="printful", kind="drop", times=2)["waiting"] == 1
    assert "no vendor is called etsy" in desk.refused("/fault", vendor="etsy", kind="drop")
    assert desk.post("/fault/clear")["cleared"] == 1


def test_knobs_of_the_vendors(desk: Desk) -> None:
    desk.post("/vendor", name="printful", action="revoke-key")
    assert Client(desk.printful).refused("GET", "/orders")[0] == 401
    desk.post("/vendor", name="printful", action="restore-key")
    desk.post("/vendor", name="printful", action="knobs", knobs={"hold_rate": 0.5})
    assert desk.printful.book.knobs["hold_rate"] == 0.5
    desk.post("/vendor", name="shopify", action="protected-data", mode="denied")
    assert desk.shop.settings.protected.value == "denied"
    desk.post("/vendor", name="shopify", action="set-scopes", scopes=["read_orders"])
    assert desk.shop.settings.scopes == ["read_orders"]
    assert "no vendor" in desk.refused("/vendor", name="etsy", action="revoke-key")


def test_the_ledger_is_what_the_vendors_themselves_wrote_down(desk: Desk) -> None:
    client = Client(desk.printful)
    client("POST", "/orders?confirm=1", client.order())
    desk.post("/buy", skus=["TEE-S"])
    _, books = desk.ask("GET", "/ledger")
    assert books["vendors"]["printful"]["confirms"] == 1
    assert books["vendors"]["shopify"]["orders"][0]["number"] == 1001
    _, state = desk.ask("GET", "/state")
    assert {each["sku"] for each in state["on_sale"]["shopify"]} == {"TEE-S", "TEE-M", "CANDLE"}


def test_only_what_changes_something_is_noted(desk: Desk) -> None:
    desk.ask("GET", "/state")
    assert desk.changes == 0
    desk.post("/buy", skus=["TEE-S"])
    assert desk.changes == 1


def test_what_is_not_there_is_said(desk: Desk) -> None:
    status, answer = desk.ask("POST", "/dance")
    assert status == 404
    assert "POST /buy" in answer["error"]
    assert desk.control(Request("POST", "/buy", body=b"["), NOON).status == 400
