"""The rows of *What changed*: listings as headings with a tick each, their changes under them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt

from podbridge_desktop.domain.drift import Change
from podbridge_desktop.services.drift import ListingChanges
from podbridge_desktop.ui.models.rows_model import ColumnForm, Index, RowsModel
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import drift
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


@dataclass(frozen=True, slots=True)
class Row:
    """One change; `place` tells it from others of its listing."""

    listing_id: int
    place: int
    change: Change


Line = ListingChanges | Row


class Ticks:
    """Listings that only their supplier changed are ticked until the seller says otherwise: nobody's hand is undone.

    Apart from the model: a model that its own columns point back to is freed late, after the window it belongs to.
    """

    def __init__(self) -> None:
        self._said: dict[int, bool] = {}

    def has(self, listing: ListingChanges) -> bool:
        by_hand = any(each.kind.at_store for each in listing.changes)
        return self._said.get(listing.listing_id, not by_hand)

    def of(self, line: Line) -> Qt.CheckState | None:
        """None under a heading."""
        if isinstance(line, Row):
            return None
        return Qt.CheckState.Checked if self.has(line) else Qt.CheckState.Unchecked

    def set(self, listing: ListingChanges, *, ticked: bool) -> None:
        self._said[listing.listing_id] = ticked

    def spoken(self, line: Line) -> str:
        """For screen readers; the box is painted."""
        if isinstance(line, Row):
            return ""
        return translate("Drift", "ticked") if self.has(line) else translate("Drift", "not ticked")


class ChangeReviewModel(RowsModel[Line]):
    """Headings and changes."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        ticks = Ticks()
        super().__init__(
            [
                ColumnForm(translate("Drift", "Update"), ticks.spoken),
                ColumnForm(
                    translate("Drift", "Listing"), _what, strong=True, roles={Role.SECONDARY: _about}
                ),
                ColumnForm(translate("Drift", "What"), _kind, roles={Role.PILL: _pill}),
                ColumnForm(translate("Drift", "Agreed → now"), lambda line: _values(line, formats)),
                ColumnForm(
                    translate("Drift", "Left of a sale"), lambda line: _effect(line, formats), right=True
                ),
            ],
            _id_of,
            row_roles={_CHECK: ticks.of, Role.HEAD: lambda line: isinstance(line, ListingChanges)},
            parent=parent,
        )  # fmt: skip
        self._ticks = ticks

    def show_changes(self, listings: Sequence[ListingChanges]) -> None:
        lines: list[Line] = []
        for listing in listings:
            lines.append(listing)
            lines += [Row(listing.listing_id, n, each) for n, each in enumerate(listing.changes)]
        self.show_rows(lines)

    def listings(self) -> list[ListingChanges]:
        return [line for line in self.rows if isinstance(line, ListingChanges)]

    def chosen(self) -> list[int]:
        """Our ids of the listings that are ticked."""
        return [each.listing_id for each in self.listings() if self._ticks.has(each)]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tick or untick a listing."""
        line = self.row_at(index.row())
        if not isinstance(line, ListingChanges) or role != _CHECK:
            return False
        self._ticks.set(line, ticked=value is Qt.CheckState.Checked)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        return True


def _id_of(line: Line) -> Hashable:
    return (line.listing_id, line.place if isinstance(line, Row) else -1)


def _what(line: Line) -> str:
    if isinstance(line, ListingChanges):
        return line.title
    return line.change.variant or translate("Drift", "The whole listing")


def _about(line: Line) -> str:
    if isinstance(line, Row):
        return ""
    return f"{line.store} · {drift.changes(len(line.changes))}"


def _kind(line: Line) -> str:
    return drift.pill(line.change.kind).text if isinstance(line, Row) else ""


def _pill(line: Line) -> Pill | None:
    return drift.pill(line.change.kind) if isinstance(line, Row) else None


def _values(line: Line, formats: Formats) -> str:
    return drift.values(line.change, formats) if isinstance(line, Row) else ""


def _effect(line: Line, formats: Formats) -> str:
    return drift.effect(line.change, formats) if isinstance(line, Row) else ""
