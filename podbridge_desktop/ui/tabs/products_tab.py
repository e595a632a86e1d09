"""The Products tab: everything the suppliers hold, and how it stands in each store. *Push to store* is the big button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.views import ConnectionRow, ProductLine, ProductRow
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.catalog_dialog import CatalogDialog
from podbridge_desktop.ui.dialogs.changes_dialog import ChangesDialog
from podbridge_desktop.ui.dialogs.link_dialog import LinkDialog
from podbridge_desktop.ui.dialogs.mockup_dialog import MockupDialog
from podbridge_desktop.ui.dialogs.push_dialog import PushDialog
from podbridge_desktop.ui.dialogs.undo_push import UndoPush
from podbridge_desktop.ui.models.product_columns import product_columns, product_widths
from podbridge_desktop.ui.models.rows_model import RowsModel
from podbridge_desktop.ui.tabs.product_pane import LEAST, ProductPane
from podbridge_desktop.ui.tabs.push_bar import PushBar
from podbridge_desktop.ui.tokens import PAGE_MARGIN
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.search_field import SearchField
from podbridge_desktop.ui.widgets.selection import select_ids, selected_ids
from podbridge_desktop.ui.widgets.table import DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import drift, listings

_REST_MS = 100
_TALLNESS = 1.4
_NARROW = 1200  # with a pane beside it
_IN_THE_PANE = (1, 3)  # columns


class ProductsTab(QFrame):
    """GUI thread only."""

    said = Signal(str)
    connect_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._desk = desk
        self._connections: tuple[ConnectionRow, ...] = ()
        self._laid_out = 0
        self._offered: tuple[
            int, ...
        ] = ()  # selected by us, so that the big button says what it does
        self.dialog: PushDialog | None = None
        self.link_dialog: LinkDialog | None = None
        self.mockup_dialog: MockupDialog | None = None
        self.catalog_dialog: CatalogDialog | None = None
        self.changes_dialog: ChangesDialog | None = None
        self.search = SearchField(self.tr("Search products"))
        self._count = Text("", muted=True)
        self.changes = quiet("", "refresh-cw")  # there while there are any
        self.details = quiet(self.tr("Details"), "eye")
        self.blanks = quiet(self.tr("Blank products…"), "search")
        self.link = quiet(self.tr("Link variants…"), "link")
        self.push = primary(self.tr("Push to store…"), "send")
        self.table = DataTable(self.tr("Products"), tallness=_TALLNESS)
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self.pane = ProductPane(desk)
        self.progress = PushBar(desk)
        self.undo = UndoPush(desk, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._find = QShortcut(QKeySequence.StandardKey.Find, self)
        self.model: RowsModel[ProductLine] = RowsModel(
            product_columns(desk.formats, ()), _id_of, parent=self
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        self.table.setModel(self.model)
        head = QHBoxLayout()
        head.setContentsMargins(PAGE_MARGIN - 12, 0, PAGE_MARGIN - 12, 0)
        head.setSpacing(8)
        self.search.setMaximumWidth(320)
        head.addWidget(self.search, 1)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.changes)
        head.addWidget(self.details)
        head.addWidget(self.blanks)
        head.addWidget(self.link)
        head.addWidget(self.push)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self._split, 1)
        self._split.addWidget(self._stack)
        self._split.addWidget(self.pane)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        self.pane.hide()
        self.changes.hide()
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self.on_changed)
        self._rest.timeout.connect(self._read)
        self._find.activated.connect(self._on_find)
        self.search.search_changed.connect(self._read)
        self.table.row_activated.connect(self.open_push)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.push.clicked.connect(self.open_push)
        self.link.clicked.connect(self.open_links)
        self.table.clicked.connect(self.open_details)
        self.details.clicked.connect(self.open_details)
        self.blanks.clicked.connect(self.open_catalog)
        self.changes.clicked.connect(self.open_changes)
        self.pane.closed.connect(self._on_closed)
        self.pane.pictures_wanted.connect(self.open_mockups)
        self.pane.undo_wanted.connect(self.ask_undo)
        self.undo.said.connect(self.said)
        self.empty.action_clicked.connect(self._on_empty_action)

    def begin(self) -> None:
        self._read()

    @Slot(Changed)
    def on_changed(self, changed: Changed) -> None:
        wanted = {Topic.PRODUCTS, Topic.LISTINGS, Topic.CONNECTIONS, Topic.CASES}
        if changed.topics & wanted and not self._rest.isActive():
            self._rest.start()

    # --- showing ------------------------------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        chosen = selected_ids(self.table)
        self._connections = self._desk.reads.connections()
        stores = [(row.id, row.name) for row in self._connections if row.kind == "store"]
        searched = self.search.text().strip()
        rows = self._desk.reads.product_lines(searched)
        self.progress.show_rows(self._desk.reads.product_lines() if searched else rows)
        self.model.show_rows(rows, product_columns(self._desk.formats, stores))
        if self._laid_out != self.model.columnCount():
            self._laid_out = self.model.columnCount()
            self.table.set_columns(product_widths(self._desk.thumbnails, self.table, len(stores)))
        if chosen == self._offered or not select_ids(self.table, chosen):
            self._offered = (rows[0].id,) if rows else ()
            select_ids(self.table, self._offered)
        self._show_count(len(rows))
        self._show_changes(rows)
        self._on_selection()

    def _show_count(self, count: int) -> None:
        self._count.setText(listings.products(count) if count else "")
        self._stack.setCurrentIndex(0 if count else 1)
        if not count:
            self._show_nothing()

    def _show_changes(self, rows: Sequence[ProductLine]) -> None:
        count = sum(listing.state == "changed" for row in rows for listing in row.listings)
        self.changes.setText(drift.review_button(count))
        self.changes.setVisible(bool(count))

    def _show_nothing(self) -> None:
        suppliers = [row.name for row in self._connections if row.kind == "supplier"]
        if self.search.text():
            title, words = self.tr("Nothing found"), self.tr("No product has these words or SKUs.")
            action = self.tr("Show all products")
        elif suppliers:
            title = self.tr("No products yet")
            words = self.tr("Make a product at %1, and it appears here with the next sync.")
            words, action = words.replace("%1", suppliers[0]), ""
        else:
            title = self.tr("Your products appear here")
            words = self.tr("Connect your supplier, and everything you designed there comes here.")
            action = self.tr("Add connection")
        self.empty.show_state(Variant.EMPTY, title, words, action=action, icon="shopping-bag")

    @Slot()
    def _on_selection(self) -> None:
        has_store = any(row.kind == "store" for row in self._connections)
        self.push.setEnabled(has_store and bool(selected_ids(self.table)))
        self.link.setEnabled(has_store)
        self.details.setEnabled(len(selected_ids(self.table)) == 1)
        self.blanks.setEnabled(any(row.kind == "supplier" for row in self._connections))
        self._show_details()

    def _one_chosen(self) -> ProductRow | None:
        """The selected product, where it is one only."""
        ids = selected_ids(self.table)
        return self._desk.reads.product(ids[0]) if len(ids) == 1 else None

    def _show_details(self) -> None:
        """An open pane follows the selection; it goes where several are chosen."""
        if self.pane.isHidden():
            return
        row = self._one_chosen()
        if row is None:
            self.pane.hide()
            self._fit_columns()
        else:
            self.pane.show_row(row)

    @Slot()
    def open_details(self) -> None:
        row = self._one_chosen()
        if row is None:
            return
        self.pane.show_row(row)
        if self.pane.isHidden():
            self.pane.show()
            self._split.setSizes([self.width() - LEAST - 40, LEAST + 40])
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Beside the pane a narrow list keeps its names: supplier and cost stand in the pane as well."""
        narrow = self.pane.isVisible() and self.width() < _NARROW
        for place in _IN_THE_PANE:
            self.table.setColumnHidden(place, narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_columns()

    @Slot()
    def _on_closed(self) -> None:
        self.pane.hide()
        self._fit_columns()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing --------------------------------------------------------------------------------------------------

    @Slot()
    def open_mockups(self) -> None:
        if self.pane.row is not None:
            self.mockup_dialog = MockupDialog(self._desk, self.pane.row, self)
            self.mockup_dialog.said.connect(self.said)
            self.mockup_dialog.open()

    @Slot()
    def ask_undo(self) -> None:
        if self.pane.row is not None:
            self.undo.ask(self.pane.row)

    @Slot()
    def open_catalog(self) -> None:
        self.catalog_dialog = CatalogDialog(self._desk, self)
        self.catalog_dialog.open()
        self.catalog_dialog.begin()

    @Slot()
    def open_changes(self) -> None:
        self.changes_dialog = ChangesDialog(self._desk, self)
        self.changes_dialog.said.connect(self.said)
        self.changes_dialog.open()

    @Slot()
    def open_push(self) -> None:
        chosen = self._desk.reads.chosen_products(selected_ids(self.table))
        stores = [row for row in self._connections if row.kind == "store"]
        if not chosen or not stores:
            return
        self.dialog = PushDialog(self._desk, chosen, stores, self)
        self.dialog.pushed.connect(self.said)
        self.dialog.begun.connect(self.progress.begin)
        self.dialog.open()

    @Slot()
    def open_links(self) -> None:
        self.link_dialog = LinkDialog(self._desk, self)
        self.link_dialog.said.connect(self.said)
        self.link_dialog.open()

    @Slot()
    def _on_empty_action(self) -> None:
        if self.search.text():
            self.search.clear()
            self._read()
        else:
            self.connect_wanted.emit()

    @Slot()
    def _on_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


def _id_of(row: ProductLine) -> int:
    return row.id
