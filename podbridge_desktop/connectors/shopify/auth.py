"""The shop's key: pasted, asked for every day with id and secret, or renewed after a browser sign-in.

Access tokens stay in memory. A refresh token that Shopify hands out is saved before the access token beside it is used.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.api_client import Answer, ApiClient
from podbridge_desktop.connectors.shopify.address import TOKEN_PATH
from podbridge_desktop.domain.ports import Clock, ConnectionSpec
from podbridge_desktop.errors import PodBridgeError, SignInFailed, VendorFault

EARLY = timedelta(minutes=5)
_COPY_AGAIN = (
    "Copy Client ID and Client secret again from the Dev Dashboard, under Settings of your app."
)

# (what stands in the answer, sentence, what to do): shopify.md 3.3, first match
_REFUSALS = (
    (
        "shop_not_permitted",
        "The app and the shop belong to different Shopify organizations.",
        "Create the app in the organization that owns the shop, or connect by browser sign-in.",
    ),
    (
        "app_not_installed",
        "The app is not installed in this shop.",
        "In the Dev Dashboard open the app's Home, choose Install app, pick the shop, and install it.",
    ),
    ("invalid_client", "Client ID or Client secret is wrong, or the app was removed.", _COPY_AGAIN),
    (
        "invalid_grant",
        "The sign-in is no longer valid.",
        "Sign in to the shop again in the browser.",
    ),
    (
        "invalid_request",
        "The sign-in is no longer valid.",
        "Sign in to the shop again in the browser.",
    ),
)


class TokenAnswer(msgspec.Struct):
    """What the token address answers."""

    access_token: str
    scope: str = ""
    expires_in: int | None = None
    refresh_token: str | None = None


def sign_in_refused(answer: Answer) -> SignInFailed:
    """Shopify's reason in the seller's words; the body may be JSON or a page."""
    text = answer.body[:20_000].decode(errors="replace").lower()
    details = f"HTTP {answer.status} {answer.request_id}".strip()
    for mark, message, hint in _REFUSALS:
        if mark in text:
            return SignInFailed(message, hint=hint, details=f"{details} {mark}")
    if answer.status == 404:
        return SignInFailed(
            "There is no Shopify shop at this address.",
            hint="Check the name that ends in .myshopify.com.",
            details=details,
        )
    return SignInFailed(
        "Shopify does not accept Client ID and secret.", hint=_COPY_AGAIN, details=details
    )


def request_token(http: ApiClient, ask: Mapping[str, str]) -> TokenAnswer:
    """One call to the token address. Asking again is harmless, so a broken answer is repeated."""
    answer = http.read("POST", TOKEN_PATH, json=dict(ask), route="token")
    if not answer.ok:
        raise sign_in_refused(answer)
    try:
        return parsed(answer.body, TokenAnswer, strict=True)
    except Unreadable as error:
        raise VendorFault(
            "Shopify answered the sign-in in a way PodBridge does not understand.",
            details=f"HTTP {answer.status} {answer.request_id}".strip(),
        ) from error


class TokenSource:
    """Gives the access token and renews it. Safe for several threads: one renewal at a time."""

    def __init__(self, spec: ConnectionSpec, clock: Clock) -> None:
        self._spec, self._clock = spec, clock
        self._lock = threading.Lock()
        self._token = ""
        self._until: datetime | None = None
        self.scope = ""

    def current(self, http: ApiClient) -> str:
        """A token that is good for the next minutes."""
        if pasted := self._spec.secret("access_token"):
            return pasted.strip()
        with self._lock:
            if not self._token or (self._until and self._clock.now() >= self._until - EARLY):
                self._renew(http)
            return self._token

    def renew(self, http: ApiClient, refused: str) -> bool:
        """After a 401 on `refused`: get another. False where there is no way to."""
        if self._spec.secret("access_token"):
            return False
        with self._lock:
            if self._token == refused:  # else another thread has renewed it meanwhile
                self._renew(http)
        return True

    def _renew(self, http: ApiClient) -> None:
        asked = self._clock.now()
        try:
            answer = request_token(http, self._grant())
        except PodBridgeError:
            self._token = ""
            raise
        if answer.refresh_token:
            self._spec.save_secret("refresh_token", answer.refresh_token)
        self._token, self.scope = answer.access_token, answer.scope
        self._until = asked + timedelta(seconds=answer.expires_in) if answer.expires_in else None

    def _grant(self) -> dict[str, str]:
        client_id = self._spec.fields.get("client_id", "").strip()
        secret: Callable[[str], str | None] = self._spec.secret
        client_secret = (secret("client_secret") or "").strip()
        if not client_id or not client_secret:
            raise SignInFailed("Client ID or Client secret is missing.", hint=_COPY_AGAIN)
        own = {"client_id": client_id, "client_secret": client_secret}
        if refresh := secret("refresh_token"):
            return {"grant_type": "refresh_token", "refresh_token": refresh, **own}
        return {"grant_type": "client_credentials", **own}
