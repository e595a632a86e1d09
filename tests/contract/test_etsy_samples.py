"""Our connector reads what Etsy really answered, without losing anything that matters.

`PODBRIDGE_SPECS` names the folder with the samples; without it these tests say so and are skipped.
"""

from __future__ import annotations

import html
import json
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.etsy import (
    carriers,
    catalog_read,
    identity,
    inventory,
    limits,
    properties,
    replies,
    translate,
    wire,
)
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Blocked, LineProperty, Payment
from podbridge_desktop.errors import PermissionMissing, Refused, SignInFailed

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)


def load(name: str) -> Any:
    return json.loads((Path(SPECS) / "samples/etsy" / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def page() -> Any:
    return load("receipts_page_real_2023_anonymised.json")


@pytest.fixture(scope="module")
def orders(page: Any) -> list[Any]:
    """The page as our connector reads it, from its bytes."""
    read = msgspec.json.decode(
        json.dumps(page).encode(), type=wire.Page[wire.Receipt], strict=False
    )
    assert read.count == len(read.results) == 10
    return [translate.order(each) for each in read.results]


def pairs(page: Any, orders: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(page["results"], orders, strict=True))


def amount(told: Any) -> Decimal:
    return Decimal(told["amount"]) / told["divisor"]


def test_every_receipt_is_read_under_its_number(page: Any, orders: list[Any]) -> None:
    for told, order in pairs(page, orders):
        assert order.remote_id == str(told["receipt_id"])
        assert order.placed_at == datetime.fromtimestamp(told["created_timestamp"], UTC)
        assert order.updated_at == datetime.fromtimestamp(told["updated_timestamp"], UTC)


def test_no_state_of_a_real_receipt_is_unknown(page: Any, orders: list[Any]) -> None:
    found = {told["status"]: order.payment for told, order in pairs(page, orders)}
    assert found == {"Fully Refunded": Payment.REFUNDED, "Completed": Payment.PAID}


def test_no_part_of_an_address_is_lost(page: Any, orders: list[Any]) -> None:
    for told, order in pairs(page, orders):
        said = {
            "name": told["name"], "address1": told["first_line"], "address2": told["second_line"],
            "city": told["city"], "province": told["state"], "zip": told["zip"],
            "country_code": told["country_iso"],
        }  # fmt: skip
        for part, text in said.items():
            assert getattr(order.ship_to, part) == html.unescape(text or "")
        assert not order.address_hidden


def test_texts_are_decoded_once(page: Any, orders: list[Any]) -> None:
    assert "Sam O'Sample" in {order.ship_to.name for order in orders}
    assert "&#39;" in json.dumps(page)
    assert "&#" not in repr(orders)


def test_every_line_is_read_with_its_price_and_options(page: Any, orders: list[Any]) -> None:
    count = 0
    for told, order in pairs(page, orders):
        for said, line in zip(told["transactions"], order.lines, strict=True):
            count += 1
            assert line.remote_id == str(said["transaction_id"])
            assert line.unit_price.amount == amount(said["price"])
            assert line.quantity == said["quantity"]
            chosen = [html.unescape(each["formatted_value"]) for each in said["variations"]]
            assert line.options == " / ".join(chosen)
            assert line.title == html.unescape(said["title"])
            assert line.properties == ()
    assert count == 12


def test_lines_of_the_same_variant_have_one_name_and_others_another(
    page: Any, orders: list[Any]
) -> None:
    named: dict[str, set[str]] = {}
    for told, order in pairs(page, orders):
        for said, line in zip(told["transactions"], order.lines, strict=True):
            values = [(each["property_id"], each["values"]) for each in said["product_data"]]
            named.setdefault(json.dumps([said["listing_id"], values]), set()).add(line.variant_id)
    assert all(len(names) == 1 for names in named.values())
    assert len({name for names in named.values() for name in names}) == len(named)


def test_the_money_adds_up(page: Any, orders: list[Any]) -> None:
    for told, order in pairs(page, orders):
        refunded = sum((amount(each["amount"]) for each in told["refunds"]), Decimal(0))
        assert order.refunded.amount == refunded
        assert order.total.amount == amount(told["grandtotal"]) - refunded
        if not refunded:
            taxes = amount(told["total_tax_cost"]) + amount(told["total_vat_cost"])
            assert order.tax.amount == taxes
            assert order.income.amount == amount(told["subtotal"]) + amount(
                told["total_shipping_cost"]
            )
    (refunded_order,) = [each for each in orders if each.payment is Payment.REFUNDED]
    assert refunded_order.income == Money(0, "USD")


def test_sent_receipts_leave_nothing_to_make(page: Any, orders: list[Any]) -> None:
    files = {
        str(line["transaction_id"])
        for told in page["results"]
        for line in told["transactions"]
        if line["is_digital"]
    }
    for order in orders:
        for line in order.lines:
            expected = Blocked.NOT_SHIPPED if line.remote_id in files else Blocked.DONE
            assert (line.to_fulfil, line.blocked) == (0, expected)


def test_every_parcel_is_read_also_where_a_sent_receipt_has_none(page: Any) -> None:
    for told in page["results"]:
        shipping = translate.shipping(msgspec.convert(told, wire.Receipt, strict=False))
        assert [each.tracking_numbers for each in shipping.parcels] == [
            (each["tracking_code"],) for each in told["shipments"]
        ]
        assert [each.remote_id for each in shipping.parcels] == [
            str(each["receipt_shipping_id"] or each["tracking_code"]) for each in told["shipments"]
        ]


# variations and personalization


def transaction(**parts: Any) -> wire.Transaction:
    return msgspec.convert({"transaction_id": 1, "listing_id": 2, "quantity": 1, **parts}, wire.Transaction)  # fmt: skip


def line_of(name: str) -> Any:
    sample = {key: each for key, each in load(name).items() if not key.startswith("_")}
    receipt = wire.Receipt(receipt_id=1, transactions=[transaction(**sample)])
    return translate.order(receipt).lines[0], sample


def test_several_answers_of_a_buyer_are_kept_apart_from_the_options() -> None:
    line, _ = line_of("transaction_variations_personalization_docs_shape.json")
    assert line.options == "Navy"
    assert line.properties == (
        LineProperty("Name to print", "O'Neil & Sons"),
        LineProperty("Font", "Century Gothic"),
        LineProperty("Family pictures", "https://example.com/upload/1.jpg"),
    )


def test_where_variations_and_product_data_disagree_both_are_read() -> None:
    line, sample = line_of("transaction_variations_vs_product_data_issue254.json")
    assert line.options == "Green / 14 UK women's"
    told = [(each["property_id"], each["values"][0]) for each in sample["product_data"]]
    assert line.variant_id == identity.variant_id(2, told)


# inventories


def test_the_inventory_of_a_listing_without_options() -> None:
    stock = msgspec.convert(load("inventory_get_no_variations_issue134.json"), raw.Inventory)
    (product,) = stock.living
    read = catalog_read.variant(raw.Listing(7), product)
    assert (read.remote_id, read.sku, read.options, read.price) == (
        "7-0",
        "",
        (),
        Money(2200, "EUR"),
    )
    assert properties.there_already(stock) == ()


def as_read(body: Any) -> raw.Inventory:
    """A body to be written, as it would be read back afterwards."""
    products = [
        {**each, "offerings": [
            {**one, "price": {"amount": round(one["price"] * 100), "divisor": 100, "currency_code": "USD"}}
            for one in each["offerings"]]}
        for each in body["products"]
    ]  # fmt: skip
    return msgspec.convert({**body, "products": products}, raw.Inventory)


def test_etsys_own_example_is_written_back_word_for_word() -> None:
    body = load("inventory_put_two_variations_docs.json")
    stock = as_read(body)
    written = inventory.restored(stock, properties.there_already(stock)).body()
    assert written == body


def test_the_write_that_wiped_a_listing_is_never_emitted() -> None:
    wiped = load("inventory_put_that_wiped_variations_issue337.json")["body"]
    variants = tuple(
        ListingVariant((("Color", sku),), Money(20 + 5 * n, "USD"), sku, sku)
        for n, sku in enumerate(each["sku"] for each in wiped["products"])
    )
    draft = ListingDraft("ref", "Tee", "", (), variants)
    written = {"Color": {each.sku: each.sku for each in variants}}
    made = inventory.plan(draft, raw.Inventory(), properties.chosen(draft, tuple), written, 1)
    for product in made.body()["products"]:  # type: ignore[attr-defined]
        assert product["property_values"]
    assert made.body()["sku_on_property"] == [513]


# the rest


def test_the_limits_headers_are_understood() -> None:
    headers = {
        name.lower(): value for name, value in load("rate_limit_headers_issue201.json").items()
    }
    day = limits.DayBudget(lambda: 0.0)
    limits.limiter(day, pause=lambda _s: None, monotonic=lambda: 0.0).learn("", headers)
    assert (day.left, day.limit) == (9349, 10_000)
    told = replies.details_of(Answer(400, headers, b""))
    assert "EuSclczDUolmxOCtSubJI5qBhF9d" in told


def test_every_error_seen_in_the_wild_is_told_apart() -> None:
    kinds = {}
    for each in load("errors_seen_in_the_wild.json"):
        answer = Answer(each["status"], {}, json.dumps(each["body"]).encode())
        error = replies.error_of(answer, "transactions_w")
        kinds[each["meaning"]] = type(error)
    assert (
        kinds
        == {
            "x-api-key lacks the shared secret": SignInFailed,
            "same, older wording": SignInFailed,
            "wrong half of key, or app not approved yet": SignInFailed,
            "refresh and retry once": SignInFailed,
            "seller must reconnect (e.g. password changed)": Refused,  # the token address has its own table
            "token endpoint hiccup; retry with the SAME refresh token": type(
                None
            ),  # not for this table: read again, or look first
            "createReceiptShipment on a key/region without fulfilment access": PermissionMissing,
            "Bearer token sent without the numeric user prefix": SignInFailed,
            "US order over $10 or India destination shipped without tracking": Refused,
        }
    )


def test_no_carrier_of_ours_is_one_that_etsy_does_not_know() -> None:
    text = (Path(SPECS) / "samples/etsy/carrier_names.tsv").read_text("utf-8")
    known = {line.split("\t")[0] for line in text.splitlines() if line and line[0] != "#"}
    assert set(carriers.SLUGS) == known


@pytest.mark.parametrize("name", ["listing_personalization_get_docs.json", "listing_personalization_post_docs.json"])  # fmt: skip
def test_a_listing_with_questions_is_read_like_any_other(name: str) -> None:
    told = {"listing_id": 7, "title": "Tee", "state": "active", "personalization": load(name)}
    assert msgspec.convert(told, raw.Listing).state == "active"
