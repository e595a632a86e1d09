"""The rows of *What changed*: listings as headings with a tick each, their changes under them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from podbridge_desktop.domain.drift import Change
from podbridge_desktop.services.drift import ListingChanges
from podbridge_desktop.ui.models.rows_model import ColumnForm
from podbridge_desktop.ui.models.ticked_model import TickedModel, Ticks
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import drift
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Row:
    """One change; `place` tells it from others of its listing."""

    listing_id: int
    place: int
    change: Change


Line = ListingChanges | Row


class ChangeReviewModel(TickedModel[Line]):
    """Listings that only their supplier changed are ticked until the seller says otherwise: nobody's hand is undone."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(
            translate("Drift", "Update"),
            [
                ColumnForm(
                    translate("Drift", "Listing"), _what, strong=True, roles={Role.SECONDARY: _about}
                ),
                ColumnForm(translate("Drift", "What"), _kind, roles={Role.PILL: _pill}),
                ColumnForm(translate("Drift", "Agreed → now"), lambda line: _values(line, formats)),
                ColumnForm(
                    translate("Drift", "Left of a sale"), lambda line: _effect(line, formats), right=True
                ),
            ],
            ticks=Ticks(_under),
            id_of=_id_of,
            is_head=lambda line: isinstance(line, ListingChanges),
            parent=parent,
        )  # fmt: skip

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
        return [each.listing_id for each in self.listings() if self.ticks.chosen(each)]


def _under(line: Line) -> dict[Hashable, bool]:
    if isinstance(line, Row):
        return {}
    return {line.listing_id: not any(each.kind.at_store for each in line.changes)}


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
