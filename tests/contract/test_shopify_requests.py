"""Every request of the Shopify connector holds against Shopify's own published schema, and its samples are read.

The schema is not part of the program: `PODBRIDGE_SPECS` names the folder that has it; without it these tests say so
and are skipped.
"""

import json
import os
import re
from pathlib import Path

import msgspec
import pytest
from graphql import (
    NoDeprecatedCustomRule,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import get_variable_values

from podbridge_desktop.connectors.answer import Answer, Unreadable
from podbridge_desktop.connectors.shopify import (
    operations,
    product_input,
    replies,
    tracking_companies,
    wire,
    wire_catalog,
)
from podbridge_desktop.connectors.shopify.auth import sign_in_refused
from podbridge_desktop.connectors.shopify.parcel_plan import Share
from podbridge_desktop.connectors.shopify.scopes import WANTED
from podbridge_desktop.connectors.shopify.translate import Reading, order
from podbridge_desktop.domain.orders import LineProperty
from tests.support.shopify_shop import draft

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)
SAMPLES = Path(SPECS) / "samples" / "shopify"
SHAPES = sorted((SAMPLES / "rest_go-shopify" / "orderlineitems").glob("*.json")) if SPECS else []

ID = "gid://shopify/Order/18697849798701"
PARCEL = {
    "lineItemsByFulfillmentOrder": Share(
        "loc", {"gid://shopify/FulfillmentOrder/1": {ID: 2}}
    ).as_input(),
    "notifyCustomer": True,
    "trackingInfo": {"company": "USPS", "number": "9400", "url": "https://example.com/t/1"},
}
EXISTING = product_input.Existing(
    wire_catalog.FoundProduct(
        ID,
        "mug",
        "Mug",
        "DRAFT",
        options=(wire_catalog.Option(ID, "Color"), wire_catalog.Option(ID, "Size")),
    ),
    wire_catalog.Product(ID, "Mug", "DRAFT", wire_catalog.Variants([], wire.PageInfo())),
    [wire_catalog.Medium(ID, "READY")],
)
VARIABLES = {
    "PING": {},
    "STORE_IDENTITY": {},
    "PROBE_CUSTOMER_DATA": {"first": 5},
    "PUBLICATIONS": {"first": 10},
    "ORDER_HEADS": {"filter": "updated_at:>='2026-11-20T08:00:00Z'", "first": 250, "after": None},
    "ORDER_BOOK": {
        "filter": "updated_at:>='2026-11-20T08:00:00Z'",
        "first": 90,
        "after": None,
        "parcels": 3,
        "numbers": 2,
    },
    "ORDER_DETAILS": {"ids": [ID], "lines": 5, "payments": 3},
    "ORDER_LINES": {"id": ID, "first": 50, "after": "x"},
    "ORDER_PAYMENTS": {"id": ID, "first": 50},
    "ORDER_SHIP_TO": {"ids": [ID]},
    "ORDER_WORK": {"ids": [ID], "parts": 1, "lines": 5},
    "MORE_WORK": {"id": ID, "parts": 5, "lines": 5, "after": "x"},
    "WORK_LINES": {"id": ID, "first": 100, "after": "x"},
    "ORDER_DETAILS_AND_ALL": {"ids": [ID], "lines": 5, "payments": 3, "parts": 1},
    "SHIPPING": {"id": ID, "first": 200, "parts": 1, "lines": 10},
    "PARCELS": {"ids": [ID]},
    "PARCEL_LINES": {"id": ID, "first": 100, "after": "x"},
    "CREATE_FULFILLMENT": {"fulfillment": PARCEL},
    "UPDATE_TRACKING": {
        "id": ID,
        "tracking": {"numbers": ["A", "B"], "urls": ["https://example.com/1"], "company": "UPS"},
        "notify": True,
    },
    "PRODUCT_HEADS": {"first": 250, "after": None},
    "PRODUCTS": {"ids": [ID], "variants": 10},
    "PRODUCT_VARIANTS": {"id": ID, "first": 100, "after": "x"},
    "FIND_PRODUCT": {"identifier": {"handle": "mug"}, "namespace": "podbridge", "key": "reference"},
    "PRODUCT_MEDIA": {"id": ID, "first": 100, "after": None},
    "SET_PRODUCT": {
        "identifier": {"handle": "mug"},
        "input": product_input.product(draft(), "mug", None, {}),
        "now": True,
    },
    "SET_PRODUCT_PROGRESS": {"id": ID},
    "STAGE_UPLOADS": {
        "input": [
            {
                "filename": "podbridge-1.png",
                "mimeType": "image/png",
                "resource": "IMAGE",
                "httpMethod": "POST",
                "fileSize": "1024",
            }
        ]
    },
    "PUBLISH": {"id": ID, "input": [{"publicationId": ID}]},
    "SET_STOCK": {
        "product": ID,
        "variants": [{"id": ID, "inventoryPolicy": "DENY", "inventoryItem": {"tracked": True}}],
    },
}


def sample(name):
    return json.loads((SAMPLES / name).read_text("utf-8"))


def test_every_request_is_known_here():
    assert set(VARIABLES) == set(operations.ALL)


@pytest.mark.parametrize("name", sorted(operations.ALL))
def test_a_request_is_valid_and_uses_nothing_deprecated(shopify_schema, name):
    document = parse(operations.ALL[name])
    rules = [*specified_rules, NoDeprecatedCustomRule]
    assert validate(shopify_schema, document, rules) == []


@pytest.mark.parametrize("name", sorted(operations.ALL))
def test_its_variables_are_taken(shopify_schema, name):
    check(shopify_schema, operations.ALL[name], VARIABLES[name])


def test_an_update_of_a_product_is_taken(shopify_schema):
    body = product_input.product(draft(), "mug", EXISTING, {})
    variables = {"identifier": {"id": ID}, "input": body, "now": False}
    check(shopify_schema, operations.SET_PRODUCT, variables)


def check(schema, text, variables):
    (operation,) = [
        each for each in parse(text).definitions if isinstance(each, OperationDefinitionNode)
    ]
    plain = json.loads(msgspec.json.encode(variables))
    result = get_variable_values(schema, operation.variable_definitions or (), plain)
    errors = result if isinstance(result, list) else getattr(result, "errors", None)
    assert not errors, errors


def test_fields_of_answers_are_asked_for_by_their_schema_names(shopify_schema):
    """What a shape expects must be what a document asks for: else it would be missing for ever."""
    asked = set(re.findall(r"\w+", " ".join(operations.ALL.values())))
    for module in (wire, wire_catalog):
        for shape in vars(module).values():
            if isinstance(shape, type) and issubclass(shape, wire.Wire):
                missing = {field.encode_name for field in msgspec.structs.fields(shape)} - asked
                assert not missing, f"{shape.__name__}: {missing}"


def test_the_examples_of_variables_are_taken_where_we_send_such(shopify_schema):
    examples = sample("variables_examples.json")
    for ours, theirs in (
        ("CREATE_FULFILLMENT", "CreateFulfillment"),
        ("ORDER_HEADS", "OrdersChangedSince"),
    ):
        check(shopify_schema, operations.ALL[ours], examples[theirs])
    upsert = examples["UpsertProduct"]
    check(shopify_schema, operations.SET_PRODUCT, {**_without(upsert, "synchronous"), "now": True})
    publish = _without(examples["PublishToChannels"], "check")
    check(shopify_schema, operations.PUBLISH, publish)
    tracking = examples["UpdateTracking"]
    variables = {"id": tracking["fulfillmentId"], "tracking": tracking["tracking"], "notify": False}
    check(shopify_schema, operations.UPDATE_TRACKING, variables)


def _without(mapping, name):
    return {key: value for key, value in mapping.items() if key != name}


def test_every_carrier_that_shopify_knows_is_spelled_its_way():
    listed = sample("tracking_companies.json")
    names = {
        *listed["any_country"],
        *(name for each in listed["by_shop_country"].values() for name in each),
    }
    assert names <= set(tracking_companies.KNOWN)
    for name in listed["any_country"]:
        assert tracking_companies.company(name.lower()) in names
    assert tracking_companies.company("DHL_GLOBAL_MAIL") == "DHL eCommerce"
    assert tracking_companies.company("ROYAL MAIL") == "Royal Mail"
    assert tracking_companies.company("Snail Post") == "Snail Post"


def test_the_scopes_we_ask_for_exist():
    access = json.dumps(
        json.loads((Path(SPECS) / "shopify-admin-2026-10.access.json").read_text("utf-8"))
    )
    assert [
        scope
        for scope in WANTED
        if scope not in access and scope.replace("read_", "write_") not in access
    ] == []


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_line_properties_are_read_or_refused_cleanly(shape):
    """The collected shapes in place of our `customAttributes`: a good one is read, a broken one is one clean error."""
    text = shape.read_text("utf-8")
    try:
        properties = json.loads(text).get("properties", [])
    except ValueError:
        with pytest.raises(Unreadable):
            replies.decode(
                answer_with("[]").replace(b'"customAttributes":[]', text.encode()), wire.OrdersData
            )
        return
    renamed = (
        [{**each, "key": each.get("name")} for each in properties]
        if isinstance(properties, list)
        else properties
    )
    body = answer_with(json.dumps(renamed))
    good = isinstance(renamed, list) and all(
        isinstance(each["key"], str) and isinstance(each.get("value"), str | None)
        for each in renamed
    )
    if not good:
        with pytest.raises(Unreadable):
            replies.decode(body, wire.OrdersData)
        return
    reply = replies.decode(body, wire.OrdersData)
    assert reply.data is not None
    (raw,) = reply.data.nodes
    assert raw is not None
    expected = tuple(LineProperty(each["key"], each.get("value") or "") for each in renamed)
    assert order(Reading(raw)).lines[0].properties == expected


def answer_with(attributes):
    """An order's answer with these custom attributes on its only line."""
    money = {"shopMoney": {"amount": "1.0"}}
    line = {
        "id": "gid://shopify/LineItem/1", "title": "Soda", "quantity": 1, "currentQuantity": 1,
        "requiresShipping": True, "discountedUnitPriceAfterAllDiscountsSet": money, "customAttributes": "HERE",
    }  # fmt: skip
    when = "2026-11-20T12:00:00Z"
    amounts = dict.fromkeys(
        (
            "currentSubtotalPriceSet",
            "currentShippingPriceSet",
            "currentTotalTaxSet",
            "netPaymentSet",
            "totalRefundedSet",
        ),
        money,
    )
    node = {
        "id": ID, "name": "#1", "createdAt": when, "updatedAt": when, "processedAt": when, "test": False,
        "currencyCode": "USD", **amounts, "transactions": [], "lineItems": {"nodes": [line], "pageInfo": {}},
    }  # fmt: skip
    text = json.dumps({"data": {"nodes": [node]}}, separators=(",", ":"))
    return text.replace('"HERE"', attributes).encode()


def test_the_sign_in_errors_of_the_paper_are_told_apart():
    told = {
        mark: sign_in_refused(
            Answer(400, {}, f"<html>Oauth error {mark}: no.</html>".encode())
        ).hint
        for mark in ("shop_not_permitted", "app_not_installed", "invalid_client")
    }
    assert len(set(told.values())) == 3
