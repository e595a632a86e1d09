"""The columns of the Orders tab: what each says of a row, and what a click on its head sorts by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QCoreApplication, Qt

from podbridge_desktop.domain.reading import OrderSort
from podbridge_desktop.ui.models.order_looks import journey_of, pill_of
from podbridge_desktop.ui.words.formats import Formats

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow

translate = QCoreApplication.translate
Say: TypeAlias = "Callable[[OrderRow, Formats], str]"


class OrderColumn(StrEnum):
    NUMBER = "number"
    PLACED = "placed"
    CUSTOMER = "customer"
    STORE = "store"
    ITEMS = "items"
    JOURNEY = "journey"
    STATE = "state"
    TOTAL = "total"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """`say` gives the text, also where a delegate paints something else; numbers stand at the right."""

    key: OrderColumn
    say: Say
    sort: OrderSort | None = None
    right: bool = False
    muted: bool = False
    strong: bool = False


def _margin(row: OrderRow, formats: Formats) -> str:
    return "–" if row.margin is None else formats.money(row.margin.minor, row.margin.currency)


def _journey(row: OrderRow, _formats: Formats) -> str:
    return journey_of(row).spoken()


C, S = OrderColumn, OrderSort
FORMS: tuple[ColumnForm, ...] = (
    ColumnForm(C.NUMBER, lambda row, _: row.number, S.NUMBER, strong=True),
    ColumnForm(C.PLACED, lambda row, f: f.moment(row.placed_at), S.PLACED, muted=True),
    ColumnForm(C.CUSTOMER, lambda row, _: row.customer, S.CUSTOMER),
    ColumnForm(C.STORE, lambda row, _: row.store, muted=True),
    ColumnForm(C.ITEMS, lambda row, f: f.number(row.items), right=True, muted=True),
    ColumnForm(C.JOURNEY, _journey, S.STEP),
    ColumnForm(C.STATE, lambda row, _: pill_of(row).text),
    ColumnForm(C.TOTAL, lambda row, f: f.money(row.total.minor, row.total.currency), S.TOTAL, right=True),
    ColumnForm(C.MARGIN, _margin, S.MARGIN, right=True),
)  # fmt: skip


def place_of(key: OrderColumn) -> int:
    """The column's number in the model."""
    return [form.key for form in FORMS].index(key)


def column_of(sort: OrderSort) -> int:
    """The column whose head shows the arrow."""
    return [form.sort for form in FORMS].index(sort)


def heading(key: OrderColumn) -> str:
    return {
        C.NUMBER: translate("Orders", "Order"),
        C.PLACED: translate("Orders", "Placed"),
        C.CUSTOMER: translate("Orders", "Customer"),
        C.STORE: translate("Orders", "Store"),
        C.ITEMS: translate("Orders", "Items"),
        C.JOURNEY: translate("Orders", "Journey"),
        C.STATE: translate("Orders", "State"),
        C.TOTAL: translate("Orders", "Total"),
        C.MARGIN: translate("Orders", "Margin"),
    }[key]


def alignment(form: ColumnForm) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if form.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
