"""Orders of the simulated store: lists, searches, details, and what buyers do to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from podbridge_desktop.sandbox.shopify import ShopifyVendor
from tests.support.shop_client import NOW, Shop, shop


@pytest.fixture
def store() -> Shop:
    return shop()


def product(store: Shop, *skus: str) -> list[str]:
    made = store.vendor.add_simple_product("Mug", skus or ("A",), now=store.now)
    return [variant.id for variant in made.variants]


def test_two_stores_have_the_same_order_name_and_no_id_in_common() -> None:
    one, two = shop(1), shop(2)
    first, second = (s.vendor.buy([(product(s)[0], 1, {})], now=s.now) for s in (one, two))
    assert first.name == second.name == "#1001"
    assert first.id != second.id
    assert len(str(first.legacy)) == 13
    assert one.data("Who")["shop"]["id"] != two.data("Who")["shop"]["id"]


def test_a_line_shows_properties_as_the_buyer_gave_them(store: Shop) -> None:
    properties = {"Text": "Für Oma ♥", "_hidden": "x", "Font": None}
    order = store.vendor.buy([(product(store)[0], 2, properties)], now=store.now)
    line = store.data("Order", id=order.id)["order"]["lineItems"]["nodes"][0]
    assert line["customAttributes"] == [{"key": k, "value": v} for k, v in properties.items()]
    assert (line["quantity"], line["currentQuantity"], line["unfulfilledQuantity"]) == (2, 2, 2)


def test_money_is_a_decimal_text_in_both_currencies(store: Shop) -> None:
    variant = product(store)[0]
    order = store.vendor.buy([(variant, 1, {})], now=store.now, presentment=("EUR", 0.5))
    got = store.data("Order", id=order.id)["order"]
    assert got["totalPriceSet"] == {
        "shopMoney": {"amount": "24.99", "currencyCode": "USD"},
        "presentmentMoney": {"amount": "12.5", "currencyCode": "EUR"},
    }
    assert got["lineItems"]["nodes"][0]["originalUnitPriceSet"]["shopMoney"]["amount"] == "20.0"


def test_a_deleted_variant_leaves_the_line_with_its_sku(store: Shop) -> None:
    variant = product(store, "MUG-A")[0]
    order = store.vendor.buy([(variant, 1, {})], now=store.now)
    store.vendor.delete_variant(variant, now=store.now)
    line = store.data("Order", id=order.id)["order"]["lineItems"]["nodes"][0]
    assert line["variant"] is None
    assert line["sku"] == "MUG-A"


def test_pages_by_update_time_give_every_order_once(store: Shop) -> None:
    store.vendor.bulk_orders(57, now=store.now)
    seen: list[str] = []
    after = None
    while True:
        answer = store.data("Orders", first=10, after=after)["orders"]
        seen += [node["id"] for node in answer["nodes"]]
        if not answer["pageInfo"]["hasNextPage"]:
            break
        after = answer["pageInfo"]["endCursor"]
    assert len(seen) == len(set(seen)) == 57
    backwards = store.data("Orders", first=57, reverse=True)["orders"]["nodes"]
    assert [node["id"] for node in backwards] == seen[::-1]


def test_a_page_before_a_cursor_ends_right_before_it(store: Shop) -> None:
    store.vendor.bulk_orders(9, now=store.now)
    edges = store.data("Orders", first=9)["orders"]["edges"]
    before = store.data("Orders", last=3, before=edges[5]["cursor"])["orders"]
    assert [edge["node"]["id"] for edge in before["edges"]] == [
        edge["node"]["id"] for edge in edges[2:5]
    ]
    assert before["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": True,
        "startCursor": edges[2]["cursor"],
        "endCursor": edges[4]["cursor"],
    }


def test_an_order_that_moves_while_paging_is_seen_again_at_the_end(store: Shop) -> None:
    made = store.vendor.bulk_orders(6, now=store.now)
    first = store.data("Orders", first=3)["orders"]
    store.wait(minutes=5)
    store.change("AddTags", id=made[0].id, tags=["late"])
    rest = store.data("Orders", first=9, after=first["pageInfo"]["endCursor"])["orders"]
    assert [node["id"] for node in rest["nodes"]] == [o.id for o in made[3:]] + [made[0].id]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("updated_at:>='2026-11-21T11:30:00Z'", {"#1002", "#1003"}),
        ("created_at:<'2026-11-21T12:30:00+01:00'", {"#1001"}),
        ("financial_status:paid", {"#1001", "#1003"}),
        ("financial_status:paid status:open", {"#1003"}),
        ("status:cancelled", {"#1001"}),
        ("status:not_closed test:false", {"#1003"}),
        ("tag:'gift wrap'", {"#1002"}),
        ("-tag:'gift wrap'", {"#1001", "#1003"}),
        ("tag_not:'gift wrap'", {"#1001", "#1003"}),
        ("name:#1003 OR name:1001", {"#1001", "#1003"}),
        ("sku:B", {"#1003"}),
        ("(sku:B OR tag:'gift wrap') AND NOT test:true", {"#1003"}),
        ("fulfillment_status:unfulfilled", {"#1001", "#1002", "#1003"}),
        ("", {"#1001", "#1002", "#1003"}),
    ],
)
def test_search_terms_find_what_they_say(store: Shop, query: str, names: set[str]) -> None:
    a, b = product(store, "A", "B")
    hour = timedelta(hours=1)
    old = store.vendor.buy([(a, 1, {})], now=NOW - hour)
    old.cancelled_at = old.closed_at = "2026-11-21T11:00:00Z"
    store.vendor.buy([(a, 1, {})], now=NOW, financial="PENDING", tags=["gift wrap"], test=True)
    store.vendor.buy([(b, 1, {})], now=NOW)
    found = store.data("Orders", first=10, filter=query)["orders"]["nodes"]
    assert {node["name"] for node in found} == names
    assert store.data("OrderCount", filter=query)["ordersCount"] == {
        "count": len(names),
        "precision": "EXACT",
    }


@pytest.mark.parametrize("query", ["colour:red", "financial_status:rich", "updated_at:>yesterday"])
def test_a_search_the_store_does_not_know_is_refused_by_name(store: Shop, query: str) -> None:
    answer = store.ask("Orders", first=1, filter=query)
    assert answer["data"] is None
    assert query.partition(":")[2].lstrip(">") in answer["errors"][0]["message"] or (
        query.partition(":")[0] in answer["errors"][0]["message"]
    )


def test_the_search_lags_while_the_order_itself_is_fresh() -> None:
    store = shop(index_lag_seconds=5.0)
    order = store.vendor.buy([(product(store)[0], 1, {})], now=store.now)
    assert store.data("Orders", first=1)["orders"]["nodes"] == []
    assert store.data("Order", id=order.id)["order"]["name"] == "#1001"
    store.wait(seconds=6)
    assert len(store.data("Orders", first=1)["orders"]["nodes"]) == 1


def test_orders_older_than_sixty_days_need_another_scope(store: Shop) -> None:
    variant = product(store)[0]
    order = store.vendor.buy([(variant, 1, {})], now=NOW - timedelta(days=61))
    assert store.data("OrderCount")["ordersCount"]["count"] == 0
    assert store.data("Order", id=order.id)["order"] is None
    store.vendor.set_scopes([*store.vendor.settings.scopes, "read_all_orders"])
    assert store.data("OrderCount")["ordersCount"]["count"] == 1


def test_a_count_stops_at_its_limit(store: Shop) -> None:
    store.vendor.bulk_orders(4, now=store.now)
    counted = store.data("OrderCount", limit=3)["ordersCount"]
    assert counted == {"count": 3, "precision": "AT_LEAST"}


def test_a_batch_by_ids_keeps_order_and_marks_the_unknown(store: Shop) -> None:
    made = store.vendor.bulk_orders(2, now=store.now)
    ids = [made[1].id, "gid://shopify/Order/1", made[0].id]
    nodes = store.data("Batch", ids=ids)["nodes"]
    assert [node and node["name"] for node in nodes] == ["#1002", None, "#1001"]
    assert nodes[0]["__typename"] == "Order"


def test_payment_moments_tell_when_an_order_was_paid(store: Shop) -> None:
    order = store.vendor.buy([(product(store)[0], 1, {})], now=store.now, financial="AUTHORIZED")
    store.wait(hours=3)
    store.vendor.pay(order, now=store.now)
    got = store.data("Order", id=order.id)["order"]
    assert got["displayFinancialStatus"] == "PAID"
    assert [(t["kind"], t["processedAt"]) for t in got["transactions"]] == [
        ("AUTHORIZATION", "2026-11-21T12:00:00Z"),
        ("CAPTURE", "2026-11-21T15:00:00Z"),
    ]


def test_a_cancelled_order_is_refunded_and_its_work_is_gone(store: Shop) -> None:
    order = store.vendor.buy([(product(store)[0], 2, {})], now=store.now)
    store.wait(minutes=10)
    store.vendor.cancel_order(order, now=store.now)
    got = store.data("Order", id=order.id)["order"]
    assert (got["cancelledAt"], got["cancelReason"]) == ("2026-11-21T12:10:00Z", "CUSTOMER")
    assert got["displayFinancialStatus"] == "REFUNDED"
    assert got["updatedAt"] == "2026-11-21T12:10:00Z"
    (work,) = store.data("Work", id=order.id)["order"]["fulfillmentOrders"]["nodes"]
    assert work["status"] == "CANCELLED"
    assert work["lineItems"]["nodes"][0]["remainingQuantity"] == 0


def test_a_partial_refund_takes_units_out_of_the_work(store: Shop) -> None:
    order = store.vendor.buy([(product(store)[0], 3, {})], now=store.now)
    store.vendor.refund(order, {order.lines[0].id: 1}, now=store.now)
    got = store.data("Order", id=order.id)["order"]
    assert got["displayFinancialStatus"] == "PARTIALLY_REFUNDED"
    assert got["lineItems"]["nodes"][0]["currentQuantity"] == 2
    assert got["refunds"][0]["refundLineItems"]["nodes"][0]["quantity"] == 1
    assert got["totalRefundedSet"]["shopMoney"]["amount"] == "20.0"
    (work,) = store.data("Work", id=order.id)["order"]["fulfillmentOrders"]["nodes"]
    assert work["lineItems"]["nodes"][0]["remainingQuantity"] == 2


def test_an_edit_changes_quantities_and_adds_lines(store: Shop) -> None:
    a, b = product(store, "A", "B")
    order = store.vendor.buy([(a, 2, {})], now=store.now)
    store.wait(minutes=1)
    store.vendor.edit_order(
        order, {order.lines[0].id: 1}, now=store.now, add=[(b, 4, {"Text": "hi"})]
    )
    got = store.data("Order", id=order.id)["order"]
    assert got["edited"] is True
    assert [line["currentQuantity"] for line in got["lineItems"]["nodes"]] == [1, 4]
    (work,) = store.data("Work", id=order.id)["order"]["fulfillmentOrders"]["nodes"]
    assert [line["remainingQuantity"] for line in work["lineItems"]["nodes"]] == [1, 4]


def test_a_changed_address_moves_the_order(store: Shop) -> None:
    order = store.vendor.buy([(product(store)[0], 1, {})], now=store.now)
    store.wait(minutes=1)
    store.vendor.change_address(order, now=store.now, address1="9 New Road", city="Salem")
    got = store.data("Order", id=order.id)["order"]
    assert got["shippingAddress"]["address1"] == "9 New Road"
    assert got["updatedAt"] == "2026-11-21T12:01:00Z"


def test_pickup_and_digital_orders_have_no_ship_to(store: Shop) -> None:
    a = product(store)[0]
    pickup = store.vendor.buy([(a, 1, {})], now=store.now, method="PICK_UP")
    (work,) = store.data("Work", id=pickup.id)["order"]["fulfillmentOrders"]["nodes"]
    assert work["deliveryMethod"]["methodType"] == "PICK_UP"
    variant = store.vendor.store.variant(a)
    assert variant is not None
    variant.stock.requires_shipping = False
    digital = store.vendor.buy([(a, 1, {})], now=store.now)
    got = store.data("Order", id=digital.id)["order"]
    assert got["shippingAddress"] is None
    assert got["requiresShipping"] is False


def test_marks_are_additive_and_metafields_compare_before_they_set(store: Shop) -> None:
    order = store.vendor.buy([(product(store)[0], 1, {})], now=store.now)
    for _ in range(2):
        store.change("AddTags", id=order.id, tags=["pod:sent", "Pod:Sent"])
    store.change("Note", input={"id": order.id, "note": "at the supplier"})
    row = {"ownerId": order.id, "namespace": "pod", "key": "supplier", "value": "printful:1"}
    first = store.change("Metafields", rows=[{**row, "type": "single_line_text_field"}])
    marks = store.data("Marks", id=order.id)["order"]
    assert marks["tags"] == ["pod:sent"]
    assert marks["note"] == "at the supplier"
    assert marks["metafield"]["value"] == "printful:1"
    stale = {**row, "value": "printful:2", "compareDigest": "old"}
    assert store.objections("Metafields", rows=[stale])[0]["code"] == "STALE_OBJECT"
    fresh = {**stale, "compareDigest": first["metafields"][0]["compareDigest"]}
    store.change("Metafields", rows=[fresh])
    store.change("RemoveTags", id=order.id, tags=["pod:SENT"])
    after = store.data("Marks", id=order.id)["order"]
    assert (after["tags"], after["metafield"]["value"]) == ([], "printful:2")


def test_the_whole_state_survives_a_dump_and_a_load(store: Shop) -> None:
    order = store.vendor.buy([(product(store)[0], 2, {"Text": None})], now=store.now)
    before = store.data("Order", id=order.id), store.data("Work", id=order.id)
    again = ShopifyVendor(7)
    again.load(store.vendor.dump())
    other = Shop(again)
    assert (other.data("Order", id=order.id), other.data("Work", id=order.id)) == before
    assert other.data("OrderCount")["ordersCount"]["count"] == 1
    assert again.dump()["orders"] == store.vendor.dump()["orders"]
    assert again.buy([(order.lines[0].variant_id, 1, {})], now=NOW).name == "#1002"


def test_ten_thousand_orders_are_made_in_seconds_and_differ(store: Shop) -> None:
    made = store.vendor.bulk_orders(2000, now=store.now)
    assert len({order.id for order in made}) == 2000
    assert len({order.shipping_address.name for order in made if order.shipping_address}) > 20
    assert {len(order.lines) for order in made} == {1, 2, 3, 4}
    assert made == sorted(made, key=lambda order: order.created_at)
