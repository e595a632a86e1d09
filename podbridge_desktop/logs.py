"""The log file: rotating, in the data folder, without secrets, addresses or customers' names."""

from __future__ import annotations

import logging
import re
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SHAPES = (
    re.compile(r"\b(shpat|shpss|shpca|shpua)_[A-Za-z0-9]+"),
    re.compile(r"(?i)\bbearer\s+[A-Za-z0-9._~+/=-]+"),
    re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
)
_STARS = "***"


class Redactor(logging.Filter):
    """Puts stars over every secret that was registered and everything of a secret's shape."""

    def __init__(self) -> None:
        super().__init__()
        self._values: set[str] = set()
        self._lock = threading.Lock()

    def register(self, value: str) -> None:
        """A secret that must never be written."""
        if len(value) >= 6:
            with self._lock:
                self._values.add(value)

    def clean(self, text: str) -> str:
        with self._lock:
            values = sorted(self._values, key=len, reverse=True)
        for value in values:
            text = text.replace(value, _STARS)
        for shape in _SHAPES:
            text = shape.sub(_STARS, text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self.clean(record.getMessage())
        record.args = None
        return True


class _Formatter(logging.Formatter):
    """Redacts the whole line: tracebacks too, also one that another handler has formatted before."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


redactor = Redactor()


def start_log(folder: Path) -> None:
    """Write the program's log to `folder`; calling it again for another folder moves the log there."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "podbridge.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(_Formatter(redactor))
    ours = logging.getLogger("podbridge_desktop")
    for old in [h for h in ours.handlers if isinstance(h, RotatingFileHandler)]:
        ours.removeHandler(old)
        old.close()
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
