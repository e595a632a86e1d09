"""The browser sign-in: a real listener on this computer, and the simulated shop's consent page."""

import socket
import threading
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from podbridge_desktop.connectors.shopify import auth_browser
from podbridge_desktop.errors import BadInput, SignInFailed, Stopped
from tests.support.shopify_shop import SECRET

CLIENT = "practice-client-id-1"


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args, **_how):
        return None


def callback_of(url):
    """Where the consent page sends the browser."""
    try:
        build_opener(Stay).open(url, timeout=10)
    except HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError("no redirect")


def visit(url, host=None):
    """The status that a browser gets."""
    request = Request(url, headers={"host": host} if host else {})
    try:
        with build_opener().open(request, timeout=10) as answer:
            return answer.status
    except HTTPError as answer:
        with answer:
            return answer.status


class Browser:
    """Goes to the page in a thread of its own, as a browser does."""

    def __init__(self):
        self.detours, self.statuses, self.thread = (), [], None

    def __call__(self, url):
        self.thread = threading.Thread(target=self.go, args=(url,))
        self.thread.start()

    def go(self, url):
        address = callback_of(url).replace("localhost", "127.0.0.1")
        for detour in self.detours:
            self.statuses.append(visit(*detour(address)))
        self.statuses.append(visit(address))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def sign_in(shop, browser, *, port=None, stop=None, secret=SECRET, **how):
    """With a released redirect address on a port of this test's own."""
    port = port or free_port()
    shop.vendor.settings.redirect_uris = [f"http://localhost:{port}/"]
    return auth_browser.sign_in(
        "practice-shop-1",
        CLIENT,
        secret,
        open_browser=browser,
        stop=stop or threading.Event(),
        api_url=shop.url,
        port=port,
        **how,
    )


@pytest.fixture
def browser():
    made = Browser()
    yield made
    if made.thread:
        made.thread.join()


def test_the_way_through_gives_a_key_that_works(shop, browser):
    tokens = sign_in(shop, browser)
    browser.thread.join()
    assert browser.statuses == [200]
    assert "shpat_" not in repr(tokens)
    shop.vendor.set_installation("shop_not_permitted")
    channel = shop.channel(secrets=dict(tokens.secrets))
    assert channel.check().account_name == "Practice Shop 1"


def test_other_paths_and_foreign_hosts_are_not_listened_to(shop, browser):
    browser.detours = (
        lambda address: (address.replace("/oauth/callback", "/favicon.ico"),),
        lambda address: (address, "evil.example:3004"),
    )
    assert sign_in(shop, browser).secrets
    browser.thread.join()
    assert browser.statuses == [404, 404, 200]


def test_a_wrong_secret_does_not_fit_the_signature(shop, browser):
    with pytest.raises(SignInFailed):
        sign_in(shop, browser, secret="shpss_wrong")


def test_nobody_comes(shop):
    with pytest.raises(SignInFailed, match="in time"):
        sign_in(shop, lambda _url: None, patience=0.3)


def test_a_taken_port_is_said(shop):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=str(port)):
            sign_in(shop, lambda _url: None, port=port)


def test_a_stop_ends_the_wait(shop):
    stop = threading.Event()
    with pytest.raises(Stopped):
        sign_in(shop, lambda _url: stop.set(), stop=stop)


def test_a_pasted_address_does_as_well(shop):
    consent = auth_browser.begin("practice-shop-1", CLIENT, api_url=shop.url)
    address = callback_of(consent.url)
    tokens = auth_browser.finish_pasted(
        consent, SECRET, f" {address} ", stop=threading.Event(), api_url=shop.url
    )
    assert tokens.scope


@pytest.mark.parametrize("changed", ["state", "hmac", "shop", "code", "timestamp"])
def test_an_answer_that_was_tampered_with_is_refused(shop, changed):
    consent = auth_browser.begin("practice-shop-1", CLIENT, api_url=shop.url)
    parts = urlsplit(callback_of(consent.url))
    params = dict(parse_qsl(parts.query)) | {changed: "forged"}
    with pytest.raises(SignInFailed):
        auth_browser.finish_pasted(
            consent,
            SECRET,
            f"http://localhost:3004/oauth/callback?{urlencode(params)}",
            stop=threading.Event(),
            api_url=shop.url,
        )


def test_a_foreign_shop_with_a_good_signature_is_refused(shop):
    consent = auth_browser.begin("practice-shop-1", CLIENT, api_url=shop.url)
    params = {"code": "x", "shop": "other.myshopify.com", "state": consent.state}
    params["hmac"] = auth_browser.signature(SECRET, params)
    with pytest.raises(SignInFailed):
        auth_browser.finish(consent, SECRET, params, stop=threading.Event(), api_url=shop.url)


def test_a_seller_who_says_no_is_understood(shop):
    consent = auth_browser.begin("practice-shop-1", CLIENT, api_url=shop.url)
    with pytest.raises(SignInFailed, match="did not let"):
        auth_browser.finish(
            consent, SECRET, {"error": "access_denied"}, stop=threading.Event(), api_url=shop.url
        )
