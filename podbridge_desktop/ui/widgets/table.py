"""The table every list of the program uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from podbridge_desktop.ui.fonts import row_height
from podbridge_desktop.ui.widgets.header import TableHeader
from podbridge_desktop.ui.widgets.row_delegate import HOVER_PROPERTY, Index, RowDelegate


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is laid out: its width at the usual font size, or a share of what is left."""

    width: int = 120
    stretch: bool = False
    delegate: QAbstractItemDelegate | None = None


class DataTable(QTableView):
    """Whole rows, no grid, Enter or double click activates. Tab leaves the table."""

    row_activated = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None, *, tallness: float = 1.0) -> None:
        """`tallness` is for rows with pictures or two lines: how many usual rows high one is."""
        super().__init__(parent)
        self._tallness = tallness
        self.setAccessibleName(name)
        self.setHorizontalHeader(TableHeader(self))
        self.setItemDelegate(RowDelegate(self))
        self._delegates: list[QAbstractItemDelegate] = []  # Qt does not own column delegates
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setProperty(HOVER_PROPERTY, -1)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        self._connect()

    def _connect(self) -> None:
        self.entered.connect(self._on_entered)
        self.doubleClicked.connect(self.row_activated)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Lay the columns out; call it after `setModel`."""
        header = self.horizontalHeader()
        scale = self.fontMetrics().height() / 16
        for place, column in enumerate(columns):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if column.stretch
                else QHeaderView.ResizeMode.Interactive
            )
            header.setSectionResizeMode(place, mode)
            if not column.stretch:
                self.setColumnWidth(place, round(column.width * max(1.0, scale)))
            if column.delegate is not None:
                self._delegates.append(column.delegate)
                self.setItemDelegateForColumn(place, column.delegate)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_activated.emit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        self._repaint_row(previous.row())
        self._repaint_row(current.row())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hover(-1)
        super().leaveEvent(event)

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        before = self.property(HOVER_PROPERTY)
        if before != row:
            self.setProperty(HOVER_PROPERTY, row)
            self._repaint_row(before)
            self._repaint_row(row)

    def _repaint_row(self, row: int) -> None:
        if self.model() is not None and 0 <= row < self.model().rowCount():
            port = self.viewport()
            port.update(0, self.rowViewportPosition(row), port.width(), self.rowHeight(row))

    def _fit_rows(self) -> None:
        height = round(row_height(self.font()) * self._tallness)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
