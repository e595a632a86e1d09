"""Fulfilment in the simulated store: what may be sent, what is refused in which words, and what buyers are told."""

from __future__ import annotations

from typing import Any

import pytest

from podbridge_desktop.sandbox.shopify.orders import Order
from tests.support.shop_client import Shop, shop

TRACKING = {"company": "USPS", "number": "9400111", "url": "https://example.com/t/9400111"}


@pytest.fixture
def store() -> Shop:
    return shop()


def buy(store: Shop, quantity: int = 1, **more: Any) -> Order:
    product = store.vendor.add_simple_product("Mug", ("A",), now=store.now)
    return store.vendor.buy([(product.variants[0].id, quantity, {})], now=store.now, **more)


def works(store: Shop, order: Order) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = store.data("Work", id=order.id)["order"]["fulfillmentOrders"][
        "nodes"
    ]
    return nodes


def parcel(work: dict[str, Any], quantity: int = 1, **more: Any) -> dict[str, Any]:
    line = {"id": work["lineItems"]["nodes"][0]["id"], "quantity": quantity}
    rows = [{"fulfillmentOrderId": work["id"], "fulfillmentOrderLineItems": [line]}]
    return {"lineItemsByFulfillmentOrder": rows, "trackingInfo": TRACKING, **more}


def test_a_new_order_can_be_sent_from_the_merchants_place(store: Shop) -> None:
    (work,) = works(store, buy(store))
    assert work["status"] == "OPEN"
    assert "CREATE_FULFILLMENT" in {a["action"] for a in work["supportedActions"]}
    assert work["assignedLocation"]["location"]["isFulfillmentService"] is False
    assert work["deliveryMethod"]["methodType"] == "SHIPPING"


def test_two_parcels_close_the_order_and_each_is_announced_once(store: Shop) -> None:
    order = buy(store, 2)
    (work,) = works(store, order)
    first = store.change("Fulfil", fulfillment=parcel(work, notifyCustomer=True))["fulfillment"]
    (half,) = works(store, order)
    assert (half["status"], half["lineItems"]["nodes"][0]["remainingQuantity"]) == (
        "IN_PROGRESS",
        1,
    )
    store.change("Fulfil", fulfillment=parcel(work, notifyCustomer=False))
    state = store.data("Work", id=order.id)["order"]
    assert (state["displayFulfillmentStatus"], state["closed"]) == ("FULFILLED", True)
    assert [p["name"] for p in state["fulfillments"]] == ["#1001.1", "#1001.2"]
    assert first["trackingInfo"] == [TRACKING]
    assert [(m.order_id, m.numbers) for m in store.vendor.mails] == [(order.id, ["9400111"])]


def test_a_known_carrier_gets_a_link_and_an_unknown_one_does_not(store: Shop) -> None:
    (work,) = works(store, buy(store, 2))
    for company, linked in (("DPD", True), ("dpd", False)):
        tracking = {"company": company, "number": "1"}
        made = store.change("Fulfil", fulfillment=parcel(work, trackingInfo=tracking))[
            "fulfillment"
        ]
        assert (made["trackingInfo"][0]["url"] is not None) is linked


@pytest.mark.parametrize("quantity", [0, 3])
def test_a_wrong_quantity_is_refused(store: Shop, quantity: int) -> None:
    (work,) = works(store, buy(store, 2))
    wrong = store.objections("Fulfil", fulfillment=parcel(work, quantity))
    assert wrong[0]["message"] == "Invalid fulfillment order line item quantity requested."
    assert store.vendor.fulfillments == []


def test_a_finished_fulfilment_order_says_that_it_is_closed(store: Shop) -> None:
    (work,) = works(store, buy(store))
    store.change("Fulfil", fulfillment=parcel(work))
    wrong = store.objections("Fulfil", fulfillment=parcel(work))
    number = work["id"].rpartition("/")[2]
    assert wrong[0]["message"] == f"Fulfillment order {number} has an unfulfillable status= closed."


def test_a_held_order_cannot_be_sent_until_the_hold_goes(store: Shop) -> None:
    order = buy(store)
    store.vendor.hold(order, now=store.now)
    (work,) = works(store, order)
    assert work["status"] == "ON_HOLD"
    assert work["fulfillmentHolds"][0]["reason"] == "ONLINE_STORE_POST_PURCHASE_CROSS_SELL"
    assert work["fulfillmentHolds"][0]["heldByRequestingApp"] is False
    assert "on_hold" in store.objections("Fulfil", fulfillment=parcel(work))[0]["message"]
    store.vendor.release_hold(order, now=store.now)
    store.change("Fulfil", fulfillment=parcel(work))


def test_two_locations_are_refused_in_one_call(store: Shop) -> None:
    product = store.vendor.add_simple_product("Tee", ("A", "B"), now=store.now)
    a, b = product.variants
    store.vendor.stock_only_at(b.id, store.vendor.add_location("Garage"), now=store.now)
    order = store.vendor.buy([(a.id, 1, {}), (b.id, 1, {})], now=store.now)
    one, two = works(store, order)
    both = parcel(one)
    both["lineItemsByFulfillmentOrder"] += parcel(two)["lineItemsByFulfillmentOrder"]
    wrong = store.objections("Fulfil", fulfillment=both)
    assert wrong[0]["message"] == "All fulfillment orders must be assigned to a single location"


def test_another_apps_location_is_shown_as_such(store: Shop) -> None:
    product = store.vendor.add_simple_product("Tee", ("A",), now=store.now)
    place = store.vendor.add_service("Printful")
    store.vendor.stock_only_at(product.variants[0].id, place, now=store.now)
    order = store.vendor.buy([(product.variants[0].id, 1, {})], now=store.now)
    (work,) = works(store, order)
    assert work["assignedLocation"]["location"]["fulfillmentService"]["serviceName"] == "Printful"
    assert "REQUEST_FULFILLMENT" in {a["action"] for a in work["supportedActions"]}
    names = [n["name"] for n in store.data("Places", legacy=False)["locations"]["nodes"]]
    assert names == ["Shop location"]
    assert len(store.data("Places", legacy=True)["locations"]["nodes"]) == 2


def test_missing_fulfilment_scopes_empty_the_list_without_an_error(store: Shop) -> None:
    order = buy(store)
    kept = [s for s in store.vendor.settings.scopes if "fulfillment_orders" not in s]
    store.vendor.set_scopes([*kept, "read_assigned_fulfillment_orders"])
    assert works(store, order) == []
    assert store.data("Work", id=order.id)["order"]["displayFulfillmentStatus"] == "UNFULFILLED"


def test_sending_needs_the_scope_of_the_location(store: Shop) -> None:
    (work,) = works(store, buy(store))
    kept = [
        s for s in store.vendor.settings.scopes if s != "write_merchant_managed_fulfillment_orders"
    ]
    store.vendor.set_scopes(kept)
    answer = store.ask("Fulfil", fulfillment=parcel(work))
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert answer["data"] == {"fulfillmentCreate": None}
    assert store.vendor.fulfillments == []


def test_tracking_is_replaced_and_told_on_request(store: Shop) -> None:
    (work,) = works(store, buy(store))
    made = store.change("Fulfil", fulfillment=parcel(work))["fulfillment"]
    more = {
        "company": "DHL eCommerce",
        "numbers": ["1", "2"],
        "urls": ["https://a.example/1", "https://a.example/2"],
    }
    changed = store.change("Track", id=made["id"], tracking=more, notify=True)["fulfillment"]
    assert [row["number"] for row in changed["trackingInfo"]] == ["1", "2"]
    assert [mail.kind for mail in store.vendor.mails] == ["shipping_update"]
    mixed = {"number": "1", "numbers": ["2"]}
    assert store.objections("Track", id=made["id"], tracking=mixed)


def test_events_show_the_latest_by_when_it_happened(store: Shop) -> None:
    (work,) = works(store, buy(store))
    made = store.change("Fulfil", fulfillment=parcel(work))["fulfillment"]
    for status, at in (
        ("DELIVERED", "2026-11-24T10:00:00Z"),
        ("IN_TRANSIT", "2026-11-22T10:00:00Z"),
    ):
        store.change(
            "Event", event={"fulfillmentId": made["id"], "status": status, "happenedAt": at}
        )
    sent = store.vendor.fulfillments[0]
    assert sent.display_status == "DELIVERED"
    assert (sent.in_transit_at, sent.delivered_at) == (
        "2026-11-22T10:00:00Z",
        "2026-11-24T10:00:00Z",
    )


def test_a_cancelled_parcel_opens_the_work_again(store: Shop) -> None:
    order = buy(store)
    (work,) = works(store, order)
    made = store.change("Fulfil", fulfillment=parcel(work))["fulfillment"]
    assert store.change("CancelParcel", id=made["id"])["fulfillment"]["status"] == "CANCELLED"
    old, new = works(store, order)
    assert (old["status"], new["status"]) == ("CLOSED", "OPEN")
    assert new["lineItems"]["nodes"][0]["remainingQuantity"] == 1
    assert store.objections("CancelParcel", id=made["id"])


def test_our_hold_is_released_by_id_and_others_stay(store: Shop) -> None:
    order = buy(store)
    store.vendor.hold(order, now=store.now)
    (work,) = works(store, order)
    hold = {"reason": "INCORRECT_ADDRESS", "handle": "pod-address"}
    made = store.change("Hold", id=work["id"], hold=hold)["fulfillmentHold"]
    twice = store.objections("Hold", id=work["id"], hold=hold)
    assert twice[0]["code"] == "DUPLICATE_FULFILLMENT_HOLD_HANDLE"
    left = store.change("Release", id=work["id"], holdIds=[made["id"]])["fulfillmentOrder"]
    assert (left["status"], len(left["fulfillmentHolds"])) == ("ON_HOLD", 1)
    all_gone = store.change("Release", id=work["id"], holdIds=None)["fulfillmentOrder"]
    assert all_gone["status"] == "OPEN"


def test_a_hold_on_some_lines_splits_the_rest_off(store: Shop) -> None:
    (work,) = works(store, buy(store, 3))
    line = {"id": work["lineItems"]["nodes"][0]["id"], "quantity": 1}
    hold = {"reason": "OTHER", "fulfillmentOrderLineItems": [line]}
    got = store.change("Hold", id=work["id"], hold=hold)
    assert got["fulfillmentOrder"]["status"] == "ON_HOLD"
    assert got["remainingFulfillmentOrder"]["status"] == "OPEN"
    rest = store.data("OneWork", id=got["remainingFulfillmentOrder"]["id"])["fulfillmentOrder"]
    assert rest["lineItems"]["nodes"][0]["remainingQuantity"] == 2


def test_progress_is_reported_and_taken_back(store: Shop) -> None:
    order = buy(store)
    (work,) = works(store, order)
    assert store.change("Progress", id=work["id"])["fulfillmentOrder"]["status"] == "IN_PROGRESS"
    assert store.data("Work", id=order.id)["order"]["displayFulfillmentStatus"] == "IN_PROGRESS"
    assert store.change("Open", id=work["id"])["fulfillmentOrder"]["status"] == "OPEN"
    store.vendor.schedule(order, now=store.now)
    assert (
        store.objections("Progress", id=work["id"])[0]["code"]
        == "FULFILLMENT_ORDER_UNSUPPORTED_ACTION"
    )


def test_work_moves_to_another_place(store: Shop) -> None:
    (work,) = works(store, buy(store))
    garage = store.vendor.add_location("Garage")
    store.change("Move", id=work["id"], to=garage.id)
    assert (
        store.data("OneWork", id=work["id"])["fulfillmentOrder"]["assignedLocation"]["name"]
        == "Garage"
    )


def test_the_work_list_leaves_the_finished_out(store: Shop) -> None:
    first, _second = buy(store), buy(store)
    (work,) = works(store, first)
    store.change("Fulfil", fulfillment=parcel(work))
    assert len(store.data("AllWork")["fulfillmentOrders"]["nodes"]) == 1
    assert len(store.data("AllWork", closed=True)["fulfillmentOrders"]["nodes"]) == 2
    closed = store.data("AllWork", closed=True, filter="status:closed")["fulfillmentOrders"][
        "nodes"
    ]
    assert [node["id"] for node in closed] == [work["id"]]


def test_our_own_service_is_asked_and_accepts(store: Shop) -> None:
    made = store.change("NewService", name="POD Bridge")["fulfillmentService"]
    place = store.vendor.store.locations[made["location"]["id"]]
    product = store.vendor.add_simple_product("Tee", ("A",), now=store.now)
    store.vendor.stock_only_at(product.variants[0].id, place, now=store.now)
    order = store.vendor.buy([(product.variants[0].id, 1, {})], now=store.now)
    assert store.vendor.request_fulfillment(
        store.vendor.fulfillment_orders(order)[0], now=store.now
    )
    (work,) = store.data("OurWork", status="FULFILLMENT_REQUESTED")["assignedFulfillmentOrders"][
        "nodes"
    ]
    assert work["merchantRequests"]["nodes"][0]["kind"] == "FULFILLMENT_REQUEST"
    accepted = store.change("Accept", id=work["id"])["fulfillmentOrder"]
    assert (accepted["status"], accepted["requestStatus"]) == ("IN_PROGRESS", "ACCEPTED")


def test_the_ledger_counts_calls_and_writes(store: Shop) -> None:
    (work,) = works(store, buy(store, 2))
    for _ in range(2):
        store.change("Fulfil", fulfillment=parcel(work))
    assert store.vendor.ledger.calls["Fulfil"] == 2
    assert store.vendor.ledger.writes == {"fulfillmentCreate": 2}
