"""What the nightly comparison finds in a supplier's list: each gap once, as a case in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.storage.tables import shipment, supplier_order
from tests.support.books import assert_nothing_twice, supplier_orders
from tests.support.bridge import Bridge
from tests.support.nights import (
    PAIRS,
    change,
    delete_there,
    found,
    kinds,
    made,
    make_there,
    open_shop,
    shop_of,
    tomorrow,
)


@pytest.fixture(params=PAIRS, ids="-".join)
def bridge(request: Any, tmp_path: Path) -> Iterator[Bridge]:
    with open_shop(tmp_path, request.param) as bridge:
        yield bridge


def modes(bridge: Bridge) -> set[Mode]:
    return {route.mode for route in bridge.container.reads.routes()}


def test_an_order_that_is_gone_at_the_supplier_is_the_sellers_to_decide(bridge: Bridge) -> None:
    number = made(bridge)
    delete_there(bridge, number)
    tomorrow(bridge, passes=1)
    case = bridge.case("supplier_cancelled")
    assert "does not have the order" in case.message
    assert found(bridge) == 1
    assert bridge.order(number).supplier_orders[0].state is SupplierState.CANCELLED
    tomorrow(bridge)
    assert len(bridge.order(number).supplier_orders) == 1  # not made again by itself
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    assert bridge.order(number).supplier_orders[-1].state is SupplierState.IN_PRODUCTION
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def test_an_order_under_a_name_of_ours_that_we_did_not_make_stops_the_route(bridge: Bridge) -> None:
    number = made(bridge)
    (row,) = bridge.order(number).supplier_orders
    name = f"{row.external_id[:-7]}zzzzzza"
    make_there(bridge, number, name)
    tomorrow(bridge)
    case = bridge.case("foreign_fulfilment")
    assert name in case.message
    assert modes(bridge) == {Mode.WATCH}
    assert found(bridge) == 1
    (route,) = bridge.container.reads.routes()
    bridge.container.actions.set_route(RouteWish(route.store, route.supplier, Mode.AUTOMATIC))
    bridge.days(3)
    assert (found(bridge), kinds(bridge)) == (1, [])  # told once
    assert modes(bridge) == {Mode.AUTOMATIC}


@pytest.mark.parametrize("store", ["shopify", "etsy"])
def test_a_second_order_of_one_name_is_told(store: str, tmp_path: Path) -> None:
    """Printful keeps a name unique; Printify may not."""
    with open_shop(tmp_path, (store, "printify")) as bridge:
        bridge.practice.printify.turn(enforce_external_id=False)
        number = made(bridge)
        second = make_there(bridge, number)
        tomorrow(bridge)
        case = bridge.case("twice_at_supplier")
        assert second.remote_id in case.message
        assert found(bridge) == 1
        bridge.container.actions.resolve(case.id, Action.IGNORE, {})
        bridge.days(2)
        assert (found(bridge), kinds(bridge)) == (1, [])
        there = [each for _, each in supplier_orders(bridge.ledger()) if each["charged"]]
        assert len(there) == 1


@pytest.mark.parametrize("store", ["shopify", "etsy"])
def test_printful_makes_no_second_order_of_a_name(store: str, tmp_path: Path) -> None:
    with open_shop(tmp_path, (store, "printful")) as bridge:
        number = made(bridge)
        again = make_there(bridge, number)
        assert again.remote_id == bridge.order(number).supplier_orders[0].remote_id


def test_parcels_that_the_ledger_lacks_are_read_and_told_to_nobody_twice(bridge: Bridge) -> None:
    number = made(bridge)
    bridge.days(12)
    assert bridge.order(number).supplier_orders[0].state is SupplierState.DELIVERED
    change(bridge, delete(shipment))
    tomorrow(bridge)
    assert bridge.order(number).supplier_orders[0].shipments
    assert bridge.order(number).row.step.value == "tracking_synced"
    assert "further" in bridge.case("found_late").message
    assert found(bridge) == 1
    bridge.days(2)
    assert found(bridge) == 1
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def test_a_state_that_no_poll_heard_of_is_caught_up_with(bridge: Bridge) -> None:
    number = made(bridge)
    bridge.days(12)
    change(bridge, update(supplier_order).values(state=SupplierState.IN_PRODUCTION))
    tomorrow(bridge)
    assert bridge.order(number).supplier_orders[0].state is not SupplierState.IN_PRODUCTION
    assert kinds(bridge) == ["found_late"]
    assert found(bridge) == 1


def test_a_reprint_of_the_suppliers_own_is_no_second_order(tmp_path: Path) -> None:
    with open_shop(tmp_path, ("shopify", "printify")) as bridge:
        number = made(bridge)
        bridge.days(10)
        told = {
            "supplier": "printify",
            "external_id": bridge.order(number).supplier_orders[0].external_id,
            "action": "reship",
        }
        bridge.world.post("supplier-order", told)
        bridge.days(8)
        assert (found(bridge), kinds(bridge)) == (0, [])
