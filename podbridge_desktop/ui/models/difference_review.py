"""The rows of *What changes there*: products as headings, each difference with a tick under them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from podbridge_desktop.domain.differences import Difference, Field
from podbridge_desktop.ui.models.rows_model import ColumnForm
from podbridge_desktop.ui.models.ticked_model import TickedModel, Ticks
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import drift
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Row:
    """One difference; `place` tells it from others of its product."""

    product: int
    place: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class Head:
    """A product, over its differences."""

    product: int
    title: str
    rows: tuple[Row, ...]


Line = Head | Row


class DifferenceReviewModel(TickedModel[Line]):
    """`groups` are (product, title, its differences). All is brought over until the seller says otherwise."""

    def __init__(
        self,
        groups: Sequence[tuple[int, str, Sequence[Difference]]],
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(
            translate("Drift", "Change"),
            [
                ColumnForm(
                    translate("Drift", "What buyers see"), _what, strong=True, roles={Role.SECONDARY: _about}
                ),
                ColumnForm(translate("Drift", "In the store now"), lambda line: _there(line, formats)),
                ColumnForm(translate("Drift", "After the push"), lambda line: _wanted(line, formats)),
            ],
            ticks=Ticks(_under),
            id_of=_id_of,
            is_head=lambda line: isinstance(line, Head),
            parent=parent,
        )  # fmt: skip
        lines: list[Line] = []
        for product, title, found in groups:
            rows = tuple(Row(product, place, each) for place, each in enumerate(found))
            lines += [Head(product, title, rows), *rows]
        self.show_rows(lines)

    def left(self, product: int) -> list[Difference]:
        """What stays as the store has it."""
        mine = [row for row in self._differences() if row.product == product]
        return [row.difference for row in mine if not self.ticks.chosen(row)]

    def count(self) -> int:
        """How many are brought over."""
        return sum(self.ticks.chosen(row) for row in self._differences())

    def _differences(self) -> list[Row]:
        return [line for line in self.rows if isinstance(line, Row)]


def _under(line: Line) -> dict[Hashable, bool]:
    rows = line.rows if isinstance(line, Head) else (line,)
    return {_id_of(row): True for row in rows}


def _id_of(line: Line) -> Hashable:
    return (line.product, line.place if isinstance(line, Row) else -1)


def _what(line: Line) -> str:
    if isinstance(line, Head):
        return line.title
    if line.difference.field is Field.TITLE:
        return translate("Drift", "Title")
    return line.difference.variant or translate("Drift", "Price")


def _about(line: Line) -> str:
    return drift.changes(len(line.rows)) if isinstance(line, Head) else ""


def _there(line: Line, formats: Formats) -> str:
    if isinstance(line, Head):
        return ""
    if line.difference.field is Field.NEW_VARIANT:
        return translate("Drift", "not there")
    return formats.sentence(line.difference.there)


def _wanted(line: Line, formats: Formats) -> str:
    return "" if isinstance(line, Head) else formats.sentence(line.difference.wanted)
