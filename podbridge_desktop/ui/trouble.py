"""The last door: what nobody caught is written to the log and said in one plain sentence."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from podbridge_desktop.errors import PodBridgeError, StoreDamaged
from podbridge_desktop.ui.background import mistake
from podbridge_desktop.ui.dialogs.question import Choice, Question, trouble
from podbridge_desktop.ui.widgets.buttons import Kind

log = logging.getLogger(__name__)


class LastDoor(QObject):
    """The global hooks while it is `open`. One window at a time, however often a mistake repeats."""

    damaged = Signal(object)  # StoreDamaged: whoever has the data offers the way back
    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: Question | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._happened.connect(self._on_happened)

    def open(self) -> None:
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def close(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("nobody caught this", exc_info=(kind, error, trace))
        known = error if isinstance(error, PodBridgeError) else mistake(error)
        self._happened.emit(known)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        self._caught(args.exc_type, error, args.exc_traceback)

    @Slot(object)
    def _on_happened(self, error: PodBridgeError) -> None:
        if isinstance(error, StoreDamaged):
            self.damaged.emit(error)
        elif self._shown is None:
            close = Choice("close", self.tr("Go on"), Kind.PRIMARY)
            self._shown = trouble(error, [close], QApplication.activeWindow())
            self._shown.finished.connect(self._on_finished)
            self._shown.open()

    @Slot()
    def _on_finished(self) -> None:
        self._shown = None
