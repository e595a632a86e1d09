"""A table whose rows are orders: the columns, their heads and cells. Which rows there are is for the heir to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from podbridge_desktop.ui.models.order_cells import CELLS
from podbridge_desktop.ui.models.order_columns import FORMS, alignment, heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podbridge_desktop.domain.order_row import OrderRow
    from podbridge_desktop.ui.words.formats import Formats

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()


class OrderTable(QAbstractTableModel):
    """GUI thread only. An heir gives `rowCount` and `row_at`."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats

    def row_at(self, position: int) -> OrderRow | None:
        raise NotImplementedError

    def columnCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(FORMS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(FORMS[section].key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(FORMS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        serve = CELLS.get(role)
        row = None if serve is None else self.row_at(index.row())
        return (
            None
            if serve is None or row is None
            else serve(row, FORMS[index.column()], self._formats)
        )


class FirstOrders(OrderTable):
    """A few rows that are held whole."""

    def __init__(self, rows: Sequence[OrderRow], formats: Formats) -> None:
        super().__init__(formats)
        self._rows = tuple(rows)

    def rowCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, position: int) -> OrderRow | None:
        return self._rows[position] if 0 <= position < len(self._rows) else None
