"""What goes wrong at Etsy while a shop is run: a plain sentence, a case where a person must act, nothing lost or twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.services.products import PushRequest
from tests.e2e.test_bad_input import assert_plain, assert_plain_case
from tests.e2e.test_etsy_journey import (
    assert_one_mail_for_each_parcel,
    bridge,  # noqa: F401 - a fixture
    buy,
    etsy,
    knob,
    store,
)
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge, running_bridge
from tests.sync.test_last_word import meanwhile


@pytest.fixture
def shop(bridge: Bridge) -> Bridge:  # noqa: F811
    return bridge


def sign_in_again(shop: Bridge) -> None:
    door = shop.practice.description()["vendors"]["etsy"]
    form = ConnectForm("etsy", store(shop), door["fields"], door["secrets"], door["api_url"])
    shop.container.connecting.keep(shop.container.connecting.test(form))


@pytest.mark.parametrize("path", ["/receipts$", "/receipts/[0-9]+$"])
def test_a_password_changed_in_the_middle_of_a_pass_is_one_case(shop: Bridge, path: str) -> None:
    """The tokens die between two calls: while orders are pulled, or right before one is sent."""
    number = buy(shop)
    vendor, now = shop.practice.etsy["etsy"], shop.container.clock.now()
    wire = meanwhile(shop, "GET", path, lambda: vendor.revoke_key(now=now))
    shop.sync()
    assert wire.done
    (case,) = shop.cases()
    assert case.kind.value == "sign_in"
    assert_plain_case(case)
    sign_in_again(shop)
    shop.days(7)
    assert shop.cases() == ()
    assert shop.order(number).row.step.value == "tracking_synced"
    assert_all_made(shop.ledger(), "etsy")
    assert_nothing_twice(shop.ledger(), "etsy")
    assert_one_mail_for_each_parcel(shop)


def test_a_password_changed_before_a_tracking_number_is_written_loses_no_number(
    shop: Bridge,
) -> None:
    buy(shop)
    shop.sync()
    vendor, now = shop.practice.etsy["etsy"], shop.container.clock.now()
    meanwhile(shop, "POST", "/tracking$", lambda: vendor.revoke_key(now=now))
    shop.days(7)
    assert [case.kind.value for case in shop.cases()] == ["sign_in"]
    assert etsy(shop)["mails"] == []
    sign_in_again(shop)
    shop.sync()
    assert shop.cases() == ()
    assert etsy(shop)["mails"] != []
    assert_one_mail_for_each_parcel(shop)


def test_a_listing_fee_that_is_refused_leaves_a_draft_and_a_case(shop: Bridge) -> None:
    fresh = shop.container.reads.products()[3]
    before = len(etsy(shop)["fees"])
    knob(shop, fee_refused=True)
    shop.container.actions.push(PushRequest(fresh.id, shop.store_id(store(shop))))
    shop.sync()
    case = shop.case("push_refused")
    assert "listing fee could not be charged" in case.message
    assert_plain_case(case)
    made = [each["state"] for each in etsy(shop)["listings"]]
    assert made.count("draft") == 1
    knob(shop, fee_refused=False)
    shop.container.actions.resolve(case.id, Action.RETRY, {})
    shop.sync()
    assert shop.cases() == ()
    assert len(etsy(shop)["listings"]) == len(made)  # the same draft went live
    assert len(etsy(shop)["fees"]) == before + 1


def test_a_variant_with_parentheses_is_sold_and_made(tmp_path: Path) -> None:
    with running_bridge(tmp_path, platforms=("etsy", "printify")) as shop:
        knob(shop, image_delay=0.0)
        shop.connect(Mode.AUTOMATIC)
        shop.sync()
        row, variant = next(
            (each, one)
            for each in shop.container.reads.products()
            for one in each.variants
            if "(" in "".join(dict(one.options).values())
        )
        request = PushRequest(row.id, shop.store_id(store(shop)))
        (told,) = shop.container.actions.preview_push(request).limits
        assert "no parentheses" in told
        assert_plain(told)
        shop.container.actions.push(request)
        shop.sync()
        assert shop.cases() == ()
        number = buy(shop, skus=[variant.sku])
        shop.days(9)
        assert shop.order(number).row.step.value == "tracking_synced"
        assert_all_made(shop.ledger(), "etsy")


def test_a_carrier_that_etsy_does_not_know_still_brings_the_number(shop: Bridge) -> None:
    number = buy(shop)
    shop.sync()
    [order] = shop.practice.printful.book.orders.values()
    for _ in range(8):
        shop.world.next_day()
    assert order["shipments"]
    for parcel in order["shipments"]:
        parcel["carrier"] = "Fahrradbote"
    shop.sync()
    (sent, *_) = etsy(shop)["shipments"]
    assert (sent["code"] != "", sent["carrier"]) == (True, "Other")
    assert shop.order(number).row.step.value == "tracking_synced"
    assert_one_mail_for_each_parcel(shop)
    assert shop.cases() == ()
