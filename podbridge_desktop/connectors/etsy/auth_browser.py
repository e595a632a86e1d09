"""Signing in by Etsy's own page in the browser: authorization code with PKCE.

Etsy sends the browser back to this computer with a code. Etsy takes `localhost` with a port only, no number, and
compares the address letter by letter; so the port is fixed, and the listener is on both loopbacks. Where the browser
cannot come back, the seller pastes the address it ended on.

The protocol's words, the PKCE pair and the check of the callback are oauthlib's, which makes no calls of its own: those
go through the house's client, with its limits, time-outs and silence about secrets.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from oauthlib.common import generate_token
from oauthlib.oauth2 import (
    MismatchingStateError,
    MissingCodeError,
    OAuth2Error,
    WebApplicationClient,
)

from podbridge_desktop.connectors.api_client import ApiClient
from podbridge_desktop.connectors.endpoint import host_of
from podbridge_desktop.connectors.etsy.address import (
    api_base,
    consent_page,
    keystring,
    shared_secret,
)
from podbridge_desktop.connectors.etsy.auth import REFRESH, GrantEnded, request_token
from podbridge_desktop.connectors.etsy.scopes import WANTED
from podbridge_desktop.connectors.loopback import PATIENCE, Params, params_of, wait_for_callback
from podbridge_desktop.connectors.rate_limit import Limiter, Rate
from podbridge_desktop.errors import BadInput, SignInFailed, Stopped

PORT = 3003
PATH = "/oauth/redirect"
VERIFIER = 86  # characters; the standard wants 43 to 128
# The library wants https of every address. The callback never leaves this computer, where http is the standard's own way
# (RFC 8252, 7.3), and a simulated Etsy is on it too; so it is given this one.
_SECURE = "https://localhost/"


@dataclass(frozen=True, slots=True)
class Consent:
    """One attempt: the page to open, and what only we know of it."""

    keystring: str
    callback: str
    url: str = field(repr=False)
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    api_url: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """Implements `registry.SignIn`."""

    consent: Consent
    port: int = PORT

    @property
    def url(self) -> str:
        return self.consent.url

    def wait(
        self,
        open_browser: Callable[[str], object],
        stop: threading.Event,
        patience: float = PATIENCE,
    ) -> Mapping[str, str]:
        """Open the page, wait for the browser to come back, and exchange the code."""
        params = wait_for_callback(
            self.port, PATH, begin=lambda: open_browser(self.url), stop=stop, patience=patience
        )
        return finish(self.consent, params, stop=stop)

    def paste(self, address: str, stop: threading.Event) -> Mapping[str, str]:
        """The same with the address that the seller pasted. Raises `BadInput` for another one."""
        params = params_of(address)
        if not {"code", "error"} & set(params):
            raise BadInput(
                "This is not the address that Etsy sent the browser to.",
                hint=f"It begins with {self.consent.callback} and is long; copy all of it from the address bar.",
            )
        return finish(self.consent, params, stop=stop)


def begin(
    fields: Mapping[str, str],
    given: Mapping[str, str],
    *,
    api_url: str | None = None,
    port: int = PORT,
) -> Attempt:
    """The page on which the seller lets the app in. Raises `BadInput` for a key that is not whole.

    `port` must be that of a callback address that the app names; only tests choose another.
    """
    key = keystring(fields.get("keystring", ""))
    shared_secret(given.get("shared_secret", ""), key)
    client = WebApplicationClient(key)
    state, verifier = generate_token(32), client.create_code_verifier(VERIFIER)
    callback = f"http://localhost:{port}{PATH}"
    asked = client.prepare_request_uri(
        _SECURE,
        redirect_uri=callback,
        scope=list(WANTED),
        state=state,
        code_challenge=client.create_code_challenge(verifier, "S256"),
        code_challenge_method="S256",
    )
    url = f"{consent_page(api_url)}?{asked.partition('?')[2]}"
    return Attempt(Consent(key, callback, url, state, verifier, api_url), port)


def finish(consent: Consent, params: Params, *, stop: threading.Event) -> Mapping[str, str]:
    """Check the callback and exchange its code for a refresh token. Raises `SignInFailed`."""
    _check(consent, params)
    http = _client(consent.api_url, stop)
    ask = {
        "grant_type": "authorization_code",
        "client_id": consent.keystring,
        "redirect_uri": consent.callback,
        "code": params["code"],
        "code_verifier": consent.verifier,
    }
    try:
        return {REFRESH: request_token(http, ask).refresh_token}
    except GrantEnded as error:
        raise SignInFailed(
            "Etsy does not take this sign-in (any more): it is good for a few minutes and for one use.",
            hint="Start the sign-in again from PodBridge.",
            details=error.details,
        ) from error
    finally:
        http.close()


def _check(consent: Consent, params: Params) -> None:
    client = WebApplicationClient(consent.keystring)
    try:
        client.parse_request_uri_response(f"{_SECURE}?{urlencode(params)}", consent.state)
    except MismatchingStateError as error:
        raise SignInFailed(
            "The answer of the sign-in belongs to another attempt.",
            hint="Close old sign-in pages, then start the sign-in again from PodBridge.",
        ) from error
    except MissingCodeError as error:
        raise SignInFailed(
            "Etsy's answer to the sign-in has no code.",
            hint="Start the sign-in again from PodBridge.",
        ) from error
    except OAuth2Error as error:
        raise SignInFailed(
            "Etsy did not let the app in: the access was not granted.",
            hint="Try again, and choose Grant access on Etsy's page.",
            details=f"{error.error}: {error.description or ''}",
        ) from error


def _client(api_url: str | None, stop: threading.Event) -> ApiClient:
    def pause(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped("The sign-in was cancelled.")

    base = api_base(api_url)
    return ApiClient(
        base_url=base,
        allowed_hosts=frozenset({host_of(base)}),
        headers=dict,
        limiter=Limiter(Rate(5, 1), pause=pause, monotonic=time.monotonic),
        pause=pause,
        vendor="Etsy",
    )
