"""`--picture FILE`: waits until the window is painted with its data, saves each tab as a PNG, and quits."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtWidgets import QApplication

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.main_window import CONNECTIONS, EXCEPTIONS, ORDERS, PRODUCTS
from podbridge_desktop.ui.session import Session

log = logging.getLogger(__name__)

_LOOK_MS = 50
_SIZE = QSize(1280, 800)  # whatever the screen
_LONGEST_MS = 60_000
_NAMES = {
    ORDERS: "",
    CONNECTIONS: "-connections",
    PRODUCTS: "-products",
    EXCEPTIONS: "-exceptions",
}


class Portraits(QObject):
    """`status` is 0 once every picture is saved."""

    def __init__(self, session: Session, file: Path) -> None:
        super().__init__(session)
        self._session = session
        self._file = file
        self._left = list(_NAMES)
        self._shown_twice = False
        self.status = 1
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(_LONGEST_MS)
        self._look.timeout.connect(self._on_look)
        self._end.timeout.connect(self._on_end)
        session.ready.connect(self._on_ready)
        self._end.start()
        session.refused.connect(self._on_refused)

    @Slot()
    def _on_ready(self) -> None:
        window = self._session.window
        opened = self._session.opened
        if opened is not None and opened.owns and opened.container.reads.connections():
            window.syncing.start()
        window.resize(_SIZE)
        window.tabs.setCurrentIndex(self._left[0])
        self._look.start()

    @Slot(object)
    def _on_refused(self, _error: PodBridgeError) -> None:
        QApplication.quit()

    @Slot()
    def _on_end(self) -> None:
        log.error("the window was not complete in time")
        QApplication.quit()

    @Slot()
    def _on_look(self) -> None:
        window = self._session.window
        busy = window.syncing.is_waiting or window.orders.model.is_waiting
        if busy or not self._session.background.is_idle:
            self._shown_twice = False
            return
        if not self._shown_twice:  # pictures are asked for while the tab is painted
            self._shown_twice = True
            return
        saved = self._save(self._left.pop(0))
        self._shown_twice = False
        if saved and self._left:
            window.tabs.setCurrentIndex(self._left[0])
            return
        self.status = 0 if saved else 1
        QApplication.quit()

    def _save(self, tab: int) -> bool:
        file = self._file.with_name(f"{self._file.stem}{_NAMES[tab]}.png")
        saved = self._session.window.grab().save(str(file), "PNG")
        if not saved:
            log.error("the picture %s could not be written", file.name)
        return saved
