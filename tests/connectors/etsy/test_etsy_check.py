"""The connection test: whose shop it is, what works, what is missing, and whether addresses are shown."""

from datetime import datetime, timedelta

import msgspec
import pytest

from podbridge_desktop.connectors.etsy.shop_check import granted_scopes
from podbridge_desktop.errors import BadInput, PermissionMissing


def ability(report, name):
    (found,) = [each for each in report.abilities if each.name == name]
    return found


@pytest.fixture
def receipt(shop):
    (product,) = shop.product("CANDLE")
    return shop.buy((product, 1))


def test_the_shop_is_found_by_the_sign_in(shop, channel):
    report = channel.check()
    assert (report.account_id, report.account_name) == ("40000001", "PracticePrints")
    assert report.currency == "USD"
    assert report.missing == ()
    assert not report.links_visible
    assert report.facts["shop_id"] == "40000001"
    assert report.facts["order_page"].endswith("order_id=")
    assert "0.20" in report.facts["listing_fee"]
    assert datetime.fromisoformat(report.facts["token_expires"]) > shop.clock.now() + timedelta(
        days=89
    )


def test_a_gated_shop_is_told_with_the_way_on(shop, channel, receipt):
    shop.vendor.turn(gated=True)
    report = channel.check()
    assert report.address_access == "no"
    told = ability(report, "See addresses")
    assert not told.works
    assert "CSV" in told.sentence
    assert "paste" in told.sentence
    assert report.missing == ()  # a warning with a way on, and nothing that the seller could mend


def test_orders_of_files_tell_nothing_of_addresses(shop, channel, receipt):
    for line in receipt["lines"]:
        line["is_digital"] = True
    assert channel.check().address_access == "unknown"


def test_without_the_right_to_orders_addresses_stay_unknown(shop, channel, receipt):
    shop.vendor.set_scopes(["shops_r"])
    assert channel.check().address_access == "unknown"


def test_a_shop_on_vacation_is_a_warning(shop, channel):
    shop.vendor.book.shop["is_vacation"] = True
    report = channel.check()
    assert not ability(report, "Open for orders").works
    assert report.missing == ()


def test_another_shops_number_is_refused(shop):
    with pytest.raises(BadInput, match="belongs to the shop 40000001, not to 7") as told:
        shop.channel(fields={"shop_id": "7"}).check()
    assert told.value.hint


def test_the_right_number_is_taken(shop):
    assert shop.channel(fields={"shop_id": "40000001"}).check().account_id == "40000001"


def test_without_the_right_to_ask_the_number_must_be_given(shop):
    shop.channel()
    shop.vendor.set_scopes(["transactions_r"])
    with pytest.raises(PermissionMissing, match="shops_r"):
        shop.channel(shop.spec(secrets={})).check()
    spec = shop.spec(secrets={}, fields={"shop_id": "40000001"})
    report = shop.channel(spec).check()
    assert ability(report, "Read the shop's settings").works is False


@pytest.mark.parametrize(
    "told",
    [
        b'["a_r", "b_w"]',
        b'{"scopes": ["a_r", "b_w"]}',
        b'{"a_r": true, "b_w": true, "c_r": false}',
        b'{"scope": "a_r b_w"}',
        b'"a_r,b_w"',
        b'{"results": [{"scope": "a_r"}, {"scope": "b_w"}], "count": 2}',
    ],
)
def test_scopes_are_read_in_whatever_shape(told):
    assert granted_scopes(msgspec.Raw(told)) == {"a_r", "b_w"}


@pytest.mark.parametrize("told", [b"17", b"nonsense", b"null", b"[]"])
def test_scopes_that_cannot_be_read_are_none(told):
    assert granted_scopes(msgspec.Raw(told)) == frozenset()
