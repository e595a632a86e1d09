"""The main job, from the connect screen to the customer's mail, seen from the vendors' books."""

from __future__ import annotations

import pytest

from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.planning import Mode
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge


def test_assist_waits_for_the_yes_and_then_brings_tracking_back(bridge: Bridge) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(5)
    report = bridge.sync()
    assert (report.pulled, report.sent, report.confirmed) == (5, 5, 0)
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0
    assert {order.row.step for order in bridge.orders()} == {Step.APPROVAL}
    assert all(order.row.on_hold and order.row.margin for order in bridge.orders())

    for order in bridge.orders():
        bridge.container.actions.approve(order.row.id)
    bridge.sync()
    bridge.days(6)

    ledger = bridge.ledger()
    assert_all_made(ledger)
    assert_nothing_twice(ledger)
    assert {order.row.step for order in bridge.orders()} == {Step.TRACKING_SYNCED}
    assert bridge.cases() == ()
    parcels = sum(len(o.shipments) for d in bridge.orders() for o in d.supplier_orders)
    assert len(ledger["vendors"]["shopify"]["mails"]) == parcels


def test_automatic_needs_nobody(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(4)
    report = bridge.sync()
    assert (report.sent, report.confirmed, report.exceptions) == (4, 4, 0)
    assert_all_made(bridge.ledger())


def test_watch_writes_nothing(bridge: Bridge) -> None:
    bridge.open_shop(Mode.WATCH)
    bridge.buy(3)
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["drafts"] == 0
    assert len(bridge.orders()) == 3


def test_three_writes_per_order_without_faults(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    for _ in range(6):
        bridge.buy(1, quantity=1)
    bridge.sync()
    bridge.days(6)
    ledger = bridge.ledger()["vendors"]
    parcels = sum(len(d.supplier_orders[0].shipments) for d in bridge.orders())
    assert ledger["printful"]["drafts"] == 6
    assert ledger["printful"]["confirms"] == 6
    assert ledger["shopify"]["writes"]["fulfillmentCreate"] == parcels


def test_syncing_again_changes_nothing(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(3)
    bridge.sync()
    before = bridge.ledger()["vendors"]["printful"]["events"]
    for _ in range(3):
        bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["events"] == before


def test_closing_and_opening_again_goes_on(bridge: Bridge) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(2)
    bridge.sync()
    bridge.restart()
    for order in bridge.orders():
        bridge.container.actions.approve(order.row.id)
    bridge.restart()
    bridge.sync()
    bridge.days(5)
    assert_all_made(bridge.ledger())


def test_a_hold_at_the_supplier_is_seen_and_goes_when_it_is_lifted(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    bridge.sync()
    name = bridge.orders()[0].supplier_orders[0].external_id
    bridge.world.post("supplier-order", {"external_id": name, "action": "hold"})
    bridge.sync()
    case = bridge.case("supplier_hold")
    assert case.order_number == bridge.orders()[0].row.number
    assert bridge.orders()[0].row.on_hold
    bridge.world.post("supplier-order", {"external_id": name, "action": "release"})
    bridge.sync()
    assert bridge.cases() == ()
    assert not bridge.orders()[0].row.on_hold


@pytest.mark.parametrize("days", [5, 12], ids=["on_its_way", "delivered"])
def test_a_reshipment_goes_beside_the_first_parcel(bridge: Bridge, days: int) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, quantity=1)
    bridge.sync()
    bridge.days(days)
    name = bridge.orders()[0].supplier_orders[0].external_id
    assert days == 5 or bridge.orders()[0].supplier_orders[0].state == "delivered"
    bridge.world.post("supplier-order", {"external_id": name, "action": "reship"})
    bridge.days(3)
    sent = bridge.ledger()["vendors"]["shopify"]["orders"][0]["fulfillments"]
    assert len(sent) == 1
    assert len(sent[0]["tracking"]) == 2


def test_money_given_back_lowers_the_margin(bridge: Bridge) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1)
    bridge.sync()
    before = bridge.order("#1001").row
    bridge.world.post(
        "store-order", {"number": "#1001", "action": "refund", "amount": "5.00", "lines": {}}
    )
    bridge.sync()
    after = bridge.order("#1001").row
    assert before.margin is not None
    assert after.margin is not None
    assert before.margin.minor - after.margin.minor == 500
