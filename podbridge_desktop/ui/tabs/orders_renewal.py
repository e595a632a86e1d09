"""When new orders come into the list by themselves: as long as nobody looks at anything in particular there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from podbridge_desktop.ui.models.orders_model import OrdersModel
from podbridge_desktop.ui.tabs.order_filters import OrderFilters
from podbridge_desktop.ui.tabs.orders_list import OrdersList

_REST_MS = 250  # a sync that stores order after order is not followed one by one


class OrdersRenewal(QObject):
    """A list that was scrolled, or where something is selected or typed, gets the bar instead."""

    def __init__(self, model: OrdersModel, orders: OrdersList, filters: OrderFilters) -> None:
        super().__init__(orders)
        self._model, self._list, self._filters = model, orders, filters
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        model.news.connect(self._on_news)
        orders.selection_changed.connect(self.look)

    def take(self) -> None:
        """The seller comes to the list now: nothing she looks at can jump."""
        if self._model.waiting:
            self._model.reload()

    @Slot()
    def look(self) -> None:
        """What waits may come in as soon as nothing is in its way."""
        if self._model.waiting:
            self._on_news(self._model.waiting)

    @property
    def _is_free(self) -> bool:
        typing = self._filters.search.hasFocus() and bool(self._filters.search.text())
        at_rest = self._list.isVisible() and self._list.is_at_rest
        return at_rest and not typing and QApplication.activeModalWidget() is None

    @Slot(int)
    def _on_news(self, count: int) -> None:
        if count and self._is_free:
            self._rest.start()
        else:
            self._list.show_news(count)

    @Slot()
    def _on_rest(self) -> None:
        if self._is_free:
            self.take()
        else:
            self._list.show_news(self._model.waiting)
