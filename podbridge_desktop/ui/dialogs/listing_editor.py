"""Exactly what will appear in the store, and all of it can be changed: variants and prices, words, pictures."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QTabWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.listing import ListingEdits
from podbridge_desktop.services.products import Preview
from podbridge_desktop.ui.dialogs.listing_pictures import ListingPictures
from podbridge_desktop.ui.dialogs.listing_words import ListingWords
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.listing_variants import (
    MARGIN,
    PRICE,
    TICK,
    ListingVariants,
    VariantRow,
)
from podbridge_desktop.ui.tokens import PAD
from podbridge_desktop.ui.widgets.tab_bar import TabBar
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import Thumbnails
from podbridge_desktop.ui.widgets.ticks import TickDelegate
from podbridge_desktop.ui.widgets.two_lines import LossDelegate
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.listings import options_text


class ListingEditor(QWidget):
    """One product at a time. `edited` asks for a new preview with `edits`."""

    edited = Signal()

    def __init__(self, thumbnails: Thumbnails, formats: Formats) -> None:
        super().__init__()
        self._edits, self._offered = ListingEdits(), tuple[str, ...]()
        self._title = Text("", TextStyle.HEADING, wrap=True)
        self._options = Text("", muted=True, wrap=True)
        self.table = DataTable(self.tr("Variants"))
        self.model = ListingVariants(formats, self)
        self.words = ListingWords()
        self.pictures = ListingPictures(thumbnails)
        self.pages = QTabWidget()
        self._build()
        self.model.ticked.connect(self._on_ticked)
        self.model.priced.connect(self._on_priced)
        self.words.edited.connect(self._on_words)
        self.pictures.edited.connect(self._on_pictures)

    def _build(self) -> None:
        self.table.setModel(self.model)
        loss, tick = LossDelegate(self.table), TickDelegate(self.table)
        self.table.set_columns(
            (Column(40, delegate=tick), Column(120), Column(stretch=True), Column(96), Column(92), Column(140, delegate=loss))
        )  # fmt: skip
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.pages.setTabBar(TabBar())
        self.pages.setDocumentMode(True)
        self.pages.addTab(self.table, self.tr("Variants and prices"))
        self.pages.addTab(self.words, self.tr("Words"))
        self.pages.addTab(self.pictures, self.tr("Pictures"))
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)  # in line with the first letters of the table
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._options)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.pages, 1)

    def edits(self) -> ListingEdits:
        """What the seller wants otherwise now."""
        return self._edits

    def show_product(self, edits: ListingEdits, shown: Preview) -> None:
        """Another product, or the same after something else was chosen."""
        self._edits = edits
        self.show_preview(shown)
        self.words.show_draft(shown.draft, edits)

    def show_preview(self, shown: Preview) -> None:
        """The outcome of an edit; what is being typed is left alone."""
        draft = shown.draft
        self._title.setText(draft.title)
        self._options.setText(" · ".join(_option_line(draft)))
        left = {
            v.supplier_variant_id: m for v, m in zip(draft.variants, shown.margins, strict=True)
        }
        sold = {v.supplier_variant_id: v for v in draft.variants}
        self.model.show_rows(
            [
                VariantRow(
                    sold.get(v.supplier_variant_id, v),
                    left.get(v.supplier_variant_id),
                    v.supplier_variant_id in sold,
                    v.supplier_variant_id in self._edits.prices,
                )
                for v in shown.offered.variants
            ]
        )
        self._offered = shown.offered.images
        self.pictures.show_pictures(draft.images, self._offered)
        self._fit_names()

    def _fit_names(self) -> None:
        """The names take what they need, at most a third; the SKU has the rest."""
        measure = self.table.fontMetrics().horizontalAdvance
        names = [options_text(row.variant.options) for row in self.model.rows]
        needed = max((measure(name) for name in (*names, self.tr("Variant"))), default=0)
        self.table.setColumnWidth(TICK + 1, min(needed + 3 * PAD, self.width() // 3))

    @Slot(str, bool)
    def _on_ticked(self, variant_id: str, listed: bool) -> None:
        if not listed and sum(row.listed for row in self.model.rows) == 1:
            return  # a listing has at least one
        out = dict.fromkeys(self._edits.left_out)
        out.pop(variant_id, None)
        if not listed:
            out[variant_id] = None
        self._change(replace(self._edits, left_out=tuple(out)))

    @Slot(str, str)
    def _on_priced(self, variant_id: str, text: str) -> None:
        prices = {key: value for key, value in self._edits.prices.items() if key != variant_id}
        self._change(replace(self._edits, prices={**prices, variant_id: text} if text else prices))

    @Slot()
    def _on_words(self) -> None:
        self._change(self.words.apply(self._edits))

    @Slot()
    def _on_pictures(self) -> None:
        chosen = self.pictures.chosen()
        self._change(replace(self._edits, images=() if chosen == self._offered else chosen))

    def _change(self, edits: ListingEdits) -> None:
        self._edits = edits
        self.edited.emit()


def _option_line(draft: ListingDraft) -> list[str]:
    """“Size: S, M, L” for each option."""
    values: dict[str, dict[str, None]] = {}
    for variant in draft.variants:
        for name, value in variant.options:
            values.setdefault(name, {})[value] = None
    words = QCoreApplication.translate("ListingEditor", "%1: %2", "an option with its values")
    return [
        words.replace("%1", name).replace("%2", ", ".join(found)) for name, found in values.items()
    ]


__all__ = ["MARGIN", "PRICE", "TICK", "ListingEditor"]
