"""The moment when a table is first painted with rows in it, seen from outside."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView


class Watch(QObject):
    """`at` is the clock right after the first paint of the view with rows; then `done` is called."""

    def __init__(self, view: QAbstractItemView, done: Callable[[], None]) -> None:
        super().__init__(view)
        self._view = view
        self._done = done
        self._seen = False
        self.at = 0.0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self._seen or event.type() is not QEvent.Type.Paint:
            return False
        model = self._view.model()
        if model and model.rowCount():
            self._seen = True
            QTimer.singleShot(0, self._note)  # when this paint is through
        return False

    def _note(self) -> None:
        self.at = time.time()
        self._done()
