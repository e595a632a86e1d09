"""The rows of *Link variants*: listings as headings, their unlinked variants under them, and which proposals are ticked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QObject

from podbridge_desktop.domain.matching.proposals import Confidence, Proposal
from podbridge_desktop.services.link_proposals import ReviewRow
from podbridge_desktop.ui.models.rows_model import ColumnForm
from podbridge_desktop.ui.models.ticked_model import TickedModel, Ticks
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words import listings

translate = QCoreApplication.translate
Key = tuple[str, str]  # store, listing variant


@dataclass(frozen=True, slots=True)
class Head:
    """A listing, over its variants."""

    listing_id: int
    title: str
    store: str
    rows: tuple[ReviewRow, ...]


Line = Head | ReviewRow


class LinkReviewModel(TickedModel[Line]):
    """What is certain or likely is ticked until the seller says otherwise."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            translate("Links", "Link"),
            [
                ColumnForm(
                    translate("Links", "In the store"), _ours, strong=True,
                    roles={Role.LINE: _sku, Role.SECONDARY: _about},
                ),
                ColumnForm(
                    translate("Links", "Printed as"), _theirs, roles={Role.LINE: _reason}
                ),
                ColumnForm(translate("Links", "How sure"), _sure, roles={Role.PILL: _pill}),
            ],
            ticks=Ticks(_under),
            id_of=_id_of,
            is_head=lambda line: isinstance(line, Head),
            parent=parent,
        )  # fmt: skip

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
        return [row.proposal for row in self.variants() if row.proposal and self.ticks.chosen(row)]


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


def _under(line: Line) -> dict[Hashable, bool]:
    """What is proposed, and whether that is sure enough to be ticked by itself."""
    return {
        key_of(row): row.proposal.confidence is not Confidence.UNSURE
        for row in rows_of([line])
        if row.proposal
    }


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
