"""The practice journey, told step by step: product, listing, order, approval, hold, parcel, tracking."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.cli import output
from podbridge_desktop.cli.engine_pass import one_pass
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import Session
from podbridge_desktop.cli.shapes import order_shape
from podbridge_desktop.domain.cases import CaseKind, HoldReason
from podbridge_desktop.domain.lifecycle import Step, SupplierState
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.domain.views import OrderDetail
from podbridge_desktop.errors import Stopped

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.bootstrap.practice import World

_BUYERS, _PUSHED, _MOST_DAYS = 4, 3, 10
_PICTURE_SECONDS = 90


@dataclass(slots=True)
class Tale:
    """What happened, told while it happens."""

    container: Container
    world: World
    tell: Callable[[str], None]
    bought: list[str] = field(default_factory=list)

    def step(self, title: str) -> None:
        self.tell(f"\n{title}")

    def say(self, text: str) -> None:
        self.tell(f"  {output.printable(text)}")

    def sync(self) -> None:
        one_pass(self.container)

    def orders(self) -> list[OrderDetail]:
        """The orders bought this time, in their order."""
        reads = self.container.reads
        found = {}
        for row in reads.first_orders(OrderQuery(), 1_000):
            if row.number in self.bought and (detail := reads.order(row.id)) is not None:
                found[row.number] = detail
        return [found[name] for name in self.bought if name in found]


def play(session: Session) -> Json:
    """The whole journey in the practice folder; a second time new orders go on from there."""
    from podbridge_desktop.bootstrap.practice import (  # noqa: PLC0415 - heavy
        PracticeVendors,
        make_ready,
        running_world,
    )

    tell = output.note if session.as_json else output.put
    tell("Practice mode: a simulated shop and supplier on this computer. Nothing real is touched.")
    folder = session.config(practice=True).workspace.world
    running = running_world(folder)
    vendors = None if running else PracticeVendors(folder, lively=False)
    try:
        with session.workspace(practice=True) as container:
            world = running or (vendors.world if vendors else None)
            if world is None:
                raise Stopped("The practice world went away.")
            tale = Tale(container, world, tell)
            tale.step("1. Connections")
            make_ready(container, world)
            for row in container.reads.connections():
                tale.say(f"{row.name}: {row.kind}, {row.health.replace('_', ' ')}")
            _tell(tale)
            orders = [order_shape(found.row, found.supplier_orders) for found in tale.orders()]
    finally:
        if vendors is not None:
            vendors.stop()
    return {"orders": orders, "picture": _picture(session, tell)}


def _tell(tale: Tale) -> None:
    """Eleven looks at everything in a few seconds: the supplier's limit of calls a minute would only make us wait."""
    limiter = {"name": "printful", "action": "limiter"}
    tale.world.post("vendor", {**limiter, "on": False})
    try:
        _products(tale)
        _buying(tale)
        _approving(tale)
        _held_at_supplier(tale)
        _days(tale)
    finally:
        tale.world.post("vendor", {**limiter, "on": True})


def _products(tale: Tale) -> None:
    from podbridge_desktop.services.products import PushRequest  # noqa: PLC0415 - heavy

    tale.step("2. Products")
    tale.sync()
    container = tale.container
    products = container.reads.products()
    tale.say(f"{len(products)} products pulled from the supplier.")
    store = next(row for row in container.reads.connections() if row.kind == "store")
    fresh = [
        product
        for product in products
        if any(x.store_id == store.id and x.state == "not_pushed" for x in product.listings)
    ][:_PUSHED]
    for product in fresh:
        request = PushRequest(product.id, store.id)
        draft = container.actions.preview_push(request).draft
        prices = sorted((v.price for v in draft.variants), key=lambda price: price.minor)
        tale.say(f"Push “{draft.title}”: {len(draft.variants)} variants from {prices[0]}.")
        container.actions.push(request)
    tale.sync()
    live = [
        x for p in container.reads.products() for x in p.listings
        if x.store_id == store.id and x.state == "live"
    ]  # fmt: skip
    tale.say(f"{len(live)} products are live in {store.name}.")


def _buying(tale: Tale) -> None:
    tale.step("3. Customers buy")
    answer = tale.world.buy(_BUYERS)
    tale.bought = [str(order["name"]) for order in answer["orders"]]
    tale.sync()
    for found in tale.orders():
        lines = ", ".join(f"{line.quantity} x {line.title}" for line in found.lines)
        tale.say(f"{found.row.number} {found.row.customer}: {lines}, {found.row.total}")


def _approving(tale: Tale) -> None:
    tale.step("4. On Hold: they wait for your approval")
    held = [found for found in tale.orders() if found.row.on_hold]
    tale.tell(_queue([found.row for found in held]))
    for found in held:
        if found.row.hold_reason is HoldReason.APPROVAL:
            tale.container.actions.approve(found.row.id)
        else:
            for case in found.cases:
                tale.say(f"{found.row.number} needs more: {case.message} {case.remedy}")
    tale.sync()
    made = [found for found in tale.orders() if found.row.step is Step.PRODUCTION]
    tale.say(f"You approve. {len(made)} orders are in production; each was sent exactly once.")


def _queue(rows: list[OrderRow]) -> str:
    cells = [
        ("", row.number, row.customer, str(row.income), output.amount(row.cost),
         output.amount(row.margin))
        for row in rows
    ]  # fmt: skip
    return output.table(("", "ORDER", "CUSTOMER", "BRINGS", "COSTS", "MARGIN"), cells)


def _held_at_supplier(tale: Tale) -> None:
    tale.step("5. The supplier holds one order")
    made = [
        part
        for found in tale.orders()
        for part in found.supplier_orders
        if part.state is SupplierState.IN_PRODUCTION
    ]
    if not made:
        tale.say("None is in production, so there is nothing to hold.")
        return
    name = made[0].external_id
    tale.world.post("supplier-order", {"external_id": name, "action": "hold"})
    tale.sync()
    for case in tale.container.reads.cases():
        if case.kind is CaseKind.SUPPLIER_HOLD and case.ref == name:
            tale.say(f"Exception, order {case.order_number}: {case.message}")
            tale.say(f"What to do: {case.remedy}")
    tale.world.post("supplier-order", {"external_id": name, "action": "release"})
    tale.sync()
    still = [case for case in tale.container.reads.cases() if case.ref == name]
    tale.say("It is still there." if still else "It was mended at the supplier: the case is gone.")


def _days(tale: Tale) -> None:
    tale.step("6. Days go by")
    seen: set[int] = set()
    for day in range(1, _MOST_DAYS + 1):
        if all(found.row.step is Step.TRACKING_SYNCED for found in tale.orders()):
            break
        tale.world.next_day()
        tale.sync()
        for found in tale.orders():
            for part in found.supplier_orders:
                for parcel in part.shipments:
                    if parcel.id not in seen and parcel.synced_at is not None:
                        seen.add(parcel.id)
                        number = f"{parcel.carrier} {parcel.tracking_number}"
                        tale.say(f"Day {day}: {found.row.number} shipped, {number}; customer told.")
    tale.step("7. The end")
    for found in tale.orders():
        row = found.row
        step = row.step.value.replace("_", " ")
        tale.say(f"{row.number} {row.customer}: {step}, margin {output.amount(row.margin)}")


def _picture(session: Session, tell: Callable[[str], None]) -> Path | None:
    """A picture of the window on this very shop; it is a program of its own, and may be missing here."""
    workspace = session.config(practice=True).workspace
    target = workspace.folder / "window.png"
    command = [
        sys.executable, "-m", "podbridge_desktop", "--practice",
        "--data-dir", str(workspace.folder.parent), "--picture", str(target),
    ]  # fmt: skip
    target.unlink(missing_ok=True)
    try:
        subprocess.run(  # noqa: S603 - our own program
            command,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PICTURE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        tell("\nThe window could not be drawn here, so there is no picture of it.")
        return None
    if not target.exists():
        tell("\nThe window left no picture.")
        return None
    tell(f"\nA picture of the window: {target}")
    return target
