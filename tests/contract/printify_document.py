"""The contract of Printify's API, and a client that holds every answer of the practice account against it."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from openapi_schema_validator import OAS31Validator

from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.printify import SHOP_ID, TOKEN, PrintifyVendor

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
SHOP = f"/v1/shops/{SHOP_ID}"
BUYER = {
    "first_name": "Åsa", "last_name": "O’Brien", "email": "asa@example.com", "phone": "0000000000", "country": "US",
    "region": "CA", "address1": "19749 Dearborn St", "address2": "", "city": "Chatsworth", "zip": "91311",
}  # fmt: skip


def sample(name: str) -> Any:
    return json.loads((Path(SPECS) / "samples" / "printify" / name).read_text("utf-8"))


class Document:
    """The contract, and what an answer has against it."""

    def __init__(self) -> None:
        text = (Path(SPECS) / "printify-openapi.yaml").read_text("utf-8")
        self.text = yaml.safe_load(text)
        self.operations: dict[str, Any] = {}
        for template, methods in self.text["paths"].items():
            for method, operation in methods.items():
                if method in {"get", "post", "put", "delete"}:
                    self.operations[operation["operationId"]] = (
                        method.upper(),
                        template,
                        operation,
                    )

    def operation(self, method: str, path: str) -> str | None:
        """The most literal operation of a path."""
        found = [
            (template.count("{"), name)
            for name, (wanted, template, _) in self.operations.items()
            if wanted == method and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path)
        ]
        return min(found)[1] if found else None

    def errors(self, name: str | None, response: Response) -> list[str]:
        if name is None:
            return ["is not in the contract"]
        if "x-pfy-correlation-id" not in response.headers:
            return ["has no correlation id"]
        answers = self.operations[name][2]["responses"]
        answer = answers.get(
            str(response.status), answers.get("default") if response.status >= 400 else None
        )
        if answer is None:
            return [f"status {response.status} is not in the contract: {response.body[:200]!r}"]
        while "$ref" in answer:
            answer = self.text["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        if "content" not in answer:
            return []
        schema = answer["content"]["application/json"]["schema"]
        validator = OAS31Validator({"allOf": [schema], "components": self.text["components"]})
        found = validator.iter_errors(json.loads(response.body))
        return [
            f"{'/'.join(map(str, each.absolute_path))}: {each.message[-160:]}" for each in found
        ]


class Client:
    """Calls the account in process and keeps what each answer has against the contract."""

    def __init__(self, document: Document) -> None:
        self.vendor = PrintifyVendor(seed="contract")
        self.vendor.limiter(on=False)
        self.document = document
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.wrong: list[str] = []
        self.called: set[str] = set()

    def __call__(self, method: str, target: str, body: Any = None) -> Any:
        target = target if target.startswith("/") else f"{SHOP}/{target}"
        path, _, query = target.partition("?")
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {TOKEN}", "user-agent": "Contract/1"}
        response = self.vendor.handle(Request(method, path, query, headers, content), self.now)
        name = self.document.operation(method, path)
        self.called.add(name or "")
        self.wrong += [
            f"{method} {target}: {each}" for each in self.document.errors(name, response)
        ]
        return json.loads(response.body)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def product(self, title: str = "Moonlit Pines Tee") -> Any:
        listed = self("GET", "products.json?limit=50")["data"]
        return next(each for each in listed if each["title"] == title)

    def line(self, title: str = "Moonlit Pines Tee", **more: Any) -> dict[str, Any]:
        product = self.product(title)
        return {
            "product_id": product["id"],
            "variant_id": product["variants"][0]["id"],
            "quantity": 1,
            **more,
        }

    def order(self, name: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
        items = list(lines) or [self.line(external_id="1")]
        return {
            "external_id": name,
            "line_items": items,
            "shipping_method": 1,
            "address_to": BUYER,
            **more,
        }

    def submit(self, name: str, *lines: dict[str, Any], **more: Any) -> str:
        return f"orders/{self('POST', 'orders.json', self.order(name, *lines, **more))['id']}"
