"""What a cell of the Orders tab answers to each role; a role that is not here is answered at once with nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt

from podbridge_desktop.ui.models.order_columns import ColumnForm, OrderColumn, alignment
from podbridge_desktop.ui.models.order_looks import journey_of, pill_of
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words.formats import Formats

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow

Serve: TypeAlias = "Callable[[OrderRow, ColumnForm, Formats], object]"


def _text(row: OrderRow, form: ColumnForm, formats: Formats) -> str:
    return form.say(row, formats)


def _shown(row: OrderRow, form: ColumnForm, formats: Formats) -> str | None:
    """A strip or pill is painted, not written."""
    painted = form.key in {OrderColumn.JOURNEY, OrderColumn.STATE}
    return None if painted else form.say(row, formats)


def _tip(row: OrderRow, form: ColumnForm, formats: Formats) -> str:
    if form.key is OrderColumn.PLACED:
        return formats.date_time(row.placed_at)
    return form.say(row, formats)


def _muted(row: OrderRow, form: ColumnForm, _formats: Formats) -> bool:
    return form.muted or (form.key is OrderColumn.MARGIN and row.margin is None)


CELLS: Mapping[int, Serve] = {
    int(Qt.ItemDataRole.DisplayRole): _shown,
    int(Qt.ItemDataRole.AccessibleTextRole): _text,
    int(Qt.ItemDataRole.ToolTipRole): _tip,
    int(Qt.ItemDataRole.TextAlignmentRole): lambda _row, form, _: alignment(form),
    int(Role.ON_HOLD): lambda row, _form, _: row.on_hold,
    int(Role.MUTED): _muted,
    int(Role.STRONG): lambda _row, form, _: form.strong,
    int(Role.ID): lambda row, _form, _: row.id,
    int(Role.PILL): lambda row, form, _: pill_of(row) if form.key is OrderColumn.STATE else None,
    int(Role.JOURNEY): lambda row, form, _: (
        journey_of(row) if form.key is OrderColumn.JOURNEY else None
    ),
}
