from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.sandbox.etsy_client import BERLINER, FORM, JSON, Client

CODE = "9400100000000000000001"


@pytest.fixture
def client() -> Client:
    made = Client()
    made.active()
    return made


def path(client: Client, receipt: Any) -> str:
    return f"{client.shop}/receipts/{receipt['receipt_id']}/tracking"


def test_a_parcel_is_added_and_the_buyer_is_told(client: Client) -> None:
    sold = client.bought()
    client.later(hours=1)
    after = client.track(
        sold["receipt_id"], carrier_name="usps", tracking_code=CODE, note_to_buyer="Enjoy"
    )
    (parcel,) = after["shipments"]
    assert (parcel["carrier_name"], parcel["tracking_code"]) == ("USPS", CODE)
    assert (after["is_shipped"], after["status"]) == (True, "Completed")
    assert after["updated_timestamp"] == int(client.now.timestamp())
    (mail,) = client.vendor.mails
    assert (mail["receipt_id"], mail["tracking_code"], mail["note"]) == (sold["receipt_id"], CODE, "Enjoy")  # fmt: skip


def test_the_same_parcel_again_is_a_second_row_and_a_second_mail(client: Client) -> None:
    sold = client.bought()
    for _ in range(2):
        after = client.track(sold["receipt_id"], carrier_name="usps", tracking_code=CODE)
    assert [each["tracking_code"] for each in after["shipments"]] == [CODE, CODE]
    assert len(client.vendor.mails) == 2


@pytest.mark.parametrize(
    ("slug", "name"), [("dhl", "DHL"), ("la-poste-colissimo", "Colissimo"), ("other", "Other")]
)
def test_a_carrier_is_read_back_by_its_name(client: Client, slug: str, name: str) -> None:
    sold = client.bought(customer=BERLINER)
    after = client.track(sold["receipt_id"], carrier_name=slug, tracking_code=CODE)
    assert after["shipments"][0]["carrier_name"] == name


def test_a_made_up_carrier_loses_the_number_but_ships_and_mails(client: Client) -> None:
    sold = client.bought()
    after = client.track(sold["receipt_id"], carrier_name="Pigeon Post", tracking_code=CODE)
    assert (after["shipments"], after["is_shipped"]) == ([], True)
    assert client.vendor.mails[0]["tracking_code"] is None


def test_without_number_and_carrier_it_is_only_marked_shipped(client: Client) -> None:
    sold = client.bought(customer=BERLINER)
    after = client.track(sold["receipt_id"])
    assert (after["shipments"], after["is_shipped"]) == ([], True)


def test_at_home_above_ten_dollars_a_number_is_required(client: Client) -> None:
    sold = client.bought()
    for body in ({}, {"tracking_code": CODE}, {"carrier_name": "usps"}):
        assert client.refused("POST", path(client, sold), body) == (400, "A tracking number is required")  # fmt: skip
    assert client.vendor.mails == []
    assert client.receipt(sold["receipt_id"])["is_shipped"] is False


def test_at_home_up_to_ten_dollars_none_is(client: Client) -> None:
    sold = client.bought(discount=2400, shipping_price=899)
    assert sold["grandtotal"]["amount"] == 999
    assert client.track(sold["receipt_id"])["is_shipped"] is True


def test_header_and_body_must_agree_or_the_number_is_lost(client: Client) -> None:
    """A JSON body under a form header is taken, and nothing in it is found (open-api issue 201)."""
    sold = client.bought(customer=BERLINER)
    body = json.dumps({"carrier_name": "dhl", "tracking_code": CODE}).encode()
    answer = client.send("POST", path(client, sold), body, FORM)
    assert answer.status == 200
    assert json.loads(answer.body)["shipments"] == []


def test_a_form_is_taken_too(client: Client) -> None:
    sold = client.bought()
    body = urlencode({"carrier_name": "usps", "tracking_code": CODE}).encode()
    assert client.send("POST", path(client, sold), body, FORM).status == 200
    assert client.receipt(sold["receipt_id"])["shipments"][0]["tracking_code"] == CODE


def test_a_form_under_a_json_header_is_refused(client: Client) -> None:
    answer = client.send("POST", path(client, client.bought()), b"carrier_name=usps", JSON)
    assert answer.status == 400


def test_an_unknown_field_or_a_number_as_text_is_refused(client: Client) -> None:
    sold = client.bought()
    assert client.refused("POST", path(client, sold), {"tracking_url": "http://x"})[0] == 400
    assert client.refused("POST", path(client, sold), {"weight": "3"})[0] == 400


def test_a_malformed_ship_date_is_passed_over(client: Client) -> None:
    sold = client.bought()
    client.track(sold["receipt_id"], carrier_name="usps", tracking_code=CODE, ship_date="tomorrow")
    assert client.vendor.order(sold["receipt_id"])["shipments"][0]["ship_date"] is None


def test_a_gated_key_may_not_ship(client: Client) -> None:
    client.vendor.turn(gated=True)
    sold = client.bought()
    body = {"carrier_name": "usps", "tracking_code": CODE}
    assert client.refused("POST", path(client, sold), body) == (403, "Unauthorized")
    assert client.vendor.mails == []


def test_a_conflict_changes_nothing(client: Client) -> None:
    sold = client.bought()
    client.vendor.turn(tracking_conflicts=1)
    body = {"carrier_name": "usps", "tracking_code": CODE}
    assert client.refused("POST", path(client, sold), body)[0] == 409
    assert client.vendor.mails == []
    assert client.track(sold["receipt_id"], **body)["is_shipped"] is True


def test_a_cancelled_receipt_is_not_shipped(client: Client) -> None:
    sold = client.bought()
    client.vendor.cancel_order(client.vendor.order(sold["receipt_id"]), now=client.now)
    body = {"carrier_name": "usps", "tracking_code": CODE}
    assert client.refused("POST", path(client, sold), body)[0] == 409


def test_marking_shipped_tells_nobody(client: Client) -> None:
    sold = client.bought()
    after = client.form("PUT", f"{client.shop}/receipts/{sold['receipt_id']}", was_shipped="true")
    assert (after["is_shipped"], after["shipments"], client.vendor.mails) == (True, [], [])


def test_the_seller_completes_an_order_by_hand(client: Client) -> None:
    sold = client.bought()
    record = client.vendor.order(sold["receipt_id"])
    client.vendor.ship_by_hand(record, now=client.now, carrier="usps", tracking="HAND")
    assert client.receipt(sold["receipt_id"])["shipments"][0]["tracking_code"] == "HAND"
    assert len(client.vendor.mails) == 1


def test_the_ledger_counts_what_the_shop_itself_saw(client: Client) -> None:
    sold = client.bought()
    client.track(sold["receipt_id"], carrier_name="usps", tracking_code=CODE)
    books = client.vendor.ledger()
    assert len(books["mails"]) == len(books["shipments"]) == 1
    assert books["receipts"][0]["fulfillments"][0]["tracking"] == [{"number": CODE, "company": "USPS"}]  # fmt: skip
    assert books["calls"]["createReceiptShipment"] == 1
