"""A small client for the simulated Etsy shop, in process."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from podbridge_desktop.sandbox import pictures
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.world import Address, Customer

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TEES, MUGS, COLOR, SIZE = 482, 1062, 200, 62_809_790_503
TEXAN = Customer(
    "Siobhán", "O'Farrelly", "siobhan@example.com", "",
    Address("Siobhán", "O'Farrelly", '1 "Bluebonnet" Trace', "Austin", "78704", "US", "TX", address2="Apt 4"),
)  # fmt: skip
BERLINER = Customer(
    "Jonas", "Grünewald", "jonas@example.com", "",
    Address("Jonas", "Grünewald", "Lindenblütenweg 3", "Berlin", "10437", "DE"),
)  # fmt: skip


class Client:
    """The seller's own app at one shop. `watch` sees every request and its answer."""

    def __init__(self, vendor: EtsyVendor | None = None) -> None:
        self.vendor = vendor or EtsyVendor(seed="test")
        self.vendor.limiter(on=False)
        self.now = NOON
        self.key = f"{self.vendor.keystring}:{self.vendor.shared_secret}"
        self.token: str | None = self.vendor.access(NOON)
        self.shop = f"/shops/{self.vendor.book.shop_id}"
        self.watch: Callable[[Request, Response], object] = lambda _request, _response: None

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = "", **query: Any
    ) -> Response:
        headers = {"host": "etsy.test"}
        headers |= {"x-api-key": self.key} if self.key else {}
        headers |= {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"content-type": kind} if kind else {}
        place = f"/v3/application{path}"
        request = Request(method, place, urlencode(query), headers, body)
        response = self.vendor.handle(request, self.now)
        self.watch(request, response)
        return response

    def get(self, path: str, **query: Any) -> Any:
        return _good(self.send("GET", path, **query))

    def delete(self, path: str) -> None:
        assert self.send("DELETE", path).status == 204

    def form(self, method: str, path: str, **fields: Any) -> Any:
        return _good(self.send(method, path, urlencode(fields).encode(), FORM))

    def json(self, method: str, path: str, body: Any, **query: Any) -> Any:
        return _good(self.send(method, path, json.dumps(body).encode(), JSON, **query))

    def refused(
        self, method: str, path: str, body: Any = None, fields: Any = None, **query: Any
    ) -> tuple[int, str]:
        """Status and error of a call that must be refused."""
        content, kind = (json.dumps(body).encode(), JSON) if body is not None else (b"", "")
        if fields is not None:
            content, kind = urlencode(fields).encode(), FORM
        response = self.send(method, path, content, kind, **query)
        assert response.status >= 400, response.body[:500]
        return response.status, json.loads(response.body)["error"]

    def later(self, **time: float) -> None:
        """Time goes by, and the program signs in anew."""
        self.now += timedelta(**time)
        self.token = self.vendor.access(self.now)

    # What a seller's program does.

    def draft(self, **fields: Any) -> Any:
        """A draft for a tee with everything a listing needs but pictures."""
        book = self.vendor.book
        given = {
            "quantity": 20, "title": "Sunrise Tee", "description": "A tee with a sunrise, isn't it?", "price": 25.0,
            "who_made": "i_did", "when_made": "made_to_order", "taxonomy_id": TEES, "is_supply": "false",
            "shipping_profile_id": next(iter(book.profiles)), "return_policy_id": next(iter(book.policies)),
            "readiness_state_id": next(iter(book.readiness)), "production_partner_ids": next(iter(book.partners)),
        }  # fmt: skip
        return self.form("POST", f"{self.shop}/listings", **{**given, **fields})

    def upload(self, listing: int, name: str = "sticker-ffffff-sun.png", **fields: Any) -> Any:
        """Put a picture on a listing."""
        parts = b"".join(
            f'--XX\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        )
        head = f'--XX\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
        body = parts + head.encode() + pictures.draw(name) + b"\r\n--XX--\r\n"
        path = f"{self.shop}/listings/{listing}/images"
        return _good(self.send("POST", path, body, "multipart/form-data; boundary=XX"))

    def product(self, *values: tuple[int, str, str], sku: str = "", **offering: Any) -> Any:
        """One product for an inventory; values are (property id, name, value)."""
        readiness = int(next(iter(self.vendor.book.readiness)))
        offered = {
            "price": 25.0,
            "quantity": 10,
            "is_enabled": True,
            "readiness_state_id": readiness,
        }
        return {
            "sku": sku,
            "property_values": [
                {"property_id": ident, "property_name": name, "scale_id": None, "value_ids": [], "values": [value]}
                for ident, name, value in values
            ],
            "offerings": [{**offered, **offering}],
        }  # fmt: skip

    def tees(self) -> list[Any]:
        """Two colours in two sizes, each with its own SKU."""
        return [
            self.product((COLOR, "Color", color), (SIZE, "Size", size), sku=f"TEE-{color}-{size}".upper())
            for color in ("Black", "White") for size in ("S", "M")
        ]  # fmt: skip

    def put(self, listing: int, products: list[Any], on: Any = None, **query: Any) -> Any:
        body = {"products": products, "sku_on_property": on if on is not None else [COLOR, SIZE]}
        return self.json("PUT", f"/listings/{listing}/inventory", body, **query)

    def active(self, **fields: Any) -> Any:
        """A tee on sale, with its variations."""
        ident = self.draft(**fields)["listing_id"]
        self.upload(ident)
        self.put(ident, self.tees())
        return self.form("PATCH", f"{self.shop}/listings/{ident}", state="active")

    def bought(self, count: int = 1, customer: Customer = TEXAN, **more: Any) -> Any:
        """A receipt as the API tells it, for some products of the first listing on sale."""
        if not any(each["state"] == "active" for each in self.vendor.book.listings.values()):
            self.active()
        listing = next(x for x in self.vendor.book.listings.values() if x["state"] == "active")
        products = [each for each in listing["products"] if not each["deleted"]][:count]
        lines = [(str(each["product_id"]), 1, more.pop("answers", {})) for each in products]
        made = self.vendor.buy(lines, customer, now=self.now, **more)
        return self.receipt(made["id"])

    def receipt(self, ident: int) -> Any:
        return self.get(f"{self.shop}/receipts/{ident}")

    def track(self, ident: int, **body: Any) -> Any:
        return self.json("POST", f"{self.shop}/receipts/{ident}/tracking", body)


def _good(response: Response) -> Any:
    assert response.status in {200, 201, 204}, (response.status, response.body[:500])
    return json.loads(response.body) if response.body else None
