"""Clocks: the computer's, and the practice world's, which *next day* moves."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class PracticeClock:
    """The vendors' time of the practice world (rulings 18): the shift stands in a file beside the world."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp = -1
        self._shift = timedelta(0)

    def now(self) -> datetime:
        try:
            stamp = self._file.stat().st_mtime_ns
        except OSError:
            stamp = -1
        if stamp not in {self._stamp, -1}:
            self._stamp = stamp
            self._shift = timedelta(seconds=_offset(self._file))
        return datetime.now(UTC) + self._shift

    def monotonic(self) -> float:
        """Leaps with the vendors' days: their limits are full again after one."""
        self.now()
        return time.monotonic() + self._shift.total_seconds()


def _offset(file: Path) -> float:
    try:
        return float(json.loads(file.read_text(encoding="utf-8"))["offset"])
    except (OSError, ValueError, KeyError):
        return 0.0
