"""What stands above the list of orders: search, store, state, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.chips import ChipBar
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.search_field import SearchField
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import phrases

STATES = ("", "on_hold", "approval", "production", "shipped", "tracking_synced")
RARE = ("placed", "unpaid", "before_podbridge", "not_ours", "late", "cancelled")


class OrderFilters(QWidget):
    """`changed` says that the question is another one now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Search order, customer, product, tracking number"))
        self._stores = QComboBox()
        self._stores.setAccessibleName(self.tr("Store"))
        self._stores.hide()
        self._count = Text("", TextStyle.SMALL, muted=True, tabular=True)
        self.states = ChipBar(
            self.tr("State"),
            [(state, phrases.order_state(state)) for state in STATES],
            [(state, phrases.order_state(state)) for state in RARE],
            self.tr("More"),
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        self.search.setMinimumWidth(220)
        self.search.setMaximumWidth(420)
        top.addWidget(self.search, 3)
        top.addWidget(self._stores)
        top.addStretch(1)
        top.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.states)

    def _connect(self) -> None:
        self.search.search_changed.connect(self._on_changed)
        self.states.chosen.connect(self._on_changed)
        self._stores.currentIndexChanged.connect(self._on_changed)

    @property
    def store_id(self) -> str:
        return str(self._stores.currentData() or "")

    @property
    def is_open(self) -> bool:
        """Nothing is left out."""
        return not (self.search.text().strip() or self.states.key or self.store_id)

    def clear(self) -> None:
        """Show everything again; asks once."""
        self.blockSignals(True)
        self.search.clear()
        self.states.choose("")
        self._stores.setCurrentIndex(0)
        self.blockSignals(False)
        self.changed.emit()

    def show_stores(self, stores: Sequence[tuple[str, str]]) -> None:
        """(id, name) of each store. One store needs no choice."""
        before = self.store_id
        self._stores.blockSignals(True)
        self._stores.clear()
        self._stores.addItem(self.tr("All stores"), "")
        for id_, name in stores:
            self._stores.addItem(name, id_)
        self._stores.setCurrentIndex(max(0, self._stores.findData(before)))
        self._stores.blockSignals(False)
        self._stores.setVisible(len(stores) > 1)

    def show_count(self, words: str) -> None:
        self._count.setText(words)

    def show_on_hold(self, words: str) -> None:
        """How many are On Hold, on its chip; empty for none."""
        self.states.set_count("on_hold", words, Tone.HOLD)

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()
