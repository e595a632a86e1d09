from __future__ import annotations

import json

import pytest

from podbridge_desktop.sandbox.http import Request
from podbridge_desktop.sandbox.printful import ACCOUNT_TOKEN, STORE_ID, PrintfulVendor
from tests.sandbox.printful_client import NOON, Client


@pytest.mark.parametrize("target", ["/nothing", "/v2/nothing", "/webhooks", "/tax/rates"])
def test_a_call_that_is_not_played_is_refused_by_name(client: Client, target: str) -> None:
    status, message = client.refused("GET", target)
    assert status == 501
    assert f"GET {target}" in message


def test_a_revoked_key_is_refused_until_it_is_given_back(client: Client) -> None:
    client.vendor.revoke_key()
    assert client.refused("GET", "/orders")[0] == 401
    assert client.refused("GET", "/v2/orders")[0] == 401
    client.vendor.revoke_key(back=True)
    client("GET", "/orders")


def test_a_missing_scope_is_named(client: Client) -> None:
    client.vendor.set_scopes(["orders/read"])
    client("GET", "/orders")
    status, message = client.refused("POST", "/orders", client_order())
    assert status == 403
    assert "orders" in message
    assert client.refused("GET", "/store/products")[0] == 403
    with pytest.raises(ValueError, match="no such scope"):
        client.vendor.set_scopes(["everything"])


def client_order() -> dict[str, object]:
    return {"recipient": {}, "items": []}


def test_an_account_key_must_name_its_store() -> None:
    client = Client(token=ACCOUNT_TOKEN)
    assert "store_id" in client.refused("GET", "/orders")[1]
    client("GET", "/v2/stores")
    client.headers = {"x-pf-store-id": str(STORE_ID)}
    assert client("GET", "/orders") == []
    client.headers = {"x-pf-store-id": "1"}
    assert client.refused("GET", "/orders")[0] == 403


def test_an_account_key_sees_stores_that_a_store_key_does_not() -> None:
    vendor = PrintfulVendor()
    vendor.link_store("my-shop.myshopify.com", "shopify")
    assert [store["type"] for store in Client(vendor)("GET", "/v2/stores")] == ["native"]
    assert [store["type"] for store in Client(vendor, ACCOUNT_TOKEN)("GET", "/v2/stores")] == [
        "native",
        "shopify",
    ]
    assert [store["name"] for store in vendor.linked_stores] == ["my-shop.myshopify.com"]


def test_the_catalog_needs_no_key_but_then_allows_thirty_a_minute() -> None:
    vendor = PrintfulVendor()
    for _ in range(30):
        assert vendor.handle(Request("GET", "/products/71"), NOON).status == 200
    assert vendor.handle(Request("GET", "/products/71"), NOON).status == 429
    assert vendor.handle(Request("GET", "/orders"), NOON).status == 401


def test_version_1_counts_in_a_fixed_window(client: Client) -> None:
    headers = client.send("GET", "/orders").headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("120", "119")
    for _ in range(119):
        client("GET", "/orders")
    client.later(seconds=20)
    refused = client.send("GET", "/orders")
    assert refused.status == 429
    assert "try again after 40 seconds" in json.loads(refused.body)["error"]["message"]
    client.later(seconds=41)
    client("GET", "/orders")


def test_version_2_refills_two_a_second_and_says_when(client: Client) -> None:
    for _ in range(120):
        client("GET", "/v2/orders")
    refused = client.send("GET", "/v2/orders")
    assert refused.status == 429
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["x-ratelimit-policy"] == "120;w=60"
    client.later(seconds=2)
    for _ in range(4):
        client("GET", "/v2/orders")
    assert client.send("GET", "/v2/orders").status == 429


def test_product_writes_lock_the_door_for_a_minute_after_ten(client: Client) -> None:
    variant = client.variants()[0]["id"]
    for _ in range(10):
        client("PUT", f"/store/variants/{variant}", {"sku": "A"})
    assert client.refused("PUT", f"/store/variants/{variant}", {"sku": "A"})[0] == 429
    client.later(seconds=55)
    assert client.refused("PUT", f"/store/variants/{variant}", {"sku": "A"})[0] == 429
    client.later(seconds=61)
    client("PUT", f"/store/variants/{variant}", {"sku": "A"})


def test_mockups_are_two_a_minute(client: Client) -> None:
    files = [{"placement": "front", "image_url": "https://files.example.com/a.png"}]
    body = {"variant_ids": [4011], "files": files}
    for _ in range(2):
        client("POST", "/mockup-generator/create-task/71", body)
    assert client.refused("POST", "/mockup-generator/create-task/71", body)[0] == 429


def test_the_limiter_can_be_switched_off(client: Client) -> None:
    client.vendor.limiter(on=False)
    for _ in range(200):
        client("GET", "/orders")


def test_answers_carry_the_vendors_own_time(client: Client) -> None:
    assert client.send("GET", "/orders").headers["date"] == "Sat, 21 Nov 2026 12:00:00 GMT"


def test_calls_are_counted_per_route(client: Client) -> None:
    client("POST", "/orders", client.order())
    client("GET", "/orders/@order-1")
    calls = client.vendor.ledger()["calls"]
    assert (calls["POST /orders"], calls["GET /orders/{id}"]) == (1, 1)


def test_malformed_json_is_refused(client: Client) -> None:
    response = client.vendor.handle(
        Request("POST", "/orders", "", {"authorization": f"Bearer {client.token}"}, b"{"), NOON
    )
    assert response.status == 400


def test_unknown_knobs_are_refused(client: Client) -> None:
    with pytest.raises(ValueError, match="no such knob"):
        client.vendor.turn(speed=1)


def test_a_store_that_sells_may_ask_for_ten_mockups_a_minute(
    client: Client,
) -> None:
    client.vendor.turn(mockup_quota=10)
    product = {"source": "catalog", "catalog_product_id": 71, "catalog_variant_ids": [4011],
               "placements": [{"placement": "front", "technique": "dtg", "layers": [
                   {"type": "file", "url": "https://files.example.com/a.png"}]}]}  # fmt: skip
    for _ in range(10):
        client("POST", "/v2/mockup-tasks", {"products": [product]})
    assert client.refused("POST", "/v2/mockup-tasks", {"products": [product]})[0] == 429
