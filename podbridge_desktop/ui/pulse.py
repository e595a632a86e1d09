"""The big numbers for the badge and the status line, read off the GUI thread and never twice at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.errors import PodBridgeError

if TYPE_CHECKING:
    from podbridge_desktop.domain.views import ConnectionRow, Overview
    from podbridge_desktop.ui.desk import Desk

_REST_MS = 250
_FAR_MS = 3_000

Reading: TypeAlias = "tuple[Overview, tuple[ConnectionRow, ...]]"


class Pulse(QObject):
    """`beat` follows every change, at most a few times a second. `listen_afar`: another process writes too."""

    beat = Signal(object, object)  # Overview, tuple[ConnectionRow, ...]

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reading = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._far = QTimer(self)
        self._far.setInterval(_FAR_MS)
        self._rest.timeout.connect(self._read)
        self._far.timeout.connect(self._read)
        desk.bridge.changed.connect(self._on_changed)

    def begin(self, *, listen_afar: bool) -> None:
        self._read()
        if listen_afar:
            self._far.start()

    @Slot(Changed)
    def _on_changed(self, _changed: Changed) -> None:
        if not self._rest.isActive():
            self._rest.start()

    @Slot()
    def _read(self) -> None:
        if self._reading:
            self._rest.start()
            return
        self._reading = True
        self._desk.background.run(self._both, self._on_read, self._on_failed)

    def _both(self) -> Reading:
        return self._desk.reads.overview(), self._desk.reads.connections()

    def _on_read(self, both: Reading) -> None:
        self._reading = False
        self.beat.emit(*both)

    def _on_failed(self, _error: PodBridgeError) -> None:
        self._reading = False  # the next change asks again
