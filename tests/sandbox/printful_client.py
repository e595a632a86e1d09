"""A small client for the simulated Printful account, in process."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.printful import STORE_TOKEN, PrintfulVendor

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEXAN = {
    "name": "Siobhán O’Farrelly", "address1": "1 Bluebonnet Trace", "city": "Austin", "state_code": "TX",
    "country_code": "US", "zip": "78704",
}  # fmt: skip


class Client:
    def __init__(self, vendor: PrintfulVendor | None = None, token: str = STORE_TOKEN) -> None:
        self.vendor = vendor or PrintfulVendor(seed="test")
        self.now = NOON
        self.token = token
        self.headers: dict[str, str] = {}

    def send(self, method: str, target: str, body: Any = None) -> Response:
        path, _, query = target.partition("?")
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.token}", **self.headers}
        return self.vendor.handle(Request(method, path, query, headers, content), self.now)

    def __call__(self, method: str, target: str, body: Any = None) -> Any:
        """The answer's result (version 1) or data (version 2); the call must succeed."""
        response = self.send(method, target, body)
        assert response.status in {200, 204}, (response.status, response.body[:500])
        answer = json.loads(response.body) if response.body else {}
        return answer.get("result", answer.get("data"))

    def refused(self, method: str, target: str, body: Any = None) -> tuple[int, str]:
        """Status and message of a call that must be refused."""
        response = self.send(method, target, body)
        assert response.status >= 400, response.body[:500]
        answer = json.loads(response.body)
        return response.status, answer.get("detail") or answer["error"]["message"]

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def variants(self, product: int = -1) -> list[Any]:
        """The variants of a seeded product; the last of the list is the oldest, the tee."""
        listed = self("GET", "/store/products")
        found = self("GET", f"/store/products/{listed[product]['id']}")["sync_variants"]
        return list(found)

    def order(
        self, name: str | None = "order-1", lines: int = 1, quantity: int = 1, **more: Any
    ) -> dict[str, Any]:
        """The body of an order for some variants of the tee."""
        items = [
            {
                "sync_variant_id": variant["id"],
                "quantity": quantity,
                "external_id": f"line-{number}",
                "retail_price": "26.00",
            }
            for number, variant in enumerate(self.variants()[:lines])
        ]
        return {"external_id": name, "recipient": TEXAN, "items": items, **more}
