"""The one way from engine threads to the window: four signals of an object that lives in the GUI thread.

Events say what kind of thing happened and to whom, never data: a screen that cares reads again. Receivers are
methods that wear `@Slot`; then Qt delivers in the GUI thread whoever emits.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QMetaObject, QObject, Qt, QTimer, Signal, Slot

from podbridge_desktop.domain.changes import Changed, Topic

_BEAT_MS = 50


class Bridge(QObject):
    """Made in the GUI thread. `tell` may be called from any thread and gathers what comes within a beat."""

    changed = Signal(Changed)
    job_started = Signal(str, str)  # JobKind, connection id
    progress = Signal(str, str, int, int)  # JobKind, connection id, done, of (0: nobody knows)
    settled = Signal(str, str, str)  # JobKind, connection id, JobState

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard = threading.Lock()
        self._gathered = Changed()
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def tell(self, changed: Changed) -> None:
        """For `Container.listen`: a sync writes hundreds of times a second, a screen is read at most 20 times."""
        with self._guard:
            waiting = bool(self._gathered)
            self._gathered = merged(self._gathered, changed)
        if changed and not waiting:
            QMetaObject.invokeMethod(self, "_on_told", Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _on_told(self) -> None:
        self._beat.start()

    @Slot()
    def _on_beat(self) -> None:
        with self._guard:
            gathered, self._gathered = self._gathered, Changed()
        if gathered:
            self.changed.emit(gathered)


def merged(one: Changed, other: Changed) -> Changed:
    """Both together. 'Any order' stays 'any' beside certain ones, which adding up the ids would forget."""
    any_order = any(Topic.ORDERS in c.topics and not c.order_ids for c in (one, other))
    both = one | other
    return Changed(both.topics) if any_order else both
