"""Exactly what will appear in the store: title, options, pictures, and each variant with price, cost and margin."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.rows_model import ColumnForm, RowsModel
from podbridge_desktop.ui.tokens import PAD
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailLabel, Thumbnails
from podbridge_desktop.ui.widgets.two_lines import LossDelegate
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.listings import options_text

_PICTURES = 6
_EDGE = 72
Form = ColumnForm[ListingVariant]


class PushPreview(QWidget):
    """One listing as buyers will see it. `show_draft` renews it while the price is typed."""

    def __init__(self, thumbnails: Thumbnails, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._title = Text("", TextStyle.HEADING, wrap=True)
        self._options = Text("", muted=True, wrap=True)
        self._pictures = [ThumbnailLabel(thumbnails, _EDGE) for _ in range(_PICTURES)]
        self._more = Text("", muted=True)
        self.table = DataTable(self.tr("Variants"))
        self.model: RowsModel[ListingVariant] = RowsModel(self._columns(), _id_of, parent=self)
        self._build()

    def _build(self) -> None:
        self.table.setModel(self.model)
        widths = (
            Column(120),
            Column(stretch=True),
            Column(92),
            Column(92),
            Column(100, delegate=LossDelegate(self.table)),
        )
        self.table.set_columns(widths)
        row = QHBoxLayout()
        row.setSpacing(8)
        for picture in self._pictures:
            row.addWidget(picture)
        row.addWidget(self._more)
        row.addStretch(1)
        words = QVBoxLayout()
        words.setContentsMargins(12, 0, 12, 0)  # in line with the first letters of the table
        words.setSpacing(8)
        words.addWidget(self._title)
        words.addWidget(self._options)
        words.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(words)
        column.addWidget(self.table, 1)

    def _columns(self) -> list[Form]:
        tr = self.tr
        return [
            Form(tr("Variant"), lambda row: options_text(row.options)),
            Form(tr("SKU"), lambda row: row.sku, muted=True),
            Form(tr("Price"), lambda row: self._money(row.price), right=True, strong=True),
            Form(tr("Cost"), lambda row: self._money(row.cost), right=True, muted=True),
            Form(
                tr("Margin"),
                lambda row: self._money(margin_of(row)),
                right=True,
                roles={Role.LOSS: _loses},
            ),
        ]

    def _money(self, amount: Money | None) -> str:
        return "–" if amount is None else self._formats.money(amount.minor, amount.currency)

    def show_draft(self, draft: ListingDraft) -> None:
        self._title.setText(draft.title)
        self._options.setText(" · ".join(_option_line(draft)))
        for place, picture in enumerate(self._pictures):
            there = place < len(draft.images)
            picture.setVisible(there)
            if there:
                picture.show_url(
                    draft.images[place], self.tr("Picture of %1").replace("%1", draft.title)
                )
        left = len(draft.images) - _PICTURES
        words = self.tr("and %1 more", "pictures").replace("%1", self._formats.number(max(left, 0)))
        self._more.setText(words if left > 0 else "")
        self.model.show_rows(draft.variants)
        self._fit_names()

    def _fit_names(self) -> None:
        """The names take what they need, at most a third; the SKU has the rest."""
        measure = self.table.fontMetrics().horizontalAdvance
        needed = max((measure(options_text(row.options)) for row in self.model.rows), default=0)
        needed = max(needed, measure(self.tr("Variant")))
        self.table.setColumnWidth(0, min(needed + 3 * PAD, self.width() // 3))


def _option_line(draft: ListingDraft) -> list[str]:
    """“Size: S, M, L” for each option."""
    values: dict[str, dict[str, None]] = {}
    for variant in draft.variants:
        for name, value in variant.options:
            values.setdefault(name, {})[value] = None
    words = QCoreApplication.translate("PushPreview", "%1: %2", "an option with its values")
    return [
        words.replace("%1", name).replace("%2", ", ".join(found)) for name, found in values.items()
    ]


def margin_of(variant: ListingVariant) -> Money | None:
    """What is left of the price after the cost, before shipping and fees."""
    cost = variant.cost
    if cost is None or cost.currency != variant.price.currency:
        return None
    return variant.price - cost


def _loses(variant: ListingVariant) -> bool:
    margin = margin_of(variant)
    return margin is not None and margin.minor < 0


def _id_of(variant: ListingVariant) -> str:
    return variant.supplier_variant_id
