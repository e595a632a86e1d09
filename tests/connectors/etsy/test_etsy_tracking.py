"""Tracking numbers: looked for first, written once, read back; one mail per parcel."""

import json

import pytest

from podbridge_desktop.connectors.etsy import tracking
from podbridge_desktop.errors import (
    NotThere,
    PermissionMissing,
    Refused,
    UnknownOutcome,
    VendorFault,
)
from tests.support.etsy_shop import NUMBER

WRITE = {"path": "/tracking$"}


@pytest.fixture
def receipt(shop):
    (product,) = shop.product("CANDLE")
    return shop.buy((product, 2))


def mails(shop):
    return [each["tracking_code"] for each in shop.vendor.mails]


def test_a_parcel_is_written_and_the_buyer_is_told(shop, channel, receipt):
    parcel = channel.push_tracking(shop.parcel(receipt))
    (there,) = receipt["shipments"]
    assert (there["code"], there["slug"]) == (NUMBER, "usps")
    assert parcel.tracking_numbers == (NUMBER,)
    assert parcel.remote_id == str(there["id"])
    assert mails(shop) == [NUMBER]


def test_a_number_that_stands_there_is_not_written_again(shop, channel, receipt):
    first = channel.push_tracking(shop.parcel(receipt))
    spaced = f"{NUMBER[:4]} {NUMBER[4:]}"
    assert channel.push_tracking(shop.parcel(receipt, tracking_number=spaced)) == first
    assert mails(shop) == [NUMBER]


def test_two_parcels_are_two_mails(shop, channel, receipt):
    channel.push_tracking(shop.parcel(receipt))
    second = shop.parcel(receipt, tracking_number="1Z999", beside_remote_id="1", lines=())
    channel.push_tracking(second)
    assert mails(shop) == [NUMBER, "1Z999"]
    shipping = channel.shipping_of(str(receipt["id"]))
    assert [each.tracking_numbers for each in shipping.parcels] == [(NUMBER,), ("1Z999",)]
    assert shipping.remaining == ()


def test_before_the_first_parcel_all_is_open(shop, channel, receipt):
    shipping = channel.shipping_of(str(receipt["id"]))
    assert shipping.parcels == ()
    assert shipping.remaining == ((str(receipt["lines"][0]["id"]), 2),)


def test_a_carrier_that_etsy_does_not_know_is_named_in_the_note(shop, channel, receipt):
    channel.push_tracking(shop.parcel(receipt, carrier="YunExpress"))
    assert receipt["shipments"][0]["slug"] == "other"
    (mail,) = shop.vendor.mails
    assert mail["note"] == f"Carrier: YunExpress. Track it: https://example.com/t/{NUMBER}"


def test_a_parcel_of_no_named_carrier_has_no_note(shop, channel, receipt):
    channel.push_tracking(shop.parcel(receipt, carrier="", tracking_url=""))
    assert (shop.vendor.mails[0]["note"], mails(shop)) == ("", [NUMBER])


def test_a_known_carrier_needs_no_note(shop, receipt):
    assert "note_to_buyer" not in tracking.body(shop.parcel(receipt))


def test_a_parcel_without_a_number_is_refused_before_any_call(shop, channel, receipt):
    with pytest.raises(Refused, match="no tracking number"):
        channel.push_tracking(shop.parcel(receipt, tracking_number=" "))
    assert shop.calls("getShopReceipt") == 0


# unknown outcomes


def test_an_answer_of_another_shape_is_unknown(shop, channel, receipt):
    answered = shop.vendor._answer

    def odd(request, now):
        found = answered(request, now)
        return type(found)(200, b'{"receipt_id": "?"}', found.headers) if request.method == "POST" and "tracking" in request.path else found  # fmt: skip

    shop.vendor._answer = odd
    with pytest.raises(UnknownOutcome):
        channel.push_tracking(shop.parcel(receipt))


def test_a_token_that_died_is_renewed_and_the_parcel_written_once(shop, channel, receipt):
    channel.check()
    shop.vendor.book.access.clear()
    channel.push_tracking(shop.parcel(receipt))
    assert mails(shop) == [NUMBER]


def test_too_many_calls_are_waited_out_and_the_parcel_written_once(shop, channel, receipt):
    channel.check()
    shop.trouble("rate_limited", retry_after=1.0, **WRITE)
    channel.push_tracking(shop.parcel(receipt))
    assert mails(shop) == [NUMBER]


# refusals


def test_a_gated_shop_is_told_plainly_and_with_a_line_to_copy(shop, channel, receipt):
    shop.vendor.turn(gated=True)
    with pytest.raises(Refused, match="does not let this app write tracking numbers") as told:
        channel.push_tracking(shop.parcel(receipt))
    assert told.value.case == "tracking_refused"
    assert f"USPS, {NUMBER}" in told.value.hint
    assert f"order_id={receipt['id']}" in told.value.hint


def test_a_gated_shop_is_no_lost_sign_in(shop, channel, receipt):
    shop.vendor.turn(gated=True)
    with pytest.raises(Refused):
        channel.push_tracking(shop.parcel(receipt))
    report = channel.check()
    (warning,) = [each for each in report.abilities if each.name == "Tracking at Etsy"]
    assert not warning.works
    assert warning not in report.missing


def test_when_etsy_opens_the_gate_the_next_parcel_goes_through(shop, channel, receipt):
    shop.vendor.turn(gated=True)
    with pytest.raises(Refused):
        channel.push_tracking(shop.parcel(receipt))
    shop.vendor.turn(gated=False)
    channel.push_tracking(shop.parcel(receipt))
    assert "Tracking at Etsy" not in {each.name for each in channel.check().abilities}


def test_a_missing_scope_is_a_missing_permission(shop, channel, receipt):
    shop.channel().check()
    shop.vendor.set_scopes(["transactions_r", "shops_r"])
    with pytest.raises(PermissionMissing) as told:
        channel.push_tracking(shop.parcel(receipt))
    assert told.value.missing == ("transactions_w",)


def test_a_conflict_is_refused_with_etsys_words(shop, channel, receipt):
    shop.vendor.turn(tracking_conflicts=1)
    with pytest.raises(Refused, match="being changed by another request"):
        channel.push_tracking(shop.parcel(receipt))
    channel.push_tracking(shop.parcel(receipt))
    assert mails(shop) == [NUMBER]


def test_a_cancelled_order_is_refused(shop, channel, receipt):
    shop.vendor.cancel_order(receipt, now=shop.clock.now())
    with pytest.raises(Refused, match="has been canceled") as told:
        channel.push_tracking(shop.parcel(receipt))
    assert told.value.case == "tracking_refused"


def test_somebody_who_was_faster_is_not_written_over(shop, channel, receipt):
    """Between our look and our write the seller added the same number by hand, and Etsy says conflict."""
    shop.vendor.turn(tracking_conflicts=1)
    seen = []
    answered = shop.vendor._answer

    def meanwhile(request, now):
        if request.path.endswith("/tracking") and not seen:
            seen.append(request)
            shop.vendor.ship_by_hand(receipt, now=now, carrier="usps", tracking=NUMBER)
        return answered(request, now)

    shop.vendor._answer = meanwhile
    assert channel.push_tracking(shop.parcel(receipt)).tracking_numbers == (NUMBER,)
    assert mails(shop) == [NUMBER]


def test_an_order_that_is_gone(shop, channel, receipt):
    push = shop.parcel(receipt, order_remote_id="1")
    with pytest.raises(NotThere, match="gone from the Etsy shop") as told:
        channel.push_tracking(push)
    assert told.value.case == "tracking_refused"


# read back


def test_a_number_that_shows_a_little_later_is_found(shop, channel, receipt, monkeypatch):
    hidden = [2]
    view = shop.vendor._answer

    def late(request, now):
        found = view(request, now)
        if "/receipts/" in request.path and receipt["shipments"] and hidden[0]:
            hidden[0] -= 1
            return type(found)(
                found.status, found.body.replace(NUMBER.encode(), b""), found.headers
            )
        return found

    shop.vendor._answer = late
    channel.push_tracking(shop.parcel(receipt))
    assert mails(shop) == [NUMBER]
    assert shop.clock.paused.count(tracking.READ_BACK_PAUSE) == 2


def test_a_number_that_etsy_dropped_is_told_and_not_written_again(shop, channel, receipt):
    view = shop.vendor._answer

    def dropped(request, now):
        found = view(request, now)
        receipt["shipments"].clear()
        if request.path.endswith("/tracking"):
            body = json.dumps({"receipt_id": receipt["id"], "is_shipped": True}).encode()
            return type(found)(200, body, found.headers)
        return found

    shop.vendor._answer = dropped
    with pytest.raises(Refused, match="does not show its tracking number") as told:
        channel.push_tracking(shop.parcel(receipt))
    assert NUMBER in told.value.hint
    assert mails(shop) == [NUMBER]


def test_a_look_that_breaks_writes_nothing(shop, channel, receipt):
    channel.check()
    shop.trouble("server_error", path="/receipts/", times=2)
    with pytest.raises(VendorFault):
        channel.push_tracking(shop.parcel(receipt))
    assert mails(shop) == []


def test_what_was_looked_at_a_moment_ago_is_not_looked_at_again(shop, channel, receipt):
    push = shop.parcel(receipt)
    channel.shipping_of(push.order_remote_id)
    looks = shop.vendor.book.calls["getShopReceipt"]
    channel.push_tracking(push)
    assert shop.vendor.book.calls["getShopReceipt"] == looks
    assert channel.push_tracking(push).tracking_numbers == (NUMBER,)  # looked at anew
    assert mails(shop) == [NUMBER]
