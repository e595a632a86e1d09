"""*Link variants*: this listing variant is printed as that supplier variant, or the seller packs it herself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.views import ListingVariantRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.dialogs.variant_picker import VariantPicker
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.rows_model import ColumnForm, RowsModel
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.selection import select_ids
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.two_lines import TwoLineDelegate
from podbridge_desktop.ui.words import listings

_SIDE = 24
_TALL = 1.4


class LinkDialog(QDialog):
    """Stays open until it is closed: links are made one after the other."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.table = DataTable(self.tr("Variants without a supplier"), tallness=_TALL)
        self.picker = VariantPicker(desk)
        self.trouble = Banner()
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self.auto = quiet(self.tr("Link what has the same SKU"), "link")
        self.mine = quiet(self.tr("I pack this myself"))
        self.close_button = quiet(self.tr("Close"))
        self.go = primary(self.tr("Link"))
        form = ColumnForm[ListingVariantRow](
            self.tr("In the store"), _listing_title, roles={Role.LINE: _listing_line}
        )
        self.model: RowsModel[ListingVariantRow] = RowsModel([form], _key, parent=self)
        self._build()
        self._connect()
        self._read()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Link variants"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_columns([Column(stretch=True, delegate=TwoLineDelegate(self.table))])
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.auto)
        column.addWidget(self.table, 1)
        halves = QWidget()
        row = QHBoxLayout(halves)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(left, 1)
        row.addWidget(self.picker, 1)
        self._stack.addWidget(halves)
        self._stack.addWidget(self.empty)
        words = self.tr(
            "Choose a variant of your store at the left and what the supplier prints for it at the right."
            " Orders that wait for it go on at once."
        )
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 12)
        inner.setSpacing(12)
        inner.addWidget(Text(self.tr("Who prints what"), TextStyle.HEADING))
        inner.addWidget(Text(words, muted=True, wrap=True))
        inner.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(self._foot())
        self.trouble.hide()
        self.resize(880, 600)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        foot.addWidget(self.mine)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        return foot

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self._on_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.picker.picked.connect(self._on_selection)
        self.auto.clicked.connect(self._on_auto)
        self.mine.clicked.connect(self._on_mine)
        self.close_button.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)

    @property
    def _chosen(self) -> ListingVariantRow | None:
        chosen = self.table.selectionModel().selectedRows()
        return self.model.row_at(chosen[0].row()) if chosen else None

    @Slot()
    def _read(self) -> None:
        rows = self._desk.reads.listing_variants(only_unlinked=True)
        chosen = self._chosen
        self.model.show_rows(rows)
        if rows and (chosen is None or not select_ids(self.table, [_key(chosen)])):
            select_ids(self.table, [_key(rows[0])])
        self._stack.setCurrentIndex(0 if rows else 1)
        title = self.tr("Every variant is linked")
        words = self.tr("PodBridge knows who makes each variant of your stores.")
        self.empty.show_state(Variant.DONE, title, words)
        self._on_selection()

    @Slot(Changed)
    def _on_changed(self, changed: Changed) -> None:
        if changed.topics & {Topic.PRODUCTS, Topic.LISTINGS, Topic.CASES}:
            self._read()

    @Slot()
    def _on_selection(self) -> None:
        self.mine.setEnabled(self._chosen is not None)
        self.go.setEnabled(self._chosen is not None and self.picker.variant is not None)

    @Slot()
    def _on_auto(self) -> None:
        try:
            self._tell(listings.linked(self._desk.actions.auto_link()), Tone.INFO)
        except PodBridgeError as error:
            self._tell(told(error), Tone.DANGER)
        self._read()

    @Slot()
    def _on_mine(self) -> None:
        row = self._chosen
        if row is not None:
            self._desk.actions.not_ours(row.store_id, row.listing_variant_id)
            self._done(self.tr("You pack “%1” yourself.").replace("%1", row.listing))

    @Slot()
    def _on_go(self) -> None:
        row, variant = self._chosen, self.picker.variant
        if row is None or variant is None:
            return
        try:
            self._desk.actions.link(
                row.store_id, row.listing_variant_id, self.picker.supplier_id, variant.remote_id
            )
        except PodBridgeError as error:
            self._tell(told(error), Tone.DANGER)
            return
        self._done(
            self.tr("“%1” is linked. What waited for it goes on.").replace("%1", row.listing)
        )

    def _done(self, words: str) -> None:
        self.said.emit(words)
        self._tell(words, Tone.SUCCESS)
        self._read()

    def _tell(self, words: str, tone: Tone) -> None:
        self.trouble.show_text(words, tone)
        self.trouble.show()


def _key(row: ListingVariantRow) -> tuple[str, str]:
    return row.store_id, row.listing_variant_id


def _listing_title(row: ListingVariantRow) -> str:
    return row.listing


def _listing_line(row: ListingVariantRow) -> str:
    return " · ".join(filter(None, (row.options, row.sku, row.store)))
