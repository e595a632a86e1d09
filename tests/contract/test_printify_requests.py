"""What our Printify connector sends keeps to its contract: paths, parameters, headers and bodies, and no unknown field.

`PODBRIDGE_SPECS` names the folder with the documents; without it these tests say so and are skipped.
"""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from openapi_schema_validator import OAS31Validator

from podbridge_desktop.domain.fulfilment import Watched
from podbridge_desktop.sandbox.printify import SHOP_ID
from tests.support.printful_account import Recording
from tests.support.printify_account import NAME, Account, account

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00"
    b"\rIDATx\xdacd\xf8\xcfP\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82"
)


def journey(made: Account, recording: Recording) -> None:
    """All that the connector ever asks, once."""
    printify = made.supplier(fields={"approval": "manual"}, transport=recording)
    printify.check()
    opaque = made.vendor.book.tokens
    opaque["opaque"] = next(iter(opaque.values()))
    printify = made.supplier(token="opaque", transport=recording)
    printify.check()
    made.vendor.set_stock(12100, "out_of_stock")
    product = next(iter(printify.products()))
    list(printify.products())
    made.vendor.lock_product(product.remote_id)
    printify.unlock_product(product.remote_id)
    printify.archive_picture(printify.upload_picture("front.png", PIXEL))
    mug = next(n for n, each in enumerate(made.products()) if each["blueprint"] == 68)
    request = made.request(lines=(made.line(mug), made.line(mug, quantity=2, reference="2")))
    made.later(700)  # until the products' costs are old
    printify.quote(request)
    order = printify.create_order(request)
    printify.find_order(NAME, made.clock.now() - timedelta(hours=1))
    printify.find_orders("s7k3qd-")
    printify.confirm_order(order.remote_id)
    second = printify.create_order(made.request("s7k3qd-2-m2x4qpa", lines=request.lines))
    printify.cancel_order(second.remote_id)
    many = [Watched(f"{n:024x}", "in-production") for n in range(12)]
    list(printify.news([*many, Watched(order.remote_id, "")], made.clock.now() - timedelta(days=1)))
    made.later(9 * 86_400)
    printify.parcels(order.remote_id)


@pytest.fixture(scope="module")
def requests() -> list[httpx.Request]:
    recording = Recording()
    with account() as made:
        journey(made, recording)
    return recording.requests


@pytest.fixture(scope="module")
def document() -> Any:
    return yaml.safe_load((Path(SPECS) / "printify-openapi.yaml").read_text("utf-8"))


def operation(document: Any, request: httpx.Request) -> tuple[str, Any, Any]:
    """The most literal path, its common part, and its operation."""
    fitting = [
        (template.count("{"), template)
        for template, operations in document["paths"].items()
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), request.url.path)
        and request.method.lower() in operations
    ]
    assert fitting, f"{request.method} {request.url.path} is in no document"
    template = min(fitting)[1]
    path = document["paths"][template]
    return template, path, path[request.method.lower()]


def resolved(document: Any, node: Any) -> Any:
    while "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def problems(document: Any, request: httpx.Request) -> list[str]:
    template, path, wanted = operation(document, request)
    given = [*path.get("parameters", []), *wanted.get("parameters", [])]
    known = {(p["in"], p["name"].lower()): p for p in (resolved(document, p) for p in given)}
    wrong = [
        f"{template}: parameter {name}"
        for name in request.url.params
        if ("query", name) not in known
    ]
    for name, value in request.url.params.items():
        schema = known.get(("query", name), {}).get("schema", {})
        read = int(value) if schema.get("type") == "integer" else value
        wrong += [f"{template}: {name}: {each.message}" for each in errors(document, schema, read)]
    wrong += [
        f"{template}: header {name}"
        for (place, name), each in known.items()
        if place == "header" and each.get("required") and not request.headers.get(name)
    ]
    return wrong + body_problems(document, template, wanted, request)


def errors(document: Any, schema: Any, value: Any) -> list[Any]:
    whole = {"allOf": [schema], "components": document["components"]}
    return list(OAS31Validator(whole).iter_errors(value))


def body_problems(document: Any, template: str, wanted: Any, request: httpx.Request) -> list[str]:
    body = wanted.get("requestBody")
    if not request.content:
        return [f"{template}: a body is needed"] if body and body.get("required") else []
    if body is None:
        return [f"{template}: takes no body"]
    schema = resolved(document, body)["content"]["application/json"]["schema"]
    sent = json.loads(request.content)
    wrong = [
        f"{template}: {'/'.join(map(str, e.absolute_path))}: {e.message}"
        for e in errors(document, schema, sent)
    ]
    return wrong + [f"{template}: unknown field {name}" for name in unknown(document, schema, sent)]


def unknown(document: Any, schema: Any, value: Any, where: str = "") -> list[str]:
    """Fields that no alternative of the schema has, at any depth."""
    schema = resolved(document, schema)
    parts = [schema]
    for kind in ("allOf", "anyOf", "oneOf"):
        parts += [resolved(document, each) for each in schema.get(kind, [])]
    if isinstance(value, list):
        return [
            name
            for each in value
            for name in unknown(document, schema["items"], each, f"{where}[]")
        ]
    if not isinstance(value, dict):
        return []
    fields = {name: each for part in parts for name, each in part.get("properties", {}).items()}
    found = [f"{where}.{name}" for name in value if name not in fields]
    return found + [
        name
        for key, each in value.items()
        if key in fields
        for name in unknown(document, fields[key], each, f"{where}.{key}")
    ]


def test_every_request_is_as_the_contract_says(
    document: Any, requests: list[httpx.Request]
) -> None:
    assert [wrong for request in requests for wrong in problems(document, request)] == []


def test_the_journey_made_every_call_that_the_connector_knows(
    document: Any, requests: list[httpx.Request]
) -> None:
    made = {operation(document, request)[2]["operationId"] for request in requests}
    assert made == {
        "listShops", "listProducts", "getProduct", "setPublishingFailed", "listVariants", "getShippingRatesV2",
        "uploadImage", "archiveUpload", "quoteShipping", "submitOrder", "listOrders", "getOrder", "sendToProduction",
        "cancelOrder",
    }  # fmt: skip


def test_calls_that_must_never_be_made_are_not(
    document: Any, requests: list[httpx.Request]
) -> None:
    marks = {operation(document, request)[2].get("x-app") for request in requests}
    assert marks <= {None, "costs-money"}


def test_every_request_names_the_program_and_the_token(requests: list[httpx.Request]) -> None:
    for request in requests:
        assert request.headers["user-agent"].startswith("PodBridge-Desktop/")
        assert request.headers["authorization"].startswith("Bearer ")
        assert request.url.path.endswith(".json")


def test_an_order_carries_our_names_and_lets_the_store_mail_the_buyer(
    requests: list[httpx.Request],
) -> None:
    submits = [
        json.loads(request.content)
        for request in requests
        if (request.method, request.url.path) == ("POST", f"/v1/shops/{SHOP_ID}/orders.json")
    ]
    assert len(submits) == 2
    first = submits[0]
    assert (first["external_id"], first["label"]) == (NAME, "#1001")
    assert first["send_shipping_notification"] is False
    assert [line["external_id"] for line in first["line_items"]] == ["14200000001", "2"]
    assert all(
        set(line) == {"product_id", "variant_id", "quantity", "external_id"}
        for line in first["line_items"]
    )


def test_pages_are_no_larger_than_allowed(requests: list[httpx.Request]) -> None:
    limits = {
        request.url.path.rpartition("/")[2]: int(request.url.params["limit"])
        for request in requests
        if "limit" in request.url.params and request.url.params["limit"] != "1"
    }
    assert limits == {"orders.json": 10, "products.json": 50}
