"""A virtual clock, an engine that lives by it, and vendors that are called in process: days pass in minutes.

A pause of a limiter, a back-off and the wait for the next round move the clock instead of sleeping. Answers take no
time at all, so calls come in the thickest bursts that the limiters let through.
"""

from __future__ import annotations

import heapq
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.connectors import registry
from podbridge_desktop.sandbox.http import Request, Response, Vendor
from podbridge_desktop.storage import jobs
from podbridge_desktop.sync.engine import Engine

if TYPE_CHECKING:
    from podbridge_desktop.connectors.registry import Connector
    from podbridge_desktop.domain.ports import Clock, ConnectionSpec
    from podbridge_desktop.storage.database import Database
    from podbridge_desktop.sync.context import Context

_A_MOMENT = timedelta(seconds=5)  # until a job is looked at again that is due and may not run
_OPERATION = re.compile(rb"(?:query|mutation) (\w+)")
_NUMBERS = re.compile(r"/(?:@[\w-]+|\d+|[0-9a-f]{24})(?=/|\.|$)")


class VirtualClock:
    """Time that passes only when somebody waits. What is to happen meanwhile happens at its own moment."""

    def __init__(self, start: datetime) -> None:
        self._start = self._now = start
        self._coming: list[tuple[datetime, int, Callable[[], object]]] = []
        self._number = count()
        self.paused = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    def pause(self, seconds: float) -> None:
        """What a limiter calls."""
        self.paused += seconds
        self.advance(self._now + timedelta(seconds=seconds))

    def at(self, moment: datetime, work: Callable[[], object]) -> None:
        """Let `work` happen at `moment`."""
        heapq.heappush(self._coming, (moment, next(self._number), work))

    @property
    def next_event(self) -> datetime | None:
        return self._coming[0][0] if self._coming else None

    def advance(self, to: datetime) -> None:
        while self._coming and self._coming[0][0] <= to:
            moment, _, work = heapq.heappop(self._coming)
            self._now = max(self._now, moment)
            work()
        self._now = max(self._now, to)


class VirtualStop(threading.Event):
    """The engine's stop: set when the clock has come to `end`, and waiting for it moves the clock."""

    def __init__(self, clock: VirtualClock, end: datetime) -> None:
        super().__init__()
        self._clock, self._end = clock, end

    def is_set(self) -> bool:
        return self._clock.now() >= self._end

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.pause(timeout or 0.0)
        return self.is_set()


class VirtualEngine(Engine):
    """The engine as `sync --watch` runs it, on one thread; only the wait for the next glance is another one."""

    def __init__(
        self, ctx: Context, clock: VirtualClock, chance: random.Random | None = None
    ) -> None:
        super().__init__(ctx, spawn=None, chance=chance or random.Random(1))
        self._context, self._clock = ctx, clock
        self._next_round = clock.now()

    def _tick(self) -> datetime:
        self._next_round = super()._tick()
        return self._next_round

    def _wait_for_bell(self, seconds: float, since: int | None = None) -> None:  # noqa: ARG002
        self._clock.advance(self._next_moment())

    def _next_moment(self) -> datetime:
        """When there may be something to do again; a round that came due while calls waited is due at once."""
        now = self._clock.now()
        moments = (self._next_round, self._next_due(now), self._clock.next_event)
        later = (moment for moment in moments if moment is not None and moment > now)
        return min(later, default=now + _A_MOMENT)

    def _next_due(self, now: datetime) -> datetime | None:
        """When the next job is due; one that is due and may not run is looked at again a moment later."""
        with self._context.database.read() as tx:
            due = jobs.next_due(tx, self._runners)
        return now + _A_MOMENT if due is not None and due <= now else due


class VirtualRemotes(Remotes):
    """Connectors whose limiters count by the virtual clock, and wait by moving it.

    `wall` is the computer's own clock, where that one goes wrong.
    """

    def __init__(
        self,
        database: Database,
        credentials: Any,
        clock: VirtualClock,
        transport: httpx.BaseTransport,
        wall: Clock | None = None,
    ) -> None:
        self._virtual, self._wall, self._wire = clock, wall or clock, transport
        super().__init__(
            database, credentials, lambda id_: id_, self._wall, threading.Event(), transport
        )

    def build_one(self, spec: ConnectionSpec) -> Connector:
        return registry.build(
            spec,
            pause=self._virtual.pause,
            clock=self._wall,
            monotonic=self._virtual.monotonic,
            transport=self._wire,
        )


@dataclass(slots=True)
class Traffic:
    """What went over the wire: calls by (job kind, vendor, call), and those that a limiter turned away."""

    calls: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    vendors_cpu: float = 0.0

    def copy(self) -> Traffic:
        return Traffic(Counter(self.calls), Counter(self.refused), self.vendors_cpu)


class InProcess(httpx.BaseTransport):
    """Vendors by address. `working` tells the kind of the job that calls."""

    def __init__(
        self,
        clock: VirtualClock,
        doors: Mapping[str, tuple[str, Vendor]],
        working: Callable[[], str],
    ) -> None:
        self._clock, self._doors, self._working = clock, doors, working
        self.traffic = Traffic()
        self.last: dict[str, Request] = {}  # what each side was asked last
        # Before each call: the job's kind, the side, what is asked. What it raises is what the caller gets.
        self.before: Callable[[str, str, Request], None] = lambda _job, _side, _asked: None
        # After it: the side and the answer. Gives what the caller gets, or raises it.
        self.after: Callable[[str, Response], Response] = lambda _side, answer: answer

        self._ask: Callable[[str, Request, datetime], Response] | None = None

    def ask_elsewhere(self, ask: Callable[[str, Request, datetime], Response]) -> None:
        """From now on whoever stands behind `ask` answers: by side, what is asked, and when."""
        self._ask = ask

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name, vendor = self._doors[request.url.netloc.decode()]
        asked = self.last[name] = as_asked(request)
        self.before(self._working(), name, asked)
        began, now = time.process_time(), self._clock.now()
        answer = self._ask(name, asked, now) if self._ask else vendor.handle(asked, now)
        self.traffic.vendors_cpu += time.process_time() - began
        self.traffic.calls[self._working(), name, call_of(asked)] += 1
        if is_refused(answer):
            self.traffic.refused[name] += 1
        return as_answered(self.after(name, answer), request)


def as_asked(request: httpx.Request) -> Request:
    """A request as a simulated vendor takes it."""
    return Request(
        request.method,
        request.url.path,
        request.url.query.decode(),
        {key.lower(): value for key, value in request.headers.items()},
        request.read(),
    )


def as_answered(answer: Response, request: httpx.Request) -> httpx.Response:
    """A simulated vendor's answer as the client takes it."""
    return httpx.Response(
        answer.status, headers=dict(answer.headers), content=answer.body, request=request
    )


def is_refused(answer: Response) -> bool:
    """Whether a limiter turned the call away."""
    return answer.status == 429 or b'"THROTTLED"' in answer.body


def call_of(request: Request) -> str:
    """The call by its name, without numbers."""
    if request.path.endswith("/graphql.json"):
        named = _OPERATION.search(request.body)
        return named.group(1).decode() if named else "?"
    told = request.params
    words = [word for word in ("status", "was_paid", "was_canceled") if told.get(word)]
    asked = "".join(f" {word}={told[word]}" for word in words)
    return f"{request.method} {_NUMBERS.sub('/{id}', request.path)}{asked}"
