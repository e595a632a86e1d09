"""The practice Printify as the control port and the wire show it."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import pytest

from podbridge_desktop.sandbox.practice import PracticeWorld
from tests.sandbox.printify_client import TEXAN, Client
from tests.support.books import assert_nothing_twice, charged_items


class Door:
    """A running world, asked as a program would."""

    def __init__(self, world: PracticeWorld) -> None:
        self.world = world
        described = world.description()
        self.control = described["control"]
        self.door = described["vendors"]["printify"]
        shop = self.door["fields"]["shop_id"]
        self.http = httpx.Client(
            base_url=f"{self.door['api_url']}/v1/shops/{shop}/",
            headers={"authorization": f"Bearer {self.door['secrets']['token']}"},
        )

    def post(self, where: str, /, **order: Any) -> Any:
        request = Request(f"{self.control}/{where}", json.dumps(order).encode())
        with urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def act(self, action: str, **order: Any) -> Any:
        return self.post("supplier-order", supplier="printify", action=action, **order)

    def turn(self, action: str, **order: Any) -> Any:
        return self.post("vendor", name="printify", action=action, **order)

    def ledger(self) -> Any:
        with urlopen(f"{self.control}/ledger", timeout=20) as answer:
            return json.loads(answer.read())

    def order(self, name: str = "order-1") -> dict[str, Any]:
        product = self.http.get("products.json").json()["data"][-1]
        line = {
            "product_id": product["id"],
            "variant_id": product["variants"][0]["id"],
            "quantity": 1,
            "external_id": "7",
        }
        return {
            "external_id": name,
            "line_items": [line],
            "shipping_method": 1,
            "address_to": TEXAN,
        }

    def names(self) -> list[str]:
        return [
            each["metadata"]["shop_order_id"]
            for each in self.http.get("orders.json").json()["data"]
        ]


@pytest.fixture
def door() -> Any:
    with PracticeWorld() as world:
        made = Door(world)
        with made.http:
            yield made


def test_the_world_tells_what_connect_needs(door: Door) -> None:
    assert door.door["fields"] == {"shop_id": "5432", "approval": "manual"}
    assert door.door["secrets"]["token"].count(".") == 2


def test_in_the_practice_world_approval_is_manual_as_the_seller_says(door: Door) -> None:
    door.http.post("orders.json", json=door.order())
    door.post("next-day", n=3)
    assert door.http.get("orders.json").json()["data"][0]["status"] == "on-hold"


def test_orders_are_moved_by_name(door: Door) -> None:
    ident = door.http.post("orders.json", json=door.order()).json()["id"]
    assert door.act("hold", external_id="order-1")["status"] == "on-hold"
    assert door.act("release", external_id="order-1")["status"] == "on-hold"
    door.act("reprice", id=ident, cents=100)
    door.act("reroute", id=ident, provider=9)
    assert door.act("slip", id=ident)["status"] == "sending-to-production"
    assert door.act("ship", id=ident, items={"7": 1})["status"] == "fulfilled"
    for action in ("deliver", "lose-tracking", "reship"):
        assert door.act(action, id=ident)["id"] == ident


def test_orders_end_by_name(door: Door) -> None:
    door.http.post("orders.json", json=door.order())
    told = door.act("fail", external_id="order-1", status="source-check-failed")
    assert told["status"] == "source-check-failed"
    assert door.act("cancel", external_id="order-1")["status"] == "canceled"


def test_an_unknown_action_is_refused_with_the_known_ones(door: Door) -> None:
    door.http.post("orders.json", json=door.order())
    with pytest.raises(HTTPError) as refused:
        door.act("paint", external_id="order-1")
    with refused.value as answer:
        assert "reroute" in json.loads(answer.read())["error"]


def test_knobs_are_turned_by_name(door: Door) -> None:
    door.turn("knobs", knobs={"order_totals": False})
    assert set(door.http.get("orders.json").json()) == {"current_page", "data"}
    door.turn("set-scopes", scopes=["orders.read"])
    assert door.http.get("products.json").status_code == 403
    door.turn("revoke-key")
    assert door.http.get("orders.json").status_code == 401
    door.turn("restore-key")
    assert door.http.get("orders.json").status_code == 200
    door.turn("limiter", on=False)
    assert door.world.printify.book.knobs["limiter"] is False


def test_stock_and_locks_are_turned_by_name(door: Door) -> None:
    product = door.http.get("products.json").json()["data"][-1]
    first, second = (each["id"] for each in product["variants"][:2])
    door.turn("discontinue", variant=first)
    door.turn("set-stock", variant=second, stock="out_of_stock", provider=5)
    door.turn("lock-product", product=product["id"])
    told = door.http.get(f"products/{product['id']}.json").json()
    assert [each["is_available"] for each in told["variants"][:3]] == [False, False, True]
    assert told["is_locked"] is True


def test_shops_are_turned_by_name(door: Door) -> None:
    shop = door.turn("link-store", store="My shop", kind="etsy", products=True)["store"]
    ident = door.turn("import-order", shop=shop, number=1037, skus={"SLEEPYSUN-MUG-11OZ": 1})[
        "order"
    ]
    door.turn("set-channel", shop=shop, channel="disconnected")
    door.turn("approval", approval="auto-1h")
    assert door.world.printify.book.orders[ident]["label"] == "#1037"
    channels = [
        each["sales_channel"]
        for each in door.http.get(f"{door.door['api_url']}/v1/shops.json").json()
    ]
    assert channels == ["custom_integration", "disconnected", "disconnected"]
    assert door.world.printify.book.shops["5432"]["approval"] == "auto-1h"


def test_support_is_answered_by_name(door: Door) -> None:
    ident = door.http.post("orders.json", json=door.order()).json()["id"]
    door.http.post(f"orders/{ident}/send_to_production.json")
    body = {"reason": "wrong_design", "line_items": [{"line_item_id": "7", "quantity": 1}]}
    request = door.http.post(f"orders/{ident}/support-requests/refund", json=body).json()["id"]
    door.turn("answer-support", request=request)
    assert [each["kind"] for each in door.ledger()["vendors"]["printify"]["charges"]] == [
        "charge",
        "refund",
    ]


def test_a_late_order_is_made_long_after_the_connection_was_lost(door: Door) -> None:
    door.post(
        "fault", vendor="printify", kind="late", seconds=400, method="POST", path="orders.json$"
    )
    with pytest.raises(httpx.RemoteProtocolError):
        door.http.post("orders.json", json=door.order())
    assert door.names() == []
    door.post("advance", seconds=399)
    assert door.names() == []
    door.post("advance", seconds=2)
    assert door.names() == ["order-1"]
    assert len(door.ledger()["vendors"]["printify"]["orders"]) == 1


def test_a_late_order_is_made_when_the_next_call_comes(door: Door) -> None:
    door.post(
        "fault", vendor="printify", kind="late", seconds=0, method="POST", path="orders.json$"
    )
    with pytest.raises(httpx.RemoteProtocolError):
        door.http.post("orders.json", json=door.order())
    assert door.names() == ["order-1"]


def test_a_lost_answer_and_a_blind_repeat_make_two_orders_and_the_books_show_it(door: Door) -> None:
    door.post("fault", vendor="printify", kind="drop_after", method="POST", path="orders.json$")
    with pytest.raises(httpx.RemoteProtocolError):
        door.http.post("orders.json", json=door.order())
    door.http.post("orders.json", json=door.order())
    for row in door.http.get("orders.json").json()["data"]:
        door.http.post(f"orders/{row['id']}/send_to_production.json")
    ledger = door.ledger()
    assert charged_items(ledger) == {"7": 2}
    with pytest.raises(AssertionError, match="2 made, 0 wanted"):
        assert_nothing_twice(ledger)


def test_a_supplier_reads_pictures_that_another_vendor_of_this_world_serves(door: Door) -> None:
    printful = door.world.description()["vendors"]["printful"]["api_url"]
    url = f"{printful}/pictures/tee-1d1c1f-sunrise.png"
    made = door.http.post(
        f"{door.door['api_url']}/v1/uploads/images.json", json={"file_name": "a.png", "url": url}
    ).json()
    assert (made["width"], made["height"]) == (800, 800)


def test_mock_ups_come_over_the_wire(door: Door) -> None:
    src = door.http.get("products.json").json()["data"][0]["images"][0]["src"]
    assert src.startswith(door.door["api_url"])
    assert httpx.get(src).headers["content-type"] == "image/png"


def test_tracking_and_buyers_pages_open(door: Door) -> None:
    ident = door.http.post("orders.json", json=door.order()).json()["id"]
    door.http.post(f"orders/{ident}/send_to_production.json")
    door.act("ship", id=ident)
    order = door.http.get(f"orders/{ident}.json").json()
    assert order["shipments"][0]["number"] in httpx.get(order["shipments"][0]["url"]).text
    assert httpx.get(order["printify_connect"]["url"]).status_code == 200


def test_a_lively_world_holds_and_fails_by_chance() -> None:
    world = PracticeWorld(lively=True)
    client = Client(world.printify)
    assert world.printify.book.knobs["hold_rate"] > 0
    assert client("GET", "/v1/shops.json")


def test_the_same_token_opens_the_account_at_the_next_start(tmp_path: Any) -> None:
    with PracticeWorld(tmp_path) as world:
        first = Door(world)
        first.http.post("orders.json", json=first.order())
        first.http.close()
    with PracticeWorld(tmp_path) as world:
        second = Door(world)
        with second.http:
            assert second.door["secrets"] == first.door["secrets"]
            assert second.names() == ["order-1"]
