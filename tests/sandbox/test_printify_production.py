from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.printify_client import NOON, TEXAN, Client


@pytest.fixture
def made(printify: Client) -> str:
    """An approved order of two lines at two providers, in one parcel each."""
    printify.vendor.turn(split_rate=0)
    lines = [
        printify.line(external_id="tee"),
        printify.line("Quiet Lake Poster", external_id="poster", quantity=2),
    ]
    ident = printify.submit(lines=lines)
    printify.approve(ident)
    return ident


def statuses(printify: Client, ident: str, hours: int) -> list[str]:
    seen: list[str] = []
    for _ in range(hours):
        status = printify.read(ident)["status"]
        if status not in seen:
            seen.append(status)
        printify.later(hours=1)
    return seen


def test_approving_charges_at_once_what_was_told(printify: Client) -> None:
    ident = printify.submit(lines=[printify.line(quantity=2)])
    order = printify.read(ident)
    assert printify.approve(ident) == {"id": ident}
    total = 2 * 1023 + order["total_shipping"] + order["total_tax"]
    assert printify.charges() == [("charge", total)]
    sent = printify.read(ident)
    assert sent["status"] == "sending-to-production"
    assert sent["sent_to_production_at"] == "2026-11-21 12:00:00+00:00"


def test_an_order_goes_through_its_statuses_in_order(printify: Client, made: str) -> None:
    seen = statuses(printify, made, 120)
    assert seen == ["sending-to-production", "in-production", "partially-fulfilled", "fulfilled"]


def test_a_second_approval_is_an_error_and_charges_nothing(printify: Client, made: str) -> None:
    status, _ = printify.refused("POST", f"orders/{made}/send_to_production.json")
    assert status == 400
    assert len(printify.charges()) == 1


def test_a_new_shop_approves_by_itself_after_a_day(printify: Client) -> None:
    ident = printify.submit()
    printify.later(hours=23, minutes=59)
    assert printify.read(ident)["status"] == "on-hold"
    printify.later(minutes=2)
    assert printify.read(ident)["status"] == "sending-to-production"
    assert len(printify.charges()) == 1
    event = printify.vendor.ledger()["events"][-1]
    assert (event["event"], event["by"]) == ("confirm", "the shop's setting")


def test_a_shop_may_approve_after_an_hour(printify: Client) -> None:
    printify.vendor.set_approval("auto-1h")
    printify.submit()
    printify.later(hours=2)
    printify.vendor.advance(printify.now)
    assert len(printify.charges()) == 1


def test_the_setting_at_the_time_of_the_order_counts(printify: Client) -> None:
    ident = printify.submit()
    printify.vendor.set_approval("manual")
    printify.later(days=2)
    assert printify.read(ident)["status"] == "in-production"
    with pytest.raises(ValueError, match="no such approval"):
        printify.vendor.set_approval("sometimes")


def test_an_order_may_leave_on_hold_by_itself(printify: Client) -> None:
    printify.vendor.set_approval("manual")
    printify.vendor.turn(slips_after=600)
    ident = printify.submit()
    printify.later(minutes=11)
    assert printify.read(ident)["status"] == "sending-to-production"
    assert printify.vendor.ledger()["events"][-1]["by"] == "itself"


def test_one_order_may_be_let_slip(printify: Client) -> None:
    printify.vendor.set_approval("manual")
    ident = printify.submit()
    printify.vendor.slip(ident)
    assert printify.read(ident)["status"] == "sending-to-production"
    assert len(printify.charges()) == 1


def test_approving_is_too_early_while_images_are_processed(printify: Client) -> None:
    printify.vendor.turn(image_seconds=900)
    ident = printify.submit()
    assert printify.code("POST", f"orders/{ident}/send_to_production.json") == 8502
    printify.later(minutes=15)
    printify.approve(ident)


def test_the_shops_own_approval_waits_for_images(printify: Client) -> None:
    printify.vendor.turn(image_seconds=7200)
    printify.vendor.set_approval("auto-1h")
    ident = printify.submit()
    printify.later(minutes=90)
    assert printify.read(ident)["status"] == "on-hold"
    printify.later(minutes=31)
    assert printify.read(ident)["status"] == "sending-to-production"


def test_approving_is_too_early_while_the_order_is_pending(printify: Client) -> None:
    printify.vendor.turn(pending_seconds=30)
    ident = printify.submit()
    assert printify.code("POST", f"orders/{ident}/send_to_production.json") == 8502
    printify.later(seconds=30)
    printify.approve(ident)


def test_a_payment_that_fails_waits_for_the_seller(printify: Client) -> None:
    printify.vendor.turn(payment_works=False)
    ident = printify.submit()
    printify.approve(ident)
    assert printify.read(ident)["status"] == "payment-not-received"
    assert printify.charges() == []
    printify.vendor.turn(payment_works=True)
    printify.approve(ident)
    assert printify.read(ident)["status"] == "sending-to-production"


def test_an_unpaid_order_can_be_cancelled(printify: Client) -> None:
    printify.vendor.turn(payment_works=False)
    ident = printify.submit()
    printify.approve(ident)
    assert printify("POST", f"orders/{ident}/cancel.json")["status"] == "canceled"


@pytest.mark.parametrize("stock", ["out_of_stock", "discontinued"])
def test_what_is_not_in_stock_holds_the_order_without_a_word(printify: Client, stock: str) -> None:
    line = printify.line()
    printify.vendor.set_stock(line["variant_id"], stock)
    ident = printify.submit(lines=[line])
    assert printify.read(ident)["status"] == "on-hold"
    assert printify.refused("POST", f"orders/{ident}/send_to_production.json")[0] == 400
    printify.later(days=3)
    assert printify.read(ident)["status"] == "on-hold"


def test_an_order_goes_on_when_the_stock_is_back(printify: Client) -> None:
    line = printify.line()
    printify.vendor.set_stock(line["variant_id"], "out_of_stock")
    ident = printify.submit(lines=[line])
    printify.later(days=3)
    printify.read(ident)
    printify.vendor.set_stock(line["variant_id"], "in_stock")
    printify.later(minutes=1)
    assert printify.read(ident)["status"] == "sending-to-production"


def test_where_a_provider_does_not_send_the_order_is_held(printify: Client) -> None:
    body = {"address_to": {**TEXAN, "country": "JP"}}
    ident = printify.submit(lines=[printify.line("Wildflower Tote")], **body)
    assert printify.read(ident)["total_shipping"] == 0
    assert printify.refused("POST", f"orders/{ident}/send_to_production.json")[0] == 400


def test_a_hold_before_production_stops_every_approval(printify: Client) -> None:
    ident = printify.submit()
    printify.vendor.hold(ident, "copyright")
    assert printify.refused("POST", f"orders/{ident}/send_to_production.json")[0] == 400
    printify.later(days=2)
    assert printify.read(ident)["status"] == "on-hold"
    printify.vendor.release(ident)
    printify.later(minutes=1)
    assert printify.read(ident)["status"] == "sending-to-production"


def test_issues_in_production_stop_the_clock(printify: Client, made: str) -> None:
    printify.later(hours=2)
    printify.read(made)
    printify.vendor.hold(made)
    printify.later(days=10)
    order = printify.read(made)
    assert order["status"] == "has-issues"
    assert {line["status"] for line in order["line_items"]} == {"has-issues"}
    printify.vendor.release(made)
    assert printify.read(made)["status"] == "in-production"
    printify.later(days=4)
    assert printify.read(made)["status"] == "fulfilled"


def test_an_order_held_on_its_way_to_production_goes_on_there(printify: Client, made: str) -> None:
    printify.vendor.hold(made)
    assert printify.read(made)["status"] == "has-issues"
    printify.vendor.release(made)
    order = printify.read(made)
    assert order["status"] == order["line_items"][0]["status"] == "sending-to-production"


def test_what_has_shipped_has_no_issues(printify: Client, made: str) -> None:
    printify.vendor.ship(made, {"tee": 1})
    printify.vendor.hold(made)
    assert [line["status"] for line in printify.read(made)["line_items"]] == [
        "fulfilled",
        "has-issues",
    ]
    printify.vendor.release(made)
    assert printify.read(made)["status"] == "partially-fulfilled"


def test_an_order_that_cannot_be_made_gives_the_money_back(printify: Client, made: str) -> None:
    printify.vendor.fail(made)
    assert printify.read(made)["status"] == "unfulfillable"
    assert [kind for kind, _ in printify.charges()] == ["charge", "refund"]
    assert printify.vendor.ledger()["paid"] == {}


def test_pictures_that_cannot_be_used_fail_the_check(printify: Client) -> None:
    ident = printify.submit()
    printify.vendor.fail(ident, status="source-check-failed")
    assert printify.read(ident)["status"] == "source-check-failed"
    with pytest.raises(ValueError, match="does not fail as lost"):
        printify.vendor.fail(ident, status="lost")


def test_the_supplier_may_cancel_and_gives_the_money_back(printify: Client, made: str) -> None:
    printify.later(hours=5)
    printify.read(made)
    printify.vendor.cancel(made)
    order = printify.read(made)
    assert order["status"] == "canceled"
    assert [kind for kind, _ in printify.charges()] == ["charge", "refund"]


def test_shipments_do_not_tell_what_is_in_them(printify: Client, made: str) -> None:
    printify.vendor.ship(made, {"tee": 1})
    order = printify.read(made)
    (parcel,) = order["shipments"]
    assert set(parcel) == {"carrier", "number", "url", "delivered_at"}
    assert parcel["delivered_at"] is None
    assert parcel["carrier"] in {"usps", "fedex", "ups"}
    assert order["status"] == "partially-fulfilled"
    assert [line["status"] for line in order["line_items"]] == ["fulfilled", "in-production"]


def test_a_part_of_a_line_ships_without_a_change_of_status(printify: Client, made: str) -> None:
    printify.vendor.ship(made, {"poster": 1})
    order = printify.read(made)
    assert len(order["shipments"]) == 1
    assert order["status"] == "in-production"


def test_the_rest_ships_in_its_own_parcels(printify: Client, made: str) -> None:
    printify.vendor.ship(made, {"poster": 1})
    printify.later(days=4)
    order = printify.read(made)
    assert order["status"] == "fulfilled"
    assert len({parcel["number"] for parcel in order["shipments"]}) == 3
    sent = [
        part
        for row in printify.vendor.ledger()["orders"]
        for each in row["shipments"]
        for part in each["lines"]
    ]
    assert sum(part["quantity"] for part in sent) == 3


def test_everything_may_ship_now(printify: Client, made: str) -> None:
    printify.vendor.ship(made)
    order = printify.read(made)
    assert (order["status"], len(order["shipments"])) == ("fulfilled", 2)
    assert order["fulfilled_at"] == "2026-11-21 12:00:00+00:00"
    printify.later(days=30)
    assert all(parcel["delivered_at"] for parcel in printify.read(made)["shipments"])


def test_more_than_there_is_does_not_ship(printify: Client, made: str) -> None:
    with pytest.raises(ValueError, match="more than is still unshipped"):
        printify.vendor.ship(made, {"tee": 2})
    printify.vendor.ship(made)
    assert printify.read(made)["status"] == "fulfilled"


def test_parcels_are_delivered_in_the_end(printify: Client, made: str) -> None:
    printify.vendor.ship(made)
    printify.vendor.deliver(made)
    assert all(parcel["delivered_at"] for parcel in printify.read(made)["shipments"])


def test_a_carrier_may_have_no_numbers(printify: Client, made: str) -> None:
    printify.vendor.ship(made)
    printify.vendor.lose_tracking(made)
    assert printify.read(made)["shipments"][0] | {"carrier": ""} == {
        "carrier": "", "number": None, "url": None, "delivered_at": None,
    }  # fmt: skip


def test_before_shipping_there_may_be_an_empty_list(printify: Client, made: str) -> None:
    assert "shipments" not in printify.read(made)
    printify.vendor.turn(empty_shipments=True)
    assert printify.read(made)["shipments"] == []


def test_a_split_part_comes_in_two_parcels(printify: Client) -> None:
    printify.vendor.turn(split_rate=1)
    ident = printify.submit(lines=[printify.line(quantity=3)])
    printify.approve(ident)
    printify.later(days=5)
    assert len(printify.read(ident)["shipments"]) == 2


def test_parcels_may_be_cut_between_lines_but_one_piece_stays_whole(printify: Client) -> None:
    printify.vendor.turn(split_rate=1)
    lines = [printify.line(), printify.line(variant=1), printify.line("Quiet Lake Poster")]
    ident = printify.submit(lines=lines)
    printify.approve(ident)
    printify.later(days=5)
    assert len(printify.read(ident)["shipments"]) == 3


def test_another_provider_may_make_it_elsewhere_for_another_price(printify: Client) -> None:
    ident = printify.submit()
    before = printify.read(ident)
    printify.vendor.reroute(ident, 9)
    order = printify.read(ident)
    assert order["line_items"][0]["print_provider_id"] == 9
    assert order["line_items"][0]["metadata"]["country"] == "Latvia"
    assert order["line_items"][0]["metadata"]["external_id"] == "line-0"
    assert order["total_shipping"] > before["total_shipping"]
    with pytest.raises(ValueError, match="does not print"):
        printify.vendor.reroute(ident, 1)


def test_what_was_paid_stays_paid_after_a_change_of_provider(printify: Client) -> None:
    ident = printify.submit()
    printify.approve(ident)
    before = printify.read(ident)["total_shipping"]
    printify.vendor.reroute(ident, 27)
    assert printify.read(ident)["total_shipping"] == before


def test_an_order_may_become_dearer_before_it_is_approved(printify: Client) -> None:
    ident = printify.submit()
    before = printify.read(ident)["line_items"][0]["cost"]
    printify.vendor.reprice(ident, 250)
    assert printify.read(ident)["line_items"][0]["cost"] == before + 250


def test_orders_may_cost_more_than_their_products_say(printify: Client) -> None:
    printify.vendor.turn(cents_more=100)
    cost = printify.product()["variants"][0]["cost"]
    assert printify.read(printify.submit())["line_items"][0]["cost"] == cost + 100


def test_a_reprint_is_an_order_of_its_own_and_free(printify: Client, made: str) -> None:
    printify.vendor.ship(made)
    child = printify.vendor.reship(made)
    told = printify.read(child)["metadata"]
    assert (told["is_reprint"], told["reprinted_order_ids"]) == (True, [made])
    assert told["shop_order_id"] == "order-1"
    assert printify.read(made)["metadata"]["child_reprinted_order_ids"] == [child]
    printify.later(days=5)
    assert printify.read(child)["shipments"]
    assert len(printify.charges()) == 1


def test_the_same_seed_plays_the_same_play() -> None:
    def play() -> list[Any]:
        client = Client()
        client.vendor.turn(hold_rate=0.2, fail_rate=0.2, split_rate=0.5)
        made = [client.submit(f"o{number}", [client.line(quantity=2)]) for number in range(8)]
        for ident in made:
            client.approve(ident)
        client.later(days=6)
        return [client.read(ident) for ident in made]

    assert play() == play()


def test_chance_holds_and_fails_some_orders(printify: Client) -> None:
    printify.vendor.turn(hold_rate=0.3, fail_rate=0.3)
    body = printify.order()
    for number in range(40):
        ident = printify("POST", "orders.json", {**body, "external_id": f"o{number}"})["id"]
        printify.approve(ident)
    printify.later(days=6)
    found = {status: printify("GET", f"orders.json?status={status}")["total"] for status in
             ("fulfilled", "has-issues", "unfulfillable")}  # fmt: skip
    assert all(found.values())
    assert sum(found.values()) == 40


def test_time_passes_without_being_asked(printify: Client) -> None:
    ident = printify.submit()
    printify.later(days=20)
    printify.vendor.advance(printify.now)
    assert printify.now > NOON
    assert printify.vendor.order(ident)["status"] == "fulfilled"
    assert printify.vendor.order(ident)["due"] is None


def test_only_what_fits_may_be_done_to_an_order(printify: Client, made: str) -> None:
    with pytest.raises(ValueError, match="is sending-to-production; this needs"):
        printify.vendor.slip(made)
