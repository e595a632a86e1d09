"""The sign-in: an access token for an hour, and a refresh token that changes with every renewal.

    renew ─ answer ─→ save the new refresh token, then the one before ─→ use the access token

Access tokens stay in memory. A crash between answer and save costs at most a new sign-in: whether Etsy still takes the
old token then is not documented, so it is tried. Another process of this program may have renewed meanwhile: what is
saved is read anew before a refusal is believed. One renewal at a time, across threads.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.api_client import Answer, ApiClient
from podbridge_desktop.connectors.etsy import replies
from podbridge_desktop.connectors.etsy.address import TOKEN_PATH, keystring
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.domain.ports import Clock, ConnectionSpec
from podbridge_desktop.errors import SignInFailed

EARLY = timedelta(minutes=5)
LAST_LOOK = 2.0
REFRESH, BEFORE = "refresh_token", "refresh_token_before"


class TokenAnswer(msgspec.Struct):
    """What the token address answers."""

    access_token: str
    refresh_token: str
    expires_in: int = 3600

    def __repr__(self) -> str:
        return "TokenAnswer(***)"


class GrantEnded(SignInFailed):
    """Etsy does not take this very token or code (any more)."""


def request_token(http: ApiClient, ask: Mapping[str, str]) -> TokenAnswer:
    """One call to the token address; a broken answer is asked for again with the same body, as Etsy advises.

    Raises `GrantEnded` where the token or code is no longer good.
    """
    answer = http.read("POST", TOKEN_PATH, data=ask, route="token")
    if not answer.ok:
        raise _refused(answer)
    try:
        return parsed(answer.body, TokenAnswer)
    except Unreadable as error:
        raise replies.unreadable(answer) from error


def _refused(answer: Answer) -> SignInFailed:
    text = replies.told(answer)
    details = replies.details_of(answer, text)
    low = text.casefold()
    if replies.speaks_of_key(low) or "invalid_client" in low:
        return replies.key_refused(low, details)
    ended = replies.signed_out(details)
    return GrantEnded(ended.message, hint=ended.hint, details=details)


class TokenSource:
    """Gives the access token and renews it. Safe for several threads."""

    def __init__(self, spec: ConnectionSpec, clock: Clock, http: ApiClient, pause: Pause) -> None:
        self._spec, self._clock, self._http, self._pause = spec, clock, http, pause
        self._lock = threading.Lock()
        self._token = ""
        self._until: datetime | None = None
        self._unsaved: tuple[str, str] | None = None

    def current(self) -> str:
        """A token that is good for the next minutes."""
        with self._lock:
            if not self._token or (self._until and self._clock.now() >= self._until - EARLY):
                self._renew()
            return self._token

    def renew(self, refused: str) -> None:
        """After a 401 on `refused`: get another, unless another thread has done so meanwhile."""
        with self._lock:
            if self._token == refused:
                self._renew()

    def _renew(self) -> None:
        self._token = ""
        if self._unsaved is not None:  # the keyring was locked when the last answer came
            self._save(*self._unsaved)
        asked, (answer, used) = self._clock.now(), self._ask()
        self._save(answer.refresh_token, used)
        self._token = answer.access_token
        self._until = asked + timedelta(seconds=answer.expires_in)

    def _save(self, fresh: str, used: str) -> None:
        """The new one first: whatever happens in between, one of the two is the newest that Etsy knows."""
        self._unsaved = (fresh, used)
        self._spec.save_secret(REFRESH, fresh)
        self._spec.save_secret(BEFORE, used)
        self._unsaved = None

    def _ask(self) -> tuple[TokenAnswer, str]:
        """The answer, and the refresh token that brought it."""
        tried: list[str] = []
        refusal: GrantEnded | None = None
        for last_look in (False, True):
            while refresh := self._candidate(tried):
                tried.append(refresh)
                try:
                    return request_token(self._http, self._grant(refresh)), refresh
                except GrantEnded as error:
                    refusal = refusal or error
            if (
                refusal and not last_look
            ):  # another process may hold the answer and be about to save
                self._pause(LAST_LOOK)
        raise refusal or SignInFailed(
            "This shop is not signed in at Etsy.", hint="Connect it again and sign in by browser."
        )

    def _candidate(self, tried: list[str]) -> str:
        """What is saved now, else the one before."""
        saved = (self._spec.secret(name) or "" for name in (REFRESH, BEFORE))
        return next((each.strip() for each in saved if each.strip() not in {"", *tried}), "")

    def _grant(self, refresh: str) -> dict[str, str]:
        return {
            "grant_type": "refresh_token",
            "client_id": keystring(self._spec.fields.get("keystring", "")),
            "refresh_token": refresh,
        }
