"""An order's life at Printify: priced, made once, read, sent to production, cancelled, shipped, made anew."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierStatus
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import NotThere, Refused, Retry
from tests.support.printify_account import NAME, TAXLESS

POST = "POST /v1/shops/{shop}/orders.json"
DAY = 86_400


def usd(cents):
    return Money(cents, "USD")


def test_a_price_is_asked_without_making_anything(account, printify):
    costs = printify.quote(account.request(lines=(account.line(0, quantity=2),)))
    assert costs.items == usd(2 * 1023)
    assert costs.shipping > usd(0)
    assert costs.tax == usd(0)
    assert costs.total == costs.items + costs.shipping
    assert account.vendor.ledger()["drafts"] == 0


def test_the_price_is_what_the_order_then_costs(account, printify):
    request = account.request(lines=(account.line(0, quantity=3),))
    made = printify.create_order(request)
    assert printify.read_order(made.remote_id).costs == printify.quote(request)


@pytest.mark.parametrize("per_line", [False, True])
def test_costs_by_the_piece_and_by_the_line_are_told_apart(account, printify, per_line):
    account.vendor.turn(cost_per_line=per_line)
    request = account.request(lines=(account.line(0, quantity=3),))
    expected = printify.quote(request)
    made = printify.create_order(request)
    assert printify.read_order(made.remote_id).costs == expected


def test_products_seen_lately_are_not_read_again_for_a_price(account, printify):
    for _ in range(3):
        printify.quote(account.request())
    assert account.calls("GET /v1/shops/{shop}/products/{product}.json") == 1
    account.clock.pause(601)
    printify.quote(account.request())
    assert account.calls("GET /v1/shops/{shop}/products/{product}.json") == 2


@pytest.mark.parametrize("new_names", [False, True])
@pytest.mark.parametrize("method", ["standard", "priority", "express", "economy"])
def test_each_method_has_its_own_price_by_old_and_new_names(account, printify, method, new_names):
    account.vendor.turn(new_quote_keys=new_names)
    request = account.request(shipping_method=method)
    costs = printify.quote(request)
    made = printify.create_order(request)
    assert printify.read_order(made.remote_id).costs == costs


def test_a_method_that_printify_does_not_have_is_refused_here(account, printify):
    with pytest.raises(Refused, match="no shipping method"):
        printify.quote(account.request(shipping_method="pigeon"))
    assert account.calls("POST /v1/shops/{shop}/orders/shipping.json") == 0


def test_what_is_out_of_stock_is_told_before_anything_is_made(account, printify):
    line = account.line(0)
    account.vendor.set_stock(int(line.variant_id.rpartition("-")[2]), "out_of_stock")
    with pytest.raises(Refused, match="out of stock") as caught:
        printify.quote(account.request(lines=(line,)))
    assert caught.value.case == "stock"
    account.vendor.set_stock(int(line.variant_id.rpartition("-")[2]), "in_stock")
    assert printify.quote(account.request(lines=(line,))).total > usd(0)


@pytest.mark.parametrize(
    ("variant", "case"),
    [
        ("6ae52f80e93b3bee77000017", "link"),
        ("no-variant", "link"),
        ("-5", "link"),
        ("0a1b-12100", "variant_gone"),
    ],
)
def test_a_variant_that_printify_does_not_have_is_told(account, printify, variant, case):
    line = replace(account.line(0), variant_id=variant)
    with pytest.raises(Refused) as caught:
        printify.quote(account.request(lines=(line,)))
    assert caught.value.case == case


def test_a_variant_that_its_product_lost_is_told(account, printify):
    product = account.products()[0]["id"]
    line = replace(account.line(0), variant_id=f"{product}-1")
    printify.quote(account.request())
    with pytest.raises(Refused) as caught:
        printify.quote(account.request(lines=(line,)))
    assert caught.value.case == "variant_gone"


def test_a_product_deleted_since_its_price_was_seen_is_told(account, printify):
    printify.quote(account.request())
    request = account.request()
    account.vendor.book.products.pop(account.products()[0]["id"])
    with pytest.raises(Refused, match="The selected product is invalid") as caught:
        printify.quote(request)
    assert caught.value.case == "variant_gone"


def test_an_order_is_made_as_asked_and_waits_on_hold(account, printify):
    request = account.request(lines=(account.line(0), account.line(1, reference="14200000002")))
    made = printify.create_order(request)
    assert (made.status, made.external_id) == (SupplierStatus.DRAFT, NAME)
    now = printify.read_order(made.remote_id)
    assert (now.status, now.raw_status) == (SupplierStatus.DRAFT, "on-hold")
    assert [(line.reference, line.variant_id, line.quantity) for line in now.lines] == [
        (line.reference, line.variant_id, line.quantity) for line in request.lines
    ]
    assert now.recipient == replace(TAXLESS, province="OR", province_code="")
    kept = account.vendor.order(NAME)
    assert (kept["label"], kept["notify"], kept["charged"]) == ("#1001", False, None)


def test_a_country_that_comes_back_by_its_name_says_nothing(account, printify):
    account.vendor.turn(country_names=True)
    made = printify.create_order(account.request())
    assert printify.read_order(made.remote_id).recipient.country_code == ""


@pytest.mark.parametrize("top", [False, True])
def test_an_order_is_found_by_our_name_wherever_it_stands(account, printify, top):
    account.vendor.turn(top_external_id=top)
    made = printify.create_order(account.request())
    found = printify.find_order(NAME)
    assert (found.remote_id, found.external_id) == (made.remote_id, NAME)
    assert printify.find_order("s7k3qd-1-m2x4qpa") is None


@pytest.mark.parametrize("totals", [False, True])
def test_the_list_is_read_to_its_end_with_and_without_totals(account, printify, totals):
    account.vendor.turn(order_totals=totals)
    first = printify.create_order(account.request())
    for number in range(20):
        account.clock.pause(60)
        printify.create_order(account.request(f"s7k3qd-{number}-m2x4qpa"))
    assert printify.find_order(NAME).remote_id == first.remote_id
    assert printify.find_order("s7k3qd-99-m2x4qpa") is None


def test_the_list_is_read_back_no_further_than_needed(account, printify):
    for number in range(30):
        printify.create_order(account.request(f"s7k3qd-{number}-m2x4qpa"))
        account.clock.pause(3600)
    listed = "GET /v1/shops/{shop}/orders.json"
    before = account.calls(listed)
    assert printify.find_order("nobody", account.clock.now() - timedelta(hours=5)) is None
    assert account.calls(listed) - before == 1
    assert printify.find_order("s7k3qd-0-m2x4qpa", account.clock.now() - timedelta(hours=5)) is None


def test_a_live_order_of_a_name_goes_before_a_cancelled_one(account, printify):
    one = printify.create_order(account.request())
    two = printify.create_order(account.request())
    printify.cancel_order(two.remote_id)
    assert printify.find_order(NAME).remote_id == one.remote_id
    printify.cancel_order(one.remote_id)
    assert printify.find_order(NAME).status is SupplierStatus.CANCELLED


def test_where_names_are_not_kept_a_second_post_would_be_a_second_order(account, printify):
    printify.create_order(account.request())
    printify.create_order(account.request())
    assert account.vendor.ledger()["drafts"] == 2


def test_while_pictures_are_processed_the_release_waits_some_minutes(account, printify):
    account.vendor.turn(image_seconds=900)
    made = printify.create_order(account.request())
    with pytest.raises(Retry) as caught:
        printify.confirm_order(made.remote_id)
    assert caught.value.wait == timedelta(minutes=5)
    account.later(901)
    assert printify.confirm_order(made.remote_id).status is SupplierStatus.ACCEPTED


def test_what_printify_will_not_send_to_production_is_refused_in_its_words(account, printify):
    made = printify.create_order(account.request())
    account.vendor.hold(made.remote_id)
    with pytest.raises(Refused, match="can not be sent to production"):
        printify.confirm_order(made.remote_id)


def test_while_costs_are_reckoned_they_are_not_told(account, printify):
    account.vendor.turn(pending_seconds=120)
    made = printify.create_order(account.request())
    assert printify.read_order(made.remote_id).costs is None
    account.later(60)
    assert printify.read_order(made.remote_id).raw_status == "cost-calculation"
    account.later(61)
    assert printify.read_order(made.remote_id).costs is not None


def test_a_payment_that_fails_is_told_as_such(account, printify):
    account.vendor.turn(payment_works=False)
    made = printify.create_order(account.request())
    printify.confirm_order(made.remote_id)
    now = printify.read_order(made.remote_id)
    assert (now.status, now.reason_kind) == (SupplierStatus.FAILED, "payment")
    account.vendor.turn(payment_works=True)
    assert printify.confirm_order(made.remote_id).status is SupplierStatus.ACCEPTED


@pytest.mark.parametrize(
    ("later", "why"), [(0, "already sent"), (DAY, "already being made"), (9 * DAY, "already made")]
)
def test_what_was_sent_to_production_is_not_cancelled_and_the_sentence_says_why(
    account, printify, later, why
):
    made = printify.create_order(account.request())
    printify.confirm_order(made.remote_id)
    account.later(later)
    with pytest.raises(Refused, match=why):
        printify.cancel_order(made.remote_id)


def test_a_part_of_a_path_is_never_a_path(account, printify):
    with pytest.raises(NotThere):
        printify.read_order("no?such=order#1")
    assert account.calls("GET /v1/shops/{shop}/orders/{order}.json") == 1


def test_parcels_hold_what_is_fulfilled_so_far(account, printify):
    lines = (account.line(0), account.line(0, quantity=2, reference="14200000002"))
    made = printify.create_order(account.request(lines=lines))
    printify.confirm_order(made.remote_id)
    account.later(3600)
    account.vendor.ship(made.remote_id, {"14200000001": 1})
    partly = printify.read_order(made.remote_id)
    assert partly.status is SupplierStatus.PARTLY_SHIPPED
    [parcel] = partly.parcels
    assert parcel.lines == (("14200000001", 1),)
    assert parcel.shipped_at == account.clock.now()
    assert parcel.tracking_url.startswith("http")
    account.later(DAY)
    account.vendor.ship(made.remote_id)
    account.vendor.deliver(made.remote_id)
    whole = printify.read_order(made.remote_id)
    assert whole.status is SupplierStatus.SHIPPED
    assert [each.lines for each in whole.parcels] == [(("14200000001", 1), ("14200000002", 2))] * 2
    assert whole.parcels[0].delivered_at is not None
    assert whole.parcels == printify.parcels(made.remote_id)


def test_parcels_without_a_number_are_not_told(account, printify):
    made = printify.create_order(account.request())
    printify.confirm_order(made.remote_id)
    account.later(3600)
    account.vendor.ship(made.remote_id)
    account.vendor.lose_tracking(made.remote_id)
    assert printify.parcels(made.remote_id) == ()


def test_what_printify_makes_anew_is_told_as_a_reshipment(account, printify):
    made = printify.create_order(account.request())
    printify.confirm_order(made.remote_id)
    account.later(9 * DAY)
    account.vendor.reship(made.remote_id)
    assert printify.read_order(made.remote_id).parcels is None
    account.later(9 * DAY)
    first, second = printify.parcels(made.remote_id)
    assert (first.reshipment, second.reshipment) == (False, True)
    assert first.tracking_number != second.tracking_number


def test_another_print_provider_does_not_make_it_another_order(account, printify):
    made = printify.create_order(account.request())
    before = printify.read_order(made.remote_id).lines
    account.vendor.reroute(made.remote_id, 27)
    assert printify.read_order(made.remote_id).lines == before


def test_the_vendors_clock_is_known_after_its_first_answer(account, printify):
    assert printify.vendor_now() is None
    printify.quote(account.request())
    assert printify.vendor_now() == account.clock.now()


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_pictures_go_up_once_and_are_archived(account, printify):
    ident = printify.upload_picture("front.png", PIXEL)
    assert printify.upload_picture("again.png", PIXEL) == ident
    assert account.calls("POST /v1/uploads/images.json") == 1
    printify.archive_picture(ident)
    assert printify.upload_picture("front.png", PIXEL) != ident
    assert account.vendor.book.uploads[ident]["archived"]


def test_a_picture_that_is_none_is_refused_in_a_sentence(printify):
    with pytest.raises(Refused, match="no PNG or JPEG") as caught:
        printify.upload_picture("front.png", b"text")
    assert caught.value.case == "artwork"


def test_a_picture_that_is_too_large_is_refused_here(account, printify):
    with pytest.raises(Refused, match="too large") as caught:
        printify.upload_picture("huge.png", b"0" * (25 * 2**20 + 1))
    assert caught.value.case == "artwork"
    assert account.calls("POST /v1/uploads/images.json") == 0


def test_a_line_of_another_supplier_is_never_sent(account, printify):
    line = OrderedLine("1", "4752058849", 1, "Mug")
    with pytest.raises(Refused, match="“Mug” is not linked"):
        printify.create_order(account.request(lines=(line,)))
    assert account.calls(POST) == 0
