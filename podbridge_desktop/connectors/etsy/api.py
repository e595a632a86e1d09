"""Asks Etsy: key, token, limits and errors are settled here; who asks sees data or one of our errors."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import Raw

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.api_client import Answer, ApiClient, Files
from podbridge_desktop.connectors.etsy import replies, wire
from podbridge_desktop.connectors.etsy.address import PREFIX
from podbridge_desktop.connectors.etsy.auth import TokenSource
from podbridge_desktop.connectors.etsy.limits import DayBudget
from podbridge_desktop.connectors.written import result_in, written
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import Busy, SignInFailed

T = TypeVar("T")

log = logging.getLogger(__name__)

PAGE = 100
OVERLAP = 5  # rows read twice, so that rows that vanish while we page hide none from us
MOST_OFFSET = 12_000
THROTTLE_TRIES = 4
SHORT = timedelta(seconds=5)  # a longer wait goes back to the job table
Params = Mapping[str, str | int]
Send = Callable[[Mapping[str, str]], Answer]


class EtsyApi:
    """One shop's door. Safe for several threads."""

    def __init__(
        self,
        *,
        http: ApiClient,
        sign_in: ApiClient,
        tokens: TokenSource,
        day: DayBudget,
        shop_id: str = "",
    ) -> None:
        self._http, self._sign_in, self._tokens, self._day = http, sign_in, tokens, day
        self._lock = threading.Lock()
        self._shop_id = shop_id
        self.vendor_now: datetime | None = None  # its clock at its latest answer

    # what is asked

    def read(
        self,
        path: str,
        kind: type[T],
        *,
        scope: str = "",
        params: Params | None = None,
        spare: bool = False,
    ) -> T:
        """`path` behind the API's prefix. `spare`: may wait when the day's calls run out."""
        route = _route(path)
        answer = self._ask(
            lambda headers: self._http.read(
                "GET", PREFIX + path, params=params, route=route, headers=headers
            ),
            spare=spare,
        )
        return _read_as(answer, kind, scope)

    def pages(
        self,
        path: str,
        kind: type[T],
        *,
        scope: str = "",
        params: Params | None = None,
        spare: bool = False,
    ) -> Iterator[list[T]]:
        """All rows, by offset and with overlap; the same row may come twice."""
        offset = 0
        while offset <= MOST_OFFSET:
            asked = {**(params or {}), "limit": PAGE, "offset": offset}
            page = self.read(path, wire.Page[kind], scope=scope, params=asked, spare=spare)  # type: ignore[valid-type]  # at run time
            if page.results:
                yield page.results
            if len(page.results) < PAGE:
                return
            offset += PAGE - OVERLAP
        log.warning("Etsy: %s has more than can be paged through", _route(path))

    def write(  # noqa: PLR0913  # one call; its parts go by name
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        scope: str,
        params: Params | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
        files: Files | None = None,
        is_it: Callable[[T], bool] = lambda _result: True,
    ) -> T:
        """A change. `is_it` tells whether the answer is about what was changed.

        Raises `UnknownOutcome` whenever it may have happened.
        """
        route = f"{method} {_route(path)}"
        answer = self._ask(
            lambda headers: self._http.write(
                method,
                PREFIX + path,
                params=params,
                json=json,
                data=form,
                files=files,
                route=route,
                headers=headers,
            ),
            changes=True,
        )
        refusal = replies.error_of(answer, scope)
        return written("Etsy", answer, result_in(answer, kind, is_it), refusal)

    def scopes(self) -> Raw:
        """What the sign-in may do, in whatever shape Etsy tells it: its schema names none."""
        answer = self._ask(
            lambda headers: self._http.read(
                "POST",
                f"{PREFIX}/scopes",
                data={"token": headers["authorization"].removeprefix("Bearer ")},
                route="/scopes",
                headers=headers,
            )
        )
        return _read_as(answer, Raw, "")

    # the shop

    def me(self) -> wire.Myself:
        return self.read("/users/me", wire.Myself, scope="shops_r")

    @property
    def shop(self) -> str:
        """The path of the shop; its number is asked for once where nobody named it."""
        with self._lock:
            known = self._shop_id
        if not known:
            known = self._own_shop()
            with self._lock:
                self._shop_id = known
        return f"/shops/{known}"

    def _own_shop(self) -> str:
        number = self.me().shop_id
        if not number:
            raise SignInFailed(
                "This Etsy account has no shop.",
                hint="Open a shop on Etsy, or sign in with the account that has one.",
            )
        return str(number)

    # the connection

    def figures(self) -> CallFigures:
        own, sign_in = self._http.figures(), self._sign_in.figures()
        left, limit = self._day.left, self._day.limit
        return replace(
            own,
            calls=own.calls + sign_in.calls,
            failures=own.failures + sign_in.failures,
            left=own.left if left is None else left,
            limit=own.limit if limit is None else limit,
        )

    def abort(self) -> None:
        self._http.abort()
        self._sign_in.abort()

    def close(self) -> None:
        self._http.close()
        self._sign_in.close()

    def _ask(self, send: Send, *, spare: bool = False, changes: bool = False) -> Answer:
        """A 429 and Etsy's own 401 are proven not executed: asking once more is safe, also for a change."""
        renewed = False
        for _ in range(THROTTLE_TRIES):
            self._day.ask(spare=spare)
            token = self._tokens.current()
            try:
                answer = send({"authorization": f"Bearer {token}"})
            except Busy as busy:
                if busy.wait is None or busy.wait > SHORT:
                    raise
                continue  # the limiter waits as long as it was told
            self.vendor_now = answer.vendor_time or self.vendor_now
            said = replies.told(answer)
            foreign = changes and not said
            if answer.status != 401 or foreign or renewed or replies.speaks_of_key(said):
                return answer
            self._tokens.renew(token)
            renewed = True
        raise Busy("Etsy is busy. PodBridge goes on by itself.", wait=timedelta(seconds=30))


def _read_as(answer: Answer, kind: type[T], scope: str) -> T:
    if not answer.ok:
        raise replies.error_of(answer, scope) or replies.unreadable(answer)
    try:
        return parsed(answer.body, kind)
    except Unreadable as error:
        raise replies.unreadable(answer) from error


def _route(path: str) -> str:
    """The path without its numbers, for the log."""
    return "/".join("{id}" if part.isdecimal() else part for part in path.split("/"))
