"""The simulated Printful account speaks as the vendor's own documents say.

The documents are not part of the program: `PODBRIDGE_SPECS` names the folder that has them; without it these tests
say so and are skipped.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.printful import STORE_TOKEN, PrintfulVendor, fields
from podbridge_desktop.sandbox.printful.errors import Refusal

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)

RECIPIENT = {
    "name": "Åsa O’Brien", "address1": "19749 Dearborn St", "city": "Chatsworth", "state_code": "CA", "country_code": "US",
    "zip": "91311",
}  # fmt: skip


def load(name: str) -> Any:
    return json.loads((Path(SPECS) / name).read_text("utf-8"))


class Documents:
    """Both OpenAPI files with their known defects mended, and the schema of each answer in them."""

    def __init__(self) -> None:
        self.v1 = load("printful-openapi-v1.json")
        self.v2 = load("printful-openapi-v2.json")
        self._mend()

    def _mend(self) -> None:
        """The defects that the Printful paper lists: each line names the one it mends."""
        scopes = self.v2["components"]["schemas"]["OAuthScope"]["properties"]["value"]
        scopes["enum"] = sorted(set(scopes["enum"]) | {"webhooks"})
        for document in (self.v1, self.v2):
            for node in _nodes(document["components"]):
                if (
                    "example" in node
                    and node.get("type") == "integer"
                    and "-" in str(node["example"])
                ):
                    node["type"] = (
                        "string"  # v1 shipping dates are typed integer, the example is a date
                    )
                if isinstance(node.get("type"), str) and document is self.v1:
                    node["nullable"] = (
                        True  # recorded v1 answers have null where the document says string
                    )
        # v1 shipments give the time as a number, the document says string
        for node in _nodes(self.v1["components"]):
            if "shipped_at" in node and isinstance(node["shipped_at"], dict):
                node["shipped_at"]["type"] = "integer"
        # the estimate's digitization is typed string among numbers
        for node in _nodes(self.v1["components"]):
            if isinstance(node.get("digitization"), dict) and isinstance(
                node.get("subtotal"), dict
            ):
                node["digitization"]["type"] = node["subtotal"]["type"]
        # a mockup task demands `items`, which the document does not describe and its own examples lack
        self.v2["components"]["schemas"]["MockupGeneratorTask"]["required"].remove("items")
        # estimation tasks say that costs may be null while pending, but only in one branch of an allOf
        for name in ("CostsSummary", "Costs", "RetailCosts"):
            self.v2["components"]["schemas"].get(name, {})["nullable"] = True

    def errors(self, method: str, path: str, response: Response) -> list[str]:
        """What the answer has against its document."""
        document = self.v2 if path.startswith("/v2/") else self.v1
        for template, operations in document["paths"].items():
            pattern = re.sub(
                r"\\{[^}]+\\}", "[^/]+", re.escape(template).replace("\\{", "{").replace("\\}", "}")
            )
            pattern = re.sub(r"\{[^}]+\}", "[^/]+", pattern)
            if re.fullmatch(pattern, path) and method.lower() in operations:
                return self._check(document, operations[method.lower()], response)
        return [f"{method} {path} is in no document"]

    def _check(self, document: Any, operation: Any, response: Response) -> list[str]:
        answers = operation["responses"]
        answer = answers.get(str(response.status))
        if answer is None:
            return [f"status {response.status} is not documented: {response.body[:200]!r}"]
        answer = _resolve(document, answer)
        if "content" not in answer:
            return [] if not response.body else ["a body that is not documented"]
        schema = answer["content"]["application/json"]["schema"]
        validator = OAS30Validator(
            {**schema, "components": document["components"], "paths": document["paths"]}
            if "$ref" not in schema
            else {
                "allOf": [schema],
                "components": document["components"],
                "paths": document["paths"],
            },
            format_checker=oas30_format_checker,
        )
        found = validator.iter_errors(json.loads(response.body))
        return [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[-160:]}" for error in found
        ]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _resolve(document: Any, node: Any) -> Any:
    while "$ref" in node:
        target = document
        for part in node["$ref"][2:].split("/"):
            target = target[part]
        node = target
    return node


class Client:
    """Calls the account in process and keeps what each answer has against its document."""

    def __init__(self, vendor: PrintfulVendor, documents: Documents) -> None:
        self.vendor, self.documents = vendor, documents
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.wrong: list[str] = []
        self.called: set[str] = set()

    def __call__(self, method: str, target: str, body: Any = None, token: str = STORE_TOKEN) -> Any:
        path, _, query = target.partition("?")
        content = b"" if body is None else json.dumps(body).encode()
        response = self.vendor.handle(
            Request(method, path, query, {"authorization": f"Bearer {token}"}, content), self.now
        )
        self.called.add(f"{method} {path}")
        self.wrong += [
            f"{method} {target}: {error}" for error in self.documents.errors(method, path, response)
        ]
        return json.loads(response.body) if response.body else None


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents()


@pytest.fixture
def client(documents: Documents) -> Client:
    vendor = PrintfulVendor(seed="contract")
    vendor.limiter(on=False)
    return Client(vendor, documents)


def test_every_reading_call_answers_as_documented(client: Client) -> None:
    for path in (
        "/oauth/scopes", "/stores", f"/stores/{10461972}", "/products", "/products?category_id=24", "/products/71",
        "/products/variant/4011", "/categories", "/categories/24", "/countries", "/store/products", "/product-templates",
        "/mockup-generator/printfiles/71", "/orders", "/approval-sheets", "/v2/stores", "/v2/stores/10461972",
        "/v2/oauth-scopes", "/v2/catalog-products", "/v2/catalog-products/71", "/v2/catalog-products/71/catalog-variants",
        "/v2/catalog-products/71/prices", "/v2/catalog-products/71/availability", "/v2/catalog-products/71/mockup-styles",
        "/v2/catalog-variants/4011", "/v2/catalog-variants/4011/prices", "/v2/catalog-variants/4011/availability",
        "/v2/countries?limit=250", "/v2/orders", "/v2/approval-sheets",
    ):  # fmt: skip
        client("GET", path)
    assert client.wrong == []


def test_products_are_made_changed_and_deleted_as_documented(client: Client) -> None:
    head = {"name": "Test tee", "external_id": "tee-1"}
    variant = {
        "variant_id": 4011,
        "retail_price": "20.00",
        "files": [{"url": "https://files.example.com/a.png"}],
    }
    made = client("POST", "/store/products", {"sync_product": head, "sync_variants": [variant]})[
        "result"
    ]
    client("GET", "/store/products/@tee-1")
    client.now += timedelta(minutes=5)
    info = client("GET", f"/store/products/{made['id']}")["result"]
    added = client(
        "POST", f"/store/products/{made['id']}/variants", {**variant, "variant_id": 4012}
    )["result"]
    client("GET", f"/store/variants/{added['id']}")
    client("PUT", f"/store/variants/{added['id']}", {"sku": "NEW"})
    client(
        "PUT",
        f"/store/products/{made['id']}",
        {"sync_variants": [{"id": info["sync_variants"][0]["id"]}]},
    )
    client("DELETE", f"/store/variants/{info['sync_variants'][0]['id']}")
    client("DELETE", f"/store/products/{made['id']}")
    client("GET", f"/store/products/{made['id']}")
    assert client.wrong == []


def test_a_linked_store_answers_as_documented(client: Client) -> None:
    listing = {
        "external_id": "5606589595670",
        "name": "Crop Tee",
        "variants": [{"external_id": "35654832619542", "variant_id": 4011}],
    }
    store = client.vendor.link_store("my-shop.example.com", "shopify", [listing])
    client.vendor.book.keys["linked"] = {"kind": "store", "store": store}
    for method, path, body in (
        ("GET", "/sync/products?status=synced&limit=100&offset=0&search=", None),
        ("GET", "/sync/products/@5606589595670", None), ("GET", "/sync/variant/@35654832619542", None),
        ("PUT", "/sync/variant/@35654832619542", {"sku": "X"}), ("DELETE", "/sync/variant/@35654832619542", None),
        ("DELETE", "/sync/products/@5606589595670", None), ("GET", "/sync/products/1", None),
    ):  # fmt: skip
        client(method, path, body, token="linked")
    assert client.wrong == []


def an_order(client: Client, name: str) -> Any:
    product = client("GET", "/store/products")["result"][-1]
    variants = client("GET", f"/store/products/{product['id']}")["result"]["sync_variants"]
    items = [
        {
            "sync_variant_id": variants[0]["id"],
            "quantity": 2,
            "external_id": "line-1",
            "retail_price": "25.00",
        },
        {
            "variant_id": 1320,
            "external_id": "line-2",
            "files": [{"url": "https://files.example.com/mug.png"}],
        },
    ]
    return {
        "external_id": name,
        "recipient": RECIPIENT,
        "items": items,
        "retail_costs": {"currency": "USD", "shipping": "4.00"},
    }


def test_the_life_of_an_order_is_told_as_documented(client: Client) -> None:
    order = an_order(client, "contract-1")
    client("POST", "/orders/estimate-costs", order)
    client("POST", "/orders", order)
    client("POST", "/orders", order)
    client("PUT", "/orders/@contract-1", {"recipient": {"address2": "Apt 4"}})
    client("GET", "/v2/orders/@contract-1/order-items")
    client("POST", "/orders/@contract-1/confirm")
    for _ in range(16):
        client.now += timedelta(hours=12)
        client("GET", "/orders?status=fulfilled&limit=100&offset=0")
        client("GET", "/orders/@contract-1")
        client("GET", "/v2/orders/@contract-1")
        client("GET", "/v2/orders/@contract-1/shipments")
    client("GET", "/v2/orders/@contract-1/invoices")
    client("GET", "/orders/@nowhere")
    client("GET", "/v2/orders/@nowhere")
    assert client.wrong == []


def test_cancelling_holding_and_approving_are_told_as_documented(client: Client) -> None:
    for name in ("contract-2", "contract-3"):
        client("POST", "/orders?confirm=1", an_order(client, name))
    client("DELETE", "/orders/@contract-2")
    client.vendor.hold("contract-3", sheet=True)
    client("GET", "/orders/@contract-3")
    order = client.vendor.order("contract-3")
    sheet = client("GET", f"/v2/approval-sheets?order_id={order['id']}")["data"][0]
    client("GET", "/approval-sheets")
    client("POST", f"/approval-sheets?confirm_hash={sheet['confirm_hash']}", {"status": "approved"})
    client.vendor.fail("contract-3", "The card was declined.")
    client("GET", "/v2/orders/@contract-3")
    assert client.wrong == []


def test_orders_of_version_2_are_told_as_documented(client: Client) -> None:
    layer = {"type": "file", "url": "https://files.example.com/a.png"}
    item = {
        "source": "catalog", "catalog_variant_id": 4011, "quantity": 1, "retail_price": "20.00", "external_id": "l1",
        "placements": [{"placement": "front", "technique": "dtg", "layers": [layer]}],
    }  # fmt: skip
    body = {"external_id": "contract-v2", "recipient": RECIPIENT, "order_items": [item]}
    client("POST", "/v2/orders", body)
    client("POST", "/v2/orders", body)
    client("PATCH", "/v2/orders/@contract-v2", {"shipping": "PRINTFUL_FAST"})
    estimate = client(
        "POST", "/v2/order-estimation-tasks", {"recipient": RECIPIENT, "order_items": [item]}
    )
    client("GET", f"/v2/order-estimation-tasks?id={estimate['data']['id']}")
    client("DELETE", "/v2/orders/@contract-v2")
    client("POST", "/v2/orders", body)
    client("POST", "/v2/orders/@contract-v2/confirmation")
    client("DELETE", "/v2/orders/@contract-v2")
    assert client.wrong == []


def test_rates_files_and_mockups_are_told_as_documented(client: Client) -> None:
    to = {
        "address1": "19749 Dearborn St",
        "city": "Chatsworth",
        "state_code": "CA",
        "country_code": "US",
        "zip": "91311",
    }
    client(
        "POST",
        "/shipping/rates",
        {"recipient": to, "items": [{"variant_id": "4011", "quantity": 2}]},
    )
    part = {"source": "catalog", "quantity": 2, "catalog_variant_id": 4011}
    client(
        "POST",
        "/v2/shipping-rates",
        {"recipient": to, "order_items": [part, {**part, "catalog_variant_id": 1320}]},
    )
    first = client("POST", "/files", {"url": "https://files.example.com/a.png"})["result"]
    second = client(
        "POST", "/v2/files", {"url": "https://files.example.com/b.png", "role": "printfile"}
    )["data"]
    front = [{"placement": "front", "image_url": "https://files.example.com/a.png"}]
    task = client(
        "POST",
        "/mockup-generator/create-task/71",
        {"variant_ids": [4011, 4012], "format": "png", "files": front},
    )
    layers = [{"type": "file", "url": "https://files.example.com/a.png"}]
    wanted = {
        "source": "catalog", "catalog_product_id": 71, "catalog_variant_ids": [4011], "mockup_style_ids": [711],
        "placements": [{"placement": "front", "technique": "dtg", "layers": layers}],
    }  # fmt: skip
    made = client(
        "POST",
        "/v2/mockup-tasks",
        {"format": "png", "products": [wanted, {**wanted, "catalog_variant_ids": [4016]}]},
    )
    for _ in range(2):
        client("GET", f"/files/{first['id']}")
        client("GET", f"/v2/files/{second['id']}")
        client("GET", f"/mockup-generator/task?task_key={task['result']['task_key']}")
        client("GET", f"/v2/mockup-tasks?id={','.join(str(each['id']) for each in made['data'])}")
        client.now += timedelta(minutes=1)
    assert client.wrong == []


def test_refused_keys_are_told_as_documented(client: Client) -> None:
    client.vendor.revoke_key()
    client("GET", "/orders")
    client("GET", "/v2/orders")
    assert client.wrong == []


TABLES = {"/store/products": fields.NEW_PRODUCT, "/orders": fields.ORDER}


def recorded() -> list[Any]:
    """The recorded requests with a body, of the calls that the practice account plays."""
    if not SPECS:
        return []
    files = sorted((Path(SPECS) / "samples" / "printful").glob("v1-recorded-*.json"))
    samples = {file.stem: json.loads(file.read_text("utf-8")) for file in files}
    return [
        pytest.param(sample, id=name)
        for name, sample in samples.items()
        if sample["request"]["body"] is not None and "webhook" not in name
    ]


@pytest.mark.parametrize("sample", recorded())
def test_requests_that_the_real_account_took_pass_our_field_tables(sample: Any) -> None:
    body, method = sample["request"]["body"], sample["request"]["method"]
    path = sample["request"]["uri"].removeprefix("https://api.printful.com").partition("?")[0]
    if path.endswith("/variants") or "/store/variants/" in path:
        table = fields.SYNC_VARIANT
    elif "/sync/variant/" in path:
        table = fields.LINKED_CHANGE
    else:
        table = fields.PRODUCT_CHANGE if method == "PUT" else TABLES[path]
    fields.check(body, table)


@pytest.mark.parametrize("name", ["v1-docs-examples.json", "v2-docs-examples.json"])
def test_request_examples_of_the_documents_pass_our_field_tables(name: str) -> None:
    refused = []
    for example in load(f"samples/printful/{name}")["examples"]:
        body = example["json"]
        if example["kind"] != "request-or-fragment" or not isinstance(body, dict):
            continue
        table = _table(body)
        if table is None:
            continue
        try:
            fields.check(body, table)
        except Refusal as refusal:
            refused.append(f"{example['section']}: {refusal.message}")
    assert refused == []


def _table(body: dict[str, Any]) -> fields.Table | None:
    if "sync_product" in body:
        return fields.PRODUCT_CHANGE
    if "recipient" in body and "items" in body and "source" not in str(body):
        return (
            fields.ORDER
        )  # (two examples of version 2 still say `items`, against their own schema)
    if "recipient" in body and "order_items" in body:
        return fields.RATES2 if "placements" not in str(body) else fields.ORDER2
    return fields.MOCKUPS2 if "products" in body else None


def test_an_answer_of_the_real_account_has_no_field_that_ours_lacks() -> None:
    """Recorded products and variants: ours tell at least what the real ones told."""
    sample = load("samples/printful/v1-recorded-products_sync_product.json")["response"]["body"][
        "result"
    ]
    client = Client(PrintfulVendor(), Documents())
    product = client("GET", "/store/products")["result"][0]
    ours = client("GET", f"/store/products/{product['id']}")["result"]
    real = sample["sync_variants"][0]
    assert set(sample["sync_product"]) <= set(ours["sync_product"])
    assert set(real) <= set(ours["sync_variants"][0])
    assert set(real["files"][0]) <= set(ours["sync_variants"][0]["files"][0])


def test_an_order_has_the_fields_that_only_the_examples_show() -> None:
    examples = load("samples/printful/v1-docs-examples.json")["examples"]
    real = next(
        e["json"]["result"]
        for e in examples
        if e["section"] == "Using a sync variant" and e["kind"] == "response"
    )
    client = Client(PrintfulVendor(), Documents())
    ours = client("POST", "/orders", an_order(client, "shape"))["result"]
    assert set(real) <= set(ours)
    assert set(real["items"][0]) <= set(ours["items"][0])
    assert set(real["costs"]) <= set(ours["costs"])
