"""The tokens: renewed once at a time, saved before they are used, and never the cause of a blind repeat."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from podbridge_desktop.connectors.api_client import ApiClient
from podbridge_desktop.connectors.etsy.auth import GrantEnded, TokenAnswer, request_token
from podbridge_desktop.connectors.etsy.build import build
from podbridge_desktop.connectors.rate_limit import Limiter, Rate
from podbridge_desktop.errors import (
    BadInput,
    SignInFailed,
    UnknownOutcome,
    Unreachable,
    VendorFault,
)
from podbridge_desktop.sandbox.http import answer_json
from tests.support.vendor_server import MovingClock, serving

TOKEN = "^/v3/public/oauth/token"


def refreshes(shop):
    return sum(each["event"] == "refresh" for each in shop.vendor.book.events)


def test_the_first_call_renews_and_keeps_both_tokens(shop):
    channel = shop.channel()
    first = shop.saved["refresh_token"]
    channel.check()
    assert refreshes(shop) == 1
    assert shop.saved["refresh_token"] != first
    assert shop.saved["refresh_token_before"] == first


def test_the_new_token_is_saved_before_it_is_used(shop):
    kept = []

    def save(field, value):
        kept.append((field, shop.calls("getMe")))
        shop.saved[field] = value

    shop.channel(replace(shop.spec(), save_secret=save)).check()
    assert kept == [("refresh_token", 0), ("refresh_token_before", 0)]


def test_an_access_token_serves_for_its_hour(shop):
    channel = shop.channel()
    channel.check()
    shop.clock.pause(50 * 60)
    channel.check()
    assert refreshes(shop) == 1
    shop.clock.pause(10 * 60)
    channel.check()
    assert refreshes(shop) == 2


def test_a_token_that_died_early_is_renewed_once_and_the_call_goes_on(shop, channel):
    channel.check()
    shop.vendor.book.access.clear()
    assert channel.check().account_id
    assert refreshes(shop) == 2


def test_many_threads_renew_once(shop, channel):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: channel.read_orders(("1",)), range(16)))
    assert found == [()] * 16
    assert refreshes(shop) == 1


def test_many_threads_with_a_dead_token_renew_once_more(shop, channel):
    channel.check()
    shop.vendor.book.access.clear()
    gate = threading.Barrier(6)

    def ask(_):
        gate.wait()
        return channel.read_orders(("1",))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(6)))
    assert refreshes(shop) <= 3  # who came late with the dead token finds the new one


def test_a_hiccup_of_the_token_address_is_asked_again_with_the_same_token(shop, channel):
    shop.trouble("server_error", path=TOKEN)
    assert channel.check().account_id
    assert refreshes(shop) == 1


def test_an_answer_that_was_lost_leads_at_most_to_a_new_sign_in(shop, channel):
    shop.trouble("drop_after", path=TOKEN)
    with pytest.raises(SignInFailed, match="ended the sign-in") as told:
        channel.check()
    assert "Connect the shop again" in told.value.hint
    assert "sign-in" not in shop.saved["refresh_token"]


def test_where_etsy_still_takes_the_old_token_a_lost_answer_costs_nothing(shop, channel):
    shop.vendor.turn(refresh_grace=60.0)
    shop.trouble("drop_after", path=TOKEN)
    assert channel.check().account_id


def test_a_token_that_another_process_renewed_is_found_where_it_is_kept(shop):
    spec = shop.spec()
    mine, other = shop.channel(spec), shop.channel(spec)
    mine.check()
    stale = dict(shop.saved)
    other.check()

    def secret(field):  # the first look comes from before the other process saved
        return stale.pop(field, None) or shop.saved.get(field)

    late = shop.channel(replace(spec, secret=secret))
    assert late.check().account_id


def test_a_token_that_another_process_is_just_about_to_save_is_waited_for(shop):
    spec = shop.spec()
    shop.channel(spec).check()
    fresh = dict(shop.saved)
    shop.saved.update(refresh_token="200000101.used", refresh_token_before="200000101.older")

    def pause(seconds):
        shop.clock.pause(seconds)
        if seconds == 2.0:
            shop.saved.update(fresh)

    late = build(spec, pause=pause, clock=shop.clock, monotonic=shop.clock.monotonic)
    assert late.check().account_id
    late.close()


def test_the_token_before_is_tried_where_the_last_one_is_none(shop):
    spec = shop.spec()
    shop.saved["refresh_token_before"] = shop.saved["refresh_token"]
    shop.saved["refresh_token"] = "200000101.never-made"
    assert shop.channel(spec).check().account_id


def test_a_changed_password_is_told_in_words(shop, channel):
    channel.check()
    shop.clock.pause(60)
    shop.vendor.revoke_key(now=shop.clock.now())
    with pytest.raises(SignInFailed, match="change of the password"):
        channel.check()


def test_after_a_new_sign_in_the_same_connector_goes_on(shop, channel):
    channel.check()
    shop.vendor.revoke_key(now=shop.clock.now())
    shop.clock.pause(60)
    with pytest.raises(SignInFailed):
        channel.check()
    shop.saved["refresh_token"] = shop.vendor.grant(shop.clock.now())
    assert channel.check().account_id


def test_a_keyring_that_is_locked_for_a_moment_loses_no_token(shop):
    locked = [True]

    def save(field, value):
        if locked:
            raise BadInput("The keyring is locked.")
        shop.saved[field] = value

    channel = shop.channel(replace(shop.spec(), save_secret=save))
    with pytest.raises(BadInput):
        channel.check()
    locked.clear()
    assert channel.check().account_id


def test_a_shop_that_never_signed_in_is_told_how(shop):
    channel = shop.channel(secrets={"shared_secret": shop.vendor.shared_secret})
    with pytest.raises(SignInFailed, match="not signed in") as told:
        channel.check()
    assert "browser" in told.value.hint


def test_a_keystring_that_etsy_does_not_know(shop):
    shop.vendor.approve_app(approved=False)
    with pytest.raises(SignInFailed, match="does not accept the key") as told:
        shop.channel().check()
    assert "etsy.com/developers/your-apps" in told.value.hint


def test_a_token_answer_that_cannot_be_read_is_the_vendors_fault(shop, channel):
    shop.trouble("maintenance", path=TOKEN, times=2)
    with pytest.raises(VendorFault):
        channel.check()


def test_an_answer_of_another_shape_is_the_vendors_fault():
    clock = MovingClock()
    with serving(lambda _request: answer_json({"token": "?"})) as server:
        http = ApiClient(
            base_url=server.url, allowed_hosts=frozenset({"127.0.0.1"}), headers=dict, pause=clock.pause, vendor="Etsy",
            limiter=Limiter(Rate(5, 5), pause=clock.pause, monotonic=clock.monotonic),
        )  # fmt: skip
        with pytest.raises(VendorFault):
            request_token(http, {})
        http.close()


# the key that goes with every call


def test_a_key_without_the_shared_secret_is_told_before_anything_is_done(shop):
    channel = shop.channel(secrets={"refresh_token": shop.vendor.grant(shop.clock.now())})
    with pytest.raises(SignInFailed, match="shared secret is missing") as told:
        channel.check()
    assert told.value.hint
    assert shop.calls("getMe") == 0


def test_a_wrong_shared_secret_does_not_cost_a_renewal_each_time(shop):
    secrets = {"shared_secret": "wrong", "refresh_token": shop.vendor.grant(shop.clock.now())}
    with pytest.raises(SignInFailed, match="does not know this key"):
        shop.channel(secrets=secrets).check()
    assert refreshes(shop) == 1


def test_a_key_that_dies_in_the_middle_is_told(shop, channel):
    channel.check()
    shop.vendor.approve_app(approved=False)
    with pytest.raises(SignInFailed, match="not approved"):
        channel.read_orders(("1",))


def test_nobody_sees_a_token_in_what_is_written():
    assert "secret" not in repr(TokenAnswer("1.secret", "1.secret"))


def test_etsy_out_of_reach(shop):
    spec = replace(shop.spec(), api_url="http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        shop.channel(spec).check()


@pytest.mark.parametrize("fields", [{"keystring": "a:b"}, {"keystring": ""}, {"shop_id": "MyShop"}])
def test_fields_that_cannot_be_used_make_no_connector(shop, fields):
    with pytest.raises(BadInput):
        shop.channel(fields=fields)


def test_an_account_without_a_shop(shop):
    shop.vendor.book.shop["shop_id"] = 0
    with pytest.raises(SignInFailed, match="no shop"):
        shop.channel().read_orders(("1",))


def test_a_grant_that_ended_is_a_failed_sign_in():
    assert issubclass(GrantEnded, SignInFailed)
    assert not issubclass(GrantEnded, UnknownOutcome)
