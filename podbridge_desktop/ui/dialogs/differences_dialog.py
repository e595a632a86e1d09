"""*What changes there*: before an update, what buyers will see otherwise, and what stays as the store has it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.domain.differences import Difference
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.difference_review import DifferenceReviewModel
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.headings import HeadedDelegate, HeadedTickDelegate
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.ticks import TickTable
from podbridge_desktop.ui.words import drift
from podbridge_desktop.ui.words.formats import Formats

_SIDE = 24


class DifferencesDialog(QDialog):
    """`agreed` says that the push may go on; `model.left` then tells what stays."""

    agreed = Signal()

    def __init__(
        self,
        groups: Sequence[tuple[int, str, Sequence[Difference]]],
        store: str,
        formats: Formats,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.table = TickTable(self.tr("What changes there"), tallness=1.2)
        self.model = DifferenceReviewModel(groups, formats, self)
        self.cancel = quiet(self.tr("Not now"))
        self.go = primary("", "send")
        self._build(store)
        self.model.dataChanged.connect(self._show_count)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self._show_count()

    def _build(self, store: str) -> None:
        title = self.tr("What changes in %1").replace("%1", store)
        self.setWindowTitle(title)
        self.table.setModel(self.model)
        view = self.table
        self.table.set_columns([
            Column(70, delegate=HeadedTickDelegate(view)),
            Column(stretch=True, delegate=HeadedDelegate(view)),
            Column(230, delegate=HeadedDelegate(view)),
            Column(230, delegate=HeadedDelegate(view)),
        ])  # fmt: skip
        words = self.tr(
            "These products stand in the store already. What is ticked changes there; what is not stays as the store has it, with"
            " this push and with later ones. What you changed there by hand is not ticked, and pictures and tags that you added"
            " are never taken away."
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 20, _SIDE, 20)
        column.setSpacing(12)
        column.addWidget(Text(title, TextStyle.HEADING, wrap=True))
        column.addWidget(Text(words, muted=True, wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.selectRow(0)
        self.resize(940, 560)

    @Slot()
    def _show_count(self) -> None:
        self.go.setText(drift.push_changes(self.model.count()))
        self.go.updateGeometry()

    @Slot()
    def _on_go(self) -> None:
        self.accept()
        self.agreed.emit()
