"""What the nightly comparison finds in a store's list: each gap once, as a case in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.storage.tables import exception_case, supplier_order
from tests.support.books import assert_nothing_twice
from tests.support.bridge import Bridge
from tests.support.nights import (
    PAIRS,
    buy,
    change,
    found,
    hide,
    kinds,
    lose_parcels,
    made,
    open_shop,
    shop_of,
    show,
    supplier_of,
    tomorrow,
)


@pytest.fixture(params=PAIRS, ids="-".join)
def bridge(request: Any, tmp_path: Path) -> Iterator[Bridge]:
    with open_shop(tmp_path, request.param) as bridge:
        yield bridge


def test_a_paid_order_that_no_pull_brings_is_taken_made_and_told(bridge: Bridge) -> None:
    missed = buy(bridge)
    hide(bridge, missed)
    bridge.world.post("advance", {"seconds": 3600})
    seen = made(bridge)
    show(bridge, missed)
    bridge.sync()
    assert [each.row.number for each in bridge.orders()] == [seen]
    tomorrow(bridge)
    assert bridge.order(missed).supplier_orders[0].state.value == "in_production"
    case = bridge.case("found_late")
    assert missed in case.message
    assert found(bridge) == 1
    bridge.container.actions.resolve(case.id, Action.IGNORE, {})
    bridge.days(3)
    assert (found(bridge), kinds(bridge)) == (1, [])
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def test_a_paid_order_that_nobody_planned_is_looked_for_and_prepared(bridge: Bridge) -> None:
    """The supplier never had it."""
    number = buy(bridge)
    bridge.world.post("fault", _no_supplier(bridge))
    bridge.sync()
    change(bridge, delete(supplier_order))
    bridge.world.post("fault/clear", {})
    tomorrow(bridge)
    assert bridge.order(number).supplier_orders[0].state.value == "in_production"
    assert number in bridge.case("found_late").message
    assert found(bridge) == 1
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def _no_supplier(bridge: Bridge) -> dict[str, Any]:
    return {"vendor": supplier_of(bridge), "kind": "maintenance", "times": 1000}


def test_an_order_that_the_ledger_lost_is_not_made_a_second_time(bridge: Bridge) -> None:
    made(bridge)
    change(bridge, delete(supplier_order))
    tomorrow(bridge)
    assert "not_as_sent" in kinds(bridge)
    assert found(bridge) >= 1
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def test_a_cancelled_order_of_which_nobody_was_told_while_it_is_made_is_told(
    bridge: Bridge,
) -> None:
    number = made(bridge)
    _cancel(bridge, number)
    bridge.sync()
    assert kinds(bridge) == ["cancelled_at_store"]
    told = exception_case.c.kind == CaseKind.CANCELLED_AT_STORE
    change(bridge, delete(exception_case).where(told))
    tomorrow(bridge, passes=1)
    assert bridge.case("cancelled_at_store").message.startswith(f"Order {number} was cancelled")
    assert found(bridge) == 1
    bridge.container.actions.resolve(bridge.case("cancelled_at_store").id, Action.IGNORE, {})
    tomorrow(bridge)
    assert found(bridge) == 1
    assert "cancelled_at_store" not in kinds(bridge)


def test_a_cancellation_that_no_pull_heard_of_is_told(tmp_path: Path) -> None:
    """Etsy's cancelled orders are swept by the pull; Shopify's list shows one without a newer time of change."""
    with open_shop(tmp_path, PAIRS[0]) as bridge:
        number = made(bridge)
        bridge.world.post("advance", {"seconds": 3600})
        made(bridge)
        order = bridge.practice.shops["shopify"].order(number)
        changed_at = order.updated_at
        _cancel(bridge, number)
        order.updated_at = changed_at
        bridge.sync()
        assert kinds(bridge) == []
        tomorrow(bridge)
        assert number in bridge.case("cancelled_at_store").message
        assert found(bridge) == 1


def _cancel(bridge: Bridge, number: str) -> None:
    told = {"shop": shop_of(bridge), "number": number, "action": "cancel"}
    bridge.world.post("store-order", told)


def test_a_number_that_the_store_lost_is_a_case_and_is_written_again_by_a_click(
    bridge: Bridge,
) -> None:
    number = made(bridge)
    bridge.days(8)
    assert bridge.order(number).row.step.value == "tracking_synced"
    lose_parcels(bridge, number)
    tomorrow(bridge)
    case = bridge.case("tracking_refused")
    assert "does not stand there any more" in case.message
    tomorrow(bridge)
    assert found(bridge) == 1  # told once
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    tomorrow(bridge)
    assert (found(bridge), kinds(bridge)) == (1, [])
    assert bridge.order(number).row.step.value == "tracking_synced"
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def test_a_lost_number_that_the_seller_lets_be_is_not_told_again(bridge: Bridge) -> None:
    number = made(bridge)
    bridge.days(8)
    lose_parcels(bridge, number)
    tomorrow(bridge)
    bridge.container.actions.resolve(bridge.case("tracking_refused").id, Action.IGNORE, {})
    bridge.days(2)
    assert (found(bridge), kinds(bridge)) == (1, [])
