from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.printful_client import TEXAN, Client


def test_a_draft_costs_nothing_and_confirming_charges_its_total(client: Client) -> None:
    draft = client("POST", "/orders", client.order())
    assert draft["status"] == "draft"
    assert client.vendor.ledger()["charges"] == []
    client("POST", "/orders/@order-1/confirm")
    (charge,) = client.vendor.ledger()["charges"]
    assert (charge["external_id"], charge["amount"]) == ("order-1", draft["costs"]["total"])


def test_an_external_id_is_taken_once_even_after_cancelling(client: Client) -> None:
    client("POST", "/orders", client.order())
    client("DELETE", "/orders/@order-1")
    status, message = client.refused("POST", "/orders", client.order())
    assert status == 400
    assert "order-1 already exists" in message


def test_two_stores_may_use_the_same_external_id(client: Client) -> None:
    client("POST", "/orders", client.order())
    other = client.vendor.link_store("Other", "native")
    client.vendor.book.keys["other"] = {"kind": "store", "store": other}
    client.token = "other"
    items = [{"variant_id": 1320, "files": [{"url": "https://files.example.com/a.png"}]}]
    assert (
        client("POST", "/orders", {"external_id": "order-1", "recipient": TEXAN, "items": items})[
            "store"
        ]
        == other
    )


@pytest.mark.parametrize("name", ["gid://shopify/Order/1", "x" * 33, "with space", "ümlaut"])
def test_an_external_id_that_breaks_the_rules_is_refused(client: Client, name: str) -> None:
    assert client.refused("POST", "/orders", client.order(name))[0] == 400


def test_a_second_confirm_is_an_error_and_charges_nothing(client: Client) -> None:
    client("POST", "/orders?confirm=1", client.order())
    assert client.refused("POST", "/orders/@order-1/confirm")[0] == 400
    assert len(client.vendor.ledger()["charges"]) == 1


def test_confirming_fails_while_costs_are_calculated_and_works_after(client: Client) -> None:
    client.vendor.turn(costs_delay=60)
    assert client("POST", "/orders", client.order())["costs"]["total"] is None
    assert client("GET", "/v2/orders/@order-1")["costs"]["calculation_status"] == "calculating"
    assert "calculated" in client.refused("POST", "/orders/@order-1/confirm")[1]
    client.later(seconds=61)
    assert client("POST", "/orders/@order-1/confirm")["status"] == "pending"


def test_settling_the_costs_by_hand_allows_the_confirm(client: Client) -> None:
    client.vendor.turn(costs_delay=9999)
    client("POST", "/orders", client.order())
    client.vendor.settle_costs("order-1")
    assert client("POST", "/v2/orders/@order-1/confirmation")["status"] == "pending"


def test_cancelling_a_pending_order_gives_the_money_back(client: Client) -> None:
    total = client("POST", "/orders?confirm=1", client.order())["costs"]["total"]
    assert client("DELETE", "/orders/@order-1")["status"] == "canceled"
    kinds = [(line["kind"], line["amount"]) for line in client.vendor.ledger()["charges"]]
    assert kinds == [("charge", total), ("refund", total)]
    assert client.vendor.ledger()["paid"] == {}


def test_an_order_in_production_cannot_be_cancelled_or_changed(client: Client) -> None:
    client("POST", "/orders?confirm=1", client.order())
    client.later(hours=3)
    assert client("GET", "/orders/@order-1")["status"] == "inprocess"
    assert client.refused("DELETE", "/orders/@order-1")[0] == 400
    assert (
        "no longer editable"
        in client.refused("PUT", "/orders/@order-1", {"shipping": "STANDARD"})[1]
    )


def test_changing_items_replaces_the_set_and_keeps_named_ones(client: Client) -> None:
    made = client("POST", "/orders", client.order(lines=2))
    kept = made["items"][1]
    changed = client("PUT", f"/orders/{made['id']}", {"items": [{"id": kept["id"], "quantity": 3}]})
    (item,) = changed["items"]
    assert (item["id"], item["quantity"], item["external_id"]) == (kept["id"], 3, "line-1")
    assert changed["costs"]["subtotal"] == "35.07"


def test_update_existing_changes_a_draft_and_refuses_a_running_order(client: Client) -> None:
    first = client("POST", "/orders", client.order())
    again = client("POST", "/orders?update_existing=1", client.order(quantity=2))
    assert (again["id"], again["items"][0]["quantity"]) == (first["id"], 2)
    client("POST", "/orders/@order-1/confirm")
    assert client.refused("POST", "/orders?update_existing=1", client.order())[0] == 400


def test_items_echo_what_the_seller_gave(client: Client) -> None:
    (item,) = client("POST", "/orders", client.order())["items"]
    assert (item["external_id"], item["retail_price"], item["sku"]) == (
        "line-0",
        "26.00",
        "SUNRISE-TEE-WHITE-S",
    )
    (newer,) = client("GET", "/v2/orders/@order-1")["order_items"]
    assert (newer["external_id"], newer["currency"], newer["retail_currency"]) == (
        "line-0",
        "USD",
        "USD",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"state_code": None}, "State code is missing"),
        ({"state_code": "XX"}, "State code XX is invalid"),
        ({"country_code": "ZZ"}, "Country code"),
        ({"address1": " "}, "Address cannot be blank"),
        ({"zip": None}, "ZIP"),
        ({"country_code": "BR", "state_code": "SP"}, "Tax number"),
    ],
)
def test_addresses_are_checked(client: Client, change: dict[str, Any], message: str) -> None:
    order = client.order(recipient={**TEXAN, **change})
    assert message in client.refused("POST", "/orders", order)[1]


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"quantity": 1}, "a variant must be given"),
        ({"variant_id": 4011, "quantity": 1}, "without any print files"),
        (
            {
                "variant_id": 4011,
                "files": [{"type": "preview", "url": "https://files.example.com/a.png"}],
            },
            "print files",
        ),
        (
            {"variant_id": 71, "files": [{"url": "https://files.example.com/a.png"}]},
            "Variant not found",
        ),
        (
            {
                "variant_id": 1320,
                "quantity": 1001,
                "files": [{"url": "https://files.example.com/a.png"}],
            },
            "quantity",
        ),
        ({"variant_id": 1320, "files": [{"url": "file:///tmp/a.png"}]}, "not valid"),
        ({"sync_variant_id": 1}, "sync variant not found"),
        ({"variant_id": 1320, "colour": "red"}, "Unknown field: /items/0/colour"),
    ],
)
def test_items_are_checked(client: Client, item: dict[str, Any], message: str) -> None:
    assert message in client.refused("POST", "/orders", {"recipient": TEXAN, "items": [item]})[1]


def test_unknown_shipping_method_is_refused(client: Client) -> None:
    assert (
        "shipping method" in client.refused("POST", "/orders", client.order(shipping="TELEPORT"))[1]
    )


def test_the_list_is_newest_first_filtered_and_paged(client: Client) -> None:
    for number in range(5):
        client("POST", "/orders", client.order(f"order-{number}"))
    client("POST", "/orders/@order-3/confirm")
    assert [row["external_id"] for row in client("GET", "/orders?limit=2&offset=1")] == [
        "order-3",
        "order-2",
    ]
    assert [
        row["external_id"] for row in client("GET", "/orders?status=pending&limit=100&offset=0")
    ] == ["order-3"]
    assert client.refused("GET", "/orders?limit=101")[0] == 400
    assert client.refused("GET", "/orders?status=lost")[0] == 400


def test_version_2_deletes_drafts_but_never_what_was_charged(client: Client) -> None:
    client("POST", "/orders", client.order("keep"))
    client("POST", "/orders", client.order("drop"))
    client("POST", "/orders/@keep/confirm")
    assert client.refused("DELETE", "/v2/orders/@keep")[0] == 409
    client("DELETE", "/v2/orders/@drop")
    assert client.refused("GET", "/orders/@drop")[0] == 404


def test_version_2_refuses_a_placement_that_does_not_fit(client: Client) -> None:
    layer = {"type": "file", "url": "https://files.example.com/a.png"}
    wrong = {"placement": "front", "technique": "embroidery", "layers": [layer]}
    item = {"source": "catalog", "catalog_variant_id": 4011, "placements": [wrong]}
    body = {"recipient": TEXAN, "order_items": [item]}
    assert "do not fit" in client.refused("POST", "/v2/orders", body)[1]
    assert (
        "required"
        in client.refused(
            "POST", "/v2/orders", {**body, "order_items": [{**item, "placements": []}]}
        )[1]
    )


def test_a_failed_payment_is_mended_by_confirming_again(client: Client) -> None:
    client.vendor.turn(payment_works=False)
    client("POST", "/orders", client.order())
    failed = client("POST", "/orders/@order-1/confirm")
    assert failed["status"] == "failed"
    assert "Payment" in failed["error"]
    assert client.vendor.ledger()["charges"] == []
    client.vendor.turn(payment_works=True)
    assert client("POST", "/orders/@order-1/confirm")["status"] == "pending"


def test_estimate_prices_like_the_order_and_keeps_nothing(client: Client) -> None:
    body = client.order()
    estimated = client("POST", "/orders/estimate-costs", body)["costs"]["total"]
    assert client("GET", "/orders") == []
    assert f"{estimated:.2f}" == client("POST", "/orders", body)["costs"]["total"]


def test_a_discontinued_variant_cannot_be_ordered(client: Client) -> None:
    body = client.order()
    client.vendor.discontinue(4011)
    assert "discontinued" in client.refused("POST", "/orders", body)[1]
    assert client.variants()[0]["availability_status"] == "discontinued"


def test_state_survives_being_written_down(client: Client) -> None:
    client("POST", "/orders?confirm=1", client.order(lines=2))
    client.later(hours=30)
    client("GET", "/orders")
    state = client.vendor.dump()
    twin = Client()
    twin.vendor.load(state)
    client.now = twin.now = client.now + timedelta(days=5)
    assert twin("GET", "/orders/@order-1") == client("GET", "/orders/@order-1")
    assert twin("GET", "/v2/orders/@order-1/shipments") == client(
        "GET", "/v2/orders/@order-1/shipments"
    )
