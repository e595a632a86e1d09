"""Keys: asked for, renewed, pasted, refused."""

from datetime import timedelta

import pytest

from podbridge_desktop.errors import SignInFailed, VendorFault
from podbridge_desktop.sandbox.shopify import Installation
from podbridge_desktop.sandbox.shopify.oauth_tokens import Token
from tests.support.shopify_shop import SECRET


def tokens_minted(shop):
    return shop.vendor.store.counters.get("Token", 0)


def test_a_token_is_asked_for_once_and_used_for_all_calls(shop, channel):
    channel.check()
    channel.check()
    assert tokens_minted(shop) == 1


def test_a_token_is_renewed_five_minutes_before_it_ends(shop, channel):
    channel.check()
    shop.clock.at += timedelta(hours=23, minutes=54)
    channel.check()
    assert tokens_minted(shop) == 1
    shop.clock.at += timedelta(minutes=2)
    channel.check()
    assert tokens_minted(shop) == 2


def test_a_revoked_token_is_renewed_once(shop, channel):
    channel.check()
    shop.vendor.revoke_key()
    assert channel.check().account_name == "Practice Shop 1"
    assert tokens_minted(shop) == 2


def test_a_pasted_token_needs_no_sign_in(shop):
    channel = shop.channel(secrets={"access_token": " shpat_practice_token_1 "})
    channel.check()
    assert tokens_minted(shop) == 0


def test_a_revoked_pasted_token_is_not_asked_for_again(shop):
    channel = shop.channel(secrets={"access_token": "shpat_practice_token_1"})
    shop.vendor.revoke_key()
    with pytest.raises(SignInFailed):
        channel.check()
    assert channel.figures().calls == 1


@pytest.mark.parametrize(
    ("state", "advice"),
    [
        (Installation.FOREIGN, "browser sign-in"),
        (Installation.MISSING, "Install app"),
        (Installation.NO_SHOP, "myshopify.com"),
    ],
)
def test_each_refusal_of_the_sign_in_has_its_own_advice(shop, channel, state, advice):
    shop.vendor.set_installation(state)
    with pytest.raises(SignInFailed) as caught:
        channel.check()
    assert advice in caught.value.hint


def test_a_wrong_secret_says_copy_again_and_does_not_repeat_it(shop):
    channel = shop.channel(secrets={"client_secret": "shpss_wrong"})
    with pytest.raises(SignInFailed) as caught:
        channel.check()
    told = f"{caught.value.message} {caught.value.hint} {caught.value.details}"
    assert "Copy" in told
    assert "shpss_wrong" not in told


def test_a_refresh_token_is_saved_before_the_new_key_is_used(shop):
    shop.vendor.store.tokens["shprt_first"] = Token("shprt_first", "refresh")
    channel = shop.channel(secrets={"client_secret": SECRET, "refresh_token": "shprt_first"})
    shop.trouble("drop", times=2, path="graphql")
    with pytest.raises(VendorFault):
        channel.check()
    assert shop.saved["refresh_token"] != "shprt_first"
    assert channel.check().account_name == "Practice Shop 1"
