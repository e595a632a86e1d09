"""*Sync now*: leaves the wish, and says when whoever owns the engine has fulfilled it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTimer, Signal, Slot

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.dialogs.question import told

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.actions import Actions

translate = QCoreApplication.translate
_PATIENCE_MS = 120_000
_GLANCE_MS = 2_000  # an engine of another process tells this one nothing


class Syncing(QObject):
    """`ended` carries the sentence; no wish is without an end. Empty: nobody asked, and there is nothing to say."""

    began = Signal()
    ended = Signal(str)

    def __init__(self, actions: Actions, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._wish: int | None = None
        self._asked = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._glance = QTimer(self)
        self._glance.setInterval(_GLANCE_MS)
        bridge.changed.connect(self._on_changed)
        self._patience.timeout.connect(self._on_patience)
        self._glance.timeout.connect(self._look)

    @property
    def is_waiting(self) -> bool:
        return self._wish is not None

    @Slot()
    def start(self) -> None:
        """The seller asks, and is told even that there is nothing new."""
        self._asked = True
        self._begin()

    @Slot()
    def follow(self) -> None:
        """Something happened that a sync should see; only what it finds is told."""
        self._begin()

    def _begin(self) -> None:
        if self._wish is not None:
            return
        try:
            self._wish = self._actions.sync_now()
        except PodBridgeError as error:
            self.ended.emit(told(error))
            return
        self.began.emit()
        self._patience.start()
        self._glance.start()

    @Slot(Changed)
    def _on_changed(self, _changed: Changed) -> None:
        self._look()

    @Slot()
    def _look(self) -> None:
        report = None if self._wish is None else self._actions.sync_report(self._wish)
        if report is not None:
            self._end(summary(report) or (self.tr("Nothing new.") if self._asked else ""))

    @Slot()
    def _on_patience(self) -> None:
        self._end(self.tr("It takes longer than usual. It goes on in the background."))

    def _end(self, words: str) -> None:
        self._wish = None
        self._asked = False
        self._patience.stop()
        self._glance.stop()
        self.ended.emit(words)


def summary(report: Mapping[str, object]) -> str:
    """What a pass did, in one sentence; empty for nothing."""
    unusable = report.get("unusable")
    if isinstance(unusable, Mapping) and unusable:
        name, why = next(iter(unusable.items()))
        words = translate("Syncing", "%1 could not be used. %2", "%1 a connection, %2 a sentence")
        return words.replace("%1", str(name)).replace("%2", str(why))
    did = [
        words
        for key, words in (
            ("pulled", _orders(_count(report, "pulled"))),
            ("confirmed", _paid(_count(report, "confirmed"))),
            ("tracked", _tracked(_count(report, "tracked"))),
        )
        if _count(report, key)
    ]
    if not did:
        return ""
    words = translate("Syncing", "Checked: %1.", "%1 a list such as '2 orders read, 1 paid'")
    return words.replace("%1", QLocale().createSeparatedList(did))


def _count(report: Mapping[str, object], key: str) -> int:
    value = report.get(key)
    return value if isinstance(value, int) else 0


def _orders(count: int) -> str:
    if count == 1:
        return translate("Syncing", "one order read")
    return translate("Syncing", "%n orders read", "", count)


def _paid(count: int) -> str:
    if count == 1:
        return translate("Syncing", "one order sent to production")
    return translate("Syncing", "%n orders sent to production", "", count)


def _tracked(count: int) -> str:
    if count == 1:
        return translate("Syncing", "one tracking number passed on")
    return translate("Syncing", "%n tracking numbers passed on", "", count)
