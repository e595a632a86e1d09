from __future__ import annotations

import json
from typing import Any

import pytest

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.http import Request
from tests.sandbox.etsy_client import BERLINER, COLOR, NOON, SIZE, TEXAN, Client


@pytest.fixture
def client() -> Client:
    made = Client()
    made.active()
    return made


def listed(client: Client, **query: Any) -> list[int]:
    return [
        each["receipt_id"] for each in client.get(f"{client.shop}/receipts", **query)["results"]
    ]


def record(client: Client, receipt: Any) -> Any:
    return client.vendor.order(receipt["receipt_id"])


def test_states_have_the_capitals_of_the_live_service(client: Client) -> None:
    now, vendor = client.now, client.vendor
    paid, waiting, open_, shipped, partly, wholly, gone = (
        client.bought(financial=how)["receipt_id"] for how in ("PAID", "PENDING", "OPEN", *["PAID"] * 4)
    )  # fmt: skip
    vendor.ship_by_hand(vendor.order(shipped), now=now)
    vendor.refund(vendor.order(partly), 100, now=now)
    vendor.refund(vendor.order(wholly), now=now)
    vendor.cancel_order(vendor.order(gone), now=now)
    states = [
        client.receipt(each)["status"]
        for each in (paid, waiting, open_, shipped, partly, wholly, gone)
    ]
    assert states == [
        "Paid", "Payment Processing", "Open", "Completed", "Partially Refunded", "Fully Refunded", "Canceled",
    ]  # fmt: skip


def test_what_people_write_comes_with_entities(client: Client) -> None:
    made = client.bought(note='Please "wrap" & don\'t fold')
    assert made["name"] == "Siobhán O&#39;Farrelly"
    assert made["first_line"] == "1 &quot;Bluebonnet&quot; Trace"
    assert made["message_from_buyer"] == "Please &quot;wrap&quot; &amp; don&#39;t fold"
    assert made["transactions"][0]["description"] == "A tee with a sunrise, isn&#39;t it?"


def test_an_address_in_the_us_and_one_without_a_state(client: Client) -> None:
    us, german = client.bought(), client.bought(customer=BERLINER)
    assert (us["city"], us["state"], us["zip"], us["country_iso"]) == ("Austin", "TX", "78704", "US")  # fmt: skip
    assert us["formatted_address"].endswith("Apt 4\n78704 AUSTIN\nUnited States")
    assert german["state"] is None
    assert {client.bought(customer=BERLINER)["second_line"] for _ in range(8)} == {None, ""}


def test_the_buyers_mailbox_is_not_told(client: Client) -> None:
    assert client.bought()["buyer_email"] is None


def test_a_gated_key_sees_the_name_and_no_address(client: Client) -> None:
    client.vendor.turn(gated=True)
    made = client.bought()
    hidden = ("first_line", "second_line", "city", "state", "zip", "country_iso", "formatted_address")  # fmt: skip
    assert [made[name] for name in hidden] == [None] * 7
    assert made["name"] == "Siobhán O&#39;Farrelly"


def test_sums_add_up(client: Client) -> None:
    made = client.bought(2, discount=500, tax_percent=10, gift_wrap=300, is_gift=True, gift_message="For you", gift_sender="Me")  # fmt: skip
    sums = {name: made[name]["amount"] for name in ("total_price", "discount_amt", "subtotal", "total_shipping_cost", "total_tax_cost", "gift_wrap_price", "grandtotal")}  # fmt: skip
    assert sums == {
        "total_price": 5000, "discount_amt": 500, "subtotal": 4500, "total_shipping_cost": 649, "total_tax_cost": 515,
        "gift_wrap_price": 300, "grandtotal": 5964,
    }  # fmt: skip
    assert [each["shop_coupon"] for each in made["transactions"]] == [2.5, 2.5]
    assert (made["is_gift"], made["gift_message"], made["gift_sender"]) == (True, "For you", "Me")


def test_a_line_tells_the_choice_twice_and_differently(client: Client) -> None:
    line = client.bought()["transactions"][0]
    assert [(each["property_id"], each["formatted_name"], each["formatted_value"]) for each in line["variations"]] == [
        (COLOR, "Color", "Black"), (SIZE, "Clothing size", "S"),
    ]  # fmt: skip
    assert [(e["property_name"], e["values"]) for e in line["product_data"]] == [
        ("Primary color", ["Black"]),
        ("Size", ["S"]),
    ]
    assert line["sku"] == "TEE-BLACK-S"


def test_a_custom_property_keeps_the_sellers_name_on_one_side_only(client: Client) -> None:
    ident = client.draft(title="Sign")["listing_id"]
    client.put(ident, [client.product((513, "Wood type", "Oak")), client.product((513, "Wood type", "Pine"))], [])  # fmt: skip
    client.upload(ident)
    client.form("PATCH", f"{client.shop}/listings/{ident}", state="active")
    product = client.vendor.listing(ident)["products"][0]["product_id"]
    made = client.vendor.buy([(str(product), 1, {})], TEXAN, now=client.now)
    line = client.receipt(made["id"])["transactions"][0]
    assert line["variations"][0]["formatted_name"] == "Wood type"
    assert line["product_data"][0]["property_name"] == "Custom Property"


def test_answers_to_several_questions_are_property_54(client: Client) -> None:
    listing = client.vendor.listing(next(iter(client.vendor.book.listings)))
    questions = [
        {"question_text": "Name to print", "question_type": "text_input", "required": True, "max_allowed_characters": 30},
        {"question_text": "Font", "question_type": "dropdown", "required": True, "options": [{"label": "Serif"}]},
        {"question_text": "Your pet", "question_type": "unlabeled_upload", "required": True},
    ]  # fmt: skip
    path = f"{client.shop}/listings/{listing['listing_id']}/personalization"
    body = {"personalization_questions": questions}
    client.json("POST", path, body, supports_multiple_personalization_questions="true")
    line = client.bought(answers={"Name to print": "O'Neil & Sons"})["transactions"][0]
    told = [each for each in line["variations"] if each["property_id"] == 54]
    assert [(each["formatted_name"], each["value_id"]) for each in told] == [
        ("Name to print", None), ("Font", None), ("Your pet", None),
    ]  # fmt: skip
    assert [each["formatted_value"] for each in told[:2]] == ["O&#39;Neil &amp; Sons", "Serif"]
    assert all(each["question_id"] for each in told)
    assert told[2]["formatted_value"].startswith("http://etsy.test/buyer-uploads/")


def test_an_answer_that_costs_something_is_in_the_price(client: Client) -> None:
    listing = next(iter(client.vendor.book.listings))
    question = {
        "question_text": "Name",
        "question_type": "text_input",
        "required": False,
        "add_on_price": 2.5,
    }
    body = {"personalization_questions": [question]}
    client.json("POST", f"{client.shop}/listings/{listing}/personalization", body)
    plain, named = client.bought(), client.bought(answers={"Name": "Mia"})
    prices = [each["transactions"][0]["price"]["amount"] for each in (plain, named)]
    assert prices == [2500, 2750]
    assert named["total_price"]["amount"] == 2750


def test_a_buyers_upload_can_be_read(client: Client) -> None:
    answer = client.vendor.handle(Request("GET", "/buyer-uploads/1-0/art-bloom.png"), NOON)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")


def test_a_sku_may_be_missing(client: Client) -> None:
    client.vendor.turn(lose_skus=True)
    assert client.bought()["transactions"][0]["sku"] == ""


def test_lists_are_newest_first_and_cut_into_pages(client: Client) -> None:
    made = [client.bought()["receipt_id"] for _ in range(5)]
    page = client.get(f"{client.shop}/receipts", limit=2, offset=1)
    assert page["count"] == 5
    assert [each["receipt_id"] for each in page["results"]] == [made[3], made[2]]


def test_filters_take_yes_no_and_neither(client: Client) -> None:
    paid, unpaid, sent = (client.bought(financial=how) for how in ("PAID", "PENDING", "PAID"))
    client.vendor.ship_by_hand(record(client, sent), now=client.now)
    ids = [each["receipt_id"] for each in (paid, unpaid, sent)]
    assert listed(client, was_paid="true", was_shipped="false") == [ids[0]]
    assert listed(client, was_paid="0") == [ids[1]]
    assert listed(client, was_shipped="1") == [ids[2]]
    assert set(listed(client, was_paid="null")) == set(ids)


def test_cancelled_receipts_are_listed_unless_asked_otherwise(client: Client) -> None:
    kept, gone = client.bought(), client.bought()
    client.vendor.cancel_order(record(client, gone), now=client.now)
    assert listed(client, was_canceled="true") == [gone["receipt_id"]]
    assert listed(client, was_canceled="false") == [kept["receipt_id"]]
    assert len(listed(client)) == 2


def test_a_cancellation_does_not_move_the_time_of_the_last_change(client: Client) -> None:
    gone = client.bought()
    client.later(hours=1)
    client.vendor.cancel_order(record(client, gone), now=client.now)
    since = int(client.now.timestamp())
    assert listed(client, min_last_modified=since) == []
    assert client.receipt(gone["receipt_id"])["updated_timestamp"] == gone["updated_timestamp"]


def test_unless_the_service_has_learnt_to(client: Client) -> None:
    client.vendor.turn(quiet_changes=False)
    made = client.bought()
    client.later(hours=1)
    client.vendor.refund(record(client, made), 100, now=client.now)
    assert listed(client, min_last_modified=int(client.now.timestamp())) == [made["receipt_id"]]


def test_a_late_payment_shows_between_older_receipts(client: Client) -> None:
    early = client.bought(financial="PENDING")
    client.later(minutes=5)
    later = client.bought()
    client.later(minutes=5)
    client.vendor.pay(record(client, early), now=client.now)
    assert listed(client, was_paid="true") == [later["receipt_id"], early["receipt_id"]]
    assert listed(client, sort_on="updated") == [early["receipt_id"], later["receipt_id"]]


def test_times_of_creation_are_bounds(client: Client) -> None:
    first = client.bought()
    client.later(days=2)
    second = client.bought()
    middle = int(NOON.timestamp()) + 86_400
    assert listed(client, min_created=middle) == [second["receipt_id"]]
    assert listed(client, max_created=middle) == [first["receipt_id"]]


def test_rising_order_has_three_spellings(client: Client) -> None:
    made = [client.bought()["receipt_id"] for _ in range(3)]
    for word in ("asc", "ascending", "up"):
        assert listed(client, sort_on="receipt_id", sort_order=word) == made


@pytest.mark.parametrize(
    "query", [{"limit": 101}, {"limit": 0}, {"offset": 12_001}, {"min_created": 5}, {"sort_on": "size"}, {"was_paid": "maybe"}, {"page": 2}]
)  # fmt: skip
def test_what_the_document_does_not_allow_is_refused(client: Client, query: Any) -> None:
    assert client.refused("GET", f"{client.shop}/receipts", **query)[0] == 400


def test_a_parcel_arrives_days_later_if_its_carrier_tells(client: Client) -> None:
    told, silent = client.bought(), client.bought()
    client.track(told["receipt_id"], carrier_name="usps", tracking_code="1")
    client.track(silent["receipt_id"], carrier_name="royal-mail", tracking_code="2")
    assert listed(client, was_delivered="true") == []
    client.later(days=6)
    assert listed(client, was_delivered="true") == [told["receipt_id"]]
    assert listed(client, was_delivered="false") == [silent["receipt_id"]]


def test_a_receipt_that_is_not_there_is_told_in_the_services_own_words(client: Client) -> None:
    shop = client.vendor.book.shop_id
    assert client.refused("GET", f"{client.shop}/receipts/7") == (
        404,
        f"Could not find a Shop Receipt with receipt_id = 7 associated with shop_id = {shop}.",
    )


def test_another_sellers_shop_is_closed(client: Client) -> None:
    assert client.refused("GET", "/shops/7/receipts") == (403, "User does not own Shop 7")


def test_the_buyer_may_ask_for_another_address_until_it_is_shipped(client: Client) -> None:
    made = client.bought()
    client.vendor.change_address(record(client, made), now=client.now, first_line="2 New St")
    assert client.receipt(made["receipt_id"])["first_line"] == "2 New St"
    client.vendor.ship_by_hand(record(client, made), now=client.now)
    with pytest.raises(ValueError, match="is shipped"):
        client.vendor.change_address(record(client, made), now=client.now, first_line="3 New St")


def test_a_deleted_listing_stays_in_what_was_bought(client: Client) -> None:
    made = client.bought()
    listing = made["transactions"][0]["listing_id"]
    client.vendor.delete_listing(listing)
    line = client.receipt(made["receipt_id"])["transactions"][0]
    assert (line["listing_id"], line["title"], line["description"]) == (listing, "Sunrise Tee", "")


def test_selling_counts_down_and_the_last_piece_ends_the_listing(client: Client) -> None:
    ident = client.draft(title="One of a kind", quantity=1)["listing_id"]
    client.upload(ident)
    client.form("PATCH", f"{client.shop}/listings/{ident}", state="active")
    product = str(client.vendor.listing(ident)["products"][0]["product_id"])
    client.vendor.buy([(product, 1, {})], TEXAN, now=client.now)
    assert client.get(f"/listings/{ident}")["state"] == "sold_out"
    with pytest.raises(KeyError):
        client.vendor.buy([(product, 1, {})], TEXAN, now=client.now)


def test_the_account_tells_payments_fees_and_refunds(client: Client) -> None:
    made = client.bought()
    client.vendor.refund(record(client, made), 500, now=client.now)
    since, until = 1_700_000_000, 1_900_000_000
    path = f"{client.shop}/payment-account/ledger-entries"
    rows = client.get(path, min_created=since, max_created=until)["results"]
    mine = [each for each in rows if each["reference_id"] == str(made["receipt_id"])]
    assert [each["ledger_type"] for each in mine] == [
        "REFUND_GROSS", "transaction", "PAYMENT_PROCESSING_FEE", "PAYMENT_GROSS",
    ]  # fmt: skip
    assert mine[-1]["amount"] == made["grandtotal"]["amount"]
    assert rows[0]["balance"] == sum(each["amount"] for each in rows)
    (payment,) = client.get(f"{client.shop}/receipts/{made['receipt_id']}/payments")["results"]
    assert payment["amount_gross"]["amount"] - payment["adjusted_gross"]["amount"] == 500


def test_the_state_is_there_again_after_it_was_written_down(client: Client) -> None:
    made = [client.bought(), client.bought(financial="PENDING")]
    state = json.loads(json.dumps(client.vendor.dump()))
    other = EtsyVendor(seed="else")
    other.load(state)
    again = Client(other)
    again.token = client.token
    assert listed(again, was_paid="true") == [made[0]["receipt_id"]]
    assert again.receipt(made[0]["receipt_id"]) == made[0]
    assert again.bought()["receipt_id"] not in {each["receipt_id"] for each in made}


def test_two_shops_share_nothing() -> None:
    one, two = Client(EtsyVendor(1)), Client(EtsyVendor(2))
    first, second = one.bought(), two.bought()
    assert first["receipt_id"] != second["receipt_id"]
    assert one.key != two.key
    two.token = one.token
    assert two.refused("GET", f"{two.shop}/receipts")[0] == 401


def test_many_receipts_are_varied_and_found_by_page() -> None:
    client = Client()
    made = client.vendor.bulk_orders(300, now=client.now, days=10)
    assert [each["created"] for each in made] == sorted(each["created"] for each in made)
    seen = [ident for offset in (0, 100, 200) for ident in listed(client, limit=100, offset=offset)]
    assert seen == [each["id"] for each in reversed(made)]
    assert len({each["address"]["country"] for each in made}) > 3
