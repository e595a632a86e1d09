"""A small GraphQL client over a simulated store, in process. Documents are our own, in shop_documents.graphql."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from graphql import FragmentSpreadNode, Visitor, parse, print_ast, visit

from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.shopify import Settings, ShopifyVendor

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
GRAPHQL = "/admin/api/2026-10/graphql.json"
DOCUMENTS = Path(__file__).with_name("shop_documents.graphql")


@cache
def document(name: str) -> str:
    """One operation with the fragments it uses."""
    definitions = {d.name.value: d for d in parse(DOCUMENTS.read_text("utf-8")).definitions}  # type: ignore[attr-defined]
    found: dict[str, str] = {}

    class Spreads(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_args: object) -> None:
            take(node.name.value)

    def take(wanted: str) -> None:
        if wanted not in found:
            found[wanted] = print_ast(definitions[wanted])
            visit(definitions[wanted], Spreads())

    take(name)
    return "\n".join(found.values())


@dataclass
class Shop:
    """A store, its clock, and an app that calls it."""

    vendor: ShopifyVendor = field(default_factory=ShopifyVendor)
    now: datetime = NOW
    token: str = ""

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        sent = {"host": "127.0.0.1:9999", **(headers or {})}
        return self.vendor.handle(Request(method, path, query, sent, body), self.now)

    def post(
        self, query: str, variables: Mapping[str, Any] | None = None, path: str = GRAPHQL
    ) -> Response:
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        headers = {
            "content-type": "application/json",
            "x-shopify-access-token": self.token or self.vendor.settings.access_token,
        }
        return self.send("POST", path, body, headers=headers)

    def raw(self, query: str, /, **variables: Any) -> dict[str, Any]:
        """The whole answer to a document's text."""
        answer: dict[str, Any] = json.loads(self.post(query, variables).body)
        return answer

    def ask(self, name: str, /, **variables: Any) -> dict[str, Any]:
        """The whole answer to a named document."""
        return self.raw(document(name), **variables)

    def data(self, name: str, /, **variables: Any) -> Any:
        """The data of an answer that has no errors."""
        answer = self.ask(name, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def change(self, name: str, /, **variables: Any) -> Any:
        """The payload of a mutation that went well."""
        (payload,) = self.data(name, **variables).values()
        assert payload["userErrors"] == [], payload["userErrors"]
        return payload

    def objections(self, name: str, /, **variables: Any) -> list[dict[str, Any]]:
        """The user errors of a mutation that did not."""
        (payload,) = self.data(name, **variables).values()
        assert payload["userErrors"]
        errors: list[dict[str, Any]] = payload["userErrors"]
        return errors


def shop(number: int = 1, **settings: Any) -> Shop:
    """A store with the limiter off, so that tests of other things never wait."""
    vendor = ShopifyVendor(number)
    for name, value in {"limiter": False, **settings}.items():
        assert name in Settings.__slots__
        setattr(vendor.settings, name, value)
    return Shop(vendor)
