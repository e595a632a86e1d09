"""The rows of *What changes there*: products as headings, each difference with a tick under them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from PySide6.QtCore import QCoreApplication, QObject, Qt

from podbridge_desktop.domain.differences import Difference, Field
from podbridge_desktop.ui.models.rows_model import ColumnForm
from podbridge_desktop.ui.models.ticked_model import TickedModel, Ticks
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import drift
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_WORTH_CUTTING, _LONGEST_TIP = 20, 600


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
    """`groups` are (product, title, its differences).

    All is brought over until the seller says otherwise, except what was changed by hand in the store.
    """

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
                ColumnForm(
                    translate("Drift", "In the store now"),
                    lambda line: _there(line, formats),
                    roles={_TIP: lambda line: _whole(line, lambda found: found.there)},
                ),
                ColumnForm(
                    translate("Drift", "After the push"),
                    lambda line: _wanted(line, formats),
                    roles={_TIP: lambda line: _whole(line, lambda found: found.wanted)},
                ),
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
    return {_id_of(row): not row.difference.by_hand for row in rows}


def _id_of(line: Line) -> Hashable:
    return (line.product, line.place if isinstance(line, Row) else -1)


def _what(line: Line) -> str:
    if isinstance(line, Head):
        return line.title
    return drift.field(line.difference.field) or line.difference.variant or drift.price()


def _about(line: Line) -> str:
    if isinstance(line, Head):
        return drift.changes(len(line.rows))
    return drift.by_hand() if line.difference.by_hand else ""


def _there(line: Line, formats: Formats) -> str:
    if isinstance(line, Head):
        return ""
    found = line.difference
    if found.field is Field.NEW_VARIANT:
        return translate("Drift", "not there")
    if found.field is Field.DESCRIPTION:
        return _from_where_they_differ(found.there, found.wanted)
    return formats.sentence(found.there)


def _wanted(line: Line, formats: Formats) -> str:
    if isinstance(line, Head):
        return ""
    found = line.difference
    match found.field:
        case Field.DESCRIPTION:
            return _from_where_they_differ(found.wanted, found.there)
        case Field.PICTURES:
            return drift.more_pictures(int(found.wanted))
        case Field.TAGS:
            return drift.more_tags(found.wanted)
    return formats.sentence(found.wanted)


def _from_where_they_differ(text: str, other: str) -> str:
    """A long text from the word on that is another one there."""
    pairs = enumerate(zip(text, other, strict=False))
    same = next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))
    start = text.rfind(" ", 0, same) + 1
    return text if start < _WORTH_CUTTING else f"… {text[start:]}"


def _whole(line: Line, side: Callable[[Difference], str]) -> str:
    """For who points at it: a long text."""
    if isinstance(line, Head) or line.difference.field is not Field.DESCRIPTION:
        return ""
    return shorten(side(line.difference), _LONGEST_TIP, placeholder=" …")
