"""The supplier's variants, searchable: for linking, and for the one variant that a case asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.domain.views import ProductVariantRow
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.rows_model import ColumnForm, RowsModel
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.search_field import SearchField
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.two_lines import TwoLineDelegate
from podbridge_desktop.ui.words import listings

_TALL = 1.4


class VariantPicker(QWidget):
    """The supplier's variants, searchable."""

    picked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.supplier = QComboBox()
        self.search = SearchField(self.tr("Search the supplier's variants"))
        self.table = DataTable(self.tr("The supplier's variants"), tallness=_TALL)
        form = ColumnForm[ProductVariantRow](
            self.tr("Printed as"), lambda row: row.title, roles={Role.LINE: _variant_line}
        )
        self.model: RowsModel[ProductVariantRow] = RowsModel(
            [form], lambda row: row.remote_id, parent=self
        )
        self.table.setModel(self.model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_columns([Column(stretch=True, delegate=TwoLineDelegate(self.table))])
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.supplier)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.search.search_changed.connect(self._read)
        self.supplier.currentIndexChanged.connect(self._read)
        self.table.selectionModel().selectionChanged.connect(self.picked)
        self.table.row_activated.connect(self.picked)
        self._begin()

    def _begin(self) -> None:
        rows = [row for row in self._desk.reads.connections() if row.kind == "supplier"]
        for row in rows:
            self.supplier.addItem(row.name, row.id)
        self.supplier.setVisible(len(rows) > 1)
        self._read()

    @property
    def supplier_id(self) -> str:
        return str(self.supplier.currentData() or "")

    @property
    def variant(self) -> ProductVariantRow | None:
        chosen = self.table.selectionModel().selectedRows()
        return self.model.row_at(chosen[0].row()) if chosen else None

    @Slot()
    def _read(self) -> None:
        words = self.search.text().strip()
        rows = (
            self._desk.reads.supplier_variants(self.supplier_id, words) if self.supplier_id else ()
        )
        self.model.show_rows(rows)


class ChooseVariantDialog(QDialog):
    """`chosen` carries what it was asked for (a case, a row), the supplier and the supplier's variant."""

    chosen = Signal(object, str, str)

    def __init__(self, desk: Desk, asked_for: object, words: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Choose the variant"))
        self._asked_for = asked_for
        self.picker = VariantPicker(desk)
        self.cancel = quiet(self.tr("Cancel"))
        self.go = primary(self.tr("Print it as this"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(Text(self.tr("What does the supplier print for it?"), TextStyle.HEADING))
        whole.addWidget(Text(words, muted=True, wrap=True))
        whole.addWidget(self.picker, 1)
        whole.addLayout(foot)
        self.resize(560, 560)
        self.picker.picked.connect(self._on_picked)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self._on_picked()

    @Slot()
    def _on_picked(self) -> None:
        self.go.setEnabled(self.picker.variant is not None)

    @Slot()
    def _on_go(self) -> None:
        variant = self.picker.variant
        if variant is not None:
            self.accept()
            self.chosen.emit(self._asked_for, self.picker.supplier_id, variant.remote_id)


def _variant_line(row: ProductVariantRow) -> str:
    """What the title does not say already: suppliers write the options behind the product's name."""
    options = listings.options_text(row.options)
    return " · ".join(filter(None, ("" if options in row.title else options, row.sku)))
