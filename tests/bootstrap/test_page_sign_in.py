"""Signing in by a store's page, as the faces call it: a page, a pasted address, then the usual test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.errors import BadInput, SignInFailed
from tests.support.bridge import Bridge, running_bridge


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_how: object) -> None:
        return None


def seller_allows(url: str) -> str:
    """The address on which the browser ends."""
    try:
        with build_opener(Stay).open(url, timeout=10):
            pass
    except HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError("the page asked something")


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running_bridge(tmp_path, platforms=("etsy", "printful")) as found:
        found.practice.etsy["etsy"].turn(consent="allow")
        yield found


def form(bridge: Bridge, platform: str = "etsy", **secrets: str) -> ConnectForm:
    door = bridge.world.vendors[platform]
    given = secrets or {"shared_secret": door["secrets"]["shared_secret"]}
    return ConnectForm(platform, "Shop", door["fields"], given, door["api_url"])


def test_a_pasted_address_connects_the_shop(bridge: Bridge) -> None:
    connecting = bridge.container.connecting
    attempt = connecting.begin_sign_in(form(bridge))
    tested = attempt.paste(seller_allows(attempt.url), threading.Event())
    assert tested.report.account_name == "PracticePrints"
    id_ = connecting.keep(tested)
    assert bridge.container.check(id_).account_name == "PracticePrints"


def test_after_a_wait_in_vain_the_same_attempt_takes_the_address(bridge: Bridge) -> None:
    attempt = bridge.container.connecting.begin_sign_in(form(bridge))
    stopped = threading.Event()
    address = ""

    def open_page(url: str) -> None:
        nonlocal address
        address = seller_allows(url)
        stopped.set()  # the browser cannot come back: the seller gives up waiting

    with pytest.raises(Exception, match="cancelled"):
        attempt.wait(open_page, stopped)
    assert attempt.paste(address, threading.Event()).report.account_id == "40000001"


def test_a_refused_consent_keeps_nothing(bridge: Bridge) -> None:
    bridge.practice.etsy["etsy"].turn(consent="refuse")
    attempt = bridge.container.connecting.begin_sign_in(form(bridge))
    with pytest.raises(SignInFailed, match="not granted"):
        attempt.paste(seller_allows(attempt.url), threading.Event())
    assert bridge.container.reads.connections() == ()


def test_a_key_that_is_not_whole_opens_no_page(bridge: Bridge) -> None:
    with pytest.raises(BadInput, match="shared secret is missing"):
        bridge.container.connecting.begin_sign_in(form(bridge, shared_secret=" "))


def test_a_platform_without_such_a_page_says_so(bridge: Bridge) -> None:
    with pytest.raises(BadInput, match="no sign-in by browser"):
        bridge.container.connecting.begin_sign_in(form(bridge, "printful", token="x"))


def test_nothing_secret_stands_in_an_attempt(bridge: Bridge) -> None:
    attempt = bridge.container.connecting.begin_sign_in(form(bridge))
    secret = bridge.world.vendors["etsy"]["secrets"]["shared_secret"]
    assert secret not in repr(attempt)
    assert attempt.url not in repr(attempt)
