"""A simulated Printify account over real HTTP, and our supplier connected to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from podbridge_desktop.connectors.printify.build import build
from podbridge_desktop.connectors.printify.client import PrintifySupplier
from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierOrderRequest
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.ports import ConnectionSpec
from podbridge_desktop.sandbox.faults import Fault, Faults
from podbridge_desktop.sandbox.printify import SHOP_ID, TOKEN, PrintifyVendor
from podbridge_desktop.sandbox.serve import serve
from tests.support.vendor_server import MovingClock

NAME = "s7k3qd-5606589595670-m2x4qpa"
TAXLESS = Address(
    name="Maya Whitfield",
    address1="12 Juniper Hollow Ln",
    city="Portland",
    province="Oregon",
    province_code="OR",
    zip="97201",
    country_code="US",
    phone="+1 555 0100",
    email="maya@example.com",
)


def spec(
    url: str,
    *,
    token: str | None = TOKEN,
    fields: dict[str, str] | None = None,
    facts: dict[str, str] | None = None,
) -> ConnectionSpec:
    return ConnectionSpec(
        id="printify-1",
        platform="printify",
        name="Printify",
        fields={"shop_id": str(SHOP_ID)} if fields is None else fields,
        api_url=url,
        facts=facts or {},
        secret={"token": token}.get,
        save_secret=lambda _name, _value: None,
    )


@dataclass
class Account:
    """The vendor, its faults, its clock (which our pauses move), and suppliers connected to it."""

    vendor: PrintifyVendor
    faults: Faults
    clock: MovingClock
    url: str = ""
    made: list[PrintifySupplier] = field(default_factory=list)

    def supplier(
        self, *, transport: httpx.BaseTransport | None = None, **how: Any
    ) -> PrintifySupplier:
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
        self.faults.order(Fault("printify", kind, **how))

    def products(self) -> list[dict[str, Any]]:
        """The shop's products, as the account itself keeps them."""
        return [each for each in self.vendor.book.products.values() if each["shop"] == SHOP_ID]

    def line(
        self, product: int = 0, *, quantity: int = 1, reference: str = "14200000001"
    ) -> OrderedLine:
        """One line of the first enabled variant of a product."""
        kept = self.products()[product]
        variant = next(each for each in kept["variants"] if each["enabled"])
        return OrderedLine(
            reference=reference,
            variant_id=f"{kept['id']}-{variant['id']}",
            quantity=quantity,
            title=kept["title"],
            retail_price=Money(2600, "USD"),
            sku=variant["sku"],
        )

    def request(
        self,
        name: str = NAME,
        *,
        recipient: Address = TAXLESS,
        lines: tuple[OrderedLine, ...] = (),
        shipping_method: str = "",
    ) -> SupplierOrderRequest:
        return SupplierOrderRequest(
            external_id=name,
            recipient=recipient,
            lines=lines or (self.line(),),
            shipping_method=shipping_method,
            store_order_number="#1001",
        )

    def later(self, seconds: float) -> None:
        """Time passes, and the account goes on."""
        self.clock.pause(seconds)
        self.vendor.advance(self.clock.now())

    def calls(self, what: str) -> int:
        """How often the account was called, for example `POST /v1/shops/{shop}/orders.json`."""
        return int(self.vendor.book.calls.get(what, 0))


@contextmanager
def account() -> Iterator[Account]:
    """An account on a free port of this computer, until the block ends. Its shop approves by hand only."""
    vendor, faults, clock = PrintifyVendor(seed="connector"), Faults(), MovingClock()
    vendor.turn(split_rate=0.0)
    vendor.set_approval("manual")
    with serve({"printify": vendor}, clock=clock, faults=faults) as running:
        vendor.base_url = running.urls["printify"]
        made = Account(vendor, faults, clock, running.urls["printify"])
        try:
            yield made
        finally:
            for supplier in made.made:
                supplier.close()
