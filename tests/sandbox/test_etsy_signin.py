from __future__ import annotations

import base64
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.http import Request, Response
from tests.sandbox.etsy_client import FORM, NOON, Client

VERIFIER = "v" * 43 + "-._~"
HOME = "http://localhost:3003/oauth/redirect"


class Browser:
    """The seller's browser at the sign-in pages, and the program's own calls to the token endpoint."""

    def __init__(self) -> None:
        self.vendor = EtsyVendor()
        self.now = NOON
        challenge = (
            base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
        )
        self.asked = {
            "response_type": "code", "client_id": self.vendor.keystring, "redirect_uri": HOME,
            "scope": "listings_r shops_r", "state": "secret state", "code_challenge": challenge,
            "code_challenge_method": "S256",
        }  # fmt: skip

    def open(self, **changes: str) -> Response:
        query = urlencode({**self.asked, **changes})
        return self.vendor.handle(Request("GET", "/oauth/connect", query), self.now)

    def decide(self, decision: str) -> dict[str, str]:
        """What comes back to the program."""
        body = urlencode({**self.asked, "decision": decision}).encode()
        answer = self.vendor.handle(
            Request("POST", "/oauth/connect/decision", "", {"content-type": FORM}, body), self.now
        )
        assert answer.status == 302
        place = urlsplit(answer.headers["location"])
        assert f"{place.scheme}://{place.netloc}{place.path}" == HOME
        return {name: values[0] for name, values in parse_qs(place.query).items()}

    def token(self, **fields: str) -> tuple[int, Any]:
        given = {"client_id": self.vendor.keystring, **fields}
        request = Request("POST", "/v3/public/oauth/token", "", {"content-type": FORM}, urlencode(given).encode())  # fmt: skip
        answer = self.vendor.handle(request, self.now)
        return answer.status, json.loads(answer.body)

    def exchange(self, code: str, **changes: str) -> tuple[int, Any]:
        given = {
            "grant_type": "authorization_code",
            "redirect_uri": HOME,
            "code": code,
            "code_verifier": VERIFIER,
        }
        return self.token(**{**given, **changes})  # fmt: skip

    def refresh(self, token: str) -> tuple[int, Any]:
        return self.token(grant_type="refresh_token", refresh_token=token)


@pytest.fixture
def browser() -> Browser:
    return Browser()


def test_the_page_names_the_shop_and_what_is_asked_for(browser: Browser) -> None:
    page = browser.open()
    assert page.status == 200
    for word in (b"PracticePrints", b"listings_r", b"Grant access", b"Cancel"):
        assert word in page.body


def test_consent_brings_a_code_and_the_state(browser: Browser) -> None:
    back = browser.decide("allow")
    assert set(back) == {"code", "state"}
    assert back["state"] == "secret state"


def test_refusal_brings_an_error_and_the_state(browser: Browser) -> None:
    back = browser.decide("refuse")
    assert (back["error"], back["state"]) == ("access_denied", "secret state")
    assert "code" not in back


def test_a_seller_who_agrees_at_once_sees_no_page(browser: Browser) -> None:
    browser.vendor.turn(consent="allow")
    answer = browser.open()
    assert answer.status == 302
    assert "code=" in answer.headers["location"]


@pytest.mark.parametrize("place", ["http://127.0.0.1:3003/oauth/redirect", HOME + "/", HOME.upper(), ""])  # fmt: skip
def test_another_redirect_address_is_told_to_nobody(browser: Browser, place: str) -> None:
    answer = browser.open(redirect_uri=place)
    assert answer.status == 400
    assert b"The requested redirect URL is not permitted." in answer.body


def test_an_unknown_app_is_told_to_nobody(browser: Browser) -> None:
    assert browser.open(client_id="someone").status == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "listings_r everything"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_other_mistakes_come_back_to_the_program(
    browser: Browser, changes: dict[str, str], error: str
) -> None:
    answer = browser.open(**changes)
    assert answer.status == 302
    assert parse_qs(urlsplit(answer.headers["location"]).query)["error"] == [error]


def test_a_code_becomes_a_pair_for_the_user(browser: Browser) -> None:
    status, pair = browser.exchange(browser.decide("allow")["code"])
    assert status == 200
    assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 3600)
    user = str(browser.vendor.book.user_id)
    assert pair["access_token"].startswith(user + ".")
    assert pair["refresh_token"].startswith(user + ".")


def test_a_code_works_once(browser: Browser) -> None:
    code = browser.decide("allow")["code"]
    browser.exchange(code)
    assert browser.exchange(code) == (
        400,
        {"error": "invalid_grant", "error_description": "code has been used previously"},
    )


def test_a_code_is_bound_to_its_verifier(browser: Browser) -> None:
    status, told = browser.exchange(browser.decide("allow")["code"], code_verifier="w" * 43)
    assert (status, told["error"]) == (400, "invalid_grant")


def test_a_short_verifier_is_malformed(browser: Browser) -> None:
    status, told = browser.exchange(browser.decide("allow")["code"], code_verifier="short")
    assert (status, told["error"]) == (400, "invalid_request")


def test_a_code_is_bound_to_its_redirect_address(browser: Browser) -> None:
    status, told = browser.exchange(browser.decide("allow")["code"], redirect_uri="http://other")
    assert (status, told["error"]) == (400, "invalid_grant")


def test_a_refresh_gives_a_new_pair_and_ends_the_old_token(browser: Browser) -> None:
    first = browser.vendor.grant(browser.now)
    status, pair = browser.refresh(first)
    assert status == 200
    assert pair["refresh_token"] != first
    revoked = {"error": "invalid_grant", "error_description": "refresh_token is revoked"}
    assert browser.refresh(first) == (400, revoked)
    assert browser.refresh(pair["refresh_token"])[0] == 200


def test_a_replaced_token_may_have_some_grace(browser: Browser) -> None:
    browser.vendor.turn(refresh_grace=60)
    first = browser.vendor.grant(browser.now)
    browser.refresh(first)
    assert browser.refresh(first)[0] == 200


def test_a_refresh_token_lives_ninety_days(browser: Browser) -> None:
    token, other = browser.vendor.grant(browser.now), browser.vendor.grant(browser.now)
    browser.now = NOON + timedelta(days=90, seconds=-1)
    assert browser.refresh(token)[0] == 200
    browser.now = NOON + timedelta(days=90)
    assert browser.refresh(other)[0] == 400


def test_the_token_endpoint_wants_no_secret_but_the_right_app(browser: Browser) -> None:
    status, told = browser.token(grant_type="refresh_token", client_id="someone", refresh_token="x")
    assert (status, told["error"]) == (401, "invalid_client")


def test_the_scopes_of_the_consent_are_those_of_the_token(browser: Browser) -> None:
    _, pair = browser.exchange(browser.decide("allow")["code"])
    client = Client(browser.vendor)
    client.token = pair["access_token"]
    assert client.form("POST", "/scopes", token=client.token)["scopes"] == ["listings_r", "shops_r"]
    assert client.get("/users/me")["shop_id"] == browser.vendor.book.shop_id
    assert client.refused("GET", f"{client.shop}/receipts") == (403, "insufficient_scope")


def test_an_access_token_lives_an_hour() -> None:
    client = Client()
    client.now += timedelta(minutes=59)
    client.get("/users/me")
    client.now += timedelta(minutes=1)
    answer = client.send("GET", "/users/me")
    assert (answer.status, json.loads(answer.body)) == (
        401,
        {"error": "invalid_token", "error_description": "access token is expired"},
    )


def test_a_new_password_ends_every_token(browser: Browser) -> None:
    client = Client(browser.vendor)
    token = browser.vendor.grant(browser.now)
    browser.vendor.revoke_key(now=browser.now)
    assert client.refused("GET", "/users/me") == (401, "invalid_token")
    assert browser.refresh(token)[1]["error_description"] == "refresh_token is revoked"


def test_without_a_token_only_public_calls_work() -> None:
    client = Client()
    client.token = None
    assert client.get(client.shop)["shop_name"] == "PracticePrints"
    assert client.refused("GET", "/users/me")[0] == 401


def test_an_app_that_is_not_approved_has_no_key(browser: Browser) -> None:
    client = Client(browser.vendor)
    browser.vendor.approve_app(approved=False)
    assert client.refused("GET", "/openapi-ping") == (403, "API key not found or not active")
    assert browser.open().status == 400
    browser.vendor.approve_app()
    assert client.get("/openapi-ping")["application_id"] > 0
