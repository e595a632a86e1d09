"""Which platforms there are, and that each can be built from what its form asks."""

import time

import pytest

from podbridge_desktop.connectors import registry
from podbridge_desktop.domain.ports import ConnectionSpec
from podbridge_desktop.errors import BadInput
from tests.support.vendor_server import MovingClock


def spec(platform, **fields):
    return ConnectionSpec("1", platform, "Mine", fields, None, {}, {}.get, print)


def build(one):
    clock = MovingClock()
    return registry.build(one, pause=clock.pause, clock=clock, monotonic=time.monotonic)


def test_every_platform_has_a_form_and_a_connector():
    assert {"shopify", "etsy", "printful", "printify"} <= set(registry.PLATFORMS)
    for key, platform in registry.PLATFORMS.items():
        assert platform.key == key
        assert platform.steps
        assert platform.secrets
        assert all(field.label for field in platform.fields)
        made = build(spec(key, shop="my-shop", keystring="abc123"))
        assert made.figures().calls == 0
        made.close()


def test_every_platform_that_signs_in_by_browser_has_the_page_for_it():
    by_browser = {key for key, each in registry.PLATFORMS.items() if each.signs_in_by_browser}
    assert by_browser == set(registry.SIGN_INS)
    typed = {"shop": "my-shop", "client_id": "1", "keystring": "abc123"}
    for begin in registry.SIGN_INS.values():
        attempt = begin(typed, {"client_secret": "x", "shared_secret": "s3cret"})
        assert attempt.url.startswith("https://")
        assert "s3cret" not in repr(attempt)


def test_an_unknown_platform_is_refused_with_those_that_are_known():
    with pytest.raises(BadInput) as caught:
        build(spec("bigcartel"))
    assert "shopify" in caught.value.hint


def test_a_field_that_cannot_be_used_is_refused_before_any_call():
    with pytest.raises(BadInput):
        build(spec("shopify", shop="www.example.com"))
