"""A dialog over a list that is worked out elsewhere, with many rows in a second, and read anew while it is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button, primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.selection import select_ids, selected_ids
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.ticks import TickTable

_SIDE = 24


class ReviewFrame(QDialog):
    """Stays open until it is closed. Whoever inherits says what is read, how it is shown and what the buttons do."""

    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        table: TickTable,
        icon: str,
        work: Callable[[], Sequence[Any]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._work = desk, work
        self._reading = self._again = False
        self.table = table
        self.trouble = Banner()
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self.close_button = quiet(self.tr("Close"))
        self.go = primary("", icon)
        desk.bridge.changed.connect(self._on_changed)
        self.close_button.clicked.connect(self.reject)

    # --- for whoever inherits ------------------------------------------------------------------------------------

    def show_found(self, found: Sequence[Any]) -> None:
        """Bring what was read into the table's model."""
        raise NotImplementedError

    def show_counts(self) -> None:
        """Let the buttons say how much they do."""
        raise NotImplementedError

    def words_of_nothing(self) -> tuple[str, str]:
        """Title and sentence where nothing is left to review."""
        raise NotImplementedError

    # --- building ------------------------------------------------------------------------------------------------

    def lay_out(
        self, heading: str, words: str, left: Sequence[Button], counts: Text | None = None
    ) -> None:
        """The heading (with counts), a sentence, the table, and `left` at the left of the foot."""
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        head = QHBoxLayout()
        head.addWidget(Text(heading, TextStyle.HEADING), 1)
        if counts is not None:
            head.addWidget(counts)
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 12)
        inner.setSpacing(12)
        inner.addLayout(head)
        inner.addWidget(Text(words, muted=True, wrap=True))
        inner.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(self._foot(left))
        self.trouble.hide()

    def _foot(self, left: Sequence[Button]) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        for button in left:
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        return foot

    # --- reading -------------------------------------------------------------------------------------------------

    def begin(self, title: str, words: str) -> None:
        """Say what is being looked for, and look."""
        self.empty.show_state(Variant.LOADING, title, words)
        self._stack.setCurrentWidget(self.empty)
        self.show_counts()
        self.read()

    @Slot(Changed)
    def _on_changed(self, changed: Changed) -> None:
        if changed.topics & {Topic.PRODUCTS, Topic.LISTINGS}:
            self.read()

    def read(self) -> None:
        """One reading at a time; what changed meanwhile is read after it."""
        self._again = self._reading
        if not self._reading:
            self._reading = True
            self._desk.background.run(self._work, self._on_read, self.on_failed)

    def _on_read(self, found: Sequence[Any]) -> None:
        self._reading = False
        kept = selected_ids(self.table)
        self.show_found(found)
        if found and not select_ids(self.table, kept):
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not found:
            self.empty.show_state(Variant.DONE, *self.words_of_nothing())
        self._stack.setCurrentIndex(0 if found else 1)
        self.show_counts()
        if self._again:
            self.read()

    # --- telling -------------------------------------------------------------------------------------------------

    def tell_done(self, words: str, tone: Tone = Tone.SUCCESS) -> None:
        """Say what was done, here and in the window's line, and read what is left."""
        self.go.set_busy(None)
        self.said.emit(words)
        self.tell(words, tone)
        self.read()

    def on_failed(self, error: PodBridgeError) -> None:
        """A reading or a deed came to nothing."""
        self._reading = False
        self.go.set_busy(None)
        self.tell(told(error), Tone.DANGER)
        self.show_counts()

    def tell(self, words: str, tone: Tone) -> None:
        self.trouble.show_text(words, tone)
        self.trouble.show()
