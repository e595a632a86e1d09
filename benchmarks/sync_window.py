"""The window in a process of its own, first idle, then beside a sync: `python -m benchmarks.sync_window …`.

The window's own classes and its own engine on QThreads; a 5 ms timer in the GUI thread notes how late each of its ticks comes.
Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.bench import STORE, SUPPLIER, ask_pull
from benchmarks.shop import StillClock
from podbridge_desktop.bootstrap import container as container_module
from podbridge_desktop.config import read_config
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.storage import connections
from podbridge_desktop.storage.database import Database
from podbridge_desktop.sync import timetable
from podbridge_desktop.ui.session import Session
from podbridge_desktop.ui.theme import Theme

TICK_MS = 5
LATE_MS = 16
_SETTLE_MS = 1500


class Probe(QObject):
    """Notes the lateness of each tick in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def begin(self) -> None:
        self.late = []
        self._clock.start()
        self._timer.start()

    def end(self) -> dict[str, float]:
        self._timer.stop()
        late = sorted(self.late)
        return {
            "ticks": len(late),
            "late_share": sum(ms > LATE_MS for ms in late) / len(late),
            "p99": late[int(len(late) * 0.99)],
            "worst": late[-1],
        }

    def _on_tick(self) -> None:
        passed = self._clock.nsecsElapsed() / 1e6
        self._clock.restart()
        self.late.append(max(0.0, passed - TICK_MS))


class Run(QObject):
    """Idle first, then a sync of so many orders; quits when both were noted."""

    def __init__(self, session: Session, orders: int, idle_ms: int) -> None:
        super().__init__()
        self._session, self._orders, self._idle_ms = session, orders, idle_ms
        self._probe = Probe()
        self._seen: set[int] = set()
        self._look = QTimer(self)
        self._look.setInterval(20)
        self._look.timeout.connect(self._on_look)
        self.result: dict[str, Any] = {}
        session.ready.connect(self._on_ready)

    def _on_ready(self) -> None:
        opened = self._session.opened
        assert opened is not None
        self._database: Database = opened.container._database  # noqa: SLF001 - the wish below needs it
        opened.container.listen(self._on_changed)
        QTimer.singleShot(_SETTLE_MS, self._begin_idle)

    def _begin_idle(self) -> None:
        self._probe.begin()
        QTimer.singleShot(self._idle_ms, self._begin_sync)

    def _begin_sync(self) -> None:
        self.result["idle"] = self._probe.end()
        ask_pull(self._database)
        self._began = time.perf_counter()
        self._probe.begin()
        self._look.start()

    def _on_look(self) -> None:
        if len(self._seen) >= self._orders:
            took = time.perf_counter() - self._began
            self.result |= {"sync": self._probe.end(), "seconds": took, "orders": len(self._seen)}
            QApplication.quit()

    def _on_changed(self, changed: Changed) -> None:
        """Called on the engine's thread."""
        self._seen |= changed.order_ids


def no_other_rounds(database: Database) -> None:
    """Only the pull is measured: other rounds have just been, and the supplier's key is refused."""
    with database.write() as tx:
        for stored in connections.every(tx):
            for kind, _ in timetable.recurring(stored):
                connections.set_cursor(tx, stored.id, f"asked:{kind}", tx.now)
        connections.note_health(tx, SUPPLIER, "broken", "not part of this measurement")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--key-file", type=Path, required=True)
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--idle-ms", type=int, default=8000)
    parser.add_argument("--url", required=True)
    options = parser.parse_args()
    container_module.SystemClock = StillClock  # the recorded answers belong to one moment
    config = read_config(data_dir=options.data_dir, key_file=options.key_file)
    before = container_module.open_container(config)
    before.readdress(STORE, options.url)
    no_other_rounds(before._database)  # noqa: SLF001
    before.close()
    app = QApplication(sys.argv[:1])
    Theme(app).apply()
    session = Session(config)
    run = Run(session, options.orders, options.idle_ms)
    session.window.show()
    QTimer.singleShot(0, session, session.begin)
    app.exec()
    print(json.dumps(run.result), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
