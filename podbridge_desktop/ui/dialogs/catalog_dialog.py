"""*Blank products*: what a supplier can print on, with what each variant costs and where it is printed. Read only."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.catalog import CatalogHead
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.catalog_item import CatalogItemView
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.rows_model import ColumnForm, RowsModel
from podbridge_desktop.ui.widgets.buttons import quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.search_field import SearchField
from podbridge_desktop.ui.widgets.selection import select_ids
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.two_lines import TwoLineDelegate

_SIDE = 24
_TALL = 1.4
Asked = tuple[str, str]  # supplier, words


class CatalogDialog(QDialog):
    """Asks in the background; an answer to an older question is dropped."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.supplier = QComboBox()
        self.supplier.setAccessibleName(self.tr("Supplier"))
        self.search = SearchField(self.tr("Search blank products"))
        self.table = DataTable(self.tr("Blank products"), tallness=_TALL)
        form = ColumnForm[CatalogHead](
            self.tr("Blank product"), _title, roles={Role.LINE: self._line}
        )
        self.model: RowsModel[CatalogHead] = RowsModel([form], _id_of, parent=self)
        self.empty = EmptyState()
        self.item = CatalogItemView(desk)
        self._stack = QStackedWidget()
        self.close_button = quiet(self.tr("Close"))
        self._build()
        for row in desk.reads.connections():
            if row.kind == "supplier":
                self.supplier.addItem(row.name, row.id)
        self.supplier.setVisible(self.supplier.count() > 1)
        self._connect()

    def _line(self, row: CatalogHead) -> str:
        return row.brand or self.tr("No. %1").replace("%1", row.remote_id)

    def begin(self) -> None:
        """Ask for the first list."""
        self._ask()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Blank products"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_columns([Column(stretch=True, delegate=TwoLineDelegate(self.table))])
        self.table.horizontalHeader().hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.supplier)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.item)
        halves.setSizes([400, 480])
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_SIDE, 20, _SIDE, 20)
        whole.setSpacing(12)
        whole.addWidget(Text(self.tr("What your supplier can print on"), TextStyle.HEADING))
        whole.addWidget(halves, 1)
        whole.addLayout(foot)
        self.resize(940, 640)

    def _connect(self) -> None:
        self.supplier.currentIndexChanged.connect(self._ask)
        self.search.search_changed.connect(self._ask)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.empty.action_clicked.connect(self._ask)
        self.close_button.clicked.connect(self.reject)

    @property
    def _asked(self) -> Asked:
        return str(self.supplier.currentData() or ""), self.search.text().strip()

    @Slot()
    def _ask(self) -> None:
        supplier, words = asked = self._asked
        if not supplier:
            return
        if not self.model.rowCount():
            title = self.tr("Looking…")
            said = self.tr("%1 is asked once a day.").replace("%1", self.supplier.currentText())
            self._show_nothing(Variant.LOADING, title, said)
        read = partial(_read, self._desk, asked, words)
        self._desk.background.run(read, self._on_heads, self._on_failed)

    def _on_heads(self, found: tuple[Asked, tuple[CatalogHead, ...]]) -> None:
        asked, heads = found
        if asked != self._asked:
            return
        self.model.show_rows(heads)
        if heads:
            self._stack.setCurrentIndex(0)
            select_ids(self.table, [heads[0].remote_id])
        else:
            self.item.show_nothing()
            words = self.tr("No blank product has these words.")
            none = self.tr("This supplier shows no blank products.")
            self._show_nothing(Variant.EMPTY, self.tr("Nothing found"), words if asked[1] else none)

    def _on_failed(self, error: PodBridgeError) -> None:
        title = self.tr("The catalog could not be read")
        self._show_nothing(Variant.ERROR, title, told(error), self.tr("Try again"))

    def _show_nothing(self, kind: Variant, title: str, words: str, action: str = "") -> None:
        self.empty.show_state(kind, title, words, action=action)
        self._stack.setCurrentIndex(1)

    @Slot()
    def _on_selection(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        row = self.model.row_at(chosen[0].row()) if chosen else None
        if row is not None:
            self.item.show_item(self._asked[0], row.remote_id)


def _read(desk: Desk, asked: Asked, words: str) -> tuple[Asked, tuple[CatalogHead, ...]]:
    return asked, desk.container.catalogs.heads(asked[0], words)


def _title(row: CatalogHead) -> str:
    return row.title


def _id_of(row: CatalogHead) -> str:
    return row.remote_id
