"""Whatever the seller answers to a case: nothing unwanted is paid, and nothing paid for by a customer is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from podbridge_desktop.config import read_config
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.routes import RouteWish
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import SHOP, Bridge

SUPPLIER = "Practice Printful"


def opened(bridge: Bridge, mode: Mode = Mode.ASSIST, **order: Any) -> int:
    bridge.open_shop(mode)
    bridge.buy(1, **order)
    bridge.sync()
    return bridge.order("#1001").row.id


def kinds(bridge: Bridge) -> list[str]:
    return sorted(case.kind.value for case in bridge.cases())


def confirms(bridge: Bridge) -> int:
    return int(bridge.ledger()["vendors"]["printful"]["confirms"])


def resolve(bridge: Bridge, kind: str, action: Action) -> None:
    bridge.container.actions.resolve(bridge.case(kind).id, action, {})


def fault(bridge: Bridge, kind: str, **values: Any) -> None:
    bridge.world.post("fault", {"vendor": "printful", "kind": kind, **values})


# --- a change that was ignored ------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [True, False], ids=["approved before", "approved after"])
def test_ignoring_that_somebody_else_sent_it_pays_nothing(bridge: Bridge, before: bool) -> None:
    order_id = opened(bridge, quantity=1)
    if before:
        bridge.container.actions.approve(order_id)
    bridge.fulfil_by_hand("#1001")
    bridge.sync()
    resolve(bridge, "changed_at_store", Action.IGNORE)
    if not before:
        bridge.container.actions.approve(order_id)
    bridge.sync()
    bridge.sync()
    assert confirms(bridge) == 0
    assert "changed_at_store" in kinds(bridge)


def test_ignoring_that_fewer_are_wanted_pays_nothing_and_trying_again_makes_the_fewer(
    bridge: Bridge,
) -> None:
    order_id = opened(bridge, quantity=3)
    bridge.container.actions.approve(order_id)
    line = bridge.ledger()["vendors"]["shopify"]["orders"][0]["lines"][0]["id"]
    bridge.world.post("store-order", {"number": "#1001", "action": "edit", "quantities": {line: 1}})
    bridge.sync()
    resolve(bridge, "changed_at_store", Action.IGNORE)
    bridge.sync()
    assert confirms(bridge) == 0
    resolve(bridge, "changed_at_store", Action.RETRY)
    bridge.sync()
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert confirms(bridge) == 1
    assert_nothing_twice(bridge.ledger())


def test_what_was_changed_in_the_store_is_not_approved_before_its_case_is_worked_off(
    bridge: Bridge,
) -> None:
    order_id = opened(bridge, quantity=3)
    line = bridge.ledger()["vendors"]["shopify"]["orders"][0]["lines"][0]["id"]
    bridge.world.post("store-order", {"number": "#1001", "action": "edit", "quantities": {line: 1}})
    bridge.sync()
    with pytest.raises(BadInput, match="changed in the store"):
        bridge.container.actions.approve(order_id)


# --- a route that another hand made us leave ----------------------------------------------------------------------


def watched(bridge: Bridge) -> None:
    """One order was sent by somebody else; two more are paid while the route only watches."""
    opened(bridge, Mode.ASSIST, quantity=1)
    bridge.fulfil_by_hand("#1001")
    bridge.sync()
    resolve(bridge, "changed_at_store", Action.CANCEL)
    bridge.buy(2, quantity=1)
    bridge.sync()


def test_a_route_turned_to_watch_is_a_case_of_its_own(bridge: Bridge) -> None:
    watched(bridge)
    [route] = bridge.container.reads.routes()
    assert route.mode is Mode.WATCH
    assert "gets nothing more" in bridge.case("foreign_fulfilment").message


def test_what_was_paid_meanwhile_is_asked_about_and_sent_once(bridge: Bridge) -> None:
    watched(bridge)
    bridge.world.post("advance", {"seconds": 60})
    bridge.container.actions.set_route(RouteWish(SHOP, SUPPLIER, Mode.AUTOMATIC))
    bridge.sync()
    assert kinds(bridge) == ["late_orders"]
    assert confirms(bridge) == 0
    resolve(bridge, "late_orders", Action.SEND_ALL)
    bridge.sync()
    assert confirms(bridge) == 2
    assert_nothing_twice(bridge.ledger())


def test_a_route_the_seller_leaves_watching_asks_nothing_more(bridge: Bridge) -> None:
    watched(bridge)
    resolve(bridge, "foreign_fulfilment", Action.IGNORE)
    bridge.sync()
    assert kinds(bridge) == []
    assert confirms(bridge) == 0


# --- a fresh folder -----------------------------------------------------------------------------------------------


def test_after_a_reinstall_an_order_in_production_is_not_made_again_however_it_is_cut(
    bridge: Bridge, tmp_path: Path
) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    on_sale = [each["sku"] for each in bridge.ledger_state() if not each["hand_packed"]]
    first, second = on_sale[0], on_sale[-1]  # of two products
    bridge.buy(1, skus=[first, second], quantity=1, country="US")
    bridge.sync()
    assert confirms(bridge) == 1
    config = read_config(data_dir=tmp_path / "new", practice=True)
    config.workspace.make()
    again = Bridge(tmp_path / "new", bridge.practice, config)
    try:
        again.connect()
        again.sync()
        rows = again.container.reads.listing_variants(again.store_id())
        odd = next(row for row in rows if row.sku == second)
        again.container.actions.not_ours(odd.store_id, odd.listing_variant_id)
        again.container.actions.auto_link()
        start = again.container.clock.now() - timedelta(days=1)
        again.container.actions.set_route(RouteWish(SHOP, SUPPLIER, Mode.AUTOMATIC, since=start))
        again.sync()
        assert confirms(bridge) == 1
        assert "made by an earlier PodBridge" in again.case("not_as_sent").message
    finally:
        again.container.close()


# --- waits that end -----------------------------------------------------------------------------------------------


def test_a_supplier_that_never_answers_a_look_is_told_and_the_order_goes_on_later(
    bridge: Bridge,
) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    fault(bridge, "server_error", method="GET", path="^/orders/", times=1000)
    bridge.buy(1, quantity=1)
    for _ in range(6):
        report = bridge.sync()
    assert report.unusable
    assert kinds(bridge) == ["no_answer"]
    bridge.world.post("fault/clear", {})
    bridge.sync()
    assert kinds(bridge) == []
    assert_all_made(bridge.ledger())


def test_a_lost_answer_is_looked_up_in_the_same_pass(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    fault(bridge, "drop_after", method="POST", path="^/orders$")
    bridge.buy(1, quantity=1)
    bridge.sync()
    assert bridge.order("#1001").supplier_orders[0].state is SupplierState.IN_PRODUCTION
    assert_nothing_twice(bridge.ledger())


def test_a_right_that_comes_back_needs_no_click(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    scopes = list(bridge.practice.shops["shopify"].settings.scopes)
    bridge.world.post(
        "vendor", {"name": "shopify", "action": "set-scopes", "scopes": ["read_products"]}
    )
    assert bridge.sync().unusable
    bridge.buy(1, quantity=1)
    bridge.world.post("vendor", {"name": "shopify", "action": "set-scopes", "scopes": scopes})
    bridge.sync()
    bridge.sync()
    assert kinds(bridge) == []
    assert_all_made(bridge.ledger())


# --- picking ------------------------------------------------------------------------------------------------------


def test_what_does_not_stand_aside_is_not_picked(bridge: Bridge) -> None:
    order_id = opened(bridge, Mode.AUTOMATIC, quantity=1)
    with pytest.raises(BadInput, match="nothing to pick"):
        bridge.container.actions.pick(order_id)
