"""*What changed*: what suppliers and the seller's own hand changed since the last push, to be applied or kept in one go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.drift import Done, ListingChanges
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.change_review import ChangeReviewModel
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.headings import (
    HeadedDelegate,
    HeadedPillDelegate,
    HeadedTickDelegate,
)
from podbridge_desktop.ui.widgets.selection import select_ids, selected_ids
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.ticks import TickTable
from podbridge_desktop.ui.words import drift

_SIDE = 24
_TALL = 1.2


class ChangesDialog(QDialog):
    """Stays open until it is closed. Everything is compared elsewhere: with many listings it takes a second."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._reading = self._again = False
        self.table = TickTable(self.tr("What changed since the last push"), tallness=_TALL)
        self.model = ChangeReviewModel(desk.formats, self)
        self.trouble = Banner()
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self.keep = quiet(self.tr("Leave as it is"), "check")
        self.close_button = quiet(self.tr("Close"))
        self.go = primary("", "send")
        self._build()
        self._connect()
        self._show_looking()
        self._read()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("What changed"))
        self.table.setModel(self.model)
        view = self.table
        self.table.set_columns([
            Column(70, delegate=HeadedTickDelegate(view)),
            Column(stretch=True, delegate=HeadedDelegate(view)),
            Column(180, delegate=HeadedPillDelegate(view)),
            Column(210, delegate=HeadedDelegate(view)),
            Column(180, delegate=HeadedDelegate(view)),
        ])  # fmt: skip
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        words = self.tr(
            "Updating pushes the ticked listings once more, with prices by your own rules; what was changed in the store"
            " is put back. Leaving as it is agrees to what stands there now, and later pushes keep it."
        )
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 12)
        inner.setSpacing(12)
        inner.addWidget(Text(self.tr("What changed since the last push"), TextStyle.HEADING))
        inner.addWidget(Text(words, muted=True, wrap=True))
        inner.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(self._foot())
        self.trouble.hide()
        self.resize(1020, 640)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        foot.addWidget(self.keep)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        return foot

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self._on_changed)
        self.model.dataChanged.connect(self._show_counts)
        self.keep.clicked.connect(self._on_keep)
        self.close_button.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)

    # --- showing ------------------------------------------------------------------------------------------------

    def _show_looking(self) -> None:
        title = self.tr("Comparing")
        words = self.tr("Every listing is held against what was agreed on with its last push.")
        self.empty.show_state(Variant.LOADING, title, words)
        self._stack.setCurrentWidget(self.empty)
        self._show_counts()

    @Slot(Changed)
    def _on_changed(self, changed: Changed) -> None:
        if changed.topics & {Topic.PRODUCTS, Topic.LISTINGS}:
            self._read()

    def _read(self) -> None:
        """One reading at a time; what changed meanwhile is read after it."""
        self._again = self._reading
        if not self._reading:
            self._reading = True
            self._desk.background.run(self._desk.actions.changes, self._on_read, self._on_failed)

    def _on_read(self, found: tuple[ListingChanges, ...]) -> None:
        self._reading = False
        kept = selected_ids(self.table)
        self.model.show_changes(found)
        if found and not select_ids(self.table, kept):
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not found:
            title = self.tr("Everything is as you left it")
            words = self.tr("No supplier and nobody in your stores changed what you pushed.")
            self.empty.show_state(Variant.DONE, title, words)
        self._stack.setCurrentIndex(0 if found else 1)
        self._show_counts()
        if self._again:
            self._read()

    @Slot()
    def _show_counts(self) -> None:
        count = len(self.model.chosen())
        self.go.setText(drift.apply_button(count))
        self.go.setEnabled(bool(count))
        self.go.updateGeometry()
        self.keep.setEnabled(bool(count))

    # --- doing --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_go(self) -> None:
        ids = self.model.chosen()
        self._do(partial(self._desk.actions.apply_changes, ids), len(ids), drift.applied)

    @Slot()
    def _on_keep(self) -> None:
        ids = self.model.chosen()
        self._do(partial(self._desk.actions.keep_changes, ids), len(ids), drift.kept)

    def _do(self, work: Callable[[], Done], count: int, words: Callable[[int], str]) -> None:
        self.go.set_busy(self.tr("Working…"))
        self.keep.setEnabled(False)
        self._desk.background.run(work, partial(self._on_done, count, words), self._on_failed)

    def _on_done(self, count: int, words: Callable[[int], str], done: Done) -> None:
        """What could not be done says why; the others are done."""
        _, refused = done
        said = words(count - len(refused))
        self.go.set_busy(None)
        self.said.emit(said)
        self._tell(" ".join((said, *map(told, refused))), Tone.DANGER if refused else Tone.SUCCESS)
        self._read()

    def _on_failed(self, error: PodBridgeError) -> None:
        self._reading = False
        self.go.set_busy(None)
        self._tell(told(error), Tone.DANGER)
        self._show_counts()

    def _tell(self, words: str, tone: Tone) -> None:
        self.trouble.show_text(words, tone)
        self.trouble.show()
