"""What can be done with several orders at once: approve those whose cost is known and that lose nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from podbridge_desktop.domain.cases import HoldReason
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import Reads
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.actions import Actions
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.order_offers import approve_words
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

MOST = 500


class BulkPane(QFrame):
    """`done` follows the approval of several."""

    done = Signal(Changed, str)

    def __init__(self, reads: Reads, actions: Actions, formats: Formats) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._reads, self._actions, self._formats = reads, actions, formats
        self._ids: tuple[int, ...] = ()
        self._ready: tuple[OrderRow, ...] = ()
        self._title = Text("", TextStyle.TITLE)
        self._words = Text("", wrap=True, muted=True)
        self._trouble = Banner()
        self._trouble.hide()
        self._approve = primary("", "check")
        row = QHBoxLayout()
        row.addWidget(self._approve)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._trouble)
        column.addWidget(self._words)
        column.addLayout(row)
        column.addStretch(1)
        self._approve.clicked.connect(self._on_approve)

    def show_orders(self, ids: Sequence[int]) -> None:
        if tuple(ids) != self._ids:
            self._trouble.hide()
        self._ids = tuple(ids)
        title = self.tr("%1 orders selected")
        self._title.setText(title.replace("%1", self._formats.number(len(ids))))
        rows = list(self._reads.orders(ids).values()) if len(ids) <= MOST else []
        self._ready = tuple(row for row in rows if is_plain(row))
        self._words.setText(self._sentence(rows))
        self._approve.setVisible(bool(self._ready))
        self._approve.setText(approve_words([row.cost for row in self._ready], self._formats))
        self._approve.updateGeometry()

    def refresh(self) -> None:
        self.show_orders(self._ids)

    def _sentence(self, rows: list[OrderRow]) -> str:
        if len(self._ids) > MOST:
            most = self.tr("Select at most %1 orders to approve them together.")
            return most.replace("%1", self._formats.number(MOST))
        waiting = [row for row in rows if row.hold_reason is HoldReason.APPROVAL]
        if not waiting:
            return self.tr("None of them waits for your approval.")
        return phrases.waiting(len(waiting), len(waiting) - len(self._ready))

    @Slot()
    def _on_approve(self) -> None:
        try:
            changed, refused = self._actions.approve_all([row.id for row in self._ready])
        except PodBridgeError as error:
            self._tell(error)
            return
        approved = len(self._ready) - len(refused)
        count = phrases.orders(approved, self._formats.number(approved))
        if refused:
            self._tell(refused[0])
        self.refresh()
        words = self.tr("%1 approved. They go to the supplier next.", "orders")
        self.done.emit(changed, words.replace("%1", count))

    def _tell(self, error: PodBridgeError) -> None:
        self._trouble.show_text(f"{error.message} {error.hint}".strip(), Tone.DANGER)
        self._trouble.show()


def is_plain(row: OrderRow) -> bool:
    """It waits for approval and nothing about it needs a second look."""
    waits = row.hold_reason is HoldReason.APPROVAL and row.cost is not None
    return waits and row.margin is not None and row.margin.minor >= 0
