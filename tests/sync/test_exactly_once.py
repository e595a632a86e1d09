"""Each answer that can get lost, on each write: the vendors' books show every piece exactly once."""

from __future__ import annotations

import pytest

from podbridge_desktop.domain.planning import Mode
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge

LOST = ("drop_after", "server_error_after", "truncated")
NOT_DONE = ("drop", "server_error", "maintenance", "rate_limited")
CREATE = {"vendor": "printful", "method": "POST", "path": "^/orders$"}
CONFIRM = {"vendor": "printful", "method": "POST", "path": "/confirm$"}
TRACK = {"vendor": "shopify", "method": "POST", "path": "graphql", "contains": "fulfillmentCreate"}


def until_quiet(bridge: Bridge, days: int = 7) -> None:
    """Faults are over; let the program find its way."""
    for _ in range(3):
        bridge.sync()
    bridge.days(days)


@pytest.mark.parametrize("kind", LOST + NOT_DONE)
@pytest.mark.parametrize("call", [CREATE, CONFIRM, TRACK], ids=["create", "confirm", "track"])
def test_one_lost_answer(bridge: Bridge, call: dict[str, str], kind: str) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(2)
    bridge.world.post("fault", {**call, "kind": kind, "times": 1, "retry_after": 1})
    bridge.sync()
    until_quiet(bridge)
    ledger = bridge.ledger()
    assert ledger["faults"]["struck"]
    assert_all_made(ledger)
    assert_nothing_twice(ledger)
    assert len(ledger["vendors"]["shopify"]["mails"]) == sum(
        len(part.shipments) for order in bridge.orders() for part in order.supplier_orders
    )


@pytest.mark.parametrize("kind", LOST)
def test_every_answer_lost_for_a_while(bridge: Bridge, kind: str) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(3)
    for call in (CREATE, CONFIRM):
        bridge.world.post("fault", {**call, "kind": kind, "times": 3})
    for _ in range(3):
        bridge.sync()
    until_quiet(bridge)
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


def test_a_write_without_answer_is_looked_up_not_repeated(bridge: Bridge) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1)
    bridge.world.post("fault", {**CREATE, "kind": "drop_after"})
    bridge.sync()
    bridge.sync()
    printful = bridge.ledger()["vendors"]["printful"]
    assert printful["drafts"] == 1
    assert printful["calls"]["POST /orders"] == 1


def test_a_look_up_that_fails_sends_nothing(bridge: Bridge) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1)
    bridge.world.post("fault", {**CREATE, "kind": "drop_after"})
    bridge.sync()
    look = {"vendor": "printful", "method": "GET", "path": "^/orders/@", "kind": "server_error"}
    bridge.world.post("fault", {**look, "times": 20})
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["calls"]["POST /orders"] == 1
    bridge.world.post("fault/clear", {})
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["drafts"] == 1
    assert bridge.case("approval")


def test_no_answer_for_long_opens_a_case(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    bridge.world.post("fault", {**CONFIRM, "kind": "server_error", "times": 5})
    for _ in range(4):
        bridge.sync()
    assert "no answer" in bridge.case("no_answer").title.lower()
    bridge.world.post("fault/clear", {})
    bridge.sync()
    assert bridge.cases() == ()
    assert_all_made(bridge.ledger())


def test_a_cost_that_rose_after_the_yes_goes_back_to_the_seller(bridge: Bridge) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1)
    bridge.sync()
    order = bridge.orders()[0]
    bridge.container.actions.approve(order.row.id)
    drafted = bridge.practice.printful.order(order.supplier_orders[0].external_id)
    drafted["costs"]["total"] = "999.00"
    bridge.sync()
    case = bridge.case("cost_higher")
    assert "999.00" in case.message
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0
