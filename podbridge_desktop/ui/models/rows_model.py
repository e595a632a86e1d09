"""A short table that is held whole: products, cases, variants. Each screen says what its columns show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from podbridge_desktop.ui.widgets.roles import Role

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make a generic one
class ColumnForm(Generic[Row]):
    """One column. `roles` serve what its delegate paints beside or instead of the text."""

    heading: str
    say: Callable[[Row], str]
    right: bool = False
    muted: bool = False
    strong: bool = False
    roles: Mapping[int, Callable[[Row], object]] = field(default_factory=dict)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """`show_rows` renews rows in place while the same ones are there, so nothing jumps under the cursor."""

    def __init__(
        self,
        forms: Sequence[ColumnForm[Row]],
        id_of: Callable[[Row], Hashable],
        *,
        row_roles: Mapping[int, Callable[[Row], object]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._forms = tuple(forms)
        self._id_of = id_of
        self._row_roles = {Role.ID: id_of, **(row_roles or {})}
        self.rows: tuple[Row, ...] = ()

    def show_rows(
        self, rows: Sequence[Row], forms: Sequence[ColumnForm[Row]] | None = None
    ) -> None:
        fresh = self._forms if forms is None else tuple(forms)
        same = [self._id_of(row) for row in rows] == [self._id_of(row) for row in self.rows]
        if same and [form.heading for form in fresh] == [form.heading for form in self._forms]:
            self.rows, self._forms = tuple(rows), fresh
            if rows:
                last = self.index(len(rows) - 1, len(fresh) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows, self._forms = tuple(rows), fresh
        self.endResetModel()

    def row_at(self, place: int) -> Row | None:
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def place_of(self, id_: Hashable) -> int | None:
        return next((n for n, row in enumerate(self.rows) if self._id_of(row) == id_), None)

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._forms)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._forms):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._forms[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self._forms[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        form = self._forms[index.column()]
        if role in form.roles:
            return form.roles[role](row)
        if role in self._row_roles:
            return self._row_roles[role](row)
        if role in _TEXTS:
            return form.say(row)
        return _LOOKS[role](form) if role in _LOOKS else None


def _side(form: ColumnForm[Row]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if form.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_TEXTS = {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)}
_LOOKS: Mapping[int, Callable[[ColumnForm[Row]], object]] = {
    int(Qt.ItemDataRole.TextAlignmentRole): _side,
    Role.MUTED: lambda form: form.muted,
    Role.STRONG: lambda form: form.strong,
}
