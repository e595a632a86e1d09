"""Etsy's limits: some calls a second, and some thousand in any 24 hours. Both are told with every answer.

The number of calls a second differs by kind of app (5, 10, 150 …), so we begin at 4 and then keep a tenth, but at least
one call, below what Etsy says; that much may go at once, since Etsy counts by the second that its clock shows. Of the day's calls,
the last tenth is kept for orders and tracking numbers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

from podbridge_desktop.connectors.api_client import Answer
from podbridge_desktop.connectors.rate_limit import Level, Limiter, Pause, Rate
from podbridge_desktop.errors import Busy

START = Rate(capacity=1, per_second=4)
LONGEST_WAIT = timedelta(minutes=15)  # Etsy has told waits of a whole day by mistake
USUAL_WAIT = timedelta(seconds=2)
DAY_WAIT = timedelta(
    minutes=15
)  # the day is a window that moves on: some calls come back meanwhile
_SPARE = 0.1
_LEAST = 0.8  # of very small limits
_KEPT = 0.1


def _number(headers: Mapping[str, str], name: str) -> float | None:
    try:
        return float(headers[name])
    except (KeyError, ValueError):
        return None


def _ours(most: float) -> float:
    return max(most - max(1.0, most * _SPARE), most * _LEAST)


def told_wait(answer: Answer) -> timedelta:
    """How long a 429 asks us to wait, within reason."""
    return min(answer.retry_after or USUAL_WAIT, LONGEST_WAIT)


class DayBudget:
    """What is left of the last 24 hours' calls. Safe for several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._left: int | None = None
        self._limit: int | None = None
        self._told_at = 0.0

    def learn(self, headers: Mapping[str, str]) -> None:
        left, limit = _number(headers, "x-remaining-today"), _number(headers, "x-limit-per-day")
        with self._lock:
            if left is not None:
                self._left, self._told_at = int(left), self._monotonic()
            if limit is not None:
                self._limit = int(limit)

    def ask(self, *, spare: bool) -> None:
        """Raises `Busy` where nothing is left; `spare` calls stop earlier. After a wait one call finds out anew."""
        with self._lock:
            if self._left is None:
                return
            floor = int((self._limit or 0) * _KEPT) if spare else 0
            waited = self._monotonic() - self._told_at >= DAY_WAIT.total_seconds()
            if self._left > floor or waited:
                return
        raise Busy(
            "Etsy's calls of the last 24 hours are nearly used up. PodBridge goes on by itself.",
            wait=DAY_WAIT,
        )

    @property
    def left(self) -> int | None:
        with self._lock:
            return self._left

    @property
    def limit(self) -> int | None:
        with self._lock:
            return self._limit


def limiter(day: DayBudget, *, pause: Pause, monotonic: Callable[[], float]) -> Limiter:
    """The limiter of one connection; what answers say of the day goes to `day`."""

    def gauge(headers: Mapping[str, str]) -> Level | None:
        """What is left in this second is only heeded when it is nothing: others use the key too, and it gives no more."""
        day.learn(headers)
        most = _number(headers, "x-limit-per-second")
        ours = START.per_second if most is None else _ours(most)
        used_up = _number(headers, "x-remaining-this-second") == 0
        return Level(
            left=1 - ours if used_up else None,  # the next call in a second from now
            capacity=None if most is None else most - ours,
            per_second=None if most is None else ours,
        )

    return Limiter(START, pause=pause, monotonic=monotonic, gauge=gauge)
