"""What our Etsy connector sends keeps to Etsy's own document, and to what has changed since that copy was made.

`PODBRIDGE_SPECS` names the folder with the documents; without it these tests say so and are skipped.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from openapi_schema_validator import OAS30Validator

from podbridge_desktop.connectors.etsy.scopes import WANTED
from tests.support.etsy_shop import Shop, shop
from tests.support.printful_account import Recording

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)

TOKEN = "/v3/public/oauth/token"
FORM, JSON, FILES = "application/x-www-form-urlencoded", "application/json", "multipart/form-data"


def load(name: str) -> Any:
    return json.loads((Path(SPECS) / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def document() -> Any:
    """Etsy's document with the changes that were published after it."""
    made = load("etsy-openapi-v3.json")
    operations = {
        each["operationId"]: each for ops in made["paths"].values() for each in ops.values()
    }
    for change in load("etsy-openapi-v3.delta-2026-10.json")["changes"]:
        for name in change.get("op", []):
            _amend(operations[name], change)
    return made


def _amend(operation: Any, change: Any) -> None:
    for body in operation.get("requestBody", {}).get("content", {}).values():
        fields = body["schema"]["properties"]
        for name in change.get("removed_body_fields", []):
            fields.pop(name, None)
        for name in change.get("added_body_fields", []):
            fields[name] = {"type": "string", "nullable": True}
    for name in change.get("added_query", []):
        operation.setdefault("parameters", []).append(
            {"in": "query", "name": name, "schema": {"type": "boolean"}}
        )


def journey(made: Shop, recording: Recording) -> None:
    """All that the connector ever asks, once and with everything it may say."""
    etsy = made.channel(transport=recording)
    etsy.check()
    first, second = made.product("CANDLE-HONEY", "CANDLE-WAX")
    receipt = made.buy((first, 1), (second, 2))
    list(etsy.changed_orders(None))
    etsy.read_orders((str(receipt["id"]),))
    etsy.shipping_of(str(receipt["id"]))
    etsy.push_tracking(made.parcel(receipt, carrier="YunExpress"))
    list(etsy.listings())
    draft = made.draft(choices=(("section", "Handmade"), ("auto_renew", "yes")))
    etsy.find_listing(draft.reference)
    pushed = made.pushed(etsy, draft, None)
    live = replace(draft, publish=True, title="Mountain Tee: 100% cotton & soft", tags=("a-b'c™",))
    made.pushed(etsy, live, pushed.remote_id)
    three = tuple(
        replace(each, options=(*each.options, ("Fit", "Slim"))) for each in draft.variants
    )
    made.pushed(etsy, replace(draft, reference="three", variants=three), None)


@pytest.fixture(scope="module")
def requests() -> list[httpx.Request]:
    recording = Recording()
    with shop() as made:
        journey(made, recording)
    return [each for each in recording.requests if each.url.path.startswith("/v3/")]


def operation(document: Any, request: httpx.Request) -> tuple[str, Any]:
    """The fitting path with the fewest numbers in it: `/listings/batch/…` is no listing."""
    fitting = [
        (template.count("{"), template)
        for template, operations in document["paths"].items()
        if request.method.lower() in operations
        and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), request.url.path)
    ]
    assert fitting, f"{request.method} {request.url.path} is in no document"
    template = min(fitting)[1]
    return template, document["paths"][template][request.method.lower()]


def api_calls(requests: list[httpx.Request]) -> list[httpx.Request]:
    return [each for each in requests if each.url.path != TOKEN]


def checker(document: Any, schema: Any) -> OAS30Validator:
    return OAS30Validator({"allOf": [schema], "components": document["components"]})


def typed(text: str, schema: Any) -> Any:
    """A text of a query or form as its schema means it: lists are joined by commas."""
    kind = schema.get("type")
    if kind == "array":
        return [typed(part, schema["items"]) for part in text.split(",")]
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    if kind == "boolean":
        return {"true": True, "false": False, "1": True, "0": False}[text]
    return text


def wrong_values(document: Any, where: str, values: dict[str, str], known: Any) -> list[str]:
    found = [f"{where}: unknown {name}" for name in values if name not in known]
    for name, text in values.items():
        if name in known:
            errors = checker(document, known[name]).iter_errors(typed(text, known[name]))
            found += [f"{where}: {name}: {error.message}" for error in errors]
    return found


def query_problems(document: Any, template: str, wanted: Any, request: httpx.Request) -> list[str]:
    known = {each["name"]: each for each in wanted.get("parameters", []) if each["in"] == "query"}
    sent = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
    missing = [
        f"{template}: {name} is needed"
        for name, each in known.items()
        if each.get("required") and name not in sent
    ]
    schemas = {name: each["schema"] for name, each in known.items()}
    return missing + wrong_values(document, template, sent, schemas)


def body_problems(document: Any, template: str, wanted: Any, request: httpx.Request) -> list[str]:
    content = wanted.get("requestBody", {}).get("content", {})
    if not request.content:
        return [f"{template}: a body is needed"] if content else []
    kind = request.headers["content-type"].partition(";")[0]
    if kind not in content:
        return [f"{template}: takes no {kind}"]
    schema = content[kind]["schema"]
    if kind == JSON:
        sent = json.loads(request.content)
        wrong = [
            f"{template}: {'/'.join(map(str, e.absolute_path))}: {e.message}"
            for e in checker(document, schema).iter_errors(sent)
        ]
        return wrong + [f"{template}: unknown field {name}" for name in unknown(schema, sent)]
    given = form_of(request) if kind == FORM else parts_of(request)
    files = {name for name, each in schema["properties"].items() if each.get("format") == "binary"}
    missing = [f"{template}: {name} is needed" for name in schema.get("required", []) if name not in given]  # fmt: skip
    texts = {name: text for name, text in given.items() if name not in files}
    return missing + wrong_values(document, template, texts, schema["properties"])


def form_of(request: httpx.Request) -> dict[str, str]:
    return dict(parse_qsl(request.content.decode(), keep_blank_values=True))


def parts_of(request: httpx.Request) -> dict[str, str]:
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True).decode("latin-1")
        for part in message_from_bytes(head + request.content).get_payload()
    }  # fmt: skip


def unknown(schema: Any, value: Any, where: str = "") -> list[str]:
    """Fields that the schema does not have, at any depth."""
    if isinstance(value, list):
        return [n for each in value for n in unknown(schema.get("items", {}), each, f"{where}[]")]
    if not isinstance(value, dict):
        return []
    fields = schema.get("properties", {})
    found = [f"{where}.{name}" for name in value if name not in fields]
    return found + [
        name for key, each in value.items() if key in fields for name in unknown(fields[key], each, f"{where}.{key}")
    ]  # fmt: skip


def test_every_request_is_as_the_document_says(
    document: Any, requests: list[httpx.Request]
) -> None:
    problems = []
    for request in api_calls(requests):
        template, wanted = operation(document, request)
        problems += query_problems(document, template, wanted, request)
        problems += body_problems(document, template, wanted, request)
    assert problems == []


def test_every_call_bears_both_halves_of_the_key_and_the_users_token(
    requests: list[httpx.Request],
) -> None:
    for request in api_calls(requests):
        assert re.fullmatch(r"[^:\s]+:[^:\s]+", request.headers["x-api-key"])
        assert re.fullmatch(r"Bearer \d+\.\S+", request.headers["authorization"])


def test_the_token_address_is_asked_without_the_secret(requests: list[httpx.Request]) -> None:
    asked = [each for each in requests if each.url.path == TOKEN]
    assert asked
    for request in asked:
        assert "x-api-key" not in request.headers
        assert request.headers["content-type"] == FORM
        assert set(form_of(request)) == {"grant_type", "client_id", "refresh_token"}


def test_the_scopes_that_we_ask_for_are_those_that_our_calls_need(
    document: Any, requests: list[httpx.Request]
) -> None:
    needed = set()
    for request in api_calls(requests):
        _, wanted = operation(document, request)
        for each in wanted.get("security", []):
            needed |= set(each.get("oauth2", []))
    assert needed == set(WANTED)


def test_the_journey_made_every_call_that_the_connector_knows(
    document: Any, requests: list[httpx.Request]
) -> None:
    made = {operation(document, each)[1]["operationId"] for each in api_calls(requests)}
    assert made == {
        "tokenScopes", "getMe", "getShop", "getShopReceipts", "getShopReceipt", "createReceiptShipment",
        "getListingsByShop", "getListing", "getListingsInventoryByListingIds", "getListingInventory",
        "getShopShippingProfiles", "getShopReadinessStateDefinitions", "getShopReturnPolicies",
        "getShopProductionPartners", "getShopSections", "getSellerTaxonomyNodes", "getPropertiesByTaxonomyId",
        "createDraftListing", "updateListing", "uploadListingImage", "getListingImages", "updateListingInventory",
        "getListingVariationImages", "updateVariationImages",
    }  # fmt: skip


def test_the_flag_that_etsy_took_away_is_never_sent(requests: list[httpx.Request]) -> None:
    assert not [each for each in requests if "legacy" in each.url.params]


def test_tracking_goes_as_json_under_a_json_header(requests: list[httpx.Request]) -> None:
    (request,) = [each for each in requests if each.url.path.endswith("/tracking")]
    assert request.headers["content-type"] == JSON
    assert json.loads(request.content)["carrier_name"] == "other"


def test_a_listing_with_three_options_says_so(requests: list[httpx.Request]) -> None:
    written = [each for each in requests if each.method == "PUT"]
    assert [each.url.params.get("max_variations_supported") for each in written] == [
        None,
        None,
        "3",
    ]


def test_only_the_listing_that_was_to_go_live_was_activated(requests: list[httpx.Request]) -> None:
    states = [form_of(each).get("state") for each in requests if each.method == "PATCH"]
    assert [each for each in states if each] == ["active"]
