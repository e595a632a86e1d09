"""Asks for the ids of a query on a thread of its own, so that a million of them never hold up the window."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from podbridge_desktop.domain.reading import OrderQuery, Reads
from podbridge_desktop.errors import PodBridgeError

FIRST_ROWS = 60
_STOP_MS = 3_000


class _Worker(QObject):
    """Lives in the thread. A request that was overtaken meanwhile is not begun."""

    first = Signal(int, object)
    whole = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self, reads: Reads) -> None:
        super().__init__()
        self._reads = reads
        self.latest = 0  # written by the GUI thread

    @Slot(int, object)
    def read(self, request: int, query: OrderQuery) -> None:
        try:
            if request == self.latest:
                self.first.emit(request, self._reads.first_orders(query, FIRST_ROWS))
            if request == self.latest:
                self.whole.emit(request, self._reads.order_ids(query))
        except PodBridgeError as error:
            self.failed.emit(request, error)


class OrderSnapshots(QObject):
    """`ask` answers with `first` (the rows on top) and then `whole` (all ids), of the latest query only."""

    first = Signal(object)  # tuple[OrderRow, ...]
    whole = Signal(object)  # array[int]
    failed = Signal(object)  # PodBridgeError
    _wanted = Signal(int, object)

    def __init__(self, reads: Reads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(reads)
        self._carrier = QThread(self)
        self._ended = False
        self._worker.moveToThread(self._carrier)
        self._connect()

    def _connect(self) -> None:
        self._wanted.connect(self._worker.read)
        self._worker.first.connect(self._on_first)
        self._worker.whole.connect(self._on_whole)
        self._worker.failed.connect(self._on_failed)
        self._carrier.finished.connect(self._worker.deleteLater)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.stop)

    def ask(self, query: OrderQuery) -> None:
        """Answers to what was asked before are dropped from now on."""
        if self._ended:
            return
        if not self._carrier.isRunning():
            self._carrier.start()
        self._worker.latest += 1
        self._wanted.emit(self._worker.latest, query)

    @Slot()
    def stop(self) -> None:
        """End the thread; nothing is answered any more."""
        if not self._ended:
            self._ended = True
            self._worker.latest += 1
            self._carrier.quit()
            self._carrier.wait(_STOP_MS)

    @Slot(int, object)
    def _on_first(self, request: int, rows: object) -> None:
        if request == self._worker.latest:
            self.first.emit(rows)

    @Slot(int, object)
    def _on_whole(self, request: int, ids: array[int]) -> None:
        if request == self._worker.latest:
            self.whole.emit(ids)

    @Slot(int, object)
    def _on_failed(self, request: int, error: PodBridgeError) -> None:
        if request == self._worker.latest:
            self.failed.emit(error)
