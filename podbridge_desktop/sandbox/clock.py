"""The time of the practice world: the real time plus a shift that *next day* moves. Thread-safe."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def real_now() -> datetime:
    """The computer's own time, aware and in UTC."""
    return datetime.now(UTC)


class WorldClock:
    """Tells the vendors' time. `source` is the running time underneath; tests give a standing one.

    With a `file` the shift stands there too, from the moment it changes: whoever lives by the vendors' time reads it.
    """

    def __init__(
        self,
        offset: float = 0.0,
        source: Callable[[], datetime] = real_now,
        file: Path | None = None,
    ) -> None:
        self._offset = offset
        self._source = source
        self._file = file
        self._lock = threading.Lock()

    @property
    def offset(self) -> float:
        """How many seconds the practice world is ahead of the computer."""
        with self._lock:
            return self._offset

    def now(self) -> datetime:
        return self._source() + timedelta(seconds=self.offset)

    def advance(self, seconds: float) -> datetime:
        """Move the world ahead; it never goes back. Gives the new time."""
        if seconds < 0:
            raise ValueError("time in the practice world only goes forward")
        with self._lock:
            self._offset += seconds
            self._write()
        return self.now()

    def dump(self) -> dict[str, object]:
        """What the world's folder file keeps."""
        return {"offset": self.offset}

    def load(self, state: dict[str, object]) -> None:
        """Take over a shift that `dump` gave."""
        offset = state.get("offset", 0.0)
        with self._lock:
            self._offset = float(offset) if isinstance(offset, int | float) else 0.0
            self._write()

    def _write(self) -> None:
        if self._file is not None:
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps({"offset": self._offset}), encoding="utf-8")
            new.replace(self._file)
