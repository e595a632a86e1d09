"""An order's life at Printful: made once, read, confirmed, cancelled, polled, shipped."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from podbridge_desktop.domain.fulfilment import SupplierStatus, Watched
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import Refused, Retry
from tests.support.printful_account import HOME, NAME


def test_a_draft_tells_its_cost_and_where_it_goes(account, printful):
    made = printful.create_order(account.request())
    assert made.costs is not None
    assert made.costs.total == made.costs.items + made.costs.shipping + made.costs.tax
    assert made.costs.total.currency == "USD"
    assert made.recipient is not None
    assert made.recipient.province_code == "CA"


def test_retail_prices_and_the_stores_number_go_along(account, printful):
    printful.create_order(account.request())
    order = account.vendor.order(NAME)
    assert order["retail_costs"] == {"currency": "USD", "shipping": "4.99"}
    assert [item["retail_price"] for item in order["items"]] == ["26.00", "26.00"]
    assert order["packing_slip"] == {"custom_order_id": "#1001"}


def test_the_name_of_a_cancelled_order_stays_taken_and_is_told(account, printful):
    made = printful.create_order(account.request())
    printful.cancel_order(made.remote_id)
    assert printful.create_order(account.request()).status is SupplierStatus.CANCELLED


def test_while_costs_are_reckoned_the_confirm_waits(account, printful):
    account.vendor.turn(costs_delay=300)
    made = printful.create_order(account.request())
    assert made.costs is None
    with pytest.raises(Retry) as caught:
        printful.confirm_order(made.remote_id)
    assert caught.value.wait == timedelta(seconds=30)
    account.clock.pause(301)
    assert printful.read_order(made.remote_id).costs is not None
    assert printful.confirm_order(made.remote_id).status is SupplierStatus.ACCEPTED


def test_a_payment_that_fails_is_told_as_such(account, printful):
    account.vendor.turn(payment_works=False)
    made = printful.create_order(account.request())
    failed = printful.confirm_order(made.remote_id)
    assert failed.status is SupplierStatus.FAILED
    assert failed.reason_kind == "payment"
    assert "billing" in failed.reason


def test_what_is_in_production_is_not_cancelled_and_the_sentence_says_why(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    account.clock.pause(7200)
    assert printful.read_order(made.remote_id).status is SupplierStatus.IN_PRODUCTION
    with pytest.raises(Refused, match="already making it"):
        printful.cancel_order(made.remote_id)


def test_a_hold_is_told_with_its_reason(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    account.vendor.hold(made.remote_id, "The delivery address could not be verified.")
    held = printful.read_order(made.remote_id)
    assert held.status is SupplierStatus.ON_HOLD
    assert held.url.startswith("https://")


def test_a_hold_for_the_sellers_approval_is_told(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    account.vendor.hold(made.remote_id, sheet=True)
    assert printful.read_order(made.remote_id).reason_kind == "approval"


def test_polling_reads_back_to_the_moment_and_no_further(account, printful):
    names = [f"s7k3qd-{number}-m2x4qpa" for number in range(250)]
    for name in names:
        printful.create_order(account.request(name, count=1))
        account.clock.pause(60)
    account.clock.pause(120)
    before = account.calls("GET /orders")
    since = account.clock.now() - timedelta(seconds=120 + 60 * 20)
    found = [each.external_id for each in printful.find_orders("s7k3qd-", since)]
    assert found == names[:-21:-1]
    assert account.calls("GET /orders") == before + 1
    everything = printful.find_orders("s7k3qd-", since - timedelta(days=9))
    assert [each.external_id for each in everything] == names[::-1]


def made_and_watched(account, printful, names):
    """Pages of news of these orders, in which the first poll reads all of them."""
    watched = []
    for name in names:
        made = printful.create_order(account.request(name, count=1))
        watched.append(Watched(made.remote_id, made.raw_status, account.clock.now(), None))
        account.clock.pause(60)
    return printful.news(watched, account.clock.now() - timedelta(days=1))


def test_orders_that_arrive_while_polling_hide_none(account, printful):
    names = [f"s7k3qd-{number}-m2x4qpa" for number in range(120)]
    pages = made_and_watched(account, printful, names)
    found = [each.external_id for each in next(pages)]
    for number in range(900, 950):
        printful.create_order(account.request(f"s7k3qd-{number}-m2x4qpa", count=1))
    found += [each.external_id for page in pages for each in page]
    assert found == names[::-1]


def test_orders_that_vanish_while_polling_hide_none(account, printful):
    names = [f"s7k3qd-{number}-m2x4qpa" for number in range(150)]
    pages = made_and_watched(account, printful, names)
    found = [each.external_id for each in next(pages)]
    for name in names[-40:]:
        order = account.vendor.order(name)
        account.vendor.book.orders.pop(str(order["id"]))
    found += [each.external_id for page in pages for each in page]
    assert found == names[::-1]


def test_parcels_count_as_shipped_only_when_they_left(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    account.clock.pause(3600 * 44)
    before = printful.parcels(made.remote_id)
    assert [each.shipped_at for each in before] == [None]
    assert before[0].tracking_url
    account.vendor.ship(made.remote_id)
    (parcel,) = printful.parcels(made.remote_id)
    assert parcel.shipped_at is not None
    assert parcel.tracking_number
    assert parcel.carrier
    assert parcel.lines == (("14200000000", 1), ("14200000001", 2))
    assert not parcel.reshipment


def test_a_part_and_a_reshipment_are_parcels_of_their_own(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    account.clock.pause(7200)
    printful.read_order(made.remote_id)
    account.vendor.ship(made.remote_id, {"14200000001": 1})
    assert printful.read_order(made.remote_id).status is SupplierStatus.PARTLY_SHIPPED
    assert [each.lines for each in printful.parcels(made.remote_id) if each.shipped_at] == [
        (("14200000001", 1),)
    ]
    account.vendor.ship(made.remote_id)
    account.vendor.reship(made.remote_id)
    parcels = printful.parcels(made.remote_id)
    assert [each.reshipment for each in parcels].count(True) == 1
    assert len({each.remote_id for each in parcels}) == len(parcels) == 3


def test_delivery_is_told(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    account.clock.pause(86400 * 30)
    (parcel,) = printful.parcels(made.remote_id)
    assert parcel.delivered_at is not None
    assert parcel.shipped_at is not None
    assert parcel.shipped_at < parcel.delivered_at


def test_the_address_is_checked_before_anything_is_sent(account, printful):
    with pytest.raises(Refused, match=r"The state is missing in the address\.") as caught:
        printful.create_order(
            account.request(recipient=replace(HOME, province="", province_code=""))
        )
    assert caught.value.case == "address"
    assert account.calls("POST /orders") == 0


def test_the_country_list_is_read_once(account, printful):
    printful.create_order(account.request())
    printful.create_order(account.request("s7k3qd-2-m2x4qpa"))
    assert account.calls("GET /countries") == 1


def test_a_line_without_a_printful_variant_is_refused_here(account, printful):
    request = account.request()
    with pytest.raises(Refused) as caught:
        printful.create_order(
            replace(request, lines=(replace(request.lines[0], variant_id="gone"),))
        )
    assert caught.value.case == "link"


def test_a_discontinued_variant_is_a_matter_of_stock(account, printful):
    account.vendor.discontinue(account.variants()[0]["variant_id"])
    with pytest.raises(Refused, match="discontinued") as caught:
        printful.create_order(account.request())
    assert caught.value.case == "stock"


def test_a_variant_that_is_gone_is_told(account, printful):
    request = account.request()
    gone = replace(request.lines[0], variant_id="12345")
    with pytest.raises(Refused, match="sync variant not found") as caught:
        printful.create_order(replace(request, lines=(gone,)))
    assert caught.value.case == "variant_gone"


def test_costs_follow_the_order(account, printful):
    made = printful.create_order(replace(account.request(), shipping_method="PRINTFUL_FAST"))
    order = account.vendor.order(NAME)
    assert made.costs is not None
    assert made.costs.total == Money.of(Decimal(order["costs"]["total"]), "USD")
    assert order["shipping"] == "PRINTFUL_FAST"


def test_what_is_packed_and_has_not_left_tells_so_by_itself(account, printful):
    made = printful.create_order(account.request())
    printful.confirm_order(made.remote_id)
    assert printful.read_order(made.remote_id).parcels is None
    order = account.vendor.order(made.remote_id)
    while order["status"] != "fulfilled":
        account.clock.at += timedelta(hours=1)  # it leaves two hours later at the earliest
        account.vendor.advance(account.clock.at)
    packed = printful.read_order(made.remote_id)
    assert (packed.status, packed.parcels) == (SupplierStatus.SHIPPED, ())
    account.vendor.ship(made.remote_id)
    assert printful.read_order(made.remote_id).parcels is None
    assert len(printful.parcels(made.remote_id)) == 1
