"""The whole way of an Etsy order, also for a shop to which Etsy shows no addresses and whose tracking it refuses."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import Bridge, running_bridge


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    """An Etsy shop and a supplier, routed, with two products on sale."""
    with running_bridge(tmp_path, platforms=("etsy", "printful")) as found:
        knob(found, image_delay=0.0)  # waiting for pictures has tests of its own
        found.connect(Mode.AUTOMATIC)
        found.sync()
        found.push(2, store=store(found))
        yield found


def store(bridge: Bridge) -> str:
    (name,) = bridge.stores
    return name


def etsy(bridge: Bridge) -> dict[str, Any]:
    books: dict[str, Any] = bridge.ledger()["vendors"]["etsy"]
    return books


def knob(bridge: Bridge, **values: object) -> None:
    bridge.practice.etsy["etsy"].turn(**values)


def buy(bridge: Bridge, **order: object) -> str:
    (bought,) = bridge.buy(1, shop="etsy", **order)
    return str(bought["name"])


def assert_one_mail_for_each_parcel(bridge: Bridge) -> None:
    mailed = Counter(each["tracking_code"] for each in etsy(bridge)["mails"])
    parcels = {each["code"] for each in etsy(bridge)["shipments"]}
    assert set(mailed) == parcels
    assert set(mailed.values()) == {1}


def test_from_push_to_tracking(bridge: Bridge) -> None:
    assert [each["state"] for each in etsy(bridge)["listings"]].count("active") == 3  # one by hand
    number = buy(bridge)
    bridge.sync()
    bridge.days(8)
    order = bridge.order(number)
    assert order.row.step.value == "tracking_synced"
    assert_one_mail_for_each_parcel(bridge)
    assert bridge.cases() == ()


def test_what_is_renumbered_by_an_update_is_still_linked(bridge: Bridge) -> None:
    """Etsy gives products new numbers with each change of an inventory."""
    row = bridge.container.reads.products()[0]
    bridge.container.actions.push(
        PushRequest(
            row.id, bridge.store_id(store(bridge)), rule=PriceRule(Basis.FIXED, Decimal("99.00"))
        )
    )
    bridge.sync()
    number = buy(bridge)
    bridge.sync()
    assert bridge.cases() == ()
    assert bridge.order(number).row.step.value == "production"


def test_cancelled_at_etsy_before_it_is_sent_is_not_made(bridge: Bridge) -> None:
    """The change filter does not tell of it: the order is read again right before it goes."""
    bridge.world.post(
        "fault", {"vendor": "printful", "kind": "server_error", "path": "/orders", "times": 50}
    )
    number = buy(bridge)
    bridge.sync()
    bridge.world.post("store-order", {"shop": "etsy", "number": number, "action": "cancel"})
    bridge.world.post("fault/clear", {"vendor": "printful"})
    bridge.sync()
    bridge.days(1)
    orders = bridge.ledger()["vendors"]["printful"]["orders"]
    assert [each for each in orders if each["charged"] and each["status"] != "canceled"] == []
    assert bridge.order(number).row.step.value == "cancelled"


@pytest.mark.parametrize("kind", ["drop_after", "server_error_after"])
def test_a_tracking_number_whose_answer_is_lost_mails_the_buyer_once(
    bridge: Bridge, kind: str
) -> None:
    number = buy(bridge)
    bridge.sync()
    bridge.world.post("fault", {"vendor": "etsy", "kind": kind, "path": "/tracking$"})
    bridge.days(8)
    assert bridge.order(number).row.step.value == "tracking_synced"
    assert_one_mail_for_each_parcel(bridge)


def test_a_number_that_the_store_spaces_in_its_own_way_is_recognised(bridge: Bridge) -> None:
    number = buy(bridge)
    bridge.sync()
    bridge.world.post("fault", {"vendor": "etsy", "kind": "drop_after", "path": "/tracking$"})
    receipt = bridge.practice.etsy["etsy"].order(number)
    for _ in range(8):
        bridge.world.next_day()
        bridge.sync()
        for parcel in receipt["shipments"]:
            parcel["code"] = f"{parcel['code'][:4]} {parcel['code'][4:].lstrip()}"
    assert bridge.order(number).row.step.value == "tracking_synced"
    assert len(etsy(bridge)["mails"]) == len(receipt["shipments"])


def test_a_gated_shop_gets_its_orders_made_and_its_numbers_to_copy(
    bridge: Bridge, tmp_path: Path
) -> None:
    knob(bridge, gated=True)
    number = buy(bridge)
    bridge.sync()
    case = bridge.case("address_hidden")
    assert Action.IMPORT_ADDRESSES in case.actions
    file = tmp_path / "EtsySoldOrders2026.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["Order ID", "Full Name", "Street 1", "Street 2", "Ship City", "Ship State", "Ship Zipcode", "Ship Country"])  # fmt: skip
        writer.writerow([number.lstrip("#"), "Ada Lovelace", "12 Elm Street", "", "Portland", "OR", "97201", "United States"])  # fmt: skip
    assert bridge.container.actions.import_addresses(bridge.store_id(store(bridge)), file) == (1, 0)
    bridge.sync()
    assert bridge.order(number).row.step.value == "production"
    bridge.days(8)
    assert "does not let this app write tracking numbers" in bridge.case("tracking_refused").message
    lines = bridge.container.actions.tracking_list()
    assert lines
    assert {each.order for each in lines} == {number}
    assert all(each.order_page.endswith(number.lstrip("#")) for each in lines)
    assert etsy(bridge)["mails"] == []
    store_row = bridge.container.reads.connection(store(bridge))
    assert store_row is not None
    assert store_row.health == "healthy"


def test_a_changed_password_is_one_case_and_nothing_is_lost(bridge: Bridge) -> None:
    number = buy(bridge)
    bridge.practice.etsy["etsy"].revoke_key(now=bridge.container.clock.now())
    bridge.sync()
    assert [case.kind.value for case in bridge.cases()] == ["sign_in"]
    assert bridge.orders() == []
    door = bridge.practice.description()["vendors"]["etsy"]
    row = bridge.container.reads.connection(store(bridge))
    assert row is not None
    form = ConnectForm("etsy", row.name, door["fields"], door["secrets"], door["api_url"])
    bridge.container.connecting.keep(bridge.container.connecting.test(form))
    bridge.sync()
    assert bridge.cases() == ()
    assert bridge.order(number).row.step.value == "production"
