from __future__ import annotations

from tests.sandbox.printful_client import NOON, Client


def shipments(client: Client, name: str = "order-1") -> list[dict[str, object]]:
    return list(client("GET", f"/v2/orders/@{name}/shipments"))


def test_an_order_goes_through_its_statuses_in_order(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order())
    seen = []
    for _ in range(100):
        status = client("GET", "/orders/@order-1")["status"]
        if status not in seen:
            seen.append(status)
        client.later(hours=1)
    assert seen == ["pending", "inprocess", "fulfilled"]


def test_everything_has_left_after_four_days_and_is_delivered_later(client: Client) -> None:
    client.vendor.turn(split_rate=1)
    for number in range(20):
        client("POST", "/orders?confirm=1", client.order(f"o{number}", lines=2))
    client.later(days=4)
    for number in range(20):
        assert {each["shipment_status"] for each in shipments(client, f"o{number}")} == {"shipped"}
    client.later(days=10)
    assert {each["delivery_status"] for each in shipments(client, "o7")} == {"delivered"}


def test_a_tracking_page_exists_before_the_parcel_ships(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order())
    client.later(hours=30)
    (early,) = shipments(client)
    assert early["shipment_status"] == "pending"
    assert early["tracking_url"]
    assert early["tracking_number"] is None
    assert early["shipped_at"] is None


def test_fulfilled_means_packed_perhaps_not_yet_shipped(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order())
    for _ in range(200):
        client.later(minutes=30)
        if client("GET", "/orders/@order-1")["status"] == "fulfilled":
            break
    (parcel,) = shipments(client)
    assert parcel["shipment_status"] == "packaged"


def test_a_split_order_is_partial_between_its_parcels(client: Client) -> None:
    client.vendor.turn(split_rate=1)
    client("POST", "/orders?confirm=1", client.order(lines=2))
    statuses = set()
    for _ in range(100):
        client.later(hours=1)
        statuses.add(client("GET", "/orders/@order-1")["status"])
    assert "partial" in statuses
    first, second = shipments(client)
    items = [
        part["order_item_external_id"]
        for each in (first, second)
        for part in each["shipment_items"]
    ]  # type: ignore[union-attr]
    assert sorted(items) == ["line-0", "line-1"]


def test_the_same_seed_plays_the_same_play() -> None:
    def play() -> list[object]:
        client = Client()
        for number in range(5):
            client("POST", "/orders?confirm=1", client.order(f"o{number}", lines=2, quantity=2))
        client.later(days=6)
        return [shipments(client, f"o{number}") for number in range(5)]

    assert play() == play()


def test_a_hold_stops_production_and_a_release_goes_on(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order())
    client.later(hours=2)
    client("GET", "/orders/@order-1")
    client.vendor.hold("order-1", "Design problem")
    client.later(days=10)
    assert client("GET", "/orders/@order-1")["status"] == "onhold"
    client.vendor.release("order-1")
    assert client("GET", "/orders/@order-1")["status"] == "inprocess"
    client.later(days=4)
    assert client("GET", "/orders/@order-1")["status"] == "fulfilled"


def test_thirty_days_on_hold_cancel_the_order_and_give_the_money_back(client: Client) -> None:
    client("POST", "/orders?confirm=1", client.order())
    client.later(hours=2)
    client("GET", "/orders")
    client.vendor.hold("order-1")
    client.later(days=29)
    assert client("GET", "/orders/@order-1")["status"] == "onhold"
    client.later(days=2)
    assert client("GET", "/orders/@order-1")["status"] == "canceled"
    assert client.vendor.ledger()["paid"] == {}


def test_an_approval_sheet_lets_the_seller_end_the_hold(client: Client) -> None:
    client("POST", "/orders?confirm=1", client.order())
    client.vendor.hold("order-1", sheet=True)
    (sheet,) = client("GET", "/v2/approval-sheets?order_id=@order-1")
    assert client("GET", "/orders/@order-1")["needs_approval"] is True
    client("POST", f"/approval-sheets?confirm_hash={sheet['confirm_hash']}", {"status": "approved"})
    assert client("GET", "/orders/@order-1")["status"] == "pending"
    assert (
        client.refused(
            "POST", f"/approval-sheets?confirm_hash={sheet['confirm_hash']}", {"status": "approved"}
        )[0]
        == 400
    )


def test_shipping_now_and_shipping_a_part_now(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order(lines=2, quantity=2))
    client.vendor.ship("order-1", {"line-0": 1})
    (parcel,) = shipments(client)
    assert parcel["shipment_status"] == "shipped"
    assert client("GET", "/orders/@order-1")["status"] == "partial"
    client.vendor.ship("order-1")
    rest = shipments(client)[-1]["shipment_items"]
    assert sorted((part["order_item_external_id"], part["quantity"]) for part in rest) == [
        ("line-0", 1),
        ("line-1", 2),
    ]  # type: ignore[attr-defined]
    assert client("GET", "/orders/@order-1")["status"] == "fulfilled"


def test_what_left_before_its_production_was_due_stays_sent(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order(quantity=1))
    client.vendor.ship("order-1", {"line-0": 1})
    assert client("GET", "/orders/@order-1")["status"] == "fulfilled"
    client.later(days=3)
    assert client("GET", "/orders/@order-1")["status"] == "fulfilled"


def test_a_reshipment_is_a_new_parcel_beside_the_old_one(client: Client) -> None:
    client.vendor.turn(split_rate=0)
    client("POST", "/orders?confirm=1", client.order())
    client.vendor.ship("order-1")
    client.vendor.reship("order-1")
    first, second = shipments(client)
    assert (first["is_reshipment"], second["is_reshipment"]) == (False, True)
    assert first["tracking_number"] != second["tracking_number"]


def test_a_file_that_fails_after_the_confirm_fails_the_order(client: Client) -> None:
    items = [{"variant_id": 1320, "files": [{"url": "https://files.example.com/design.psd"}]}]
    body = {**client.order(), "items": items}
    client("POST", "/orders?confirm=1", body)
    client.later(hours=2)
    order = client("GET", "/orders/@order-1")
    assert order["status"] == "failed"
    assert "print files" in order["error"]


def test_chance_holds_and_fails_some_orders() -> None:
    client = Client()
    client.vendor.turn(hold_rate=0.3, fail_rate=0.3)
    client.vendor.limiter(on=False)
    for number in range(60):
        client("POST", "/orders?confirm=1", client.order(f"o{number}"))
    client.later(days=5)
    statuses = [order["status"] for order in client("GET", "/orders?limit=100")]
    assert {"onhold", "failed", "fulfilled"} <= set(statuses)


def test_time_passes_without_being_asked(client: Client) -> None:
    client("POST", "/orders?confirm=1", client.order())
    client.later(days=20)
    client.vendor.advance(client.now)
    assert client.now > NOON
    assert client.vendor.order("order-1")["status"] == "fulfilled"
    assert client.vendor.book.working == {}
