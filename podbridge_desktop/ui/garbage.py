"""Python's collector runs in whichever thread allocates; a window that it frees in an engine thread crashes Qt.

So while threads run beside the window, cycles are collected in the GUI thread only, on a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_BEAT_MS = 1_000


class GuiCollector(QObject):
    """GUI thread only. Between `start` and `stop` nobody else collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def start(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._beat.start()

    def stop(self) -> None:
        """Every other thread has ended."""
        self._beat.stop()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _on_beat(self) -> None:
        """What the collector itself would do by its thresholds, oldest generation first."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return
