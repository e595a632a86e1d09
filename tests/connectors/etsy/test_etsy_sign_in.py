"""The browser sign-in: a real listener on this computer, and the simulated shop's consent page."""

import hashlib
import socket
import threading
from base64 import urlsafe_b64encode
from dataclasses import replace
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from podbridge_desktop.connectors.etsy import auth_browser
from podbridge_desktop.connectors.etsy.scopes import WANTED
from podbridge_desktop.errors import BadInput, SignInFailed, Stopped


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args, **_how):
        return None


def callback_of(url):
    """Where Etsy's page sends the browser."""
    try:
        with build_opener(Stay).open(url, timeout=10):
            pass
    except HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError("no redirect")


class Browser:
    """Goes to the page in a thread of its own, as a browser does."""

    def __init__(self, host="localhost"):
        self.host, self.thread, self.statuses = host, None, []

    def __call__(self, url):
        self.thread = threading.Thread(target=self.go, args=(url,))
        self.thread.start()

    def go(self, url):
        address = callback_of(url)
        port = urlsplit(address).port
        request = Request(
            address.replace("localhost", self.host), headers={"host": f"localhost:{port}"}
        )
        with build_opener().open(request, timeout=10) as answer:
            self.statuses.append(answer.status)


@pytest.fixture
def browser():
    made = Browser()
    yield made
    if made.thread:
        made.thread.join()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def attempt(shop):
    """An attempt on a port of this test's own, which the app's settings name; the seller agrees at once."""
    port = free_port()
    shop.vendor.set_callbacks([f"http://localhost:{port}/oauth/redirect"])
    shop.vendor.turn(consent="allow")
    return begin(shop, port)


def begin(shop, port=auth_browser.PORT):
    secrets = {"shared_secret": shop.vendor.shared_secret}
    return auth_browser.begin(
        {"keystring": shop.vendor.keystring}, secrets, api_url=shop.url, port=port
    )


def stop():
    return threading.Event()


def test_the_way_through_gives_a_token_that_works(shop, attempt, browser):
    secrets = attempt.wait(browser, stop())
    browser.thread.join()
    assert browser.statuses == [200]
    channel = shop.channel(secrets={**secrets, "shared_secret": shop.vendor.shared_secret})
    assert all(each.works for each in channel.check().abilities)


@pytest.mark.skipif(not socket.has_ipv6, reason="NOT RUN: this computer has no IPv6")
def test_the_other_loopback_is_listened_to_as_well(shop, attempt):
    by_six = Browser("[::1]")
    assert attempt.wait(by_six, stop())
    by_six.thread.join()
    assert by_six.statuses == [200]


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def test_the_page_asks_for_what_we_need_and_hides_the_verifier(shop):
    attempt = begin(shop)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(attempt.url).query).items()}
    assert asked["redirect_uri"] == "http://localhost:3003/oauth/redirect"
    assert asked["scope"].split() == list(WANTED)
    assert asked["client_id"] == shop.vendor.keystring
    assert asked["code_challenge"] == challenge_of(attempt.consent.verifier)
    assert 43 <= len(attempt.consent.verifier) <= 128
    assert attempt.consent.verifier not in attempt.url
    assert attempt.consent.verifier not in repr(attempt)
    assert shop.vendor.shared_secret not in attempt.url


def test_each_attempt_is_another(shop):
    one, other = begin(shop), begin(shop)
    assert one.consent.state != other.consent.state
    assert one.consent.verifier != other.consent.verifier


def test_etsys_own_page_is_on_another_host():
    attempt = auth_browser.begin({"keystring": "abc123"}, {"shared_secret": "s3cret"})
    assert attempt.url.startswith("https://www.etsy.com/oauth/connect?")


@pytest.mark.parametrize(
    ("fields", "secrets"),
    [({}, {"shared_secret": "x"}), ({"keystring": "abc"}, {}), ({"keystring": "abc:def"}, {})],
)
def test_half_a_key_opens_no_page(fields, secrets):
    with pytest.raises(BadInput):
        auth_browser.begin(fields, secrets)


def test_a_refused_consent_is_told(shop, attempt, browser):
    shop.vendor.turn(consent="refuse")
    with pytest.raises(SignInFailed, match="was not granted") as told:
        attempt.wait(browser, stop())
    assert "Grant access" in told.value.hint


def test_nobody_comes(attempt):
    with pytest.raises(SignInFailed, match="in time"):
        attempt.wait(lambda _url: None, stop(), patience=0.3)


def test_a_cancelled_sign_in(attempt):
    event = stop()
    event.set()
    with pytest.raises(Stopped):
        attempt.wait(lambda _url: None, event)


def test_a_taken_port_is_said(shop):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        attempt = begin(shop, taken.getsockname()[1])
        with pytest.raises(BadInput, match="Another program"):
            attempt.wait(lambda _url: None, stop())


# the address that the seller pastes


def test_the_pasted_address_does_as_well(shop, attempt):
    address = callback_of(attempt.url)
    secrets = attempt.paste(f"  {address}\n", stop())
    assert set(secrets) == {"refresh_token"}
    assert secrets["refresh_token"].startswith("200000101.")


def test_a_code_is_good_once(attempt):
    address = callback_of(attempt.url)
    attempt.paste(address, stop())
    with pytest.raises(SignInFailed, match="for one use"):
        attempt.paste(address, stop())


@pytest.mark.parametrize("pasted", ["", "https://www.etsy.com/your/shop", "not an address"])
def test_another_address_is_no_answer(attempt, pasted):
    with pytest.raises(BadInput, match="not the address") as told:
        attempt.paste(pasted, stop())
    assert "/oauth/redirect" in told.value.hint


def test_an_answer_of_another_attempt_is_refused(shop, attempt):
    address = callback_of(attempt.url)
    with pytest.raises(SignInFailed, match="another attempt"):
        begin(shop).paste(address, stop())


def test_a_forged_state_is_refused(attempt):
    query = urlencode({"code": "x", "state": "forged"})
    with pytest.raises(SignInFailed, match="another attempt"):
        attempt.paste(f"{attempt.consent.callback}?{query}", stop())


def test_an_answer_without_a_code(attempt):
    query = urlencode({"code": "", "state": attempt.consent.state})
    with pytest.raises(SignInFailed, match="no code"):
        attempt.paste(f"{attempt.consent.callback}?{query}", stop())


def test_a_wrong_verifier_gets_nothing(attempt):
    address = callback_of(attempt.url)
    forged = replace(attempt, consent=replace(attempt.consent, verifier="x" * 60))
    with pytest.raises(SignInFailed):
        forged.paste(address, stop())


def test_the_exchange_stops_when_the_program_does(shop, attempt):
    address = callback_of(attempt.url)
    shop.trouble("server_error", path="oauth/token")
    event = stop()
    event.set()
    with pytest.raises(Stopped):
        attempt.paste(address, event)


def test_a_hiccup_at_the_exchange_costs_half_a_second(shop, attempt):
    address = callback_of(attempt.url)
    shop.trouble("server_error", path="oauth/token")
    assert attempt.paste(address, stop())
