"""Every order goes on or stands in an open case that can be worked off: nothing waits unseen."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy.exc import IntegrityError

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.storage import tables
from podbridge_desktop.storage.database import Database
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge

CONFIRM = {"vendor": "printful", "method": "POST", "path": "/confirm$"}
TRACK = {"vendor": "shopify", "method": "POST", "path": "graphql", "contains": "fulfillmentCreate"}


def change(bridge: Bridge, action: str, **order: Any) -> None:
    bridge.world.post("store-order", {"number": "#1001", "action": action, **order})


def at_supplier(bridge: Bridge, action: str, **order: Any) -> None:
    name = bridge.order("#1001").supplier_orders[-1].external_id
    bridge.world.post("supplier-order", {"external_id": name, "action": action, **order})


def opened(bridge: Bridge, mode: Mode = Mode.ASSIST, **order: Any) -> int:
    bridge.open_shop(mode)
    bridge.buy(1, quantity=1, **order)
    bridge.sync()
    return bridge.order("#1001").row.id


def kinds(bridge: Bridge) -> list[str]:
    return [case.kind.value for case in bridge.cases()]


def confirms(bridge: Bridge) -> int:
    return int(bridge.ledger()["vendors"]["printful"]["confirms"])


def resolve(bridge: Bridge, kind: str, action: Action) -> None:
    bridge.container.actions.resolve(bridge.case(kind).id, action, {})


def test_approved_then_held_and_released_at_the_store_goes_on(bridge: Bridge) -> None:
    order_id = opened(bridge)
    bridge.container.actions.approve(order_id)
    change(bridge, "hold")
    bridge.sync()
    assert confirms(bridge) == 0
    assert kinds(bridge) == ["held_at_store"]
    change(bridge, "release")
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_planned_then_held_and_released_at_the_store_goes_on(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.world.post("vendor", {"name": "printful", "action": "revoke-key"})
    bridge.buy(1)
    bridge.sync()
    change(bridge, "hold")
    bridge.world.post("vendor", {"name": "printful", "action": "restore-key"})
    bridge.sync()
    bridge.sync()
    assert bridge.ledger()["vendors"]["printful"]["drafts"] == 0
    change(bridge, "release")
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_cancelled_at_the_supplier_before_the_confirm_is_told_and_can_be_made_anew(
    bridge: Bridge,
) -> None:
    order_id = opened(bridge)
    bridge.container.actions.approve(order_id)
    at_supplier(bridge, "cancel")
    bridge.sync()
    assert kinds(bridge) == ["supplier_cancelled"]
    resolve(bridge, "supplier_cancelled", Action.RETRY)
    bridge.sync()
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


def test_of_what_was_cancelled_after_a_part_had_left_only_the_rest_is_made_anew(
    bridge: Bridge,
) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, quantity=3)
    bridge.sync()
    printful = bridge.practice.printful
    name = bridge.order("#1001").supplier_orders[0].external_id
    item = printful.order(name)["items"][0]
    printful.ship(name, {str(item["id"]): 1})
    printful.cancel(name)
    for _ in range(2):
        bridge.sync()
    assert [part.state for part in bridge.order("#1001").supplier_orders] == ["cancelled"]
    (mail,) = bridge.ledger()["vendors"]["shopify"]["mails"]
    assert printful.order(name)["shipments"][0]["number"] in json.dumps(mail)
    resolve(bridge, "supplier_cancelled", Action.RETRY)
    bridge.sync()
    anew = printful.order(bridge.order("#1001").supplier_orders[1].external_id)
    assert (anew["status"], anew["items"][0]["quantity"]) == ("pending", 2)


def test_released_at_the_supplier_by_hand_is_not_asked_about_any_more(bridge: Bridge) -> None:
    opened(bridge)
    bridge.practice.printful.order(bridge.order("#1001").supplier_orders[0].external_id)[
        "status"
    ] = "pending"
    bridge.sync()
    assert kinds(bridge) == []


def test_a_parked_step_keeps_its_case_when_the_plan_is_made_anew(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    scopes = ["orders/read", "sync_products/read"]
    bridge.world.post("vendor", {"name": "printful", "action": "set-scopes", "scopes": scopes})
    bridge.buy(1)
    bridge.sync()
    told = [case for case in bridge.cases() if case.order_number]
    assert [case.kind.value for case in told] == ["permission"]
    change(bridge, "change-address", address={"address1": "9 Invented Lane"})
    bridge.sync()
    assert "permission" in [case.kind.value for case in bridge.cases() if case.order_number]


def test_an_unknown_word_after_a_lost_confirm_is_told_and_ends_by_itself(bridge: Bridge) -> None:
    order_id = opened(bridge)
    bridge.container.actions.approve(order_id)
    bridge.world.post("fault", {**CONFIRM, "kind": "drop_after"})
    bridge.sync()
    name = bridge.order("#1001").supplier_orders[0].external_id
    order = bridge.practice.printful.order(name)
    known, order["status"] = order["status"], "levitating"
    bridge.sync()
    assert kinds(bridge) == ["unknown_status"]
    order["status"] = known
    bridge.sync()
    assert kinds(bridge) == []
    bridge.days(6)
    assert bridge.order("#1001").row.step is Step.TRACKING_SYNCED


def test_failed_and_dearer_than_approved_can_still_be_approved(bridge: Bridge) -> None:
    order_id = opened(bridge)
    bridge.container.actions.approve(order_id)
    bridge.sync()
    at_supplier(bridge, "fail", reason="payment failed")
    bridge.sync()
    name = bridge.order("#1001").supplier_orders[0].external_id
    bridge.practice.printful.order(name)["costs"]["total"] = "99.00"
    resolve(bridge, "payment", Action.RETRY)
    bridge.sync()
    resolve(bridge, "cost_higher", Action.APPROVE)
    bridge.sync()
    assert kinds(bridge) == []
    assert_all_made(bridge.ledger())


def test_cancelled_in_the_store_while_it_had_failed_is_not_paid_by_try_again(
    bridge: Bridge,
) -> None:
    order_id = opened(bridge)
    bridge.container.actions.approve(order_id)
    bridge.sync()
    at_supplier(bridge, "fail", reason="payment failed")
    bridge.sync()
    change(bridge, "cancel")
    bridge.sync()
    resolve(bridge, "payment", Action.RETRY)
    bridge.sync()
    assert confirms(bridge) == 1
    assert "cancelled_at_store" in kinds(bridge)


def test_try_again_on_an_unlinked_variant_keeps_the_case_of_the_orders_behind_the_first(
    bridge: Bridge,
) -> None:
    bridge.connect(Mode.AUTOMATIC)
    bridge.sync()
    bridge.practice.shops["shopify"].add_simple_product(
        "Mystery tee", ["NOBODY-KNOWS"], now=bridge.practice.clock.now(), price="30.00"
    )
    bridge.buy(1, skus=["NOBODY-KNOWS"])
    bridge.buy(1, skus=["NOBODY-KNOWS"])
    bridge.sync()
    change(bridge, "cancel")  # the one that the case was opened for
    bridge.sync()
    resolve(bridge, "link", Action.RETRY)
    bridge.sync()
    assert kinds(bridge) == ["link"]


def test_leaving_a_foreign_fulfilment_as_it_is_ends_the_order(bridge: Bridge) -> None:
    opened(bridge, Mode.AUTOMATIC)
    bridge.fulfil_by_hand("#1001")
    bridge.days(6)
    resolve(bridge, "foreign_fulfilment", Action.IGNORE)
    bridge.days(6)
    assert bridge.order("#1001").row.step is Step.TRACKING_SYNCED


def test_a_cancellation_that_the_supplier_refuses_can_be_left(bridge: Bridge) -> None:
    order_id = opened(bridge, Mode.AUTOMATIC)
    name = bridge.order("#1001").supplier_orders[0].external_id
    bridge.practice.printful.order(name)["status"] = "inprocess"
    bridge.container.actions.cancel(order_id)
    bridge.sync()
    resolve(bridge, "refused", Action.IGNORE)
    bridge.sync()
    assert kinds(bridge) == []
    bridge.days(6)
    assert bridge.order("#1001").row.step is Step.TRACKING_SYNCED


def made_earlier(bridge: Bridge, order_remote_id: str) -> None:
    """The supplier has the order from before a reinstall, under a name of ours that this ledger does not know."""
    door = bridge.world.vendors["printful"]
    product = bridge.container.reads.products()[0]
    with bridge.container._database.read() as tx:
        code = (
            tx.conn.execute(
                tables.connection.select().where(tables.connection.c.id == bridge.store_id())
            )
            .one()
            .shop_code
        )
    body = {
        "external_id": f"{code}-{order_remote_id}-zzzzzza",
        "recipient": {
            "name": "Ada Example", "address1": "1 Old Lane", "city": "Berlin", "country_code": "DE", "zip": "10115",
        },
        "items": [{"sync_variant_id": int(product.variants[0].remote_id), "quantity": 1}],
    }  # fmt: skip
    request = Request(
        f"{door['api_url']}/orders",
        json.dumps(body).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {door['secrets']['token']}"},
    )
    with urlopen(request) as answer:
        assert answer.status == 200


def test_a_picked_order_that_the_supplier_has_is_not_sent_by_a_change_at_the_store(
    bridge: Bridge,
) -> None:
    bridge.open_shop(Mode.WATCH)
    bridge.buy(1)
    bridge.sync()
    bridge.days(1)
    bridge.begin_today(bridge.container.reads.routes()[0])
    order = bridge.order("#1001")
    with bridge.container._database.read() as tx:
        remote = tx.conn.execute(tables.order.select()).one().remote_id
    made_earlier(bridge, remote)
    bridge.container.actions.pick(order.row.id)
    bridge.sync()
    assert kinds(bridge) == ["not_as_sent"]
    change(bridge, "change-address", address={"address1": "9 Invented Lane"})
    bridge.sync()
    assert len(bridge.ledger()["vendors"]["printful"]["orders"]) == 1
    resolve(bridge, "not_as_sent", Action.CANCEL)
    bridge.sync()
    assert kinds(bridge) == []
    assert len(bridge.ledger()["vendors"]["printful"]["orders"]) == 1


def test_each_unknown_tracking_push_waits_its_own_quiet_period(bridge: Bridge) -> None:
    opened(bridge, Mode.AUTOMATIC)
    at_supplier(bridge, "ship")
    bridge.world.post("fault", {**TRACK, "kind": "drop", "times": 2})
    quiet = {"seconds": 16 * 60}
    bridge.sync()  # the first write is lost
    bridge.sync()  # looked up: absent, the quiet period begins
    bridge.world.post("advance", quiet)
    bridge.sync()  # absent all the time: written again, lost again
    struck = bridge.ledger()["faults"]["struck"]
    assert len(struck) >= 1
    bridge.sync()
    calls = bridge.ledger()["vendors"]["shopify"]["writes"].get("fulfillmentCreate", 0)
    assert calls == 0, "written a third time without waiting"
    bridge.world.post("advance", quiet)
    bridge.sync()
    assert bridge.order("#1001").row.step is Step.TRACKING_SYNCED


def test_a_refused_row_is_not_told_with_its_values(bridge: Bridge) -> None:
    database: Database = bridge.container._database
    row = {"order_id": 999_999, "name": "Ada Example", "ship_to": {"address1": "9 Invented Lane"}}
    with pytest.raises(IntegrityError) as caught, database.write() as tx:
        tx.conn.execute(tables.order_person.insert().values(row))
    assert "Ada" not in str(caught.value)


def test_a_parcel_without_a_number_is_told_after_two_days_and_tracked_when_it_has_one(
    bridge: Bridge,
) -> None:
    opened(bridge, Mode.AUTOMATIC)
    bridge.world.post(
        "vendor", {"name": "printful", "action": "knobs", "knobs": {"numbers_named": False}}
    )
    at_supplier(bridge, "ship")
    bridge.sync()
    assert bridge.order("#1001").row.step is Step.SHIPPED
    assert kinds(bridge) == []
    bridge.days(3)
    assert kinds(bridge) == ["tracking_missing"]
    bridge.world.post(
        "vendor", {"name": "printful", "action": "knobs", "knobs": {"numbers_named": True}}
    )
    bridge.days(1)
    assert kinds(bridge) == []
    assert bridge.order("#1001").row.step is Step.TRACKING_SYNCED


def test_a_parcel_without_a_number_that_the_seller_ignores_stays_ignored(bridge: Bridge) -> None:
    opened(bridge, Mode.AUTOMATIC)
    bridge.world.post(
        "vendor", {"name": "printful", "action": "knobs", "knobs": {"numbers_named": False}}
    )
    at_supplier(bridge, "ship")
    bridge.days(3)
    resolve(bridge, "tracking_missing", Action.IGNORE)
    bridge.days(2)
    assert kinds(bridge) == []
