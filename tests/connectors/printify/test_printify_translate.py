"""Printify's words in ours, the odd ones too: every status, cost, address, time and parcel."""

from datetime import UTC, datetime

import msgspec
import pytest

from podbridge_desktop.connectors.printify import translate, wire
from podbridge_desktop.connectors.printify.values import cents, moment, money, page, word
from podbridge_desktop.domain.fulfilment import Costs, SupplierStatus
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address

S = SupplierStatus
SENT = "2026-11-02 10:00:00+00:00"


def order(**values):
    raw = msgspec.json.encode({"id": "f00d", "status": "on-hold", **values})
    return msgspec.json.decode(raw, type=wire.Order, strict=False)


def line(**values):
    about = {"title": "Tee", "variant_label": "Blue / S", "sku": 7, "external_id": 135}
    return {
        "product_id": "0a1b", "variant_id": 5, "quantity": 1, "cost": 1000, "status": "on-hold",
        "metadata": about, **values,
    }  # fmt: skip


def read(told, **how):
    return translate.reading(told, currency="EUR", **how)


# statuses


@pytest.mark.parametrize(
    ("word_", "status"),
    [
        ("pending", S.DRAFT), ("cost-calculation", S.DRAFT), ("on-hold", S.DRAFT),
        ("payment-not-received", S.FAILED), ("source-check-failed", S.FAILED),
        ("sending-to-production", S.ACCEPTED), ("sending_to_production_delegate", S.ACCEPTED),
        ("sending_to_production_delegate_sync", S.ACCEPTED), ("in-production", S.IN_PRODUCTION),
        ("callback-received", S.IN_PRODUCTION), ("partially-fulfilled", S.PARTLY_SHIPPED), ("fulfilled", S.SHIPPED),
        ("has-issues", S.FAILED), ("unfulfillable", S.FAILED), ("canceled", S.CANCELLED), ("dreaming", S.UNKNOWN),
        ("", S.UNKNOWN),
    ],
)  # fmt: skip
def test_every_word_has_its_meaning_and_is_kept(word_, status):
    found = read(order(status=word_))
    assert (found.status, found.raw_status) == (status, word_)


@pytest.mark.parametrize(
    "sent",
    [{"sent_to_production_at": SENT}, {"line_items": [line(), line(sent_to_production_at=SENT)]}],
)
@pytest.mark.parametrize("status", ["on-hold", "has-issues", "unfulfillable"])
def test_trouble_after_it_was_sent_to_production_is_a_hold(sent, status):
    assert read(order(status=status, **sent)).status is S.ON_HOLD


def test_a_time_in_1970_means_never():
    assert read(order(sent_to_production_at="1970-01-01 00:00:00+00:00")).status is S.DRAFT


@pytest.mark.parametrize(
    ("status", "kind"),
    [("payment-not-received", "payment"), ("source-check-failed", "artwork"), ("unfulfillable", "stock"),
     ("has-issues", ""), ("on-hold", "")],
)  # fmt: skip
def test_the_kind_of_trouble_is_told_where_the_word_tells_it(status, kind):
    assert read(order(status=status)).reason_kind == kind


def test_the_lines_in_trouble_are_named_with_printifys_word():
    told = order(
        status="has-issues",
        line_items=[line(status="has-issues"), line(status="in-production"),
                    line(status="on-hold", metadata=[])],
    )  # fmt: skip
    assert read(told).reason == "Tee · Blue / S: has-issues; on-hold"


def test_without_lines_in_trouble_the_word_itself_is_the_reason():
    told = order(status="payment-not-received", line_items=[line(status="on-hold")])
    assert read(told).reason == "payment-not-received"
    assert read(order(status="in-production")).reason == ""


# names and lines


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"metadata": {"shop_order_id": "s7-1-a"}}, "s7-1-a"),
        ({"metadata": {"shop_order_id": 1370762297}}, "1370762297"),
        ({"external_id": "top", "metadata": {"shop_order_id": "s7-1-a"}}, "top"),
        ({"metadata": []}, ""),
        ({}, ""),
    ],
)
def test_our_name_is_read_wherever_it_stands(told, name):
    assert read(order(**told)).external_id == name


def test_lines_come_back_with_our_reference():
    [first] = read(order(line_items=[line(quantity=2)])).lines
    assert (first.reference, first.variant_id, first.quantity, first.title, first.sku) == (
        "135", "0a1b-5", 2, "Tee", "7")  # fmt: skip


def test_a_line_of_few_words_is_still_one():
    [first] = read(order(line_items=[{"product_id": None, "metadata": None}])).lines
    assert (first.reference, first.variant_id, first.quantity, first.title) == ("", "-None", 1, "")


# costs


def priced(*lines, **values):
    return order(line_items=list(lines), total_shipping=400, total_tax=50, **values)


def euro(amount):
    return Money(amount, "EUR")


def test_costs_are_goods_postage_and_tax_and_never_the_retail_price():
    told = priced(line(quantity=2), line(cost="500"), total_price=9999)
    assert read(told).costs == Costs(euro(2500), euro(400), euro(50), euro(2950))


@pytest.mark.parametrize(
    ("cost", "whole"), [(1000, 3000), (1300, 3900), (2900, 2900), (3000, 3000), (3300, 3300)]
)
def test_a_cost_for_all_pieces_is_known_by_the_products_own(cost, whole):
    told = priced(line(quantity=3, cost=cost))
    known = {"0a1b-5": 1000}
    assert read(told, piece=known.get).costs.items == euro(whole)


def test_for_one_piece_it_makes_no_difference():
    assert read(priced(line()), piece={"0a1b-5": 1000}.get).costs.items == euro(1000)


@pytest.mark.parametrize(
    "told",
    [
        priced(line(), status="pending"),
        priced(line(), status="cost-calculation"),
        priced(line(cost=None)),
        priced(line(), line(cost="soon")),
        priced(),
        order(line_items=[line()]),
    ],
)
def test_what_is_not_reckoned_yet_is_no_cost(told):
    assert read(told).costs is None


def test_a_tax_that_is_not_told_is_none():
    told = order(line_items=[line()], total_shipping=400)
    assert read(told).costs == Costs(euro(1000), euro(400), euro(0), euro(1400))


# addresses


def test_an_address_comes_back_without_what_only_printify_wanted():
    told = {
        "first_name": "Prince",
        "last_name": ".",
        "address1": "1 Fir St",
        "zip": "00000",
        "country": "hk",
    }
    assert read(order(address_to=told)).recipient == Address(
        name="Prince", address1="1 Fir St", country_code="HK"
    )


@pytest.mark.parametrize(
    ("country", "code", "zip_"),
    [("United States", "", ""), ("US", "US", "00000"), ("IE", "IE", ""), (None, "", "")],
)
def test_a_country_by_its_name_is_not_shown(country, code, zip_):
    found = read(
        order(address_to={"first_name": "A", "last_name": "B", "country": country, "zip": "00000"})
    )
    assert (found.recipient.country_code, found.recipient.zip) == (code, zip_)


@pytest.mark.parametrize("told", [None, []])
def test_an_address_that_is_not_shown_is_none(told):
    assert read(order(address_to=told)).recipient is None


def test_all_parts_of_an_address_are_kept():
    told = {
        "first_name": "Maya", "last_name": "Whitfield", "email": "m@example.com", "phone": 5550100, "country": "US",
        "region": "OR", "address1": "12 Juniper Hollow Ln", "address2": "Apt 2", "city": "Portland", "zip": 97201,
        "company": "Fern",
    }  # fmt: skip
    assert read(order(address_to=told)).recipient == Address(
        "Maya Whitfield", "Fern", "12 Juniper Hollow Ln", "Apt 2", "Portland", "OR", "", "97201", "US", "5550100",
        "m@example.com",
    )  # fmt: skip


# times and parcels


def test_the_newest_time_is_when_it_changed():
    told = order(
        created_at="2026-11-02 09:00:00+00:00",
        line_items=[line(fulfilled_at="2026-11-05 08:30:00+00:00")],
        shipments=[{"number": "1", "delivered_at": "2026-11-09 12:00:00+00:00"}],
    )
    assert read(told).changed_at == datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert read(order()).changed_at is None


NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)


def shipped(*lines, status="fulfilled", **values):
    parcels = [
        {"carrier": " usps ", "number": 940, "url": "https://t.example/940", "delivered_at": None}
    ]
    return order(status=status, line_items=list(lines), **{"shipments": parcels, **values})


def test_a_parcel_holds_what_is_fulfilled():
    told = shipped(
        line(status="fulfilled", quantity=2), line(status="fulfilled"), status="partially-fulfilled"
    )
    [parcel] = read(told, seen_at=NOON).parcels
    assert (parcel.remote_id, parcel.tracking_number, parcel.carrier) == ("940", "940", "usps")
    assert (parcel.tracking_url, parcel.lines) == ("https://t.example/940", (("135", 3),))
    assert (parcel.shipped_at, parcel.delivered_at, parcel.reshipment) == (NOON, None, False)


def test_a_parcel_left_when_its_last_line_was_fulfilled():
    told = shipped(line(status="fulfilled", fulfilled_at="2026-11-05 08:30:00+00:00"))
    assert read(told, seen_at=NOON).parcels[0].shipped_at == datetime(
        2026, 11, 5, 8, 30, tzinfo=UTC
    )


def test_part_of_an_order_on_its_way_waits_until_its_lines_tell_which():
    assert read(shipped(line(), status="partially-fulfilled")).parcels == ()


@pytest.mark.parametrize(
    ("lines", "inside"),
    [
        ((line(quantity=2, status="canceled"),), (("135", 1),)),
        ((line(quantity=3, status="canceled"),), ()),  # one or two of them
        ((line(quantity=1, status="canceled"), line(quantity=1, status="canceled")), (("135", 1),)),
        ((line(quantity=2, status="canceled", metadata=[]),), ()),
    ],
)
def test_what_left_before_a_cancellation_is_told_as_far_as_it_is_certain(lines, inside):
    [parcel] = read(shipped(*lines, status="canceled"), seen_at=NOON).parcels
    assert (parcel.tracking_number, parcel.lines) == ("940", inside)


def test_nothing_had_left_of_a_cancelled_order_without_a_number():
    assert read(shipped(line(status="canceled"), status="canceled", shipments=[])).parcels == ()


def test_a_whole_order_on_its_way_needs_no_word_on_its_lines():
    [parcel] = read(shipped(line()), seen_at=NOON).parcels
    assert parcel.lines == ()


def test_a_line_without_our_reference_makes_the_whole_parcel_untold():
    told = shipped(line(status="fulfilled"), line(status="fulfilled", metadata=[]))
    assert read(told).parcels[0].lines == ()


@pytest.mark.parametrize("shipments", [None, [], [{"number": None}], [{"number": " "}]])
def test_without_a_number_there_is_no_parcel(shipments):
    assert read(shipped(line(status="fulfilled"), shipments=shipments)).parcels == ()


def test_an_order_made_anew_tells_its_parcels_by_a_call_of_their_own():
    again = {"child_reprinted_order_ids": ["beef"]}
    assert read(shipped(line(), metadata=again)).parcels is None
    assert translate.reprints(order(metadata=again)) == ["beef"]


# quotes


OLD = {"standard": 1000, "express": 5000, "printify_express": 799, "economy": 399}
BOTH = {**OLD, "priority": 5000}
NEW = {"standard": 1000, "priority": 5000, "express": 799, "economy": 399}


@pytest.mark.parametrize("quote", [OLD, BOTH, NEW], ids=["old", "both", "new"])
@pytest.mark.parametrize(("method", "cost"), [(1, 1000), (2, 5000), (3, 799), (4, 399)])
def test_each_method_is_found_under_its_old_and_new_name(quote, method, cost):
    assert translate.shipping_cost(quote, method) == cost


@pytest.mark.parametrize("method", [1, 2, 3, 4])
def test_a_method_that_is_not_offered_has_no_cost(method):
    assert translate.shipping_cost({}, method) is None
    assert translate.shipping_cost({"standard": None, "economy": "?"}, method) is None


# loose values


def test_loose_values():
    assert (word(None), word(7), word(" a ")) == ("", "7", "a")
    assert (cents(None), cents("12"), cents(12.0), cents("x"), cents(float("inf"))) == (
        None,
        12,
        12,
        None,
        None,
    )
    assert (money(None, "EUR"), money(5, "EUR")) == (None, euro(5))
    assert moment("2026-11-02 09:15:00+00:00") == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert moment("2020-01-09 07:29:43") == datetime(2020, 1, 9, 7, 29, 43, tzinfo=UTC)
    assert (moment(None), moment("soon")) == (None, None)
    assert (page(None), page("ftp://x"), page(" https://x ")) == ("", "", "https://x")
