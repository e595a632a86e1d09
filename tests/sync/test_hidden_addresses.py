"""A shop that shows no addresses to programs: asked for once per order, and no alarm that never ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import SUPPLIER, Bridge, running_bridge
from tests.support.printify_bridge import PRINTIFY

ADDRESS = Address(
    name="Ada Example", address1="12 Elm Street", city="Portland", province="Oregon",
    province_code="OR", zip="97201", country_code="US", phone="+1 555 0100", email="ada@example.com",
)  # fmt: skip


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A gated Etsy shop with an order of which each supplier is to make a part."""
    with running_bridge(tmp_path, platforms=("etsy", "printful", "printify")) as found:
        etsy = found.practice.etsy["etsy"]
        etsy.turn(image_delay=0.0)
        found.connect(Mode.AUTOMATIC)
        found.sync()
        store = found.stores[0]
        for supplier in (SUPPLIER, PRINTIFY):
            push_one_of(found, supplier, store)
        etsy.turn(gated=True)
        sold = [each["variant"] for each in found.ledger_state("etsy") if not each["hand_packed"]]
        found.buy(1, shop="etsy", country="US", variants=[sold[0], sold[-1]])
        found.sync()
        yield found


def push_one_of(bridge: Bridge, supplier: str, store: str) -> None:
    row = next(each for each in bridge.container.reads.products() if each.supplier == supplier)
    bridge.container.actions.push(PushRequest(row.id, bridge.store_id(store)))
    bridge.sync()


def kinds(bridge: Bridge) -> list[str]:
    return sorted(case.kind.value for case in bridge.cases())


def made(bridge: Bridge) -> list[str]:
    return sorted(part.state.value for part in bridge.orders()[0].supplier_orders)


def test_an_order_with_two_suppliers_is_asked_about_once(bridge: Bridge) -> None:
    assert len(bridge.orders()[0].supplier_orders) == 2
    bridge.sync()
    assert kinds(bridge) == ["address_hidden"]


@pytest.mark.parametrize("way", ["typed", "shown by the store now"])
def test_both_parts_go_on_once_the_address_is_there(bridge: Bridge, way: str) -> None:
    if way == "typed":
        bridge.container.actions.fix_address(bridge.orders()[0].row.id, ADDRESS)
    else:
        bridge.practice.etsy["etsy"].turn(gated=False)
        bridge.container.actions.resolve(bridge.case("address_hidden").id, Action.RETRY, {})
    for _ in range(3):
        bridge.sync()
    assert "address_hidden" not in kinds(bridge)
    assert "planned" not in made(bridge)


def test_a_retry_that_finds_nothing_new_asks_again_and_sends_nothing(bridge: Bridge) -> None:
    bridge.container.actions.resolve(bridge.case("address_hidden").id, Action.RETRY, {})
    bridge.sync()
    bridge.sync()
    assert kinds(bridge) == ["address_hidden"]
    assert made(bridge) == ["planned", "planned"]


def test_cancelling_it_ends_both_parts(bridge: Bridge) -> None:
    bridge.container.actions.resolve(bridge.case("address_hidden").id, Action.CANCEL, {})
    bridge.sync()
    assert kinds(bridge) == []
    assert made(bridge) == ["cancelled", "cancelled"]


def test_the_daily_test_warns_and_opens_no_case_that_stays(bridge: Bridge) -> None:
    bridge.days(2)
    assert "permission" not in kinds(bridge)
    [store] = [row for row in bridge.container.reads.connections() if row.kind == "store"]
    assert store.health == "healthy"
