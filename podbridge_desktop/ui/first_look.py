"""The newest orders, painted before the rest of the program is imported; the Orders tab then takes their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from podbridge_desktop.ui.models.order_table import FirstOrders
from podbridge_desktop.ui.tabs.order_filters import OrderFilters
from podbridge_desktop.ui.tabs.orders_table import FILTER_ROOM, LIST_ROOM, fit, lay_out
from podbridge_desktop.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow
    from podbridge_desktop.ui.words.formats import Formats


class FirstLook(QFrame):
    """Rows can be read and chosen; what is chosen is opened as soon as it can be."""

    def __init__(self, rows: Sequence[OrderRow], formats: Formats, *, many_stores: bool) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._many_stores = many_stores
        self._model = FirstOrders(rows, formats)
        self.table = DataTable(self.tr("Orders"))
        lay_out(self.table, self._model)
        filters = OrderFilters()
        filters.setEnabled(
            False
        )  # there from the start, so that no row moves; of use a moment later
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for inside, room, share in ((filters, FILTER_ROOM, 0), (self.table, LIST_ROOM, 1)):
            inset = QVBoxLayout()
            inset.setContentsMargins(room)
            inset.addWidget(inside)
            column.addLayout(inset, share)

    @property
    def chosen(self) -> int | None:
        """The order under the cursor, where the seller has put one."""
        row = self._model.row_at(self.table.currentIndex().row())
        return None if row is None else row.id

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        width = self.width() - LIST_ROOM.left() - LIST_ROOM.right()
        fit(self.table, width, many_stores=self._many_stores)
