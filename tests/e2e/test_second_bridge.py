"""A supplier's own app that serves the store as well: the route can only watch, for every pair, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import BadInput
from podbridge_desktop.sandbox.printful import ACCOUNT_TOKEN, STORE_ID
from podbridge_desktop.services.routes import RouteWish
from tests.e2e.test_bad_input import assert_plain, assert_plain_case
from tests.e2e.test_pairs import PAIRS, open_pair, running_pair
from tests.support.books import supplier_orders
from tests.support.bridge import Bridge


@pytest.fixture(params=[*PAIRS, ("shopify", "printful")], ids="-".join)
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """(store, supplier)"""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def bridge(tmp_path: Path, pair: tuple[str, str]) -> Iterator[Bridge]:
    with running_pair(tmp_path, pair) as found:
        yield found


def connect(bridge: Bridge, platform: str) -> None:
    door = bridge.world.vendors[platform]
    fields, secrets = door["fields"], door["secrets"]
    if platform == "printful":  # a store's own token sees no other store
        fields, secrets = {"store_id": str(STORE_ID)}, {"token": ACCOUNT_TOKEN}
    form = ConnectForm(platform, platform, fields, secrets, door["api_url"])
    bridge.container.connecting.keep(bridge.container.connecting.test(form))


def name_there(bridge: Bridge, store: str) -> str:
    row = bridge.container.reads.connection(store)
    assert row is not None
    return row.account_name


def test_a_store_that_the_supplier_serves_itself_is_only_watched(
    bridge: Bridge, pair: tuple[str, str]
) -> None:
    store, supplier = pair
    connect(bridge, store)
    told = {"action": "link-store", "store": name_there(bridge, store), "kind": store}
    bridge.world.post("vendor", {"name": supplier, **told})
    connect(bridge, supplier)
    for mode in (Mode.ASSIST, Mode.AUTOMATIC):
        with pytest.raises(BadInput, match="every order would be made twice") as caught:
            bridge.container.actions.set_route(RouteWish(store, supplier, mode))
        assert_plain(caught.value.message)
    assert bridge.container.actions.set_route(RouteWish(store, supplier)).mode is Mode.WATCH
    bridge.sync()
    bridge.buy(1, shop=store, hand_packed=True)
    bridge.sync()
    assert list(supplier_orders(bridge.ledger())) == []


def test_a_foreign_hand_on_one_of_our_orders_turns_the_route_to_watch(
    bridge: Bridge, pair: tuple[str, str]
) -> None:
    store, _ = pair
    open_pair(bridge, Mode.AUTOMATIC)
    (bought,) = bridge.buy(1, shop=store, quantity=1)
    bridge.sync()
    number = str(bought["name"])
    if store == "etsy":
        order = {"number": number, "action": "ship-by-hand", "tracking": "Z999", "carrier": "usps"}
        bridge.world.post("store-order", {"shop": "etsy", **order})
    else:
        bridge.fulfil_by_hand(number)
    bridge.days(8)
    assert_plain_case(bridge.case("foreign_fulfilment"))
    assert bridge.container.reads.routes()[0].mode is Mode.WATCH
    assert len(list(supplier_orders(bridge.ledger()))) == 1
