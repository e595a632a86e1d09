"""A simulated Printful account over real HTTP, and our supplier connected to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from podbridge_desktop.connectors.printful.build import build
from podbridge_desktop.connectors.printful.client import PrintfulSupplier
from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierOrderRequest
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.ports import ConnectionSpec
from podbridge_desktop.sandbox.faults import Fault, Faults
from podbridge_desktop.sandbox.printful import STORE_TOKEN, PrintfulVendor
from podbridge_desktop.sandbox.serve import serve
from tests.support.vendor_server import MovingClock

NAME = "s7k3qd-5606589595670-m2x4qpa"
HOME = Address(
    name="Maya Whitfield",
    address1="12 Juniper Hollow Ln",
    city="Sacramento",
    province="California",
    province_code="CA",
    zip="95814",
    country_code="US",
    phone="+1 555 0100",
    email="maya@example.com",
)


class Recording(httpx.BaseTransport):
    """Real HTTP; keeps every request that went out."""

    def __init__(self) -> None:
        self._real = httpx.HTTPTransport()
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        return self._real.handle_request(request)

    def close(self) -> None:
        self._real.close()


def spec(
    url: str,
    *,
    token: str | None = STORE_TOKEN,
    store_id: str = "",
    facts: dict[str, str] | None = None,
) -> ConnectionSpec:
    return ConnectionSpec(
        id="printful-1",
        platform="printful",
        name="Printful",
        fields={"store_id": store_id} if store_id else {},
        api_url=url,
        facts=facts or {},
        secret={"token": token}.get,
        save_secret=lambda _name, _value: None,
    )


@dataclass
class Account:
    """The vendor, its faults, its clock (which our pauses move), and suppliers connected to it."""

    vendor: PrintfulVendor
    faults: Faults
    clock: MovingClock
    url: str = ""
    made: list[PrintfulSupplier] = field(default_factory=list)

    def supplier(
        self, *, transport: httpx.BaseTransport | None = None, **how: Any
    ) -> PrintfulSupplier:
        supplier = build(
            spec(self.url, **how),
            pause=self.clock.pause,
            clock=self.clock,
            monotonic=self.clock.monotonic,
            transport=transport,
        )
        self.made.append(supplier)
        return supplier

    def trouble(self, kind: str, **how: Any) -> None:
        self.faults.order(Fault("printful", kind, **how))

    def variants(self) -> list[dict[str, Any]]:
        """All sync variants of the account, as the account itself knows them."""
        return [
            each for product in self.vendor.book.products.values() for each in product["variants"]
        ]

    def request(
        self, name: str = NAME, *, recipient: Address = HOME, count: int = 2
    ) -> SupplierOrderRequest:
        lines = tuple(
            OrderedLine(
                reference=f"1420000000{number}",
                variant_id=str(variant["id"]),
                quantity=number + 1,
                title=f"Thing {number}",
                retail_price=Money(2600, "USD"),
                sku=variant["sku"],
            )
            for number, variant in enumerate(self.variants()[:count])
        )
        return SupplierOrderRequest(
            external_id=name,
            recipient=recipient,
            lines=lines,
            store_order_number="#1001",
            retail_shipping=Money(499, "USD"),
        )

    def calls(self, what: str) -> int:
        """How often the account was called, for example `POST /orders`."""
        return int(self.vendor.book.calls.get(what, 0))


@contextmanager
def account() -> Iterator[Account]:
    """An account on a free port of this computer, until the block ends."""
    vendor, faults, clock = PrintfulVendor(seed="connector"), Faults(), MovingClock()
    vendor.turn(split_rate=0.0)
    with serve({"printful": vendor}, clock=clock, faults=faults) as running:
        vendor.base_url = running.urls["printful"]
        made = Account(vendor, faults, clock, running.urls["printful"])
        try:
            yield made
        finally:
            for supplier in made.made:
                supplier.close()
