"""Secrets in memory: gone with the program. For *this session only*, and for tests that are not about keys."""

from __future__ import annotations

import threading
from collections import defaultdict


class MemoryStore:
    """Keeps nothing anywhere."""

    def __init__(self) -> None:
        self.place = "memory (this session only)"
        self._known: dict[str, dict[str, str]] = defaultdict(dict)
        self._lock = threading.Lock()

    def get(self, owner: str, field: str) -> str | None:
        with self._lock:
            return self._known[owner].get(field)

    def put(self, owner: str, field: str, value: str) -> None:
        with self._lock:
            self._known[owner][field] = value

    def forget(self, owner: str) -> None:
        with self._lock:
            self._known.pop(owner, None)
