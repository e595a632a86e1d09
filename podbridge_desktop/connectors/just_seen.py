"""What was read a moment ago, given once: a step that looks before it writes need not look twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

MOMENT = 10.0  # seconds; what is older is read again


class JustSeen(Generic[T]):
    """Readings by key. Each is given at most once, and only while it is fresh. Safe for several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[float, T]] = {}

    def put(self, key: str, reading: T) -> None:
        """Keep what was read now."""
        now = self._monotonic()
        with self._lock:
            self._seen = {
                each: kept for each, kept in self._seen.items() if now - kept[0] <= MOMENT
            }
            self._seen[key] = (now, reading)

    def take(self, key: str) -> T | None:
        """What was read a moment ago, if it was."""
        with self._lock:
            kept = self._seen.pop(key, None)
        return kept[1] if kept and self._monotonic() - kept[0] <= MOMENT else None

    @property
    def holds(self) -> int:
        """How many readings are kept."""
        with self._lock:
            return len(self._seen)
