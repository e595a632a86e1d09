"""The table of orders with its news bar and its empty states. The selection is kept as ids, whatever the rows do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.reading import OrderSort
from podbridge_desktop.ui.models.order_columns import FORMS, column_of
from podbridge_desktop.ui.models.orders_model import OrdersModel
from podbridge_desktop.ui.tabs.orders_table import fit, lay_out
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.empty_state import EmptyState
from podbridge_desktop.ui.widgets.table import DataTable
from podbridge_desktop.ui.words import phrases

_REST_MS = 40  # a held arrow key does not read every order it passes
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class OrdersList(QWidget):
    """`selection_changed` comes once the selection rests; `sort_wanted` when a head is clicked."""

    selection_changed = Signal()
    activated = Signal()
    sort_wanted = Signal(OrderSort, bool)

    def __init__(self, model: OrdersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.selected: tuple[int, ...] = ()
        self._restoring = False
        self._top: int | None = None
        self._many_stores = False
        self.empty = EmptyState()
        self.table = DataTable(self.tr("Orders"))
        self._news = Banner()
        self._news.hide()
        self._news_button = self._news.add_button(self.tr("Show"))
        self._stack = QStackedWidget()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        lay_out(self.table, self._model)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._news)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._model.modelAboutToBeReset.connect(self._on_about_to_reset)
        self._model.modelReset.connect(self._on_reset)
        self._model.settled.connect(self._on_settled)
        self._news_button.clicked.connect(self._on_show_news)
        self._rest.timeout.connect(self.selection_changed)
        self.table.row_activated.connect(self.activated)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sort)

    def show_table(self, *, has_rows: bool) -> None:
        """The rows, or the empty state that the tab has filled."""
        self._stack.setCurrentIndex(0 if has_rows else 1)

    def show_many_stores(self, *, many: bool) -> None:
        self._many_stores = many
        self._fit_columns()

    def select(self, ids: Sequence[int], *, scroll: bool = True) -> None:
        """Select orders, now or as soon as the list has them."""
        self.selected = tuple(ids)
        self._restore(scroll=scroll)
        self._rest.start()

    # --- the selection ------------------------------------------------------------------------------------------

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        before, self._restoring = self._restoring, True
        yield
        self._restoring = before

    @Slot()
    def _on_about_to_reset(self) -> None:
        self._restoring = True
        self._top = self._model.id_at(self._scrolled) if self._scrolled else None

    @Slot()
    def _on_reset(self) -> None:
        self._restore(scroll=False)
        self._restoring = False
        if self._top is not None and self._model.keeps_place:
            self._keep_top(self._top)

    @property
    def _scrolled(self) -> int:
        """How many rows are above the first that is in sight."""
        return self.table.verticalScrollBar().value()

    def _keep_top(self, id_: int) -> None:
        """A list that was scrolled stays at its first row in sight, whatever came in above."""
        self.table.doItemsLayout()  # else it scrolls no farther than the old rows went
        for row in self._model.positions_of((id_,)).values():
            self.table.scrollTo(
                self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop
            )

    @Slot()
    def _on_settled(self) -> None:
        """The list is whole: what it does not hold any more is not selected any more."""
        self._restore(scroll=False)
        there = self._model.positions_of(self.selected)
        if len(there) != len(self.selected):
            self.selected = tuple(id_ for id_ in self.selected if id_ in there)
            self._rest.start()

    def _restore(self, *, scroll: bool) -> None:
        there = sorted(self._model.positions_of(self.selected).values())
        if not there:
            return
        wanted = QItemSelection()
        for row in there:
            wanted.select(self._model.index(row, 0), self._model.index(row, len(FORMS) - 1))
        with self._quietly():
            models = self.table.selectionModel()
            models.setCurrentIndex(
                self._model.index(there[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            models.select(wanted, _SELECT)
        if scroll:
            self.table.scrollTo(self._model.index(there[0], 0))

    @Slot()
    def _on_selection(self) -> None:
        if not self._restoring:
            chosen = self.table.selectionModel().selection()
            parts = [chosen.at(n) for n in range(chosen.count())]
            self.selected = tuple(
                id_ for part in parts for id_ in self._model.ids_between(part.top(), part.bottom())
            )
            self._rest.start()

    # --- heads, news, width -------------------------------------------------------------------------------------

    @Slot(int, Qt.SortOrder)
    def _on_sort(self, section: int, order: Qt.SortOrder) -> None:
        """A head that sorts by nothing gives the arrow back."""
        sort = FORMS[section].sort
        query = self._model.query
        if sort is not None:
            self.sort_wanted.emit(sort, order is Qt.SortOrder.DescendingOrder)
            return
        header = self.table.horizontalHeader()
        before = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column_of(query.sort), before)

    @property
    def is_at_rest(self) -> bool:
        """Nothing is selected, and the top is in sight."""
        return not self.selected and not self._scrolled

    def show_news(self, count: int) -> None:
        """The bar that brings the new orders, for somebody who looks at others; 0 puts it away."""
        self._news.show_text(phrases.new_orders(count), Tone.INFO)
        self._news.setVisible(bool(count))

    @Slot()
    def _on_show_news(self) -> None:
        self._model.reload()
        self.table.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        fit(self.table, self.width(), many_stores=self._many_stores)
