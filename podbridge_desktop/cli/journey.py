"""The practice journey, told step by step: product, listing, order, approval, hold, parcel, tracking."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.cli import output
from podbridge_desktop.cli.engine_pass import one_pass
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import Session
from podbridge_desktop.cli.shapes import order_shape
from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.lifecycle import Step, SupplierState
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.domain.views import CaseRow, ConnectionRow, OrderDetail, ProductRow
from podbridge_desktop.errors import Stopped

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.bootstrap.practice import World

_BUYERS, _PUSHED, _MOST_DAYS = 6, 2, 10
_PICTURE_SECONDS = 90
_YES = {CaseKind.APPROVAL, CaseKind.LOSS, CaseKind.COST_HIGHER}
_ON_THE_WAY = {Step.PRODUCTION, Step.SHIPPED}


@dataclass(slots=True)
class Tale:
    """What happened, told while it happens."""

    container: Container
    world: World
    tell: Callable[[str], None]
    bought: list[str] = field(default_factory=list)
    told: set[int] = field(default_factory=set)  # cases

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
    tell("Practice mode: simulated shops and suppliers on this computer. Nothing real is touched.")
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
    """Many looks at everything in a few seconds: the vendors' limits of calls would only make us wait."""
    names = sorted({row.platform for row in tale.container.reads.connections()})
    _limit(tale, names, on=False)
    try:
        _products(tale)
        _buying(tale)
        _approving(tale)
        _held_at_supplier(tale)
        _days(tale)
    finally:
        _limit(tale, names, on=True)


def _limit(tale: Tale, names: list[str], *, on: bool) -> None:
    for name in names:
        tale.world.post("vendor", {"name": name, "action": "limiter", "on": on})


def _products(tale: Tale) -> None:
    tale.step("2. Products")
    tale.sync()
    rows = tale.container.reads.connections()
    products = tale.container.reads.products()
    for supplier in (row for row in rows if row.kind == "supplier"):
        count = sum(product.supplier_id == supplier.id for product in products)
        tale.say(f"{count} products pulled from {supplier.name}.")
    stores = [row for row in rows if row.kind == "store"]
    for store in stores:
        for product in _fresh(products, store):
            _push(tale, product, store)
    tale.sync()
    listings = [one for product in tale.container.reads.products() for one in product.listings]
    for store in stores:
        live = [one for one in listings if one.store_id == store.id and one.state == "live"]
        tale.say(f"{len(live)} products are live in {store.name}.")


def _fresh(products: tuple[ProductRow, ...], store: ConnectionRow) -> list[ProductRow]:
    """A few of each supplier that the store does not have yet."""
    taken: Counter[str] = Counter()
    fresh = []
    for product in products:
        new = any(x.store_id == store.id and x.state == "not_pushed" for x in product.listings)
        if new and taken[product.supplier_id] < _PUSHED:
            taken[product.supplier_id] += 1
            fresh.append(product)
    return fresh


def _push(tale: Tale, product: ProductRow, store: ConnectionRow) -> None:
    from podbridge_desktop.services.products import PushRequest  # noqa: PLC0415 - heavy

    request = PushRequest(product.id, store.id)
    draft = tale.container.actions.preview_push(request).draft
    prices = sorted((v.price for v in draft.variants), key=lambda price: price.minor)
    tale.say(f"Push “{draft.title}” to {store.name}: {len(draft.variants)} variants, {prices[0]}.")
    tale.container.actions.push(request)


def _buying(tale: Tale) -> None:
    tale.step("3. Customers buy")
    answer = tale.world.buy(_BUYERS)
    tale.bought = [str(order["name"]) for order in answer["orders"]]
    tale.sync()
    for found in tale.orders():
        lines = ", ".join(f"{line.quantity} x {line.title}" for line in found.lines)
        who = f"{found.row.store} {found.row.number}, {found.row.customer}"
        tale.say(f"{who}: {lines}, {found.row.total}")


def _approving(tale: Tale) -> None:
    tale.step("4. On Hold: they wait for your approval")
    tale.tell(_queue([found.row for found in tale.orders() if found.row.on_hold]))
    for _ in range(
        2
    ):  # what a supplier reckons dearer when it has the order is asked about once more
        for found in tale.orders():
            for case in found.cases:
                _answer(tale, found, case)
        tale.sync()
    made = [found for found in tale.orders() if found.row.step is Step.PRODUCTION]
    tale.say(f"You approve. {len(made)} orders are in production; each was sent exactly once.")


def _answer(tale: Tale, found: OrderDetail, case: CaseRow) -> None:
    if case.kind in _YES:
        tale.container.actions.resolve(case.id, Action.APPROVE, {})
    if case.kind is not CaseKind.APPROVAL and case.id not in tale.told:
        tale.told.add(case.id)
        tale.say(f"{found.row.number} needs more: {case.message}")


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
    part = made[0]
    order = {"external_id": part.external_id, "supplier": _platform(tale, part.supplier_id)}
    tale.world.post("supplier-order", {**order, "action": "hold"})
    tale.sync()
    for case in tale.container.reads.cases():
        if case.kind is CaseKind.SUPPLIER_HOLD and case.ref == part.external_id:
            tale.say(f"Exception, order {case.order_number}: {case.message}")
            tale.say(f"What to do: {case.remedy}")
    tale.world.post("supplier-order", {**order, "action": "release"})
    tale.sync()
    still = [case for case in tale.container.reads.cases() if case.ref == part.external_id]
    tale.say("It is still there." if still else "It was mended at the supplier: the case is gone.")


def _platform(tale: Tale, connection_id: str) -> str:
    row = tale.container.reads.connection(connection_id)
    return "" if row is None else row.platform


def _days(tale: Tale) -> None:
    tale.step("6. Days go by")
    seen: set[int] = set()
    for day in range(1, _MOST_DAYS + 1):
        if not any(found.row.step in _ON_THE_WAY for found in tale.orders()):
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
