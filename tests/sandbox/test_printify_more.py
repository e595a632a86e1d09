"""Personalization, support, webhooks, and orders that nobody submitted."""

from __future__ import annotations

from typing import Any

import pytest

from podbridge_desktop.sandbox.http import Request
from tests.sandbox.printify_client import TEXAN, Client

NAME = {"field_id": "front_text", "type": "textbox", "input": {"text": "Mia"}}
MUG_11OZ = 33719


@pytest.fixture
def mug(printify: Client) -> str:
    return f"products/{printify.product('Your Name Mug')['id']}"


@pytest.fixture
def shipped(printify: Client) -> str:
    ident = printify.submit()
    printify.approve(ident)
    printify.vendor.ship(ident)
    return ident


def test_a_page_that_is_not_there_is_not_found(printify: Client) -> None:
    for path in (
        "/pictures/sofa.png",
        "/track/abc",
        "/mockup/none/1/2187/tee-1f1e20-moon.png",
        "/pictures/.png",
    ):
        assert printify.vendor.handle(Request("GET", path), printify.now).status == 404


def test_a_product_tells_what_a_buyer_may_fill_in(printify: Client, mug: str) -> None:
    assert [each["type"] for each in printify("GET", f"{mug}/personalization_options.json")] == [
        "textbox",
        "image",
    ]
    plain = printify.product()["id"]
    assert printify("GET", f"products/{plain}/personalization_options.json") == []


def test_a_buyers_words_become_values_for_an_order_line(printify: Client, mug: str) -> None:
    found = printify(
        "POST", f"{mug}/personalization.json", {"variant_id": MUG_11OZ, "items": [NAME]}
    )
    assert found["personalisation_strategy"] == "pstudio_pre_order_headless"
    again = printify(
        "POST", f"{mug}/personalization.json", {"variant_id": MUG_11OZ, "items": [NAME]}
    )
    assert again["personalisation_instructions"] != found["personalisation_instructions"]


@pytest.mark.parametrize(
    ("variant", "item"),
    [
        (1, NAME),
        (MUG_11OZ, {**NAME, "field_id": "back"}),
        (MUG_11OZ, {**NAME, "input": {"text": "x" * 21}}),
    ],
)
def test_a_buyers_words_are_checked(
    printify: Client, mug: str, variant: int, item: dict[str, Any]
) -> None:
    body = {"variant_id": variant, "items": [item]}
    assert printify.refused("POST", f"{mug}/personalization.json", body)[0] == 400


def test_a_preview_is_a_task_that_takes_a_while(printify: Client, mug: str) -> None:
    body = {"external_id": "e1", "variant_ids": [MUG_11OZ], "personalization": [NAME]}
    task = printify("POST", f"{mug}/personalization_previews.json", body)
    seen = []
    for _ in range(3):
        task = printify("GET", f"{mug}/personalization_previews/tasks/{task['task_id']}.json")
        seen.append(task["status"])
        printify.later(seconds=6)
    assert seen == ["pending", "processing", "completed"]
    assert task["external_id"] == "e1"
    (mockup,) = task["mockups"]
    path = mockup["src"].removeprefix("https://api.printify.com")
    assert printify.vendor.handle(Request("GET", path), printify.now).status == 200


def test_a_preview_of_a_foreign_variant_is_corrupt(printify: Client, mug: str) -> None:
    body = {"variant_ids": [99999999], "personalization": [NAME]}
    task = printify("POST", f"{mug}/personalization_previews.json", body)
    printify.later(seconds=6)
    found = printify("GET", f"{mug}/personalization_previews/tasks/{task['task_id']}.json")
    assert (found["status"], found["error"]["code"]) == ("corrupt", 422)


def test_a_shop_may_lack_previews(printify: Client, mug: str) -> None:
    printify.vendor.turn(previews=False)
    body = {"variant_ids": [MUG_11OZ], "personalization": [NAME]}
    assert printify.refused("POST", f"{mug}/personalization_previews.json", body)[0] == 403


def test_support_reprints_when_it_accepts(printify: Client, shipped: str) -> None:
    body = {
        "reason": "image_quality",
        "description": "blurred",
        "line_items": [{"line_item_id": "line-0", "quantity": 1}],
    }
    made = printify("POST", f"orders/{shipped}/support-requests/reprint", body)
    assert (made["type"], made["status"]) == ("order_reprint", "open")
    printify.vendor.answer_support(made["id"])
    found = printify("GET", f"orders/{shipped}/support-requests/{made['id']}")["data"]
    assert (found["status"], found["outcome"]) == ("closed", "accepted")
    assert len(printify.read(shipped)["metadata"]["child_reprinted_order_ids"]) == 1


def test_support_gives_the_money_back_when_it_accepts(printify: Client, shipped: str) -> None:
    body = {"reason": "shipping_issues", "line_items": [{"line_item_id": "line-0", "quantity": 1}]}
    made = printify("POST", f"orders/{shipped}/support-requests/refund", body)
    printify.vendor.answer_support(made["id"])
    assert [kind for kind, _ in printify.charges()] == ["charge", "refund"]
    assert len(printify("GET", f"orders/{shipped}/support-requests")["data"]) == 1


def test_support_may_decline(printify: Client, shipped: str) -> None:
    body = {"reason": "wrong_design", "line_items": [{"line_item_id": "line-0", "quantity": 1}]}
    made = printify("POST", f"orders/{shipped}/support-requests/refund", body)
    printify.vendor.answer_support(made["id"], accept=False)
    assert [kind for kind, _ in printify.charges()] == ["charge"]


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "bored"},
        {"description": "x" * 401},
        {"line_items": [{"line_item_id": "no", "quantity": 1}]},
    ],
)
def test_a_request_to_support_is_checked(
    printify: Client, shipped: str, change: dict[str, Any]
) -> None:
    plain = {"reason": "wrong_design", "line_items": [{"line_item_id": "line-0", "quantity": 1}]}
    assert (
        printify.refused("POST", f"orders/{shipped}/support-requests/refund", {**plain, **change})[
            0
        ]
        == 400
    )


def test_nothing_is_reprinted_before_it_was_made(printify: Client) -> None:
    body = {"reason": "wrong_design", "line_items": [{"line_item_id": "line-0", "quantity": 1}]}
    path = f"orders/{printify.submit()}/support-requests/reprint"
    assert printify.refused("POST", path, body)[0] == 422


def test_an_address_changes_at_once_before_production(printify: Client) -> None:
    ident = printify.submit()
    address = {**TEXAN, "address1": "2 New St"}
    answer = printify("POST", f"orders/{ident}/support-requests/address-change", address)
    assert answer["resolution"] == "updated_directly"
    assert printify.read(ident)["address_to"]["address1"] == "2 New St"


def test_an_address_changes_by_request_after_it(printify: Client, shipped: str) -> None:
    address = {**TEXAN, "address1": "2 New St"}
    response = printify.send("POST", f"orders/{shipped}/support-requests/address-change", address)
    assert response.status == 201
    assert printify.read(shipped)["address_to"]["address1"] == TEXAN["address1"]


def test_webhooks_are_kept_changed_and_deleted_by_host(printify: Client) -> None:
    wish = {"topic": "order:updated", "url": "https://hooks.example.com/a"}
    made = printify("POST", "webhooks.json", wish)
    assert printify.refused("POST", "webhooks.json", wish)[0] == 400
    printify("PUT", f"webhooks/{made['id']}.json", {"url": "https://hooks.example.com/b"})
    assert [each["url"] for each in printify("GET", "webhooks.json")] == [
        "https://hooks.example.com/b"
    ]
    assert printify("POST", f"webhooks/{made['id']}/simulate", {"x": 1}) == {}
    assert (
        printify.refused("DELETE", f"webhooks/{made['id']}.json?host=other.example.com")[0] == 400
    )
    assert printify("DELETE", f"webhooks/{made['id']}.json?host=hooks.example.com") == {
        "id": made["id"]
    }
    assert printify("GET", "webhooks.json") == []


def test_an_unknown_topic_is_refused(printify: Client) -> None:
    body = {"topic": "order:eaten", "url": "https://hooks.example.com/a"}
    assert printify.refused("POST", "webhooks.json", body)[0] == 400


def test_a_native_shop_imports_paid_orders_by_sku(printify: Client) -> None:
    printify.vendor.advance(printify.now)
    shop = printify.vendor.link_store("My shop", "shopify")
    ident = printify.vendor.import_order(
        shop, 1370762297, {"SLEEPYSUN-MUG-11OZ": 2, "NOPE": 1}, label="#1037"
    )
    order = printify("GET", f"/v1/shops/{shop}/orders/{ident}.json")
    assert order["metadata"] | {"shop_fulfilled_at": ""} == {
        "order_type": "external", "shop_order_id": 1370762297, "shop_order_label": "#1037", "shop_fulfilled_at": "",
    }  # fmt: skip
    assert [line["quantity"] for line in order["line_items"]] == [2]
    with pytest.raises(ValueError, match="none of these SKUs"):
        printify.vendor.import_order(shop, 2, {"NOPE": 1})


def test_an_imported_order_is_made_without_anybody_asking(printify: Client) -> None:
    printify.vendor.advance(printify.now)
    shop = printify.vendor.link_store("My shop", "etsy", products=True)
    printify.vendor.import_order(shop, 5, {"SLEEPYSUN-MUG-11OZ": 1})
    printify.later(days=2)
    printify.vendor.advance(printify.now)
    assert len(printify.charges()) == 1
