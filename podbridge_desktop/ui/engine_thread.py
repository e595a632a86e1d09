"""The engine under the window: its coordinator and its runners on QThreads, stopped and joined when the window closes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from podbridge_desktop.bootstrap.container import Container
from podbridge_desktop.errors import StoreDamaged, Superseded

log = logging.getLogger(__name__)

STOP_MS = 10_000
_SLICE_MS = 100  # waited for in slices: while the computer sleeps at most one of them passes
_BREATH = 0.005  # between two bites of a page, so that the window gets its turn


class Carrier(QThread):
    """Carries one plain call."""

    broke = Signal()

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._work = work

    def run(self) -> None:
        try:
            self._work()
        except Exception:  # the thread hook: logged, and the window says it
            log.exception("the thread %s ended by a mistake", self.objectName())
            self.broke.emit()

    def join(self) -> None:
        """Wait for its end (what the engine asks of a thread)."""
        self.wait()


class EngineThread(QObject):
    """Serves until `stop`. Start it only while holding the engine (`Container.take_engine`)."""

    broke = Signal()  # it ended by itself: a mistake of ours
    lost = Signal()  # another program has taken over
    damaged = Signal(object)  # StoreDamaged: it stopped because the data cannot be read

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._container = container
        self._engine = container.engine(spawn=self._spawn, breathe=self._breathe)
        self._coordinator = Carrier("engine", self._serve)
        self._coordinator.broke.connect(self.broke)

    def start(self) -> None:
        self._coordinator.start()

    def stop(self) -> bool:
        """Cut off what is on the wire, wait for every thread; False when one did not end in time."""
        self._container.stop()
        self._engine.ring()
        return any(self._coordinator.wait(_SLICE_MS) for _ in range(STOP_MS // _SLICE_MS))

    def _serve(self) -> None:
        try:
            self._engine.run(self._container.stopping)
        except Superseded as error:
            log.warning("%s", error.message)
            self.lost.emit()
        except StoreDamaged as error:
            self.damaged.emit(error)

    def _breathe(self) -> None:
        self._container.stopping.wait(_BREATH)

    def _spawn(self, name: str, work: Callable[[], None]) -> Carrier:
        """Called by the coordinator, in its thread."""
        carrier = Carrier(name, work)
        carrier.broke.connect(self.broke)
        carrier.start()
        return carrier
