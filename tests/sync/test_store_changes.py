"""What the store changes between our steps: cancelled, refunded, edited, re-addressed."""

from __future__ import annotations

from typing import Any

import pytest

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.planning import Mode
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge


def change(bridge: Bridge, action: str, **order: Any) -> None:
    bridge.world.post("store-order", {"number": "#1001", "action": action, **order})


def drafted(bridge: Bridge, **order: Any) -> None:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1, **order)
    bridge.sync()


def approve(bridge: Bridge) -> None:
    bridge.container.actions.approve(bridge.order("#1001").row.id)


def test_cancelled_before_the_yes_cancels_the_free_draft(bridge: Bridge) -> None:
    drafted(bridge)
    change(bridge, "cancel")
    bridge.sync()
    assert bridge.order("#1001").row.step == "cancelled"
    printful = bridge.ledger()["vendors"]["printful"]
    assert printful["orders"][0]["status"] == "canceled"
    assert bridge.cases() == ()


def test_cancelled_right_before_the_confirm_pays_nothing(bridge: Bridge) -> None:
    drafted(bridge)
    approve(bridge)
    change(bridge, "cancel")
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0


def test_cancelled_in_production_is_the_sellers_call(bridge: Bridge) -> None:
    drafted(bridge)
    approve(bridge)
    bridge.sync()
    change(bridge, "cancel")
    bridge.sync()
    case = bridge.case("cancelled_at_store")
    assert Action.CANCEL in case.actions


def test_a_new_address_before_the_confirm_stops_it_and_retry_sends_the_new_one(
    bridge: Bridge,
) -> None:
    drafted(bridge, country="US")
    approve(bridge)
    change(bridge, "change-address", address={"address1": "9 Invented Lane"})
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0
    case = bridge.case("changed_at_store")
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    approve(bridge)
    bridge.sync()
    made = [o for o in bridge.ledger()["vendors"]["printful"]["orders"] if o["charged"]]
    assert [o["recipient"]["address1"] for o in made] == ["9 Invented Lane"]
    assert_nothing_twice(bridge.ledger())


def test_ignoring_the_change_sends_what_was_prepared(bridge: Bridge) -> None:
    drafted(bridge, country="US")
    approve(bridge)
    change(bridge, "change-address", address={"address1": "9 Invented Lane"})
    bridge.sync()
    bridge.container.actions.resolve(bridge.case("changed_at_store").id, Action.IGNORE, {})
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 1


@pytest.mark.parametrize("moment", ["drafted", "approved"])
def test_fewer_pieces_wanted_stops_it(bridge: Bridge, moment: str) -> None:
    drafted(bridge, quantity=3)
    if moment == "approved":
        approve(bridge)
    line = bridge.ledger()["vendors"]["shopify"]["orders"][0]["lines"][0]["id"]
    change(bridge, "edit", quantities={line: 1})
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0
    bridge.container.actions.resolve(bridge.case("changed_at_store").id, Action.RETRY, {})
    bridge.sync()
    approve(bridge)
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_line_added_later_becomes_a_second_part(bridge: Bridge) -> None:
    drafted(bridge, quantity=1)
    state = bridge.practice.control  # what is on sale
    assert state is not None
    sku = next(
        variant.sku
        for product in bridge.container.reads.products()[:3]
        for variant in product.variants
    )
    change(bridge, "edit", add=[{"variant": sku, "quantity": 1}])
    bridge.sync()
    parts = bridge.order("#1001").supplier_orders
    assert len(parts) == 2
    assert len({part.external_id for part in parts}) == 2
    approve(bridge)
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_what_the_seller_cancelled_is_never_sent_again_by_itself(bridge: Bridge) -> None:
    drafted(bridge)
    bridge.container.actions.cancel(bridge.order("#1001").row.id)
    bridge.sync()
    change(bridge, "change-address", address={"address1": "9 Invented Lane"})
    bridge.sync()
    bridge.sync()
    statuses = [o["status"] for o in bridge.ledger()["vendors"]["printful"]["orders"]]
    assert statuses == ["canceled"]
    assert bridge.order("#1001").row.step == "cancelled"


def test_hold_wins_over_approve_until_release(bridge: Bridge) -> None:
    drafted(bridge)
    order_id = bridge.order("#1001").row.id
    bridge.container.actions.hold(order_id, "the buyer asked for another colour")
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0
    assert bridge.order("#1001").row.hold_reason == "held_by_seller"
    bridge.container.actions.release(order_id)
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == 1


def test_held_at_the_store_goes_on_by_itself_when_released(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    change(bridge, "hold")
    bridge.sync()
    assert bridge.case("held_at_store")
    assert bridge.ledger()["vendors"]["printful"]["drafts"] == 0
    change(bridge, "release")
    bridge.sync()
    assert bridge.cases() == ()
    assert_all_made(bridge.ledger())


def test_unpaid_is_listed_and_sent_once_it_is_paid(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, financial="PENDING")
    bridge.sync()
    assert bridge.order("#1001").row.standing == "unpaid"
    change(bridge, "pay")
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_parcel_of_an_order_that_was_cancelled_too_late_was_sent_by_nobody_else(
    bridge: Bridge,
) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    bridge.sync()
    change(bridge, "cancel")
    bridge.days(5)
    assert "does not want" in bridge.case("tracking_refused").message
    assert [route.mode for route in bridge.container.reads.routes()] == [Mode.AUTOMATIC]
