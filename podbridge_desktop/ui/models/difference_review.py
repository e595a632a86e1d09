"""The rows of *What changes there*: products as headings, each difference with a tick under them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt

from podbridge_desktop.domain.differences import Difference, Field
from podbridge_desktop.ui.models.rows_model import ColumnForm, Index, RowsModel
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import drift
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


@dataclass(frozen=True, slots=True)
class Head:
    """A product, over its differences."""

    product: int
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """One difference; `place` tells it from others of its product."""

    product: int
    place: int
    difference: Difference


Line = Head | Row


class Ticks:
    """All is brought over until the seller says otherwise.

    Apart from the model: a model that its own columns point back to is freed late, after the window it belongs to.
    """

    def __init__(self) -> None:
        self._off: set[Hashable] = set()
        self.rows: list[Row] = []

    def has(self, row: Row) -> bool:
        return _id_of(row) not in self._off

    def of(self, line: Line) -> Qt.CheckState:
        """A heading's is that of all under it."""
        states = {self.has(row) for row in self._under(line)}
        if len(states) == 2:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if states == {True} else Qt.CheckState.Unchecked

    def set(self, line: Line, *, ticked: bool) -> None:
        """A heading's word holds for all under it."""
        keys = {_id_of(row) for row in self._under(line)}
        self._off = self._off - keys if ticked else self._off | keys

    def _under(self, line: Line) -> list[Row]:
        if isinstance(line, Row):
            return [line]
        return [row for row in self.rows if row.product == line.product]

    def spoken(self, line: Line) -> str:
        """For screen readers; the box is painted."""
        words = {
            Qt.CheckState.Checked: translate("Drift", "ticked"),
            Qt.CheckState.Unchecked: translate("Drift", "not ticked"),
            Qt.CheckState.PartiallyChecked: translate("Drift", "some ticked"),
        }
        return words[self.of(line)]


class DifferenceReviewModel(RowsModel[Line]):
    """`groups` are (product, title, its differences)."""

    def __init__(
        self,
        groups: Sequence[tuple[int, str, Sequence[Difference]]],
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        ticks = Ticks()
        super().__init__(
            [
                ColumnForm(translate("Drift", "Change"), ticks.spoken),
                ColumnForm(
                    translate("Drift", "What buyers see"), _what, strong=True, roles={Role.SECONDARY: _about}
                ),
                ColumnForm(translate("Drift", "In the store now"), lambda line: _there(line, formats)),
                ColumnForm(translate("Drift", "After the push"), lambda line: _wanted(line, formats)),
            ],
            _id_of,
            row_roles={_CHECK: ticks.of, Role.HEAD: lambda line: isinstance(line, Head)},
            parent=parent,
        )  # fmt: skip
        self._ticks = ticks
        lines: list[Line] = []
        for product, title, found in groups:
            rows = [Row(product, place, each) for place, each in enumerate(found)]
            ticks.rows += rows
            lines += [Head(product, title, len(rows)), *rows]
        self.show_rows(lines)

    def left(self, product: int) -> list[Difference]:
        """What stays as the store has it."""
        return [
            row.difference
            for row in self._ticks.rows
            if row.product == product and not self._ticks.has(row)
        ]

    def count(self) -> int:
        """How many are brought over."""
        return sum(self._ticks.has(row) for row in self._ticks.rows)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tick or untick a line."""
        line = self.row_at(index.row())
        if line is None or role != _CHECK:
            return False
        self._ticks.set(line, ticked=value is Qt.CheckState.Checked)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        return True


def _id_of(line: Line) -> Hashable:
    return (line.product, line.place if isinstance(line, Row) else -1)


def _what(line: Line) -> str:
    if isinstance(line, Head):
        return line.title
    if line.difference.field is Field.TITLE:
        return translate("Drift", "Title")
    return line.difference.variant or translate("Drift", "Price")


def _about(line: Line) -> str:
    return drift.changes(line.count) if isinstance(line, Head) else ""


def _there(line: Line, formats: Formats) -> str:
    if isinstance(line, Head):
        return ""
    if line.difference.field is Field.NEW_VARIANT:
        return translate("Drift", "not there")
    return formats.sentence(line.difference.there)


def _wanted(line: Line, formats: Formats) -> str:
    return "" if isinstance(line, Head) else formats.sentence(line.difference.wanted)
