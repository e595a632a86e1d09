"""Printify's limits: 600 calls a minute in all, 100 to the catalog, 200 publishings in half an hour.

It tells no level in its answers, so the buckets keep below by themselves: what they hold at once and what comes back
in a minute stay under the limit together. Besides, less than 5 % of the answers may be errors.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from podbridge_desktop.connectors.rate_limit import Limiter, Pause, Rate

ALL = Rate(capacity=8, per_second=9.6)
CATALOG = Rate(capacity=10, per_second=1.4)
PUBLISH = Rate(capacity=20, per_second=0.095)
CATALOG_ROUTES = ("GET /catalog/variants", "GET /catalog/shipping", "GET /catalog/blueprints")
PUBLISH_ROUTES = ("POST /products/publishing_failed",)

WINDOW = 3600.0
FEW = 100  # below so many calls a share says nothing
ALLOWED_SHARE = 0.03  # the limit is 5 %


def limiter(*, pause: Pause, monotonic: Callable[[], float]) -> Limiter:
    routes = dict.fromkeys(CATALOG_ROUTES, CATALOG) | dict.fromkeys(PUBLISH_ROUTES, PUBLISH)
    return Limiter(
        ALL, pause=pause, monotonic=monotonic, routes=routes, gauge=lambda _headers: None
    )


class ErrorShare:
    """How many answers of the last hour were errors. Safe for several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._answers: deque[tuple[float, bool]] = deque()
        self._lately = 0

    def note(self, *, error: bool) -> None:
        with self._lock:
            self._answers.append((self._monotonic(), error))
            self._lately += error
            self._forget()

    @property
    def too_high(self) -> bool:
        """Time to ask for less: what is not needed rests until the share is small again."""
        with self._lock:
            self._forget()
            count = len(self._answers)
            return count >= FEW and self._lately > ALLOWED_SHARE * count

    def _forget(self) -> None:
        old = self._monotonic() - WINDOW
        while self._answers and self._answers[0][0] < old:
            self._lately -= self._answers.popleft()[1]
