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
_QUIET_MS = 30_000  # a full disk lets nothing be written, so that no change tells of it

Reading: TypeAlias = "tuple[Overview, tuple[ConnectionRow, ...], str]"


class Pulse(QObject):
    """`beat` follows every change, at most a few times a second. `listen_afar`: another process writes too."""

    beat = Signal(
        object, object, str
    )  # Overview, tuple[ConnectionRow, ...], why nothing new is sent

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reading = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._far = QTimer(self)
        self._rest.timeout.connect(self._read)
        self._far.timeout.connect(self._read)
        desk.bridge.changed.connect(self._on_changed)

    def begin(self, *, listen_afar: bool) -> None:
        self._read()
        self._far.start(_FAR_MS if listen_afar else _QUIET_MS)

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
        self._desk.background.run(self._all, self._on_read, self._on_failed)

    def _all(self) -> Reading:
        reads = self._desk.reads
        return reads.overview(), reads.connections(), self._desk.container.no_room()

    def _on_read(self, read: Reading) -> None:
        self._reading = False
        self.beat.emit(*read)

    def _on_failed(self, _error: PodBridgeError) -> None:
        self._reading = False  # the next change asks again
