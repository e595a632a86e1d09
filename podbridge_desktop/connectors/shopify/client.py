"""Asks the Admin API: key, cost, throttling and errors are settled here; who asks sees data or one of our errors."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from podbridge_desktop.connectors.answer import Unreadable
from podbridge_desktop.connectors.api_client import Answer, ApiClient
from podbridge_desktop.connectors.outcomes import BESIDE, USER_ERRORS
from podbridge_desktop.connectors.rate_limit import Level, Limiter
from podbridge_desktop.connectors.shopify import replies
from podbridge_desktop.connectors.shopify.address import API_VERSION, GRAPHQL_PATH
from podbridge_desktop.connectors.shopify.auth import TokenSource
from podbridge_desktop.connectors.shopify.packing import Pack, halves
from podbridge_desktop.connectors.shopify.replies import Reply
from podbridge_desktop.connectors.shopify.wire import UserError
from podbridge_desktop.connectors.written import failed, unclear, written
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import Busy, PodBridgeError, VendorFault

T = TypeVar("T")
R = TypeVar("R")

MUTATION_COST = 10
_MUTATION = re.compile(r"^\s*mutation[^{]*\{\s*(\w+)")
THROTTLE_TRIES = 6
SPARE = 1.0  # point: the store tells its level rounded, and a hair too little is refused
Variables = Mapping[str, object]


def in_halves(batch: Pack, read: Callable[[Pack], list[T]]) -> list[T]:
    """`read(batch)`, in halves where the store reckons it dearer than we do."""
    try:
        return read(batch)
    except replies.TooCostly:
        parts = halves(batch)
        if not parts:
            raise
        return [each for part in parts for each in in_halves(part, read)]


class AdminApi:
    """One shop's GraphQL door. Safe for several threads."""

    def __init__(
        self,
        *,
        http: ApiClient,
        sign_in: ApiClient,
        limiter: Limiter,
        tokens: TokenSource,
    ) -> None:
        self._http, self._sign_in, self._limiter, self._tokens = http, sign_in, limiter, tokens
        self._lock = threading.Lock()
        self._points = 0
        self.served_version = API_VERSION
        self.vendor_now: datetime | None = None  # its clock at its latest answer

    def ask(self, document: str, variables: Variables, kind: type[T], cost: float) -> Reply[T]:
        """A read, with its errors beside its data: for questions that may be refused in part."""
        reply, _ = self._run(document, variables, kind, cost)
        return reply

    def query(self, document: str, variables: Variables, kind: type[T], cost: float) -> T:
        """A read whose data is complete."""
        reply = self.ask(document, variables, kind, cost)
        if reply.problems:
            raise replies.read_error(reply.problems)
        if reply.data is None:
            raise VendorFault("Shopify gave an empty answer. PodBridge tries again by itself.")
        return reply.data

    def mutate(  # one call; its parts go by name
        self,
        document: str,
        variables: Variables,
        kind: type[T],
        cost: float,
        *,
        brings: Callable[[T], R | None],
        refused: Callable[[tuple[UserError, ...]], PodBridgeError],
    ) -> R:
        """A write: what `brings` takes out of its data. Raises `UnknownOutcome` whenever it may have happened.

        `refused` makes the error for what the store says of the input.
        """
        call = _call_of(document)
        reply, answer = self._run(document, variables, kind, max(cost, MUTATION_COST), call)
        if reply.problems:
            code = replies.code_of(reply)
            costly = code == "MAX_COST_EXCEEDED"
            error = replies.TooCostly() if costly else replies.read_error(reply.problems)
            raise failed("Shopify", answer, error, code)
        result = None if reply.data is None else brings(reply.data)
        if errors := replies.user_errors(reply.data):
            code = USER_ERRORS if result is None else BESIDE
            raise failed("Shopify", answer, refused(errors), code)
        return written("Shopify", answer, result)

    def figures(self) -> CallFigures:
        own, sign_in = self._http.figures(), self._sign_in.figures()
        with self._lock:
            return replace(
                own,
                calls=own.calls + sign_in.calls,
                failures=own.failures + sign_in.failures,
                query_points=self._points,
            )

    def abort(self) -> None:
        self._http.abort()
        self._sign_in.abort()

    def close(self) -> None:
        self._http.close()
        self._sign_in.close()

    def _run(
        self, document: str, variables: Variables, kind: type[T], cost: float, call: str = ""
    ) -> tuple[Reply[T], Answer]:
        """`call`: the mutation's name in the table of outcomes; empty for a read."""
        for _ in range(THROTTLE_TRIES):
            answer = self._send(document, variables, cost, call)
            try:
                reply = replies.decode(answer.body, kind)
            except Unreadable as error:
                raise (unclear("Shopify", answer) if call else _unreadable(answer)) from error
            self._account(reply)
            code = replies.code_of(reply) if call else replies.first_code(reply)
            if code == "MAX_COST_EXCEEDED" and not call:
                raise replies.TooCostly
            if code != "THROTTLED":
                return reply, answer
            self._hold_back(reply, cost)
        raise Busy(
            "Shopify is busy with many calls for this shop. PodBridge goes on by itself.",
            wait=timedelta(seconds=30),
        )

    def _send(self, document: str, variables: Variables, cost: float, call: str) -> Answer:
        renewed = False
        while True:
            token = self._tokens.current(self._sign_in)
            send = self._http.write if call else self._http.read
            answer = send(
                "POST",
                GRAPHQL_PATH,
                json={"query": document, "variables": variables},
                route=call,
                cost=cost + SPARE,
                headers={"x-shopify-access-token": token},
            )
            own = not call or replies.speaks(answer)
            if (
                answer.status == 401
                and own
                and not renewed
                and self._tokens.renew(self._sign_in, token)
            ):
                renewed = True  # Shopify's own 401 is proven not executed: asking once more is safe
                continue
            if error := replies.http_error(answer):
                raise failed("Shopify", answer, error, own=own) if call else error
            self.served_version = answer.headers.get("x-shopify-api-version", API_VERSION)
            self.vendor_now = answer.vendor_time or self.vendor_now
            return answer

    def _account(self, reply: Reply[T]) -> None:
        cost = reply.extensions.cost if reply.extensions else None
        if cost is None:
            return
        with self._lock:
            self._points += int(cost.requested_query_cost)
        if level := cost.throttle_status:
            self._limiter.correct(
                Level(level.currently_available, level.maximum_available, level.restore_rate)
            )

    def _hold_back(self, reply: Reply[T], cost: float) -> None:
        """Throttled is proven not executed: wait until the bucket has enough, at least a second."""
        level = reply.extensions.cost if reply.extensions else None
        asked = max(cost, level.requested_query_cost if level else 0.0)
        status = level.throttle_status if level else None
        lacking = asked - status.currently_available if status else 0.0
        rate = status.restore_rate if status else 100.0
        self._limiter.hold(max(1.0, lacking / max(rate, 1.0)))


def _call_of(document: str) -> str:
    """The name of a mutation's one field."""
    found = _MUTATION.search(document)
    return found[1] if found else ""


def _unreadable(answer: Answer) -> VendorFault:
    return VendorFault(
        "Shopify answered in a way PodBridge does not understand. PodBridge tries again by itself.",
        details=f"HTTP {answer.status} {answer.request_id}".strip(),
    )
