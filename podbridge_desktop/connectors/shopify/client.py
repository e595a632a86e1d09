"""Asks the Admin API: key, cost, throttling and errors are settled here; who asks sees data or one of our errors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from podbridge_desktop.connectors.api_client import Answer, ApiClient
from podbridge_desktop.connectors.rate_limit import Level, Limiter
from podbridge_desktop.connectors.shopify import replies
from podbridge_desktop.connectors.shopify.address import API_VERSION, GRAPHQL_PATH
from podbridge_desktop.connectors.shopify.auth import TokenSource
from podbridge_desktop.connectors.shopify.packing import Pack, halves
from podbridge_desktop.connectors.shopify.replies import Reply
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import Busy, PodBridgeError, UnknownOutcome, VendorFault

T = TypeVar("T")

MUTATION_COST = 10
THROTTLE_TRIES = 6
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
        reply, _ = self._run(document, variables, kind, cost, changes=False)
        return reply

    def query(self, document: str, variables: Variables, kind: type[T], cost: float) -> T:
        """A read whose data is complete."""
        reply = self.ask(document, variables, kind, cost)
        if reply.problems:
            raise replies.read_error(reply.problems)
        if reply.data is None:
            raise VendorFault("Shopify gave an empty answer. PodBridge tries again by itself.")
        return reply.data

    def mutate(self, document: str, variables: Variables, kind: type[T], cost: float) -> T:
        """A write. Raises `UnknownOutcome` whenever it may have happened; `userErrors` are the caller's."""
        reply, answer = self._run(document, variables, kind, max(cost, MUTATION_COST), changes=True)
        if reply.problems:
            raise replies.write_error(reply.problems)
        if reply.data is None:
            raise self._unclear(answer)
        return reply.data

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
        self, document: str, variables: Variables, kind: type[T], cost: float, *, changes: bool
    ) -> tuple[Reply[T], Answer]:
        for _ in range(THROTTLE_TRIES):
            answer = self._send(document, variables, cost, changes=changes)
            try:
                reply = replies.decode(answer.body, kind)
            except msgspec.MsgspecError as error:
                raise self._unreadable(answer, changes=changes) from error
            self._account(reply)
            if reply.has("MAX_COST_EXCEEDED"):
                raise replies.TooCostly
            if not reply.has("THROTTLED"):
                return reply, answer
            self._hold_back(reply, cost)
        raise Busy(
            "Shopify is busy with many calls for this shop. PodBridge goes on by itself.",
            wait=timedelta(seconds=30),
        )

    def _send(self, document: str, variables: Variables, cost: float, *, changes: bool) -> Answer:
        renewed = False
        while True:
            token = self._tokens.current(self._sign_in)
            call = self._http.write if changes else self._http.read
            answer = call(
                "POST",
                GRAPHQL_PATH,
                json={"query": document, "variables": variables},
                cost=cost,
                headers={"x-shopify-access-token": token},
            )
            if answer.status == 401 and not renewed and self._tokens.renew(self._sign_in, token):
                renewed = True  # a 401 is proven not executed: asking once more is safe
                continue
            if error := replies.http_error(answer):
                raise error
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

    def _unreadable(self, answer: Answer, *, changes: bool) -> PodBridgeError:
        if changes:
            return self._unclear(answer)
        return VendorFault(
            "Shopify answered in a way PodBridge does not understand. PodBridge tries again by itself.",
            details=f"HTTP {answer.status} {answer.request_id}".strip(),
        )

    def _unclear(self, answer: Answer) -> UnknownOutcome:
        return UnknownOutcome(
            "Shopify did not say clearly whether it took the last change. "
            "PodBridge looks before it does anything again.",
            details=f"HTTP {answer.status} {answer.request_id}".strip(),
        )
