"""Keeps a table's selection by the rows' ids, whatever a fresh reading does to their places."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from podbridge_desktop.ui.widgets.roles import Role

_FLAG = QItemSelectionModel.SelectionFlag


def selected_ids(table: QTableView) -> tuple[Any, ...]:
    """The ids of the selected rows, in their order on the screen."""
    chosen = sorted(table.selectionModel().selectedRows(), key=lambda index: index.row())
    return tuple(index.data(Role.ID) for index in chosen)


def select_ids(table: QTableView, ids: Iterable[Hashable]) -> bool:
    """Select the rows that are still there; False when none is."""
    wanted, model = set(ids), table.model()
    chosen, first = QItemSelection(), None
    for place in range(model.rowCount()):
        index = model.index(place, 0)
        if index.data(Role.ID) in wanted:
            chosen.select(index, model.index(place, model.columnCount() - 1))
            first = first or index
    if first is None:
        return False
    table.selectionModel().setCurrentIndex(first, _FLAG.NoUpdate)
    table.selectionModel().select(chosen, _FLAG.ClearAndSelect | _FLAG.Rows)
    return True
