"""The Orders tab: all orders, newest first, searchable; beside them the one that is looked at."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QMargins, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.reading import OrderQuery, OrderSort, Reads
from podbridge_desktop.domain.views import Overview
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.actions import Actions
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.models.orders_model import OrdersModel
from podbridge_desktop.ui.pages import OpenUrl
from podbridge_desktop.ui.tabs.bulk_pane import BulkPane
from podbridge_desktop.ui.tabs.order_filters import OrderFilters
from podbridge_desktop.ui.tabs.order_pane import OrderPane
from podbridge_desktop.ui.tabs.orders_empty import EmptyWords, Nothing
from podbridge_desktop.ui.tabs.orders_list import OrdersList
from podbridge_desktop.ui.tabs.orders_renewal import OrdersRenewal
from podbridge_desktop.ui.tabs.orders_table import FILTER_ROOM, LIST_ROOM
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

_PATIENCE_MS = 300
_PANE_SHARE, _PANE_LEAST, _PANE_MOST = 0.36, 384, 520
_LIST_LEAST = 640


class OrdersTab(QFrame):
    """`said` is for the status line; `elsewhere` and `connect_wanted` are for the window."""

    said = Signal(str)
    elsewhere = Signal(object, object)  # CaseRow, Action
    connect_wanted = Signal()
    products_wanted = Signal()

    def __init__(
        self,
        reads: Reads,
        actions: Actions,
        bridge: Bridge,
        formats: Formats,
        *,
        opener: OpenUrl = QDesktopServices.openUrl,
        practice: bool = False,
    ) -> None:
        super().__init__()
        self._practice = practice
        self.setObjectName("plain")
        self._reads, self._actions, self._formats = reads, actions, formats
        self._bridge = bridge
        self._stores: tuple[str, ...] = ()
        self._trouble: PodBridgeError | None = None
        self.model = OrdersModel(reads, formats, self)
        self.filters = OrderFilters()
        self.list = OrdersList(self.model)
        self._renewal = OrdersRenewal(self.model, self.list, self.filters)
        self.pane = OrderPane(reads, actions, formats, opener=opener)
        self.bulk = BulkPane(reads, actions, formats)
        self._beside = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._find = QShortcut(QKeySequence.StandardKey.Find, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._beside.addWidget(self.pane)
        self._beside.addWidget(self.bulk)
        self._beside.hide()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._inset(self.filters, FILTER_ROOM))
        column.addWidget(self._inset(self.list, LIST_ROOM), 1)
        self._split.addWidget(left)
        self._split.addWidget(self._beside)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)

    @staticmethod
    def _inset(inside: QWidget, margins: QMargins) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(margins)
        column.addWidget(inside)
        return frame

    def _connect(self) -> None:
        self._bridge.changed.connect(self.on_changed)
        self._find.activated.connect(self._on_find)
        self._patience.timeout.connect(self._on_patience)
        self.filters.changed.connect(self._on_filters)
        self.model.settled.connect(self._on_settled)
        self.model.failed.connect(self._on_failed)
        self.list.sort_wanted.connect(self._on_sort)
        self.list.selection_changed.connect(self._on_selection)
        self.list.activated.connect(self._on_activated)
        self.list.empty.action_clicked.connect(self._on_empty_action)
        self.pane.closed.connect(self._on_closed)
        for pane in (self.pane, self.bulk):
            pane.done.connect(self._on_done)
        self.pane.deeds.elsewhere.connect(self.elsewhere)

    def begin(self) -> None:
        """Read for the first time; call it once the window is shown."""
        self._read_stores()
        self._ask(self.model.query)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """End the thread behind the list."""
        self.model.close()

    def open_order(self, order_id: int) -> None:
        """Show one order, whatever is filtered now."""
        self.list.select((order_id,))
        if not self.model.positions_of((order_id,)):
            self.filters.clear()

    def show_overview(self, overview: Overview) -> None:
        """The window's big numbers: how many are On Hold stands on its chip."""
        held = overview.on_hold
        self.filters.show_on_hold(self._formats.short_number(held) if held else "")

    # --- asking -------------------------------------------------------------------------------------------------

    def _ask(self, query: OrderQuery) -> None:
        self._patience.start()
        self.model.show_query(query)

    @Slot()
    def _on_filters(self) -> None:
        f = self.filters
        query = replace(
            self.model.query,
            search=f.search.text().strip(),
            state=f.states.key,
            store_id=f.store_id,
        )
        if query != self.model.query:
            self._ask(query)

    @Slot(OrderSort, bool)
    def _on_sort(self, sort: OrderSort, descending: bool) -> None:
        query = replace(self.model.query, sort=sort, descending=descending)
        if query != self.model.query:
            self._ask(query)

    @Slot()
    def _on_patience(self) -> None:
        self.filters.show_count(self.tr("Looking…"))
        if not self.model.rowCount():
            self._show_nothing(Nothing.LOADING)

    @Slot()
    def _on_settled(self) -> None:
        self._patience.stop()
        self._trouble = None
        count = self.model.rowCount()
        words = phrases.orders(count, self._formats.number(count)) if count else ""
        self.filters.show_count(words)
        self.list.show_table(has_rows=bool(count))
        if not count:
            self._show_nothing(self._why_empty())

    @Slot(object)
    def _on_failed(self, error: PodBridgeError) -> None:
        self._patience.stop()
        self._trouble = error
        self.filters.show_count("")
        self._show_nothing(Nothing.TROUBLE)

    def _why_empty(self) -> Nothing:
        if not self._stores:
            return Nothing.NO_STORE
        if self.filters.is_open:
            return Nothing.NONE_PUSHED if self._practice and self._none_pushed else Nothing.NO_ORDER
        query = self.model.query
        held = query.state == "on_hold" and not query.search
        return Nothing.NONE_HELD if held else Nothing.NO_MATCH

    @property
    def _none_pushed(self) -> bool:
        """In practice nobody can order what no store has from us."""
        every = (listing for row in self._reads.product_lines() for listing in row.listings)
        return all(listing.state == "not_pushed" for listing in every)

    def _show_nothing(self, why: Nothing) -> None:
        EmptyWords(self.list.empty).show(why, self._stores, self._trouble)
        self.list.show_table(has_rows=False)

    @Slot()
    def _on_empty_action(self) -> None:
        """The one button of an empty list, by what the list says."""
        if not self._stores:
            self.connect_wanted.emit()
        elif self._trouble is not None:
            self._ask(self.model.query)
        elif self.filters.is_open:
            self.products_wanted.emit()
        else:
            self.filters.clear()

    # --- looking ------------------------------------------------------------------------------------------------

    @Slot()
    def _on_selection(self) -> None:
        chosen = self.list.selected
        if len(chosen) == 1:
            self.pane.show_order(chosen[0])
            self._beside.setCurrentWidget(self.pane)
        elif chosen:
            self.bulk.show_orders(chosen)
            self._beside.setCurrentWidget(self.bulk)
        if self._beside.isHidden() and chosen:
            self._open_beside()
        self._beside.setVisible(bool(chosen))

    def _open_beside(self) -> None:
        """A third of the window; where the seller drew the line before, it stays."""
        if not self._split.sizes()[1]:
            wish = min(round(self.width() * _PANE_SHARE), _PANE_MOST, self.width() - _LIST_LEAST)
            pane = max(_PANE_LEAST, wish)
            self._beside.show()
            self._split.setSizes([self.width() - pane, pane])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A window that gets narrow takes from the pane first: the list keeps its names."""
        super().resizeEvent(event)
        pane = min(self._split.sizes()[1], max(_PANE_LEAST, self.width() - _LIST_LEAST))
        if not self._beside.isHidden() and pane < self._split.sizes()[1]:
            self._split.setSizes([self.width() - pane, pane])

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._renewal.take()
        if self._trouble is None and not self.model.is_waiting and not self.model.rowCount():
            self._show_nothing(self._why_empty())

    @Slot()
    def _on_activated(self) -> None:
        self._on_selection()
        if len(self.list.selected) == 1:
            self.pane.focus_first()

    @Slot()
    def _on_closed(self) -> None:
        self.list.table.clearSelection()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_find(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    @Slot(Changed, str)
    def _on_done(self, changed: Changed, words: str) -> None:
        self.said.emit(words)
        self.on_changed(changed)

    @Slot(Changed)
    def on_changed(self, changed: Changed) -> None:
        """What a transaction changed, anywhere."""
        if Topic.CONNECTIONS in changed.topics:
            self._read_stores()
        self.model.on_changed(changed)
        if changed.topics & {Topic.ORDERS, Topic.CASES} and self._beside.isVisible():
            shown = self._beside.currentWidget()
            (self.pane if shown is self.pane else self.bulk).refresh()

    def _read_stores(self) -> None:
        stores = [(row.id, row.name) for row in self._reads.connections() if row.kind == "store"]
        self._stores = tuple(name for _, name in stores)
        self.filters.show_stores(stores)
        self.list.show_many_stores(many=len(stores) > 1)
