"""Days go by and books change behind the bridge's back, at every pair of a store and a supplier."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Executable

from podbridge_desktop.domain.fulfilment import SupplierOrderReading
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.sandbox.etsy.receipt_index import Question, ReceiptIndex
from podbridge_desktop.storage import ledger, orders
from podbridge_desktop.sync.draft import request_of
from tests.support.bridge import Bridge, running_bridge

ANOTHER = 1  # store of the supplier's account
PAIRS = (
    ("shopify", "printful"),
    ("shopify", "printify"),
    ("etsy", "printful"),
    ("etsy", "printify"),
)


@contextmanager
def open_shop(folder: Path, pair: tuple[str, str]) -> Iterator[Bridge]:
    """Connected, automatic, two products on sale."""
    with running_bridge(folder, platforms=pair) as bridge:
        for etsy in bridge.practice.etsy.values():
            etsy.turn(image_delay=0.0)
        bridge.connect(Mode.AUTOMATIC)
        bridge.sync()
        bridge.push(2, store=bridge.stores[0])
        yield bridge


def shop_of(bridge: Bridge) -> str:
    return "etsy" if "etsy" in bridge.world.vendors else "shopify"


def supplier_of(bridge: Bridge) -> str:
    return "printify" if "printify" in bridge.world.vendors else "printful"


def buy(bridge: Bridge) -> str:
    """One order of one thing; gives its number."""
    shop = shop_of(bridge)
    sold = [each["variant"] for each in bridge.ledger_state(shop) if not each["hand_packed"]]
    (bought,) = bridge.buy(1, shop=shop, variants=sold[:1])
    return str(bought["name"])


def made(bridge: Bridge) -> str:
    """One order that is in production; gives its number."""
    number = buy(bridge)
    bridge.sync()
    assert [each.state.value for each in bridge.order(number).supplier_orders] == ["in_production"]
    return number


def tomorrow(bridge: Bridge, passes: int = 2) -> None:
    """A night goes by; what the comparison asks for is done in the pass after it."""
    bridge.world.next_day()
    for _ in range(passes):
        bridge.sync()


def found(bridge: Bridge) -> int:
    return bridge.container.reads.late_findings()


def kinds(bridge: Bridge) -> list[str]:
    return sorted(case.kind.value for case in bridge.cases())


def change(bridge: Bridge, statement: Executable) -> None:
    """A book of ours loses something, as no code of ours would let it."""
    with bridge.container._database.write() as tx:
        tx.conn.execute(statement)


def ask(bridge: Bridge, statement: str) -> Any:
    with bridge.container._database.read() as tx:
        return tx.conn.exec_driver_sql(statement).scalar()


# --- behind the store's lists ---------------------------------------------------------------------------------------


class Forgetful(ReceiptIndex):
    """Etsy's lists with a hole: one receipt stands only in those sorted by its last change."""

    hidden = 0
    from_all = True

    def find(self, question: Question) -> list[int]:
        rows = ReceiptIndex.find(self, question)
        hides = self.from_all or question.sort != "updated"
        return [each for each in rows if not (hides and each == self.hidden)]


def hide(bridge: Bridge, number: str) -> None:
    """An order that was bought just now stands in no list of the store yet: its index is behind."""
    if shop_of(bridge) == "etsy":
        book = bridge.practice.etsy["etsy"].book
        known = book.index
        book.index = Forgetful(known.created, known.updated, known.known)
        book.index.hidden = int(bridge.practice.etsy["etsy"].order(number)["id"])
        return
    shop = bridge.practice.shops["shopify"]
    del shop.store.touched[shop.order(number).id]


def show(bridge: Bridge, number: str) -> None:
    """The order stands in the list of changes by now, at the time at which it was bought."""
    if shop_of(bridge) == "etsy":
        bridge.practice.etsy["etsy"].book.index.from_all = False
        return
    shop = bridge.practice.shops["shopify"]
    order = shop.order(number)
    shop.store.touched[order.id] = order.updated_at


def lose_parcels(bridge: Bridge, number: str) -> None:
    """Somebody takes the parcels out of the order in the store's admin."""
    if shop_of(bridge) == "etsy":
        bridge.practice.etsy["etsy"].order(number)["shipments"].clear()
        return
    shop = bridge.practice.shops["shopify"]
    for each in shop.store.fulfillments_of(shop.order(number)):
        each.tracking.clear()


# --- behind the supplier's list -------------------------------------------------------------------------------------


def delete_there(bridge: Bridge, number: str) -> None:
    """The supplier ends the order, and does not show it any more."""
    (row,) = bridge.order(number).supplier_orders
    told = {"supplier": supplier_of(bridge), "external_id": row.external_id, "action": "cancel"}
    if supplier_of(bridge) == "printful":
        bridge.world.post("supplier-order", told)
        book = bridge.practice.printful.book
        order = book.orders[str(row.remote_id)]
        del book.names[f"o:{order['store']}:{row.external_id}"]
        order["store"] = ANOTHER
        return
    index = bridge.practice.printify.book.index
    order = bridge.practice.printify.book.orders[str(row.remote_id)]
    index.restate(order, "canceled")
    order["steps"], order["due"] = [], None
    for rows in index._rows.values():
        if order["seq"] in rows:
            rows.remove(order["seq"])
    index._named[order["shop"], order["external_id"]].remove(order)
    order["shop"] = ANOTHER


def make_there(bridge: Bridge, number: str, name: str = "") -> SupplierOrderReading:
    """Another program sends the same order to the same supplier, under this name or under ours."""
    (shown,) = bridge.order(number).supplier_orders
    container = bridge.container
    with container._database.read() as tx:
        row = ledger.get(tx, shown.id)
        request = request_of(row, orders.load(tx, row.order_id))
    supplier = container._remotes.supplier(row.supplier_id)
    return supplier.create_order(replace(request, external_id=name or row.external_id))
