"""The Etsy shops in the practice world: over HTTP, through the control port, and again at the next start."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from podbridge_desktop.sandbox.clock import WorldClock
from podbridge_desktop.sandbox.control import Control
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.faults import Faults
from podbridge_desktop.sandbox.http import Request as Asked
from podbridge_desktop.sandbox.practice import PracticeWorld
from podbridge_desktop.sandbox.shopify import ShopifyVendor
from podbridge_desktop.sandbox.world import World
from tests.sandbox.etsy_client import NOON, Client


class Desk:
    """Both kinds of shops and the control port over them, without a socket."""

    def __init__(self) -> None:
        self.clock = WorldClock(source=lambda: NOON)
        self.shop, self.etsy = ShopifyVendor(), EtsyVendor()
        self.client = Client(self.etsy)
        self.control = Control(
            {"shopify": self.shop, "etsy": self.etsy},
            world=World(1), clock=self.clock, faults=Faults(), lock=threading.RLock(),
        )  # fmt: skip

    def ask(self, path: str, **body: Any) -> tuple[int, Any]:
        method = "GET" if path in {"/ledger", "/state"} else "POST"
        request = Asked(method, path, body=json.dumps(body).encode())
        response = self.control(request, self.clock.now())
        return response.status, json.loads(response.body)

    def post(self, path: str, **body: Any) -> Any:
        status, answer = self.ask(path, **body)
        assert status == 200, answer
        return answer

    def refused(self, path: str, **body: Any) -> str:
        status, answer = self.ask(path, **body)
        assert status == 400, answer
        return str(answer["error"])


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.shop.add_simple_product("Sunrise Tee", ["SHOPIFY-TEE"], now=NOON)
    made.etsy.stock(NOON)
    return made


def at_etsy(desk: Desk) -> list[str]:
    return [str(each["id"]) for each in desk.etsy.receipts]


def test_customers_go_to_the_first_shop_until_etsy_sells_prints(desk: Desk) -> None:
    desk.post("/buy", n=6)
    assert at_etsy(desk) == []
    desk.client.active()
    desk.post("/buy", n=6)
    assert len(at_etsy(desk)) == 3


def test_customers_buy_at_etsy_when_nobody_else_sells(desk: Desk) -> None:
    for product in desk.shop.products:
        product.status = "DRAFT"
    assert "push a product first" in desk.refused("/buy")
    desk.client.active()
    desk.post("/buy", n=2)
    assert len(at_etsy(desk)) == 2


def test_an_sku_is_bought_where_it_is_sold(desk: Desk) -> None:
    desk.client.active()
    (order,) = desk.post("/buy", skus=["TEE-BLACK-S"])["orders"]
    assert at_etsy(desk) == [order["id"]]
    desk.post("/buy", skus=["SHOPIFY-TEE"])
    assert len(at_etsy(desk)) == 1
    assert "nothing on sale is called NOPE" in desk.refused("/buy", skus=["NOPE"])


def test_buying_by_name_with_everything_told(desk: Desk) -> None:
    desk.client.active()
    (order,) = desk.post(
        "/buy", shop="etsy", skus=["TEE-BLACK-S"], quantity=2, country="DE", financial="pending", note="Bitte",
        discount=500, properties={"Name": "Ω"}, is_gift=True, gift_message="Alles Gute",
    )["orders"]  # fmt: skip
    receipt = desk.client.receipt(int(order["id"]))
    assert (order["financial"], receipt["status"], receipt["country_iso"]) == ("PENDING", "Payment Processing", "DE")  # fmt: skip
    assert (receipt["discount_amt"]["amount"], receipt["gift_message"]) == (500, "Alles Gute")
    line = receipt["transactions"][0]
    assert line["quantity"] == 2
    assert [each["formatted_value"] for each in line["variations"] if each["property_id"] == 54] == ["Ω"]  # fmt: skip


def test_fields_of_another_shop_are_refused(desk: Desk) -> None:
    desk.client.active()
    assert "Etsy knows no tags" in desk.refused("/buy", shop="etsy", tags=["x"])
    assert "Shopify knows no is_gift" in desk.refused("/buy", shop="shopify", is_gift=True)
    assert "financial must be" in desk.refused("/buy", shop="etsy", financial="maybe")


def test_a_customer_takes_what_is_left_and_an_exact_order_is_refused(desk: Desk) -> None:
    ident = desk.client.draft(quantity=1)["listing_id"]
    desk.client.upload(ident)
    desk.client.form("PATCH", f"{desk.client.shop}/listings/{ident}", state="active")
    product = str(desk.etsy.listing(ident)["products"][0]["product_id"])
    assert "only 1 of" in desk.refused("/buy", shop="etsy", variants=[product], quantity=5)
    desk.post("/buy", shop="etsy")
    assert desk.etsy.listing(ident)["state"] == "sold_out"


def test_what_she_packs_herself_is_on_sale_but_not_chosen(desk: Desk) -> None:
    _, state = desk.ask("/state")
    assert {each["sku"]: each["hand_packed"] for each in state["on_sale"]["etsy"]} == {
        "CANDLE-HONEY": True, "CANDLE-LAVENDER": True,
    }  # fmt: skip
    assert "push a product first" in desk.refused("/buy", shop="etsy")
    assert len(desk.post("/buy", shop="etsy", hand_packed=True)["orders"]) == 1


def test_receipts_are_moved_by_the_seller_and_the_buyer(desk: Desk) -> None:
    desk.client.active()

    def buy(**more: Any) -> dict[str, Any]:
        (order,) = desk.post("/buy", shop="etsy", skus=["TEE-BLACK-S"], **more)["orders"]
        return {"shop": "etsy", "id": order["id"]}

    late = buy(financial="pending")
    assert desk.post("/store-order", **late, action="pay")["financial"] == "PAID"
    assert desk.post("/store-order", **late, action="refund", amount=5)["financial"] == "PARTIALLY_REFUNDED"  # fmt: skip
    desk.post("/store-order", **late, action="change-address", address={"address1": "2 New St", "state_code": "NY"})  # fmt: skip
    address = desk.etsy.order(late["id"])["address"]
    assert (address["first_line"], address["state"]) == ("2 New St", "NY")
    desk.post("/store-order", **late, action="ship-by-hand", carrier="usps", tracking="9400")
    assert desk.etsy.order(late["id"])["shipments"][0]["code"] == "9400"
    assert desk.post("/store-order", **buy(), action="cancel")["cancelled_at"]
    desk.post("/store-order", **buy(), action="delete-listing")
    assert all(each["title"] != "Sunrise Tee" for each in desk.etsy.ledger()["listings"])
    assert "no such action" in desk.refused("/store-order", **late, action="paint")
    assert "no such receipt" in desk.refused("/store-order", shop="etsy", id="7", action="cancel")


def test_knobs_are_turned_by_name(desk: Desk) -> None:
    client = desk.client
    ident = client.active()["listing_id"]
    desk.post("/vendor", name="etsy", action="gate")
    assert desk.etsy.book.knobs["gated"] is True
    desk.post("/vendor", name="etsy", action="knobs", knobs={"fee_refused": True})
    assert desk.etsy.book.knobs["fee_refused"] is True
    desk.post("/vendor", name="etsy", action="remove-listing", listing=ident)
    assert desk.etsy.listing(ident)["state"] == "removed"
    desk.post("/vendor", name="etsy", action="set-callbacks", callbacks=["http://localhost:9/x"])
    assert desk.etsy.book.key["callbacks"] == ["http://localhost:9/x"]
    token = desk.post("/vendor", name="etsy", action="grant")["refresh_token"]
    assert token in desk.etsy.book.refresh
    assert desk.post("/vendor", name="etsy", action="bulk-orders", n=20)["orders"] == 20
    desk.post("/vendor", name="etsy", action="revoke-key")
    assert client.refused("GET", "/users/me")[0] == 401
    assert "no such action" in desk.refused("/vendor", name="etsy", action="dance")


def test_the_ledger_tells_what_the_shop_saw(desk: Desk) -> None:
    desk.client.active()
    desk.post("/buy", shop="etsy")
    _, books = desk.ask("/ledger")
    mine = books["vendors"]["etsy"]
    assert {"receipts", "mails", "shipments", "fees", "listings", "calls"} <= set(mine)
    assert mine["orders"][0]["financial"] == "PAID"
    assert {each["kind"] for each in mine["fees"]} == {"listing", "renew_sold", "transaction", "PAYMENT_PROCESSING_FEE"}  # fmt: skip


def test_days_pass_at_etsy_too(desk: Desk) -> None:
    ident = desk.client.active()["listing_id"]
    desk.post("/next-day", n=121)
    assert desk.etsy.listing(ident)["state"] == "expired"


def call(url: str, form: dict[str, str] | None = None, **headers: str) -> Any:
    data = None if form is None else urlencode(form).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with urlopen(Request(url, data, named), timeout=20) as answer:
        return json.loads(answer.read())


def sign_in(door: Any) -> dict[str, str]:
    """The headers of a program that was given what the description says."""
    keystring, secret = door["fields"]["keystring"], door["secrets"]["shared_secret"]
    form = {"grant_type": "refresh_token", "client_id": keystring, "refresh_token": door["secrets"]["refresh_token"]}  # fmt: skip
    token = call(f"{door['api_url']}/v3/public/oauth/token", form)["access_token"]
    return {"x_api_key": f"{keystring}:{secret}", "authorization": f"Bearer {token}"}


def test_the_description_opens_the_shop() -> None:
    with PracticeWorld(shops=2) as world:
        for name, number in (("etsy", 1), ("etsy-2", 2)):
            door = world.description()["vendors"][name]
            me = call(f"{door['api_url']}/v3/application/users/me", **sign_in(door))
            assert str(me["shop_id"]) == door["fields"]["shop_id"]
            assert me["user_id"] == 200_000_100 + number


def test_whoever_asks_gets_a_token_of_his_own() -> None:
    with PracticeWorld() as world:
        one, two = (world.description()["vendors"]["etsy"] for _ in range(2))
        sign_in(one)
        sign_in(two)


def test_the_shop_is_there_again_at_the_next_start(tmp_path: Path) -> None:
    with PracticeWorld(tmp_path) as world:
        control = world.description()["control"]
        body = json.dumps({"shop": "etsy", "skus": ["CANDLE-HONEY"]}).encode()
        with urlopen(Request(f"{control}/buy", body)) as answer:
            (bought,) = json.loads(answer.read())["orders"]
    with PracticeWorld(tmp_path) as world:
        assert world.etsy["etsy"].order(bought["id"])["is_paid"] is True
        door = world.description()["vendors"]["etsy"]
        path = f"{door['api_url']}/v3/application/shops/{door['fields']['shop_id']}/receipts"
        found = call(path, **sign_in(door))
        assert [str(each["receipt_id"]) for each in found["results"]] == [bought["id"]]
        assert found["results"][0]["transactions"][0]["title"] == "Beeswax Candle"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("server_error", {"error": "Internal error."}),
        ("rate_limited", {"error": "Too many requests."}),
        ("unauthorized", {"error": "invalid_token", "error_description": "access token is expired"}),
    ],
)  # fmt: skip
def test_a_fault_speaks_as_etsy_does(kind: str, body: Any) -> None:
    with PracticeWorld() as world:
        door = world.description()["vendors"]["etsy"]
        headers = sign_in(door)
        order = json.dumps({"vendor": "etsy", "kind": kind}).encode()
        with urlopen(Request(f"{world.description()['control']}/fault", order)):
            pass
        with pytest.raises(HTTPError) as refused:
            call(f"{door['api_url']}/v3/application/users/me", **headers)
        with refused.value as answer:
            assert json.loads(answer.read()) == body
