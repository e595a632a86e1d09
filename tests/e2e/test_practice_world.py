"""Practice mode as a whole: both stores, both suppliers, and customers who buy in either store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podbridge_desktop.bootstrap.practice import NAMES, World, make_ready
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.services.routes import RouteWish
from tests.support.bridge import Bridge, running_bridge

EVERYBODY = tuple(NAMES)
ROUTES = {
    (NAMES[store], NAMES[supplier])
    for store in ("shopify", "etsy")
    for supplier in ("printful", "printify")
}


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running_bridge(tmp_path, platforms=EVERYBODY) as found:
        found.practice.etsy["etsy"].turn(image_delay=0.0)
        yield found


def routes(bridge: Bridge) -> set[tuple[str, str]]:
    return {(row.store, row.supplier) for row in bridge.container.reads.routes()}


def test_everybody_is_connected_and_every_store_may_sell_what_either_supplier_makes(
    bridge: Bridge,
) -> None:
    make_ready(bridge.container, bridge.world)
    rows = bridge.container.reads.connections()
    assert {row.name for row in rows} == set(NAMES.values())
    assert {row.health for row in rows} == {"healthy"}
    assert routes(bridge) == ROUTES
    assert {row.mode for row in bridge.container.reads.routes()} == {Mode.ASSIST}


def test_a_folder_of_two_vendors_gains_the_other_two_and_keeps_its_modes(bridge: Bridge) -> None:
    every = bridge.world.vendors
    first = {name: every[name] for name in ("shopify", "printful")}
    make_ready(bridge.container, World(bridge.world.control, first))
    automatic = RouteWish(NAMES["shopify"], NAMES["printful"], Mode.AUTOMATIC)
    bridge.container.actions.set_route(automatic)
    make_ready(bridge.container, bridge.world)
    make_ready(bridge.container, bridge.world)  # and again at the next start
    assert len(bridge.container.reads.connections()) == len(EVERYBODY)
    assert routes(bridge) == ROUTES
    modes = {(r.store, r.supplier): r.mode for r in bridge.container.reads.routes()}
    assert modes.pop((NAMES["shopify"], NAMES["printful"])) is Mode.AUTOMATIC
    assert set(modes.values()) == {Mode.ASSIST}


def test_customers_buy_in_either_store_from_either_supplier(bridge: Bridge) -> None:
    make_ready(bridge.container, bridge.world)
    bridge.sync()
    for supplier in ("printful", "printify"):
        product = next(
            row for row in bridge.container.reads.products() if row.supplier == NAMES[supplier]
        )
        for store in ("shopify", "etsy"):
            bridge.container.actions.push(PushRequest(product.id, bridge.store_id(NAMES[store])))
    bridge.sync()
    bridge.buy(8)
    bridge.sync()
    orders = bridge.orders()
    assert {order.row.store for order in orders} == {NAMES["shopify"], NAMES["etsy"]}
    made = {line.route for order in orders for line in order.lines}
    assert made == {NAMES["printful"], NAMES["printify"]}
