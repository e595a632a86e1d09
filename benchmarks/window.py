"""One start of the window until its first rows are painted: `python -m benchmarks.window --began SECONDS …`.

The window's own classes, started as `ui/app.py` starts them; what measures hangs on them from outside, the program knows nothing of it.
Prints one line of JSON. `--began` is the parent's clock just before it started this process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.measure import memory
from benchmarks.painted import Watch
from podbridge_desktop.bootstrap import first_look
from podbridge_desktop.config import read_config
from podbridge_desktop.storage import sqlite
from podbridge_desktop.ui.session import Session
from podbridge_desktop.ui.theme import Theme


class Start(QObject):
    """Notes the steps of one start: the first rows, the whole window, the whole list."""

    def __init__(self, session: Session, began: float, *, whole: bool) -> None:
        super().__init__()
        self._session, self._began, self._whole = session, began, whole
        self.result: dict[str, Any] = {}
        self._look = session.window.show_first_look
        session.window.show_first_look = self._note_and_look  # type: ignore[method-assign]
        session.ready.connect(self._on_ready)

    def _note_and_look(self, *args: Any, **kwargs: Any) -> None:
        """The rows are read: from here on they are put on the screen."""
        self._asked = time.time()
        self.result["rss_ready"] = memory("VmRSS")
        self._look(*args, **kwargs)
        first = self._session.window.first_look
        assert first is not None
        self._first = Watch(first.table, self._on_first)

    def _on_first(self) -> None:
        self.result |= {
            "seconds": self._first.at - self._began,
            "first_page": self._first.at - self._asked,
        }

    def _on_ready(self) -> None:
        self.result["ready"] = time.time() - self._began
        self._filled = time.time()
        self._orders = self._session.window.orders
        self._watch = Watch(self._orders.list.table, self._on_painted)
        self._orders.model.settled.connect(self._on_settled)
        if not self._orders.model.is_waiting:
            self._on_settled()

    def _on_painted(self) -> None:
        self.result["complete"] = self._watch.at - self._began
        self._end_if_done()

    def _on_settled(self) -> None:
        self.result.setdefault("whole", time.time() - self._filled)
        self._end_if_done()

    def _end_if_done(self) -> None:
        if "complete" in self.result and ("whole" in self.result or not self._whole):
            self.result |= {"rows": self._orders.model.rowCount(), "rss": memory("VmRSS")}
            QApplication.quit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--began", type=float, required=True)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--key-file", type=Path)
    parser.add_argument("--whole", action="store_true", help="also wait for the whole list")
    options = parser.parse_args()
    unlocking = watch_unlocking()
    app = QApplication(sys.argv[:1])
    Theme(app).apply()
    session = Session(read_config(data_dir=options.data_dir, key_file=options.key_file))
    start = Start(session, options.began, whole=options.whole)
    session.window.show()
    QTimer.singleShot(0, session, session.begin)
    app.exec()
    print(json.dumps({**start.result, "unlocking": sum(unlocking[:2])}), flush=True)
    os._exit(0)  # how it ends is measured nowhere


def watch_unlocking() -> list[float]:
    """Time what asks the key store and what opens the database file, as far as the first rows wait for it."""
    spent: list[float] = []

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                spent.append(time.perf_counter() - begun)

        return run

    first_look.known_database_key = timed(first_look.known_database_key)
    sqlite.connect = timed(sqlite.connect)
    return spent


if __name__ == "__main__":
    main()
