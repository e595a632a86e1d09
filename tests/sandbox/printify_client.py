"""A small client for the simulated Printify account, in process."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.printify import SHOP_ID, TOKEN, PrintifyVendor

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHOP = f"/v1/shops/{SHOP_ID}"
TEXAN = {
    "first_name": "Siobhán", "last_name": "O’Farrelly", "address1": "1 Bluebonnet Trace", "city": "Austin", "region": "TX",
    "country": "US", "zip": "78704",
}  # fmt: skip


class Client:
    def __init__(self, vendor: PrintifyVendor | None = None, token: str = TOKEN) -> None:
        self.vendor = vendor or PrintifyVendor(seed="test")
        self.now = NOON
        self.token = token
        self.headers = {"user-agent": "Tests/1"}

    def send(self, method: str, target: str, body: Any = None) -> Response:
        """`target` begins with `/v1` or `/v2`, else it is meant below the API shop."""
        target = target if target.startswith("/") else f"{SHOP}/{target}"
        path, _, query = target.partition("?")
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.token}", **self.headers}
        return self.vendor.handle(Request(method, path, query, headers, content), self.now)

    def __call__(self, method: str, target: str, body: Any = None) -> Any:
        """The answer; the call must succeed."""
        response = self.send(method, target, body)
        assert response.status in {200, 201}, (response.status, response.body[:500])
        return json.loads(response.body)

    def refused(self, method: str, target: str, body: Any = None) -> tuple[int, str]:
        """Status and reason of a call that must be refused."""
        response = self.send(method, target, body)
        assert response.status >= 400, response.body[:500]
        answer = json.loads(response.body)
        return response.status, answer["errors"]["reason"] if "errors" in answer else answer[
            "error"
        ]

    def code(self, method: str, target: str, body: Any = None) -> int:
        """Printify's own number of a refusal."""
        response = self.send(method, target, body)
        assert response.status >= 400, response.body[:500]
        return int(json.loads(response.body)["code"])

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def product(self, title: str = "Moonlit Pines Tee") -> dict[str, Any]:
        """A seeded product by its title."""
        listed = self("GET", "products.json?limit=50")["data"]
        return next(each for each in listed if each["title"] == title)

    def line(
        self, title: str = "Moonlit Pines Tee", variant: int = 0, **more: Any
    ) -> dict[str, Any]:
        product = self.product(title)
        ident = product["variants"][variant]["id"]
        return {"product_id": product["id"], "variant_id": ident, "quantity": 1, **more}

    def order(
        self, name: str = "order-1", lines: list[dict[str, Any]] | None = None, **more: Any
    ) -> dict[str, Any]:
        """The body of an order."""
        items = lines or [self.line(external_id="line-0")]
        plain = {
            "external_id": name,
            "line_items": items,
            "shipping_method": 1,
            "address_to": TEXAN,
        }
        return {**plain, **more}

    def submit(
        self, name: str = "order-1", lines: list[dict[str, Any]] | None = None, **more: Any
    ) -> str:
        return str(self("POST", "orders.json", self.order(name, lines, **more))["id"])

    def read(self, ident: str) -> Any:
        return self("GET", f"orders/{ident}.json")

    def approve(self, ident: str) -> Any:
        return self("POST", f"orders/{ident}/send_to_production.json")

    def charges(self) -> list[tuple[str, int]]:
        return [(line["kind"], line["amount"]) for line in self.vendor.ledger()["charges"]]
