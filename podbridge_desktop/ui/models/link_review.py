"""The rows of *Link variants*: listings as headings, their unlinked variants under them, and which proposals are ticked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QObject, Qt

from podbridge_desktop.domain.matching.proposals import Confidence, Proposal
from podbridge_desktop.services.link_proposals import ReviewRow
from podbridge_desktop.ui.models.rows_model import ColumnForm, Index, RowsModel
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import listings

translate = QCoreApplication.translate
Key = tuple[str, str]  # store, listing variant
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


@dataclass(frozen=True, slots=True)
class Head:
    """A listing, over its variants."""

    listing_id: int
    title: str
    store: str
    rows: tuple[ReviewRow, ...]


Line = Head | ReviewRow


class Ticks:
    """What is certain or likely is ticked until the seller says otherwise; her word outlives a fresh reading.

    Apart from the model: a model that its own columns point back to is freed late, after the window it belongs to.
    """

    def __init__(self) -> None:
        self._said: dict[Key, bool] = {}

    def has(self, row: ReviewRow) -> bool:
        proposal = row.proposal
        sure = proposal is not None and proposal.confidence is not Confidence.UNSURE
        return self._said.get(key_of(row), sure)

    def of(self, line: Line) -> Qt.CheckState | None:
        """None where nothing is proposed; a heading's is that of all under it."""
        states = {self.has(row) for row in rows_of([line]) if row.proposal}
        if not states:
            return None
        if len(states) == 2:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if states.pop() else Qt.CheckState.Unchecked

    def set(self, line: Line, *, ticked: bool) -> None:
        """A heading's word holds for all under it."""
        self._said.update((key_of(row), ticked) for row in rows_of([line]) if row.proposal)

    def spoken(self, line: Line) -> str:
        """For screen readers; the box is painted."""
        words = {
            None: translate("Links", "nothing proposed"),
            Qt.CheckState.Checked: translate("Links", "ticked"),
            Qt.CheckState.Unchecked: translate("Links", "not ticked"),
            Qt.CheckState.PartiallyChecked: translate("Links", "some ticked"),
        }
        return words[self.of(line)]


class LinkReviewModel(RowsModel[Line]):
    """Headings and variants with their ticks."""

    def __init__(self, parent: QObject | None = None) -> None:
        ticks = Ticks()
        super().__init__(
            [
                ColumnForm(translate("Links", "Link"), ticks.spoken),
                ColumnForm(
                    translate("Links", "In the store"), _ours, strong=True,
                    roles={Role.LINE: _sku, Role.SECONDARY: _about},
                ),
                ColumnForm(
                    translate("Links", "Printed as"), _theirs, roles={Role.LINE: _reason}
                ),
                ColumnForm(translate("Links", "How sure"), _sure, roles={Role.PILL: _pill}),
            ],
            _id_of,
            row_roles={_CHECK: ticks.of, Role.HEAD: lambda line: isinstance(line, Head)},
            parent=parent,
        )  # fmt: skip
        self._ticks = ticks

    def show_review(self, rows: Sequence[ReviewRow]) -> None:
        """Listings for which something is proposed come first."""
        groups = groupby(rows, key=lambda row: (row.variant.store_id, row.variant.listing_id))
        heads = [_head(tuple(together)) for _, together in groups]
        heads.sort(key=lambda head: all(row.proposal is None for row in head.rows))
        lines: list[Line] = []
        for head in heads:
            lines += (head, *head.rows)
        self.show_rows(lines)

    def heads(self) -> list[int]:
        """The places of the headings."""
        return [place for place, line in enumerate(self.rows) if isinstance(line, Head)]

    def variants(self) -> list[ReviewRow]:
        return [line for line in self.rows if isinstance(line, ReviewRow)]

    def chosen(self) -> list[Proposal]:
        """The proposals that are ticked."""
        return [row.proposal for row in self.variants() if row.proposal and self._ticks.has(row)]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tick or untick a line."""
        line = self.row_at(index.row())
        if line is None or role != _CHECK:
            return False
        self._ticks.set(line, ticked=value is Qt.CheckState.Checked)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        return True


def _head(rows: tuple[ReviewRow, ...]) -> Head:
    first = rows[0].variant
    return Head(first.listing_id, first.listing, first.store, rows)


def rows_of(lines: Iterable[Line]) -> list[ReviewRow]:
    """The variants of these lines; a heading stands for all under it."""
    rows: dict[Key, ReviewRow] = {}
    for line in lines:
        for row in line.rows if isinstance(line, Head) else (line,):
            rows[key_of(row)] = row
    return list(rows.values())


def key_of(row: ReviewRow) -> Key:
    return row.variant.store_id, row.variant.listing_variant_id


def _id_of(line: Line) -> Hashable:
    return line.listing_id if isinstance(line, Head) else key_of(line)


def _ours(line: Line) -> str:
    if isinstance(line, Head):
        return line.title
    return line.variant.options or line.variant.listing


def _sku(line: Line) -> str:
    if isinstance(line, Head):
        return ""
    return line.variant.sku or translate("Links", "no SKU")


def _about(line: Line) -> str:
    if not isinstance(line, Head):
        return ""
    return f"{line.store} · {listings.variants(len(line.rows))}"


def _theirs(line: Line) -> str:
    return "" if isinstance(line, Head) else line.printed_as


def _reason(line: Line) -> str:
    if isinstance(line, Head) or line.proposal is None:
        return ""
    return f"{line.supplier}: {line.proposal.reason}"


def _sure(line: Line) -> str:
    return "" if isinstance(line, Head) else _pill_of(line).text


def _pill(line: Line) -> Pill | None:
    return None if isinstance(line, Head) else _pill_of(line)


def _pill_of(row: ReviewRow) -> Pill:
    if row.proposal is None:
        return Pill(translate("Links", "Nothing alike"), Tone.NEUTRAL, "minus")
    return listings.confidence_pill(row.proposal.confidence)
