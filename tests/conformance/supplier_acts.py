"""The writes of a supplier's port, and what the vendor's own books say of them."""

from __future__ import annotations

from typing import Any

from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierOrderRequest, SupplierStatus
from podbridge_desktop.domain.money import Money
from tests.conformance.acts import Act
from tests.conformance.desk import Calls
from tests.conformance.people import HOME
from tests.conformance.world import World

NAME = "s7k3qd-5606589595670-m2x4qpa"


def request(world: World, name: str = NAME) -> SupplierOrderRequest:
    """Two things, the second twice."""
    lines = tuple(
        OrderedLine(
            reference=f"1420000000{place}",
            variant_id=variant,
            quantity=place + 1,
            title=f"Thing {place}",
            retail_price=Money(2600, "USD"),
            sku=f"THING-{place}",
        )
        for place, variant in enumerate(world.desk.variants())
    )
    return SupplierOrderRequest(
        external_id=name,
        recipient=HOME,
        lines=lines,
        store_order_number="#1001",
        retail_shipping=Money(499, "USD"),
    )


def rows(world: World, name: str = NAME) -> list[dict[str, Any]]:
    """The vendor's own rows of a name."""
    return [each for each in world.desk.vendor.ledger()["orders"] if each["external_id"] == name]


def charges(world: World) -> list[Money]:
    """What the vendor took, by its own books: decimals as text, or a number of cents."""
    taken = [each for each in world.desk.vendor.ledger()["charges"] if each["kind"] == "charge"]
    return [
        Money(each["amount"], each["currency"])
        if isinstance(each["amount"], int)
        else Money.of(each["amount"], each["currency"])
        for each in taken
    ]


class Create(Act):
    """An order is made; the next attempt looks for its name first."""

    name = "create"

    def calls(self, world: World) -> Calls:
        return world.desk.create

    def prepare(self, world: World, _remote: Any) -> Any:
        taken = len(world.desk.vendor.ledger()["orders"])
        return request(world, f"s7k3qd-{taken}-m2x4qpa")

    def do(self, remote: Any, thing: Any) -> Any:
        return remote.create_order(thing)

    def count(self, world: World, thing: Any) -> int:
        return len(rows(world, thing.external_id))

    def is_found(self, remote: Any, thing: Any) -> bool:
        return remote.find_order(thing.external_id) is not None

    def again(self, remote: Any, thing: Any) -> Any:
        return remote.find_order(thing.external_id) or self.do(remote, thing)


class _Of(Act):
    """Something that is done to an order that stands there."""

    event = ""

    def prepare(self, world: World, remote: Any) -> Any:
        return remote.create_order(Create().prepare(world, remote)).remote_id

    def count(self, world: World, thing: Any) -> int:
        events = world.desk.vendor.ledger()["events"]
        return sum(
            each["event"] == self.event and str(each["order"]) == thing
            for each in events
            if "order" in each
        )


class Confirm(_Of):
    """An order is released: the money is spent."""

    name = event = "confirm"

    def calls(self, world: World) -> Calls:
        return world.desk.confirm

    def do(self, remote: Any, thing: Any) -> Any:
        return remote.confirm_order(thing)

    def is_found(self, remote: Any, thing: Any) -> bool:
        return remote.read_order(thing).status is not SupplierStatus.DRAFT


class Cancel(_Of):
    """An order that is not released yet is given up."""

    name = event = "cancel"

    def calls(self, world: World) -> Calls:
        return world.desk.cancel

    def do(self, remote: Any, thing: Any) -> Any:
        return remote.cancel_order(thing)

    def is_found(self, remote: Any, thing: Any) -> bool:
        return remote.read_order(thing).status is SupplierStatus.CANCELLED
