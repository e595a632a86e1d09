"""Signing in to a shop through the browser: for shops that are not in the app's own organization.

The shop sends the browser back to this computer with a code. Before the code is used, the answer is checked: our own
random `state`, the shop, and Shopify's signature over all of it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from podbridge_desktop.connectors.api_client import ApiClient
from podbridge_desktop.connectors.endpoint import host_of
from podbridge_desktop.connectors.loopback import PATIENCE, Params, params_of, wait_for_callback
from podbridge_desktop.connectors.rate_limit import Limiter, Rate
from podbridge_desktop.connectors.shopify.address import CONSENT_PATH, base_url, shop_domain
from podbridge_desktop.connectors.shopify.auth import request_token
from podbridge_desktop.connectors.shopify.scopes import WANTED
from podbridge_desktop.errors import SignInFailed, Stopped

PORT = 3004
PATH = "/oauth/callback"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the shop gave. `secrets` are to be saved before anything else is done with them."""

    secrets: Mapping[str, str]
    scope: str

    def __repr__(self) -> str:
        return "Tokens(***)"


@dataclass(frozen=True, slots=True)
class Consent:
    """One attempt: the page to open, and the state that must come back."""

    shop: str
    client_id: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Implements `registry.SignIn`."""

    consent: Consent
    client_secret: str = field(repr=False)
    api_url: str | None = None

    @property
    def url(self) -> str:
        return self.consent.url

    def wait(
        self, open_browser: Callable[[str], object], stop: threading.Event
    ) -> Mapping[str, str]:
        """Open the page, wait for the browser to come back, and exchange the code."""
        params = wait_for_callback(PORT, PATH, begin=lambda: open_browser(self.url), stop=stop)
        return self._finish(params, stop)

    def paste(self, address: str, stop: threading.Event) -> Mapping[str, str]:
        """The same with the address that the seller pasted from the browser."""
        return self._finish(params_of(address), stop)

    def _finish(self, params: Params, stop: threading.Event) -> Mapping[str, str]:
        return finish(
            self.consent, self.client_secret, params, stop=stop, api_url=self.api_url
        ).secrets


def attempt(
    fields: Mapping[str, str], given: Mapping[str, str], *, api_url: str | None = None
) -> Attempt:
    """One attempt from what the seller typed."""
    consent = begin(fields.get("shop", ""), fields.get("client_id", ""), api_url=api_url)
    return Attempt(consent, given.get("client_secret", ""), api_url)


def begin(shop: str, client_id: str, *, api_url: str | None = None, port: int = PORT) -> Consent:
    """The page on which the seller lets the app in."""
    domain = shop_domain(shop)
    state = secrets.token_urlsafe(24)
    asked = {
        "client_id": client_id.strip(),
        "scope": ",".join(WANTED),
        "redirect_uri": f"http://localhost:{port}{PATH}",
        "state": state,
    }
    url = f"{base_url(domain, api_url)}{CONSENT_PATH}?{urlencode(asked)}"
    return Consent(domain, client_id.strip(), state, url)


def sign_in(
    shop: str,
    client_id: str,
    client_secret: str,
    *,
    open_browser: Callable[[str], object],
    stop: threading.Event,
    api_url: str | None = None,
    patience: float = PATIENCE,
    port: int = PORT,
) -> Tokens:
    """The whole way. `open_browser` gets the address of the consent page.

    `port` must be that of a redirect address in the app's released version; only tests choose another.
    """
    consent = begin(shop, client_id, api_url=api_url, port=port)
    params = wait_for_callback(
        port, PATH, begin=lambda: open_browser(consent.url), stop=stop, patience=patience
    )
    return finish(consent, client_secret, params, stop=stop, api_url=api_url)


def finish_pasted(
    consent: Consent,
    client_secret: str,
    address: str,
    *,
    stop: threading.Event,
    api_url: str | None = None,
) -> Tokens:
    """Where the browser could not come back by itself: the seller pastes the address it ended on."""
    return finish(consent, client_secret, params_of(address), stop=stop, api_url=api_url)


def finish(
    consent: Consent,
    client_secret: str,
    params: Params,
    *,
    stop: threading.Event,
    api_url: str | None = None,
) -> Tokens:
    """Check the callback and exchange its code for tokens. Raises `SignInFailed`."""
    secret = client_secret.strip()
    _check(consent, secret, params)
    http = _client(consent.shop, api_url, stop)
    try:
        ask = {"client_id": consent.client_id, "client_secret": secret, "code": params["code"]}
        answer = request_token(http, ask)
    finally:
        http.close()
    if answer.refresh_token:
        return Tokens({"refresh_token": answer.refresh_token}, answer.scope)
    return Tokens({"access_token": answer.access_token}, answer.scope)


def signature(secret: str, params: Mapping[str, str]) -> str:
    """Shopify's: HMAC-SHA256 over the other parameters, sorted."""
    message = "&".join(
        f"{name}={value}" for name, value in sorted(params.items()) if name != "hmac"
    )
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def _check(consent: Consent, secret: str, params: Params) -> None:
    if "error" in params:
        raise SignInFailed(
            "The shop did not let the app in.", hint="Try again and choose Install on the page."
        )
    genuine = (
        hmac.compare_digest(params.get("state", "").encode(), consent.state.encode())
        and hmac.compare_digest(params.get("hmac", "").encode(), signature(secret, params).encode())
        and params.get("shop", "") == consent.shop
        and bool(params.get("code"))
    )
    if not genuine:
        raise SignInFailed(
            "The answer of the sign-in is not genuine, or the Client secret is wrong.",
            hint="Copy the Client secret again, then start the sign-in again from PodBridge.",
        )


def _client(shop: str, api_url: str | None, stop: threading.Event) -> ApiClient:
    def pause(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped("The sign-in was cancelled.")

    base = base_url(shop, api_url)
    return ApiClient(
        base_url=base,
        allowed_hosts=frozenset({host_of(base)}),
        headers=dict,
        limiter=Limiter(Rate(5, 1), pause=pause, monotonic=time.monotonic),
        pause=pause,
        vendor="Shopify",
    )
