"""Printify's own examples are read by our connector without losing a value, and say in our words what they mean.

`PODBRIDGE_SPECS` names the folder with the samples; without it these tests say so and are skipped.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.printify import (
    catalog,
    check,
    refusals,
    translate,
    wire,
    wire_products,
)
from podbridge_desktop.connectors.printify.request import order_body
from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.domain.fulfilment import (
    Costs,
    OrderedLine,
    SupplierOrderRequest,
    SupplierStatus,
)
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import NotThere, Refused, SignInFailed

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)

KINDS: dict[str, Any] = {
    "shops": list[wire.Shop],
    "product_response": wire_products.Product,
    "product_locked_response": wire_products.Product,
    "provider_variants": wire_products.ProviderVariants,
    "shipping_rates_v2_economy": wire.Page[wire_products.Rate],
    "upload_request_base64": wire_products.UploadBody,
    "upload_request_url": wire_products.UploadBody,
    "upload_response": wire_products.Upload,
    "publishing_failed_request": wire_products.PublishFailed,
    "order_submit_by_product": wire.OrderSubmit,
    "order_submit_by_sku": wire.OrderSubmit,
    "order_submit_on_the_fly": wire.OrderSubmit,
    "order_submit_personalised": wire.OrderSubmit,
    "order_submit_response": wire.Submitted,
    "order_list_page": wire.Page[wire.Order],
    "order_on_hold": wire.Order,
    "order_canceled": wire.Order,
    "order_partially_fulfilled": wire.Order,
    "order_fulfilled_two_shipments": wire.Order,
    "order_express_response": wire.Page[wire.ExpressOrder],
    "shipping_quote_response": dict[str, wire.Cents],
    "error_400_address": wire.Trouble,
    "error_400_image_quality": wire.Trouble,
    "error_400_upload_too_large": wire.Trouble,
    "error_400_upload_url": wire.Trouble,
    "error_400_upload_wrong_format": wire.Trouble,
    "error_401": wire.Trouble,
    "error_404": wire.Trouble,
    "error_409_duplicate_order": wire.Trouble,
}
# Of calls that we never make, and events that no address of ours could hear: read as plain JSON.
NEVER_ASKED = {
    "blueprint_get", "blueprint_print_providers", "event_order_updated", "event_publish_started", "event_shipment_created",
    "gpsr", "personalization_options", "personalization_preview_failed", "product_create_request", "publish_request",
    "publishing_succeeded_request", "shipping_methods_v2", "shipping_v1",
}  # fmt: skip


def folder() -> Path:
    return Path(SPECS) / "samples" / "printify"


def told(name: str) -> bytes:
    return (folder() / f"{name}.json").read_bytes()


def read(name: str) -> Any:
    return msgspec.json.decode(told(name), type=KINDS[name], strict=False)


def plain(value: Any) -> Any:
    """What was read, as JSON again, each field of it."""
    if isinstance(value, msgspec.Struct):
        fields = {f.encode_name: getattr(value, f.name) for f in msgspec.structs.fields(value)}
        return {k: plain(v) for k, v in fields.items() if v is not msgspec.UNSET}
    if isinstance(value, msgspec.Raw):
        return json.loads(bytes(value))
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


def lost(sample: Any, found: Any, where: str = "") -> list[str]:
    """The places of the sample whose value was not kept."""
    if isinstance(sample, dict):
        if not isinstance(found, dict):
            return [where]
        return [
            each
            for key, value in sample.items()
            for each in lost(value, found.get(key), f"{where}.{key}")
        ]
    if isinstance(sample, list):
        if not isinstance(found, list) or len(found) != len(sample):
            return [where]
        pairs = enumerate(zip(sample, found, strict=True))
        return [each for n, (one, other) in pairs for each in lost(one, other, f"{where}[{n}]")]
    return [] if sample == found else [where]


def test_every_sample_is_accounted_for() -> None:
    files = {path.stem for path in folder().glob("*.json")}
    assert files == KINDS.keys() | NEVER_ASKED


@pytest.mark.parametrize("name", KINDS)
def test_no_value_of_a_sample_is_lost(name: str) -> None:
    assert lost(json.loads(told(name)), plain(read(name))) == []


@pytest.mark.parametrize("name", sorted(NEVER_ASKED))
def test_the_others_are_json(name: str) -> None:
    assert json.loads(told(name))


# what they say in our words


def order(name: str) -> Any:
    return translate.reading(read(name), currency="USD")


def usd(cents: int) -> Money:
    return Money(cents, "USD")


def test_an_order_on_hold_waits_with_its_costs() -> None:
    found = order("order_on_hold")
    assert (found.status, found.external_id) == (SupplierStatus.DRAFT, "shopify:5678901234567")
    assert found.costs == Costs(usd(1050), usd(400), usd(0), usd(1450))
    assert [(line.reference, line.variant_id) for line in found.lines] == [
        ("13579024680", "5b05842f3921c9547531758d-17887")
    ]
    assert found.recipient is not None
    assert (found.recipient.name, found.recipient.country_code) == ("Test Buyer", "BE")
    assert found.changed_at == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)


def test_a_partly_fulfilled_order_tells_what_is_in_its_parcel() -> None:
    found = order("order_partially_fulfilled")
    assert found.status is SupplierStatus.PARTLY_SHIPPED
    [parcel] = found.parcels or ()
    assert (parcel.carrier, parcel.tracking_number) == ("usps", "94001116990045395649372")
    assert parcel.lines == (("13579024682", 1),)
    assert parcel.shipped_at == datetime(2026, 11, 5, 8, 30, tzinfo=UTC)


def test_a_fulfilled_order_tells_both_parcels_and_who_has_arrived() -> None:
    found = order("order_fulfilled_two_shipments")
    assert found.status is SupplierStatus.SHIPPED
    assert [each.delivered_at for each in found.parcels or ()] == [
        datetime(2026, 11, 9, 12, tzinfo=UTC),
        None,
    ]
    assert found.costs == Costs(usd(1050 + 2 * 516), usd(900), usd(0), usd(2982))


def test_a_cancelled_order_is_one() -> None:
    found = order("order_canceled")
    assert found.status is SupplierStatus.CANCELLED
    assert found.recipient is not None
    assert found.recipient.country_code == ""  # told by its name


def test_a_list_may_tell_its_names_as_text_or_number() -> None:
    page = read("order_list_page")
    assert [translate.name_of(each) for each in page.data] == [
        "shopify:5678901234567",
        "1370762297",
    ]
    assert [translate.status_of(each).value for each in page.data] == ["draft", "failed"]
    assert (page.total, page.last_page) == (None, None)


def test_a_product_has_its_variants_costs_and_pictures() -> None:
    product = catalog.product(read("product_response"), "USD")
    assert product is not None
    first, second = product.variants
    assert first.options == (("Size", '2x2"'), ("Type", "White"))
    assert (first.cost, first.retail, first.sku) == (usd(134), usd(400), "866375988")
    assert (first.print_provider, first.availability) == ("1", Availability.ACTIVE)
    assert second.image_url.endswith("/45742/2187/product.jpg")
    assert "Sample Maker" in product.description
    assert not product.locked


def test_a_locked_product_out_of_stock_is_told_as_both() -> None:
    listed = wire_products.ProviderVariants(1, variants=[wire_products.CatalogVariant(33719)])
    product = catalog.product(read("product_locked_response"), "USD", listed)
    assert product is not None
    assert product.locked
    assert [each.availability for each in product.variants] == [Availability.OUT_OF_STOCK]


def test_the_shops_are_told_apart() -> None:
    assert [check.is_native(each.sales_channel) for each in read("shops")] == [False, True, False]


def test_a_quote_names_every_method() -> None:
    quote = read("shipping_quote_response")
    assert [translate.shipping_cost(quote, n) for n in (1, 2, 3, 4)] == [1000, 5000, 799, 399]


def test_our_order_is_written_as_the_example_is() -> None:
    sample = json.loads(told("order_submit_by_product"))
    to, [line] = sample["address_to"], sample["line_items"]
    request = SupplierOrderRequest(
        external_id=sample["external_id"],
        recipient=Address(
            name=f"{to['first_name']} {to['last_name']}", address1=to["address1"], city=to["city"], zip=to["zip"],
            country_code=to["country"], phone=to["phone"], email=to["email"],
        ),
        lines=(OrderedLine(line["external_id"], f"{line['product_id']}-{line['variant_id']}", line["quantity"]),),
        store_order_number=sample["label"],
    )  # fmt: skip
    ours = json.loads(msgspec.json.encode(order_body(request)))
    redundant = {"is_printify_express", "is_economy_shipping"}
    assert {
        key: value for key, value in sample.items() if key not in {*redundant, "address_to"}
    } == {key: value for key, value in ours.items() if key != "address_to"}
    assert ours["address_to"] == {key: value for key, value in to.items() if key != "address2"}


@pytest.mark.parametrize(
    ("name", "status", "kind", "words"),
    [
        ("error_400_address", 400, Refused, "The zip field is required."),
        ("error_400_image_quality", 400, Refused, "too small"),
        ("error_400_upload_too_large", 400, Refused, "too large"),
        ("error_400_upload_url", 400, Refused, "could not fetch"),
        ("error_400_upload_wrong_format", 400, Refused, "no PNG or JPEG"),
        ("error_401", 401, SignInFailed, "expired or was revoked"),
        ("error_404", 404, NotThere, "does not have this"),
        ("error_409_duplicate_order", 409, refusals.NameTaken, "has an order of this name"),
    ],
)
def test_every_error_becomes_a_sentence(name: str, status: int, kind: type, words: str) -> None:
    error = refusals.error_of(Answer(status, {}, told(name)), "orders.write")
    assert isinstance(error, kind)
    assert words in error.message


def test_a_taken_name_tells_whose_it_is() -> None:
    error = refusals.error_of(Answer(409, {}, told("error_409_duplicate_order")), "orders.write")
    assert isinstance(error, refusals.NameTaken)
    assert error.order_id == "5a96f649b2439217d070f507"
