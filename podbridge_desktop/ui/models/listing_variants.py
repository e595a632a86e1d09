"""The variants of a listing that is being prepared: which are sold, and at what price. Edits are told, not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from podbridge_desktop.domain.catalog import ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.pricing import Margin
from podbridge_desktop.ui.models.rows_model import ColumnForm, Index, RowsModel
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.listings import options_text

TICK, VARIANT, SKU, PRICE, COST, MARGIN = range(6)


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant with what is left of its price; `own_price`: she typed it herself."""

    variant: ListingVariant
    margin: Margin | None
    listed: bool
    own_price: bool


class ListingVariants(RowsModel[VariantRow]):
    """`ticked` carries (variant id, listed); `priced` carries (variant id, typed text, empty for the rule's price)."""

    ticked = Signal(str, bool)
    priced = Signal(str, str)

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        self._formats = formats
        super().__init__(self._columns(), _id_of, parent=parent)

    def _columns(self) -> list[ColumnForm[VariantRow]]:
        tr, form = self.tr, ColumnForm[VariantRow]
        return [
            form("", self._said_of_tick, roles={int(Qt.ItemDataRole.CheckStateRole): _tick}),
            form(tr("Variant"), lambda row: options_text(row.variant.options), roles=_QUIET),
            form(tr("SKU"), lambda row: row.variant.sku, muted=True),
            form(
                tr("Price"),
                lambda row: self._money(row.variant.price),
                right=True,
                strong=True,
                roles={
                    **_QUIET,
                    int(Qt.ItemDataRole.EditRole): lambda row: str(row.variant.price.amount),
                },
            ),
            form(tr("Cost"), lambda row: self._money(row.variant.cost), right=True, muted=True),
            form(tr("Margin"), self._left, right=True, roles={Role.LOSS: _loses, **_QUIET}),
        ]

    def _said_of_tick(self, row: VariantRow) -> str:
        return self.tr("sold") if row.listed else self.tr("not sold")

    def _money(self, amount: Money | None) -> str:
        return "–" if amount is None else self._formats.money(amount.minor, amount.currency)

    def _left(self, row: VariantRow) -> str:
        if row.margin is None:
            return "–"
        share = self._formats.percent(row.margin.percent / 100)
        both = self.tr("%1 · %2", "margin: amount, percent")
        return both.replace("%1", self._money(row.margin.left)).replace("%2", share)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.column() == TICK:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == PRICE and (row := self.row_at(index.row())) and row.listed:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(  # noqa: N802
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        row = self.row_at(index.row())
        if row is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            self.ticked.emit(row.variant.supplier_variant_id, value == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and index.column() == PRICE:
            self.priced.emit(row.variant.supplier_variant_id, str(value).strip())
            return True
        return False


def _tick(row: VariantRow) -> Qt.CheckState:
    return Qt.CheckState.Checked if row.listed else Qt.CheckState.Unchecked


def _loses(row: VariantRow) -> bool:
    return row.listed and row.margin is not None and row.margin.left.minor < 0


_QUIET: dict[int, Callable[[VariantRow], object]] = {Role.MUTED: lambda row: not row.listed}


def _id_of(row: VariantRow) -> str:
    return row.variant.supplier_variant_id
