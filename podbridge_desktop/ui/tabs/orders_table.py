"""How a table of orders is laid out, the same for the first look and for the list that follows it."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt

from podbridge_desktop.domain.reading import OrderSort
from podbridge_desktop.ui.models.order_columns import FORMS, OrderColumn, column_of, place_of
from podbridge_desktop.ui.models.order_table import OrderTable
from podbridge_desktop.ui.tokens import PAGE_MARGIN
from podbridge_desktop.ui.widgets.journey_strip import JourneyDelegate
from podbridge_desktop.ui.widgets.pills import PillDelegate
from podbridge_desktop.ui.widgets.table import Column, DataTable

# The first words of rows and filters stand under each other.
FILTER_ROOM = QMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 12)
LIST_ROOM = QMargins(12, 0, 12, 0)
_WIDTHS = {
    OrderColumn.NUMBER: 128,  # an Etsy number has ten digits
    OrderColumn.PLACED: 88,
    OrderColumn.STORE: 150,
    OrderColumn.ITEMS: 64,
    OrderColumn.JOURNEY: 132,
    OrderColumn.STATE: 176,
    OrderColumn.TOTAL: 92,
    OrderColumn.MARGIN: 92,
}

_NARROW = 130  # what the customer's name needs at least
_GIVEN_UP = (OrderColumn.STORE, OrderColumn.ITEMS, OrderColumn.MARGIN, OrderColumn.PLACED)


def lay_out(table: DataTable, model: OrderTable) -> None:
    """Give the table its model, columns and delegates, newest orders on top."""
    table.setModel(model)
    delegates = {
        OrderColumn.JOURNEY: JourneyDelegate(table),
        OrderColumn.STATE: PillDelegate(table),
    }
    table.set_columns(
        [
            Column(_WIDTHS[form.key], delegate=delegates.get(form.key))
            if form.key in _WIDTHS
            else Column(stretch=True)
            for form in FORMS
        ]
    )
    header = table.horizontalHeader()
    header.setSortIndicatorShown(True)
    header.setSortIndicator(column_of(OrderSort.PLACED), Qt.SortOrder.DescendingOrder)


def fit(table: DataTable, width: int, *, many_stores: bool) -> None:
    """Give up columns, the least needed first, until the customer's name has room. `width` in pixels."""
    scale = max(1.0, table.fontMetrics().height() / 16)
    room = width / scale - _NARROW - sum(_WIDTHS.values())
    for key in _GIVEN_UP:
        hidden = room < 0 or (key is OrderColumn.STORE and not many_stores)
        table.setColumnHidden(place_of(key), hidden)
        room += _WIDTHS[key] if hidden else 0
