"""Any store with any supplier: the way of an order, judged from the vendors' own books.

Shopify with Printful is the pair of `test_journey`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.lifecycle import Step, SupplierState
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.products import PushRequest
from tests.support.books import (
    assert_all_made,
    assert_nothing_twice,
    charged_items,
    supplier_orders,
    wanted_items,
)
from tests.support.bridge import Bridge, running_bridge

PAIRS = [("etsy", "printful"), ("etsy", "printify"), ("shopify", "printify")]
ORDERS = 4


@pytest.fixture(params=PAIRS, ids="-".join)
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """(store, supplier)"""
    return request.param  # type: ignore[no-any-return]


@contextmanager
def running_pair(folder: Path, pair: tuple[str, str]) -> Iterator[Bridge]:
    """A bridge for one store and one supplier. Etsy has its pictures at once: that wait has tests of its own."""
    with running_bridge(folder, platforms=pair) as found:
        if "etsy" in pair:
            found.practice.etsy["etsy"].turn(image_delay=0.0)
        yield found


@pytest.fixture
def bridge(tmp_path: Path, pair: tuple[str, str]) -> Iterator[Bridge]:
    with running_pair(tmp_path, pair) as found:
        yield found


def open_pair(bridge: Bridge, mode: Mode) -> None:
    """Routed, and three products on sale at a price that no order loses money at."""
    bridge.connect(mode)
    bridge.sync()
    store_id = bridge.store_id(bridge.stores[0])
    products = bridge.container.reads.products()[:3]
    for product in products:
        bridge.container.actions.push(
            PushRequest(product.id, store_id, rule=PriceRule(Basis.FIXED, Decimal("99.00")))
        )
    bridge.sync()
    pushed = [bridge.container.reads.product(product.id) for product in products]
    assert [row.state for product in pushed if product for row in product.listings] == ["live"] * 3


def approve_all(bridge: Bridge) -> None:
    """Say yes to what waits; a price that the supplier tells only with the order itself is asked about once more."""
    for _ in range(2):
        for case in bridge.cases():
            assert case.kind in {CaseKind.APPROVAL, CaseKind.COST_HIGHER}, case
            bridge.container.actions.resolve(case.id, Action.APPROVE, {})
        bridge.sync()
    assert bridge.cases() == ()


def drafts(bridge: Bridge, supplier: str) -> int:
    return int(bridge.ledger()["vendors"][supplier]["drafts"])


def confirms(bridge: Bridge, supplier: str) -> int:
    return int(bridge.ledger()["vendors"][supplier]["confirms"])


def tracking_in_store(bridge: Bridge, store: str) -> Counter[str]:
    """The numbers that stand in the store."""
    return Counter(
        told["number"]
        for order in bridge.ledger()["vendors"][store]["orders"]
        for sent in order["fulfillments"]
        for told in sent["tracking"]
    )


def numbers_at_supplier(bridge: Bridge) -> set[str]:
    """The numbers of every parcel that the supplier has sent."""
    return {
        str(parcel.get("number") or parcel.get("tracking_number"))
        for _, order in supplier_orders(bridge.ledger())
        for parcel in order["shipments"]
    }


def test_from_the_yes_to_the_tracking_number(bridge: Bridge, pair: tuple[str, str]) -> None:
    store, supplier = pair
    open_pair(bridge, Mode.ASSIST)
    bridge.buy(ORDERS, country="US", quantity=1)
    report = bridge.sync()
    assert report.pulled == ORDERS
    assert {order.row.step for order in bridge.orders()} == {Step.APPROVAL}
    assert all(order.row.on_hold and order.row.margin for order in bridge.orders())
    assert confirms(bridge, supplier) == 0
    if supplier == "printify":  # what is posted there may be made: nothing is before the yes
        assert drafts(bridge, supplier) == 0

    approve_all(bridge)
    assert_all_made(bridge.ledger(), store)
    assert {order.row.step for order in bridge.orders()} == {Step.PRODUCTION}
    assert drafts(bridge, supplier) == confirms(bridge, supplier)

    bridge.days(10)
    ledger = bridge.ledger()
    assert {order.row.step for order in bridge.orders()} == {Step.TRACKING_SYNCED}
    assert_all_made(ledger, store)
    assert_nothing_twice(ledger, store)
    told = tracking_in_store(bridge, store)
    assert set(told) == numbers_at_supplier(bridge)
    assert set(told.values()) == {1}
    assert len(ledger["vendors"][store]["mails"]) == len(told)  # one mail for each parcel
    assert bridge.cases() == ()


def test_automatic_needs_nobody(bridge: Bridge, pair: tuple[str, str]) -> None:
    store, supplier = pair
    open_pair(bridge, Mode.AUTOMATIC)
    bridge.buy(ORDERS, country="US", quantity=1)
    report = bridge.sync()
    assert (report.sent, report.confirmed) == (confirms(bridge, supplier),) * 2
    assert bridge.cases() == ()
    assert_all_made(bridge.ledger(), store)
    before = bridge.ledger()["vendors"][supplier]["events"]
    for _ in range(3):  # looking again changes nothing
        bridge.sync()
    assert bridge.ledger()["vendors"][supplier]["events"] == before


def test_watch_writes_nothing(bridge: Bridge, pair: tuple[str, str]) -> None:
    _, supplier = pair
    open_pair(bridge, Mode.WATCH)
    bridge.buy(2, country="US", quantity=1)
    bridge.sync()
    bridge.days(2)
    assert len(bridge.orders()) == 2
    assert drafts(bridge, supplier) == 0


@pytest.mark.parametrize("kind", ["drop_after", "server_error_after"])
def test_a_lost_answer_to_the_order_makes_it_once(
    bridge: Bridge, pair: tuple[str, str], kind: str
) -> None:
    """The outcome of a call that spends is unknown: it is looked up, never repeated blindly."""
    store, supplier = pair
    open_pair(bridge, Mode.AUTOMATIC)
    path = "/orders$" if supplier == "printful" else r"/orders\.json$"
    fault = {"vendor": supplier, "kind": kind, "method": "POST", "path": path}
    bridge.world.post("fault", fault)
    bridge.buy(1, country="US", quantity=1)
    bridge.sync()
    assert bridge.ledger()["faults"]["struck"], "the fault must have struck"
    bridge.world.post("advance", {"seconds": 3_600})
    bridge.sync()
    bridge.days(10)
    ledger = bridge.ledger()
    assert charged_items(ledger) == wanted_items(ledger, store)
    assert_nothing_twice(ledger, store)
    assert bridge.orders()[0].row.step is Step.TRACKING_SYNCED


def test_an_order_cancelled_before_the_yes_is_not_made(
    bridge: Bridge, pair: tuple[str, str]
) -> None:
    store, _ = pair
    open_pair(bridge, Mode.ASSIST)
    (bought,) = bridge.buy(1, country="US", quantity=1)
    bridge.sync()
    name = {"shop": store, "number": str(bought["name"]), "action": "cancel"}
    bridge.world.post("store-order", name)
    bridge.container.actions.approve(bridge.orders()[0].row.id)
    bridge.sync()
    bridge.days(1)
    assert charged_items(bridge.ledger()) == Counter()
    (made,) = bridge.orders()[0].supplier_orders
    assert made.state is SupplierState.CANCELLED
    assert bridge.orders()[0].row.step is Step.CANCELLED
