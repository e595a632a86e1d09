"""A token bucket per connection and per route, corrected by what the vendor itself says after every call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from podbridge_desktop.errors import Busy

Pause = Callable[[float], None]
"""Waits that many seconds and raises `Stopped` as soon as the program is to stop."""

_INSTANT = 0.001  # shorter waits are rounding
PATIENCE = 60.0  # a longer wait goes back to the job table instead of holding a thread


@dataclass(frozen=True, slots=True)
class Rate:
    """A vendor's limit: `capacity` at once, `per_second` coming back."""

    capacity: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Level:
    """What a vendor said about a bucket. None: it did not say."""

    left: float | None = None
    capacity: float | None = None
    per_second: float | None = None


Gauge = Callable[[Mapping[str, str]], Level | None]


def ratelimit_headers(headers: Mapping[str, str]) -> Level | None:
    """The usual `X-RateLimit-Remaining` and `X-RateLimit-Limit`."""
    left, limit = headers.get("x-ratelimit-remaining"), headers.get("x-ratelimit-limit")
    if left is None and limit is None:
        return None
    return Level(left=_number(left), capacity=_number(limit))


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


class _Bucket:
    """Tokens that come back with time. Not safe by itself: the limiter holds the lock."""

    def __init__(self, rate: Rate, now: float) -> None:
        self.capacity, self.per_second = rate.capacity, rate.per_second
        self.tokens = rate.capacity
        self.seen = now
        self.closed_until = now

    def refill(self, now: float) -> None:
        self.tokens = min(self.capacity, self.tokens + (now - self.seen) * self.per_second)
        self.seen = now

    def wait_for(self, cost: float, now: float) -> float:
        """Seconds until `cost` may be taken; a cost above the capacity waits for a full bucket."""
        self.refill(now)
        lacking = min(cost, self.capacity) - self.tokens
        return max(lacking / self.per_second, self.closed_until - now, 0.0)

    def correct(self, level: Level) -> None:
        self.capacity = level.capacity or self.capacity
        self.per_second = level.per_second or self.per_second
        if level.left is not None:
            self.tokens = level.left


class Limiter:
    """Lets calls through no faster than the vendor allows. Safe for several threads."""

    def __init__(
        self,
        rate: Rate,
        *,
        pause: Pause,
        monotonic: Callable[[], float],
        routes: Mapping[str, Rate] | None = None,
        gauge: Gauge = ratelimit_headers,
    ) -> None:
        now = monotonic()
        self._pause, self._monotonic, self._gauge = pause, monotonic, gauge
        self._lock = threading.Lock()
        self._main = _Bucket(rate, now)
        self._routes = {name: _Bucket(own, now) for name, own in (routes or {}).items()}

    def acquire(self, route: str = "", cost: float = 1.0) -> None:
        """Take `cost`, waiting as long as it takes. Raises `Busy` where that is over a minute."""
        while wait := self._take(route, cost):
            if wait > PATIENCE:
                raise Busy(
                    "The platform's limit of calls is used up for now. PodBridge goes on by itself.",
                    wait=timedelta(seconds=wait),
                )
            self._pause(wait)

    def _take(self, route: str, cost: float) -> float:
        with self._lock:
            now = self._monotonic()
            main, own = self._main, self._routes.get(route)
            wait = max(main.wait_for(cost, now), own.wait_for(1.0, now) if own else 0.0)
            if wait < _INSTANT:
                main.tokens -= cost
                if own:
                    own.tokens -= 1.0
                return 0.0
            return wait

    def wait(self, route: str) -> float:
        """Seconds until a call of `route` would be let through; nothing is taken. For who will not wait here."""
        with self._lock:
            now, own = self._monotonic(), self._routes.get(route)
            wait = max(self._main.wait_for(1.0, now), own.wait_for(1.0, now) if own else 0.0)
        return wait if wait >= _INSTANT else 0.0

    def learn(self, route: str, headers: Mapping[str, str]) -> None:
        """Correct the bucket by an answer's headers."""
        if (level := self._gauge(headers)) is not None:
            self.correct(level, route)

    def correct(self, level: Level, route: str = "") -> None:
        """Correct the bucket of `route` (where it has its own), else the connection's."""
        with self._lock:
            now = self._monotonic()
            bucket = self._routes.get(route, self._main)
            bucket.refill(now)
            bucket.correct(level)

    def hold(self, seconds: float, route: str = "") -> None:
        """The vendor said *wait*: nobody takes anything before."""
        with self._lock:
            bucket = self._routes.get(route, self._main)
            bucket.closed_until = max(bucket.closed_until, self._monotonic() + seconds)

    @property
    def level(self) -> Level:
        """What is left and allowed on the connection now."""
        with self._lock:
            self._main.refill(self._monotonic())
            return Level(self._main.tokens, self._main.capacity, self._main.per_second)
