"""One start in a process of its own, until its first rows are painted: `python -m benchmarks.window bridge|bare|million …`.

The window's own classes, started as `ui/app.py` starts them. What is measured hangs on an event filter here: the program itself
knows nothing of it. Prints one line of JSON. `--began` is the parent's clock just before it started this process.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", choices=["bridge", "bare"])
    parser.add_argument("--began", type=float, required=True)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--key-file", type=Path)
    parser.add_argument("--settle", action="store_true", help="also wait for the whole list")
    options = parser.parse_args()
    print(json.dumps(_bare(options) if options.who == "bare" else _bridge(options)), flush=True)
    os._exit(0)  # how it ends is measured nowhere


def _bare(options: argparse.Namespace) -> dict[str, Any]:
    """The least: a window with a table, and a plain model with as many rows."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    class Rows(QAbstractTableModel):
        def rowCount(self, _parent: object = None) -> int:
            return 10_000

        def columnCount(self, _parent: object = None) -> int:
            return 8

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            return f"Row {index.row()}, {index.column()}"

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    view = QTableView()
    model = Rows()
    view.setModel(model)
    window.setCentralWidget(view)
    window.resize(1200, 780)
    painted = _when_painted(view, lambda: True, app.quit)
    window.show()
    app.exec()
    return {"seconds": painted[0] - options.began}


def _bridge(options: argparse.Namespace) -> dict[str, Any]:
    unlocking = _watch_unlocking()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from benchmarks.measure import memory
    from podbridge_desktop.config import read_config
    from podbridge_desktop.ui.session import Session
    from podbridge_desktop.ui.theme import Theme

    app = QApplication(sys.argv[:1])
    Theme(app).apply()
    session = Session(read_config(data_dir=options.data_dir, key_file=options.key_file))
    found: dict[str, Any] = {}
    painted: list[float] = []

    def ready() -> None:
        found["ready"] = time.time() - options.began
        found["rss_ready"] = memory("VmRSS")
        orders = session.window.orders
        asked = time.time()
        nonlocal painted
        ended = (lambda: None) if options.settle else app.quit
        painted = _when_painted(orders.list.table, lambda: orders.model.rowCount() > 0, ended)
        if options.settle:
            orders.model.settled.connect(lambda: found.setdefault("whole", time.time() - asked))
            orders.model.settled.connect(app.quit)
        found["asked"] = asked

    session.ready.connect(ready)
    session.window.show()
    QTimer.singleShot(0, session, session.begin)
    app.exec()
    asked = found.pop("asked")
    return {
        "seconds": painted[0] - options.began,
        "unlocking": sum(unlocking),
        "first_page": painted[0] - asked,
        "rows": session.window.orders.model.rowCount(),
        "rss": memory("VmRSS"),
        **found,
    }


def _watch_unlocking() -> list[float]:
    """Time what asks the key store and opens the database file, from outside."""
    from podbridge_desktop.bootstrap import container

    spent: list[float] = []

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                spent.append(time.perf_counter() - begun)

        return run

    for name in ("database_key", "upgrade"):  # `upgrade` is the first that opens the file
        setattr(container, name, timed(getattr(container, name)))
    return spent


def _when_painted(view: Any, has_rows: Callable[[], bool], done: Callable[[], None]) -> list[float]:
    """The moment after the first paint of the view with rows in it."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    moments: list[float] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and has_rows() and not moments:
                moments.append(0.0)
                QTimer.singleShot(0, self.note)  # after this paint
            return False

        def note(self) -> None:
            moments[0] = time.time()
            done()

    watch = Watch(view)
    view.viewport().installEventFilter(watch)
    return moments


if __name__ == "__main__":
    main()
