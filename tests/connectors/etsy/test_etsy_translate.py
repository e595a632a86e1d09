"""Receipts as the bridge knows them: money, states, addresses, what buyers wrote, parcels."""

from datetime import UTC, datetime

import msgspec
import pytest

from podbridge_desktop.connectors.etsy import translate, wire
from podbridge_desktop.connectors.etsy.identity import variant_id
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import (
    WHOLE_ORDER_SENT,
    Address,
    Blocked,
    LineProperty,
    Payment,
)

CREATED, CHANGED = 1_756_139_962, 1_756_469_398
LINE = {
    "transaction_id": 49,
    "title": "Tee &quot;Ridge&quot;",
    "quantity": 2,
    "listing_id": 19,
    "product_id": 190,
    "sku": "TEE-M",
    "price": {"amount": 2490, "divisor": 100, "currency_code": "USD"},
    "variations": [
        {"property_id": 200, "value_id": 1, "formatted_name": "Color", "formatted_value": "Black"},
        {"property_id": 514, "value_id": 2, "formatted_name": "Size", "formatted_value": "M &amp; L"},
    ],
    "product_data": [
        {"property_id": 200, "property_name": "Primary color", "value_ids": [1], "values": ["Black"]},
        {"property_id": 514, "property_name": "Custom Property", "value_ids": [2], "values": ["M &amp; L"]},
    ],
}  # fmt: skip
RECEIPT = {
    "receipt_id": 3_900_000_101,
    "status": "Paid",
    "is_paid": True,
    "is_shipped": False,
    "created_timestamp": CREATED,
    "updated_timestamp": CHANGED,
    "name": "Sam O&#39;Sample",
    "first_line": "1 Byron St",
    "second_line": "",
    "city": "Denver",
    "state": "CO",
    "zip": "80202",
    "country_iso": "us",
    "grandtotal": {"amount": 5313, "divisor": 100, "currency_code": "USD"},
    "subtotal": {"amount": 4980, "divisor": 100, "currency_code": "USD"},
    "total_tax_cost": {"amount": 333, "divisor": 100, "currency_code": "USD"},
    "transactions": [LINE],
}  # fmt: skip


def receipt(**changes):
    return msgspec.convert({**RECEIPT, **changes}, wire.Receipt)


def read(**changes):
    return translate.order(receipt(**changes))


def line(**changes):
    (found,) = read(transactions=[{**LINE, **changes}]).lines
    return found


def refund(amount, **changes):
    money = {"amount": amount, "divisor": 100, "currency_code": "USD"}
    return {"amount": money, "status": "SUCCESS", "created_timestamp": CREATED + 60, **changes}


def usd(minor):
    return Money(minor, "USD")


def test_the_head_of_an_order():
    order = read()
    assert (order.remote_id, order.number) == ("3900000101", "#3900000101")
    assert order.placed_at == datetime.fromtimestamp(CREATED, UTC)
    assert order.updated_at == datetime.fromtimestamp(CHANGED, UTC)
    assert (order.cancelled_at, order.is_test, order.note) == (None, False, "")


def test_it_counts_as_paid_when_it_was_made_for_etsy_tells_no_time_of_payment():
    assert read().paid_at == datetime.fromtimestamp(CREATED, UTC)
    assert read(is_paid=False).paid_at is None


def test_the_older_names_of_the_times_do_as_well():
    order = read(
        created_timestamp=None,
        create_timestamp=CREATED,
        updated_timestamp=None,
        update_timestamp=CHANGED,
    )
    assert order.updated_at == datetime.fromtimestamp(CHANGED, UTC)
    assert order.placed_at == datetime.fromtimestamp(CREATED, UTC)
    assert read(updated_timestamp=None).updated_at == order.placed_at


@pytest.mark.parametrize(
    ("status", "paid", "means"),
    [
        ("Paid", True, Payment.PAID),
        ("paid", True, Payment.PAID),
        (" COMPLETED ", True, Payment.PAID),
        ("open", True, Payment.PAID),
        ("Open", False, Payment.PENDING),
        ("Payment Processing", False, Payment.PENDING),
        ("Canceled", True, Payment.VOIDED),
        ("Cancelled", True, Payment.VOIDED),
        ("Fully Refunded", True, Payment.REFUNDED),
        ("Partially Refunded", True, Payment.PARTIALLY_REFUNDED),
        ("Frozen", True, Payment.UNKNOWN),
        (None, True, Payment.UNKNOWN),
    ],
)
def test_the_status_whatever_its_letters(status, paid, means):
    assert read(status=status, is_paid=paid).payment is means


# money


def test_sales_tax_is_no_income():
    order = read()
    assert (order.total, order.tax, order.income) == (usd(5313), usd(333), usd(4980))
    assert (order.goods, order.shipping) == (usd(4980), usd(0))


def test_vat_that_stands_on_top_is_no_income_either():
    order = read(
        grandtotal={"amount": 120, "divisor": 100, "currency_code": "USD"},
        total_tax_cost=None,
        total_vat_cost={"amount": 20, "divisor": 100, "currency_code": "USD"},
    )
    assert order.income == usd(100)


def test_a_refund_takes_its_part_of_the_tax_with_it():
    order = read(status="Partially Refunded", refunds=[refund(2657)])
    assert (order.refunded, order.total, order.tax) == (usd(2657), usd(2656), usd(166))


def test_a_whole_refund_leaves_neither_income_nor_tax():
    order = read(status="Fully Refunded", refunds=[refund(5313)])
    assert (order.total, order.tax, order.income) == (usd(0), usd(0), usd(0))


@pytest.mark.parametrize("status", ["FAILED", "Canceled", "declined"])
def test_a_refund_that_failed_is_none(status):
    assert read(refunds=[refund(100, status=status)]).refunded == usd(0)


def test_a_refund_without_a_status_counts():
    assert read(refunds=[refund(100, status=None)]).refunded == usd(100)


def test_more_refunded_than_paid_is_nothing_left():
    assert read(refunds=[refund(9000)]).total == usd(0)


def test_an_order_for_nothing_has_no_tax():
    assert read(grandtotal={"amount": 0, "divisor": 100, "currency_code": "USD"}).tax == usd(0)


@pytest.mark.parametrize(
    ("amount", "divisor", "currency", "minor"),
    [(150_000, 100, "JPY", 1500), (1500, 1, "JPY", 1500), (12_345, 1000, "USD", 1235), (7, 0, "USD", 700)],
)  # fmt: skip
def test_fractions_in_the_currencys_own_units(amount, divisor, currency, minor):
    told = {"amount": amount, "divisor": divisor, "currency_code": currency}
    assert read(grandtotal=told, total_tax_cost=None).total == Money(minor, currency)


def test_without_a_total_the_currency_is_the_lines():
    assert read(grandtotal=None, subtotal=None).total.currency == "USD"


def test_an_order_that_tells_no_amount_has_no_currency():
    order = read(grandtotal=None, subtotal=None, total_tax_cost=None, transactions=None)
    assert order.total == Money(0, "XXX")


# lines


def test_a_line_with_its_options():
    (one,) = read().lines
    assert (one.remote_id, one.title, one.sku) == ("49", 'Tee "Ridge"', "TEE-M")
    assert (one.quantity, one.to_fulfil, one.unit_price) == (2, 2, usd(2490))
    assert one.options == "Black / M & L"
    assert (one.properties, one.blocked, one.requires_shipping) == ((), None, True)


def test_three_options():
    third = {"property_id": 507, "formatted_name": "Material", "formatted_value": "Oak"}
    assert line(variations=[*LINE["variations"], third]).options == "Black / M & L / Oak"


def test_what_the_buyer_wrote_is_kept_apart_from_what_she_chose():
    wrote = [
        {"property_id": 54, "formatted_name": "Name to print", "formatted_value": "O&#39;Neil &amp; Sons"},
        {"property_id": 999, "formatted_name": "Font", "formatted_value": "Arial", "question_id": 7},
    ]  # fmt: skip
    found = line(variations=[*LINE["variations"], *wrote])
    assert found.options == "Black / M & L"
    assert found.properties == (
        LineProperty("Name to print", "O'Neil & Sons"),
        LineProperty("Font", "Arial"),
    )


def test_a_question_asked_twice_keeps_both_answers():
    wrote = [{"property_id": 54, "formatted_name": "Photo", "formatted_value": f"https://example.com/{n}.jpg"} for n in (1, 2)]  # fmt: skip
    assert line(variations=wrote).properties == (
        LineProperty("Photo", "https://example.com/1.jpg"),
        LineProperty("Photo (2)", "https://example.com/2.jpg"),
    )


def test_personalization_without_a_question():
    found = line(variations=[{"property_id": 54, "formatted_value": "Ada"}])
    assert found.properties == (LineProperty("Personalization", "Ada"),)


def test_a_file_is_not_shipped():
    found = line(is_digital=True)
    assert (found.requires_shipping, found.to_fulfil, found.blocked) == (
        False,
        0,
        Blocked.NOT_SHIPPED,
    )


def test_a_sent_order_leaves_nothing_to_fulfil_and_says_that_it_speaks_of_the_whole():
    (one,) = read(status="Completed", is_shipped=True).lines
    assert (one.to_fulfil, one.blocked, one.blocked_by) == (0, Blocked.DONE, WHOLE_ORDER_SENT)


@pytest.mark.parametrize("status", ["Canceled", "Fully Refunded"])
def test_a_cancelled_or_refunded_order_wants_nothing(status):
    (one,) = read(status=status).lines
    assert (one.quantity, one.to_fulfil, one.blocked, one.blocked_by) == (2, 0, Blocked.DONE, "")


def test_a_missing_sku_and_price_are_empty():
    found = line(sku=None, price=None, title=None, variations=None)
    assert (found.sku, found.unit_price, found.title, found.options) == ("", usd(0), "", "")


# the variant


def test_the_variant_is_named_by_what_stays_when_etsy_renumbers_its_products():
    assert line().variant_id == line(product_id=777).variant_id
    assert line().variant_id == variant_id(19, [(514, "M & L"), (200, "Black")])


def test_other_values_are_another_variant():
    other = [{**LINE["product_data"][0], "values": ["White"]}, LINE["product_data"][1]]
    assert line(product_data=other).variant_id != line().variant_id


def test_without_product_data_the_buyers_choices_name_it():
    assert line(product_data=None).variant_id == line().variant_id


def test_what_the_buyer_wrote_names_no_variant():
    wrote = {"property_id": 54, "formatted_name": "Name", "formatted_value": "Ada"}
    asked = {"property_id": 9, "question_id": 7, "formatted_value": "x"}
    nameless = {"formatted_value": "?"}
    found = line(product_data=None, variations=[*LINE["variations"], wrote, asked, nameless])
    assert found.variant_id == line().variant_id


def test_a_listing_without_options_has_one_variant():
    assert line(product_data=[], variations=[]).variant_id == "19-0"


def test_a_listing_that_is_gone_has_none():
    assert line(listing_id=None).variant_id is None


# the address


def test_the_address():
    assert read().ship_to == Address(
        name="Sam O'Sample", address1="1 Byron St", city="Denver", province="CO", province_code="CO",
        zip="80202", country_code="US",
    )  # fmt: skip
    assert not read().address_hidden


@pytest.mark.parametrize(
    ("state", "code"), [("CO", "CO"), ("NSW", "NSW"), ("California", ""), (None, ""), ("Ca", "")]
)
def test_a_state_by_its_code_or_its_name(state, code):
    assert read(state=state).ship_to.province_code == code


def test_an_address_that_etsy_keeps_from_this_key():
    order = read(
        first_line=None, second_line=None, city=None, state=None, zip=None, country_iso=None
    )
    assert (order.ship_to, order.address_hidden) == (None, True)


def test_an_address_in_part_is_shown_as_it_is():
    order = read(first_line=None, zip=None)
    assert (order.ship_to.address1, order.ship_to.city, order.address_hidden) == (
        "",
        "Denver",
        False,
    )


def test_an_order_of_files_alone_has_no_address_and_hides_none():
    order = read(first_line=None, city=None, zip=None, transactions=[{**LINE, "is_digital": True}])
    assert (order.ship_to, order.address_hidden) == (None, False)


# other words


def test_the_buyers_message():
    assert read(message_from_buyer="Don&#39;t fold ").note == "Don't fold"


def test_a_gift():
    order = read(message_from_buyer=None, is_gift=True, gift_message="For you", gift_sender="Ada")
    assert order.note == "Gift from Ada\nFor you"
    assert read(is_gift=True).note == "Gift"


def test_when_it_was_cancelled():
    refunded = read(status="Canceled", refunds=[refund(5313), refund(1, created_timestamp=None)])
    assert refunded.cancelled_at == datetime.fromtimestamp(CREATED + 60, UTC)
    assert read(status="canceled").cancelled_at == datetime.fromtimestamp(CHANGED, UTC)


# parcels

PARCEL = {"receipt_shipping_id": 59, "carrier_name": "DHL", "tracking_code": " 00340 4341 "}


def test_before_any_parcel_everything_may_be_sent():
    lines = [LINE, {**LINE, "transaction_id": 50, "is_digital": True}]
    shipping = translate.shipping(receipt(transactions=lines))
    assert (shipping.parcels, shipping.remaining) == ((), (("49", 2),))


def test_marked_as_sent_without_a_number_a_number_may_still_be_added():
    nothing = {"receipt_shipping_id": 1, "carrier_name": "", "tracking_code": ""}
    shipping = translate.shipping(receipt(is_shipped=True, shipments=[nothing]))
    assert (shipping.parcels, shipping.remaining) == ((), (("49", 2),))


def test_after_the_first_number_nothing_is_left_to_fulfil():
    shipping = translate.shipping(receipt(is_shipped=True, shipments=[PARCEL]))
    (parcel,) = shipping.parcels
    assert (parcel.remote_id, parcel.tracking_numbers, parcel.lines) == ("59", ("00340 4341",), ())
    assert shipping.remaining == ()


def test_a_parcel_without_an_id_is_known_by_its_number():
    (parcel,) = translate.shipping(
        receipt(shipments=[{**PARCEL, "receipt_shipping_id": None}])
    ).parcels
    assert parcel.remote_id == "00340 4341"


def test_a_number_is_found_however_it_is_spaced():
    assert translate.carrying(receipt(shipments=[PARCEL]), "003404341").remote_id == "59"
    assert translate.carrying(receipt(shipments=[PARCEL]), "003404342") is None
    assert translate.carrying(receipt(), "003404341") is None


def test_nothing_but_the_number_is_insisted_upon():
    order = translate.order(msgspec.convert({"receipt_id": 1}, wire.Receipt))
    assert (order.lines, order.payment) == ((), Payment.UNKNOWN)
    assert translate.shipping(msgspec.convert({"receipt_id": 1}, wire.Receipt)).remaining == ()
