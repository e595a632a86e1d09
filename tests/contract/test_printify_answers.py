"""The simulated Printify account speaks as the contract of Printify's API says.

The contract is not part of the program: `PODBRIDGE_SPECS` names the folder that has it; without it these tests say so
and are skipped.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from podbridge_desktop.sandbox.printify import fields
from podbridge_desktop.sandbox.printify.vendor import ROUTES
from tests.contract.printify_document import BUYER, SPECS, Client, Document, sample
from tests.contract.printify_journey import PAIR, journey

pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)


@pytest.fixture(scope="module")
def document() -> Document:
    return Document()


@pytest.fixture
def client(document: Document) -> Client:
    return Client(document)


@pytest.fixture(scope="module")
def walked(document: Document) -> Client:
    """An account after the whole journey; tests only look at it."""
    client = Client(document)
    journey(client)
    return client


def test_every_answer_of_a_whole_journey_keeps_to_the_contract(walked: Client) -> None:
    assert walked.wrong == []


def test_the_journey_makes_every_call_of_the_contract(walked: Client) -> None:
    assert set(walked.document.operations) - walked.called == set()


def test_the_account_plays_no_call_that_the_contract_lacks(document: Document) -> None:
    played = {
        re.sub(r"\{[^}]+\}", "{}", f"{route.method} {route.path}")
        for route in ROUTES
        if not route.public
    }
    known = {
        re.sub(r"\{[^}]+\}", "{}", f"{method} {path}")
        for method, path, _ in document.operations.values()
    }
    assert played == known


def test_all_statuses_of_the_journey_are_known_values(walked: Client) -> None:
    schemas = walked.document.text["components"]["schemas"]
    kept = walked.vendor.book.orders.values()
    assert {order["status"] for order in kept} <= set(schemas["OrderStatus"]["x-known-values"])
    lines = {line["status"] for order in kept for line in order["lines"]}
    assert lines <= set(schemas["LineItemStatus"]["x-known-values"])


@pytest.mark.parametrize("kind", ["revoked", "scopeless", "limited"])
def test_refusals_before_the_work_keep_to_the_contract(client: Client, kind: str) -> None:
    if kind == "revoked":
        client.vendor.revoke_key()
    elif kind == "scopeless":
        client.vendor.set_scopes([])
    else:
        client.vendor.limiter(on=True)
        client.vendor.book.limits["general"] = {"start": client.now.timestamp(), "used": 600}
    assert "error" in client("GET", "orders.json")
    assert client.wrong == []


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("order_submit_by_product", fields.ORDER), ("order_submit_by_sku", fields.ORDER),
        ("order_submit_on_the_fly", fields.ORDER), ("order_submit_personalised", fields.ORDER),
        ("product_create_request", fields.PRODUCT), ("publish_request", fields.PUBLISH),
        ("publishing_failed_request", fields.FAILED), ("publishing_succeeded_request", fields.SUCCEEDED),
        ("upload_request_base64", fields.UPLOAD), ("upload_request_url", fields.UPLOAD),
    ],
)  # fmt: skip
def test_sample_requests_pass_our_field_tables(name: str, table: fields.Table) -> None:
    assert fields.check(sample(f"{name}.json"), table)


def test_our_field_tables_know_every_field_of_the_contract(document: Document) -> None:
    schemas = document.text["components"]["schemas"]
    for name, table in (
        ("ProductUpdate", fields.PRODUCT_CHANGE), ("PublishFlags", fields.PUBLISH), ("OrderSubmit", fields.ORDER),
        ("AddressSubmit", fields.ADDRESS), ("SupportRequestCreate", fields.SUPPORT), ("Personalisation", fields.PERSONAL),
    ):  # fmt: skip
        assert {each.rstrip("*") for each in table} == set(schemas[name]["properties"]), name


def fields_of(value: Any) -> set[str]:
    """The names in an object, those of objects inside with their path; of lists the first element counts."""
    if isinstance(value, list):
        return fields_of(value[0]) if value else set()
    if not isinstance(value, dict):
        return set()
    return set(value) | {
        f"{name}.{inner}" for name, part in value.items() for inner in fields_of(part)
    }


@pytest.mark.parametrize(
    "name", ["order_on_hold", "order_fulfilled_two_shipments", "order_canceled"]
)
def test_orders_have_the_fields_of_the_samples(client: Client, name: str) -> None:
    client.vendor.turn(split_rate=0)
    path = client.submit(
        "a",
        client.line(external_id="1"),
        client.line("Sleepy Sun Mug"),
        address_to={**BUYER, "company": ""},
    )
    if name == "order_canceled":
        client("POST", f"{path}/cancel.json")
    elif name == "order_fulfilled_two_shipments":
        client("POST", f"{path}/send_to_production.json")
        client.later(days=12)
    ours = client("GET", f"{path}.json")
    assert fields_of(sample(f"{name}.json")) <= fields_of(ours)
    assert ours["status"] == sample(f"{name}.json")["status"]


def test_products_have_the_fields_of_the_sample(client: Client) -> None:
    path = f"products/{client.product('Garden Bloom Stickers')['id']}"
    client("POST", f"{path}/publishing_succeeded.json", sample("publishing_succeeded_request.json"))
    ours = client("GET", f"{path}.json")
    assert fields_of(sample("product_response.json")) <= fields_of(ours)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("shops", "/v1/shops.json"), ("blueprint_get", "/v1/catalog/blueprints/6.json"),
        ("blueprint_print_providers", "/v1/catalog/blueprints/6/print_providers.json"),
        ("provider_variants", f"/v1/{PAIR}/variants.json"), ("shipping_v1", f"/v1/{PAIR}/shipping.json"),
        ("shipping_methods_v2", f"/v2/{PAIR}/shipping.json"), ("shipping_rates_v2_economy", f"/v2/{PAIR}/shipping/economy.json"),
    ],
)  # fmt: skip
def test_catalog_answers_have_the_fields_of_the_samples(
    client: Client, name: str, path: str
) -> None:
    assert fields_of(sample(f"{name}.json")) <= fields_of(client("GET", path))


@pytest.mark.parametrize(
    ("name", "method", "path", "body"),
    [
        ("error_400_upload_url", "POST", "/v1/uploads/images.json", {"file_name": "a.png", "url": "https://files.invalid/a"}),
        ("error_400_upload_wrong_format", "POST", "/v1/uploads/images.json", {"file_name": "a", "contents": "AAAA"}),
        ("error_401", "GET", "/v1/shops.json", None), ("error_404", "GET", "orders/5a96f649b2439217d070f507.json", None),
    ],
)  # fmt: skip
def test_refusals_read_like_the_samples(
    client: Client, name: str, method: str, path: str, body: Any
) -> None:
    if name == "error_401":
        client.vendor.revoke_key()
    ours, theirs = client(method, path, body), sample(f"{name}.json")
    assert fields_of(ours) == fields_of(theirs)
    for key in ("error", "code", "message"):
        assert ours.get(key) == theirs.get(key)


def test_order_refusals_read_like_the_samples(client: Client) -> None:
    client.vendor.turn(enforce_external_id=True)
    client.submit("a")
    ours = client("POST", "orders.json", client.order("a"))
    theirs = sample("error_409_duplicate_order.json")
    assert fields_of(ours) == fields_of(theirs)
    assert (ours["code"], ours["errors"]) == (theirs["code"], theirs["errors"])
    zipless = client("POST", "orders.json", client.order("b", address_to={**BUYER, "zip": ""}))
    assert zipless == sample("error_400_address.json")
