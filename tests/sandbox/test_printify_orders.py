from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from podbridge_desktop.sandbox.printify import PrintifyVendor
from tests.sandbox.printify_client import TEXAN, Client

FLY = {
    "blueprint_id": 6, "print_provider_id": 5, "variant_id": 12100, "quantity": 1,
    "print_areas": {
        "front": [{"src": "https://files.example.com/front.png", "scale": 0.5, "x": 0.5, "y": 0.4, "angle": 0}],
        "back": "https://files.example.com/back.png",
    },
    "print_details": {"print_on_side": "mirror"},
}  # fmt: skip


def names(printify: Client, query: str = "") -> list[str]:
    return [
        each["metadata"]["shop_order_id"] for each in printify("GET", f"orders.json{query}")["data"]
    ]


def test_submitting_tells_the_id_only_and_costs_nothing_yet(printify: Client) -> None:
    assert set(printify("POST", "orders.json", printify.order())) == {"id"}
    assert printify.charges() == []


def test_a_new_order_waits_for_approval(printify: Client) -> None:
    printify.vendor.set_approval("manual")
    ident = printify.submit()
    printify.later(days=40)
    order = printify.read(ident)
    assert order["status"] == "on-hold"
    assert [line["status"] for line in order["line_items"]] == ["on-hold"]
    assert "shipments" not in order
    assert "sent_to_production_at" not in order


def test_a_new_order_is_pending_while_its_costs_are_calculated(printify: Client) -> None:
    printify.vendor.turn(pending_seconds=20)
    ident = printify.submit()
    seen = []
    for _ in range(3):
        seen.append(printify.read(ident)["status"])
        printify.later(seconds=10)
    assert seen == ["pending", "cost-calculation", "on-hold"]


def test_costs_are_cents_and_fixed_at_submission(printify: Client) -> None:
    ident = printify.submit(lines=[printify.line(quantity=2)])
    order = printify.read(ident)
    (line,) = order["line_items"]
    assert (line["cost"], line["shipping_cost"]) == (1023, 715)
    assert (order["total_price"], order["total_shipping"]) == (5400, 715)
    assert order["total_tax"] == round((2 * 1023 + 715) * 0.0625)


def test_a_cost_may_be_that_of_the_whole_line(printify: Client) -> None:
    printify.vendor.turn(cost_per_line=True)
    ident = printify.submit(lines=[printify.line(quantity=2)])
    assert printify.read(ident)["line_items"][0]["cost"] == 2046


def test_the_tax_may_be_told_only_in_production(printify: Client) -> None:
    printify.vendor.turn(tax_late=True)
    ident = printify.submit()
    assert printify.read(ident)["total_tax"] == 0
    printify.approve(ident)
    assert printify.read(ident)["total_tax"] > 0


def test_lines_of_two_providers_pay_postage_twice(printify: Client) -> None:
    lines = [printify.line(), printify.line(variant=1), printify.line("Quiet Lake Poster")]
    order = printify.read(printify.submit(lines=lines))
    assert [line["shipping_cost"] for line in order["line_items"]] == [475, 240, 999]
    assert [line["print_provider_id"] for line in order["line_items"]] == [5, 5, 1]


def test_what_was_sent_comes_back(printify: Client) -> None:
    ident = printify.submit("s7k3qd-1-m2x4qpa", label="#1001")
    order = printify.read(ident)
    assert order["metadata"]["shop_order_id"] == "s7k3qd-1-m2x4qpa"
    assert order["metadata"]["shop_order_label"] == "#1001"
    assert order["line_items"][0]["metadata"]["external_id"] == "line-0"
    assert order["address_to"] == TEXAN
    assert order["created_at"] == "2026-11-21 12:00:00+00:00"


def test_a_label_may_be_lost(printify: Client) -> None:
    printify.vendor.turn(label_comes_back=False)
    order = printify.read(printify.submit("name", label="#1001"))
    assert order["metadata"]["shop_order_label"] == "name"


def test_the_external_id_may_stand_at_the_top_too(printify: Client) -> None:
    ident = printify.submit("name")
    assert "external_id" not in printify.read(ident)
    printify.vendor.turn(top_external_id=True)
    assert printify.read(ident)["external_id"] == "name"


def test_a_country_may_come_back_by_its_name(printify: Client) -> None:
    printify.vendor.turn(country_names=True)
    assert printify.read(printify.submit())["address_to"]["country"] == "United States"


def test_a_second_order_of_a_name_is_a_conflict_where_names_are_kept_apart(
    printify: Client,
) -> None:
    printify.vendor.turn(enforce_external_id=True)
    ident = printify.submit("same")
    response = printify.send("POST", "orders.json", printify.order("same"))
    answer = json.loads(response.body)
    assert (response.status, answer["code"]) == (409, 8503)
    assert answer["order"] == {"id": ident, "external_id": "same"}
    assert printify.vendor.ledger()["drafts"] == 1


def test_a_cancelled_order_keeps_its_name(printify: Client) -> None:
    printify.vendor.turn(enforce_external_id=True)
    printify("POST", f"orders/{printify.submit('same')}/cancel.json")
    assert printify.refused("POST", "orders.json", printify.order("same"))[0] == 409


def test_else_a_second_order_of_a_name_is_simply_made(printify: Client) -> None:
    first, second = printify.submit("same"), printify.submit("same")
    rows = printify.vendor.ledger()["orders"]
    assert [(row["id"], row["external_id"]) for row in rows] == [(first, "same"), (second, "same")]


def test_an_order_by_sku(printify: Client) -> None:
    ident = printify.submit(
        lines=[{"sku": "SLEEPYSUN-MUG-15OZ", "quantity": 2, "external_id": "7"}]
    )
    (line,) = printify.read(ident)["line_items"]
    assert (line["metadata"]["title"], line["metadata"]["variant_label"]) == (
        "Sleepy Sun Mug",
        "White / 15oz",
    )


def test_an_unknown_sku_is_refused(printify: Client) -> None:
    body = printify.order(lines=[{"sku": "NOPE", "quantity": 1}, printify.line()])
    assert printify.code("POST", "orders.json", body) == 8103


def test_an_unknown_sku_may_be_left_out_in_silence(printify: Client) -> None:
    printify.vendor.turn(unknown_sku="drop")
    ident = printify.submit(lines=[{"sku": "NOPE", "quantity": 1}, printify.line()])
    assert len(printify.read(ident)["line_items"]) == 1
    alone = printify.order("b", [{"sku": "NOPE", "quantity": 1}])
    assert "No line item" in printify.refused("POST", "orders.json", alone)[1]


def test_an_order_on_the_fly_makes_a_product_with_the_buyers_name(printify: Client) -> None:
    ident = printify.submit("s-1-a", [FLY])
    newest = printify("GET", "products.json?limit=1")["data"][0]
    assert newest["title"] == "API s-1-a Siobhán O’Farrelly"
    assert printify.read(ident)["line_items"][0]["product_id"] == newest["id"]
    assert newest["print_details"] == {"print_on_side": "mirror"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"variant_id": 1}, 8103),
        ({"print_areas": {"sleeve": "https://files.example.com/a.png"}}, 8103),
        ({"print_areas": {"front": "https://files.invalid/a.png"}}, 10300),
        ({"print_areas": {"front": "https://files.example.com/a.svg"}}, 8201),
        ({"print_areas": {"front": [{"x": 0.5}]}}, 8103),
    ],
)
def test_a_line_on_the_fly_is_checked(printify: Client, change: dict[str, Any], code: int) -> None:
    body = printify.order(lines=[{**FLY, **change}])
    assert printify.code("POST", "orders.json", body) == code


def test_a_personalised_line_goes_through(printify: Client) -> None:
    personal = {
        "personalisation_strategy": "pstudio_pre_order_headless", "personalisation_instructions": "3fa85f64",
        "layers": [{"personalisation_id": "front_text", "name": "front", "layer_type": "text", "text_input": "Mia"}],
    }  # fmt: skip
    ident = printify.submit(lines=[printify.line("Your Name Mug", personalisation=personal)])
    printify.approve(ident)
    assert printify.vendor.ledger()["orders"][0]["items"][0]["personal"] == personal


def test_a_personalisation_by_hand_waits_for_the_seller(printify: Client) -> None:
    line = printify.line("Your Name Mug", personalisation={"personalisation_strategy": "manual"})
    ident = printify.submit(lines=[line])
    assert printify.refused("POST", f"orders/{ident}/send_to_production.json")[0] == 400
    printify.vendor.release(ident)
    printify.approve(ident)


def test_an_order_needs_a_name(printify: Client) -> None:
    assert "external_id" in printify.refused("POST", "orders.json", printify.order(" "))[1]


@pytest.mark.parametrize("field", ["zip", "first_name", "last_name", "country", "address1", "city"])
def test_an_address_lacks_nothing(printify: Client, field: str) -> None:
    body = printify.order(address_to={**TEXAN, field: " "})
    answer = json.loads(printify.send("POST", "orders.json", body).body)
    assert answer["code"] == 8103
    words = field.replace("_", " ")
    assert json.loads(answer["errors"]["reason"]) == {field: [f"The {words} field is required."]}


def test_all_that_an_address_lacks_is_told_at_once(printify: Client) -> None:
    body = printify.order(
        address_to={"country": "ZZ", "first_name": "Ann", "last_name": "B", "address1": "1"}
    )
    _, reason = printify.refused("POST", "orders.json", body)
    assert set(json.loads(reason)) == {"city", "zip", "country"}


def test_a_region_may_be_empty(printify: Client) -> None:
    assert printify.submit(address_to={**TEXAN, "region": ""})


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"product_id": "5de6593ebff03b5313567d22", "variant_id": 12100}, "product_id"),
        ({"variant_id": 1}, "variant_id"),
        ({"variant_id": None}, "variant_id"),
        ({"quantity": 0}, "quantity"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_line_is_checked(printify: Client, line: dict[str, Any], field: str) -> None:
    status, reason = printify.refused(
        "POST", "orders.json", printify.order(lines=[{**printify.line(), **line}])
    )
    assert status == 400
    assert f"line_items.0.{field}" in reason


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"quantity": 1}],
        [{"product_id": "x", "quantity": 1}],
        [{"blueprint_id": 6, "quantity": 1}],
        "none",
    ],
)
def test_an_order_needs_something_to_make(printify: Client, lines: list[Any]) -> None:
    assert printify.code("POST", "orders.json", {**printify.order(), "line_items": lines}) == 8103


def test_a_variant_that_is_not_enabled_cannot_be_ordered(printify: Client) -> None:
    tee = printify.product()
    variants = [
        {"id": each["id"], "price": each["price"], "is_enabled": n > 0}
        for n, each in enumerate(tee["variants"])
    ]
    printify("PUT", f"products/{tee['id']}.json", {"variants": variants})
    assert printify.refused("POST", "orders.json", printify.order())[0] == 400
    assert printify.submit(lines=[printify.line(variant=1)])


@pytest.mark.parametrize(
    ("change", "title", "status"),
    [
        ({"shipping_method": 5}, "Moonlit Pines Tee", 400),
        ({"shipping_method": 3}, "Moonlit Pines Tee", 400),  # no e-mail, no phone
        ({"shipping_method": 3, "address_to": {**TEXAN, "email": "a@example.com", "phone": "1"}}, "Moonlit Pines Tee", 200),
        ({"shipping_method": 3, "address_to": {**TEXAN, "email": "a@example.com", "phone": "1"}}, "Sleepy Sun Mug", 400),
        ({"shipping_method": 4, "is_economy_shipping": True}, "Moonlit Pines Tee", 200),
        ({"shipping_method": 4}, "Wildflower Tote", 400),
        ({"shipping_method": 4, "address_to": {**TEXAN, "country": "DE"}}, "Moonlit Pines Tee", 400),
        ({"shipping_method": 1, "is_economy_shipping": True}, "Moonlit Pines Tee", 400),
        ({"shipping_method": 1, "is_printify_express": True}, "Moonlit Pines Tee", 400),
        ({"shipping_method": 2}, "Moonlit Pines Tee", 200),
    ],
)  # fmt: skip
def test_shipping_methods_have_their_conditions(
    printify: Client, change: dict[str, Any], title: str, status: int
) -> None:
    body = printify.order(lines=[printify.line(title)], **change)
    assert printify.send("POST", "orders.json", body).status == status


def test_economy_takes_nothing_made_on_the_fly(printify: Client) -> None:
    body = printify.order(lines=[FLY], shipping_method=4)
    assert "not eligible" in printify.refused("POST", "orders.json", body)[1]


def test_an_express_order_may_become_two(printify: Client) -> None:
    printify.vendor.turn(enforce_external_id=True)
    lines = [printify.line(), printify.line("Sleepy Sun Mug")]
    address = {**TEXAN, "email": "a@example.com", "phone": "1"}
    body = printify.order("fast", lines, shipping_method=3, address_to=address)
    made = printify("POST", "orders/express.json", body)["data"]
    assert [each["attributes"]["fulfilment_type"] for each in made] == ["express", "ordinary"]
    assert [printify.read(each["id"])["is_printify_express"] for each in made] == [True, False]
    assert printify.refused("POST", "orders/express.json", body)[0] == 409


def test_an_express_order_finds_products_by_sku_but_makes_none(printify: Client) -> None:
    address = {**TEXAN, "email": "a@example.com", "phone": "1"}
    lines = [{"sku": "PINES-TEE-BLA-S", "quantity": 1}]
    body = printify.order("fast", lines, shipping_method=3, address_to=address)
    (made,) = printify("POST", "orders/express.json", body)["data"]
    assert made["attributes"]["fulfilment_type"] == "express"
    fly = printify.order("fly", [FLY], shipping_method=3, address_to=address)
    assert "existing products" in printify.refused("POST", "orders/express.json", fly)[1]


def test_an_express_order_needs_somebody_to_call(printify: Client) -> None:
    assert "phone" in printify.refused("POST", "orders/express.json", printify.order())[1]


def test_orders_are_listed_newest_first_ten_a_page(printify: Client) -> None:
    for number in range(23):
        printify.submit(f"o{number}")
        printify.later(seconds=1)
    assert names(printify) == [f"o{number}" for number in range(22, 12, -1)]
    assert names(printify, "?page=3&limit=10") == ["o2", "o1", "o0"]
    assert names(printify, "?page=4") == []
    assert printify.refused("GET", "orders.json?limit=11")[0] == 400


def test_a_list_tells_totals_or_page_and_rows_only(printify: Client) -> None:
    printify.submit()
    assert printify("GET", "orders.json")["total"] == 1
    printify.vendor.turn(order_totals=False)
    assert set(printify("GET", "orders.json")) == {"current_page", "data"}


def test_orders_are_listed_by_status_and_sku(printify: Client) -> None:
    first = printify.submit("first")
    printify.submit("second", [printify.line("Sleepy Sun Mug")])
    printify.submit("third", [printify.line("Sleepy Sun Mug")])
    printify.approve(first)
    assert names(printify, "?status=sending-to-production") == ["first"]
    assert names(printify, "?status=on-hold") == ["third", "second"]
    assert names(printify, "?sku=SLEEPYSUN-MUG-11OZ&limit=1") == ["third"]
    assert names(printify, "?sku=SLEEPYSUN-MUG-11OZ&status=sending-to-production") == []
    assert names(printify, "?status=nonsense") == []


def test_a_new_order_may_stand_in_the_list_only_later(printify: Client) -> None:
    printify.vendor.turn(list_lag=60)
    printify.submit("old")
    printify.later(seconds=60)
    ident = printify.submit("new")
    assert names(printify) == ["old"]
    assert names(printify, "?status=on-hold") == ["old"]
    assert printify("GET", "orders.json")["total"] == 1
    assert printify.read(ident)["status"] == "on-hold"
    printify.later(seconds=60)
    assert names(printify) == ["new", "old"]


def test_another_shops_order_is_not_found(printify: Client) -> None:
    ident = printify.submit()
    assert printify.refused("GET", f"/v1/shops/9876/orders/{ident}.json")[0] == 404
    assert printify("GET", "/v1/shops/9876/orders.json")["data"] == []


def test_cancelling_while_on_hold_costs_nothing(printify: Client) -> None:
    ident = printify.submit()
    order = printify("POST", f"orders/{ident}/cancel.json")
    assert order["status"] == "canceled"
    assert (order["total_price"], order["line_items"][0]["cost"]) == (0, 0)
    printify.later(days=3)
    assert printify.read(ident)["status"] == "canceled"
    assert printify.charges() == []


def test_cancelling_later_is_refused(printify: Client) -> None:
    ident = printify.submit()
    printify.approve(ident)
    status, reason = printify.refused("POST", f"orders/{ident}/cancel.json")
    assert status == 400
    assert "sending-to-production" in reason


def test_an_order_is_known_to_tests_by_all_its_names(printify: Client) -> None:
    ident = printify.submit("mine")
    number = printify.read(ident)["app_order_id"]
    assert {printify.vendor.order(name)["id"] for name in (ident, "mine", number)} == {ident}
    with pytest.raises(KeyError, match="no such order"):
        printify.vendor.order("lost")


def test_state_survives_being_written_down(printify: Client) -> None:
    ident = printify.submit("kept", [printify.line(quantity=2), printify.line("Sleepy Sun Mug")])
    printify.approve(ident)
    printify.later(hours=30)
    printify.read(ident)
    twin = Client(PrintifyVendor(seed="other"))
    twin.vendor.load(json.loads(json.dumps(printify.vendor.dump())))
    printify.now = twin.now = printify.now + timedelta(days=9)
    assert twin.read(ident) == printify.read(ident)
    assert names(twin, "?status=fulfilled") == ["kept"]
    assert twin.product() == printify.product()
    assert twin.submit("more") == printify.submit("more")


def test_an_older_state_gets_the_knobs_it_does_not_know(printify: Client) -> None:
    state = printify.vendor.dump()
    knobs = state["knobs"]
    assert isinstance(knobs, dict)
    del knobs["list_lag"]
    printify.vendor.load(state)
    printify.submit()
    assert names(printify) == ["order-1"]
