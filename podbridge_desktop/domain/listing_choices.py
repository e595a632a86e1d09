"""What a store wants to be told about a listing beside the product, as lists to pick from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.errors import BadInput

# What the next product of the store begins with; a category and the renewal are each product's own.
OF_STORE = frozenset(
    {"shipping_profile", "processing_profile", "return_policy", "section", "who_made"}
)
OF_SUPPLIER = frozenset({"production_partner"})  # the next one that the same supplier prints


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing of the store that may be picked; `value` is the store's own id of it."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class ListingChoice:
    """One list, and what is taken from it without a word of the seller's (`suggested`; empty: nothing).

    `needed` without a suggestion waits for her pick. `trouble` says in a sentence what the store lacks or why nothing
    can be suggested, and the way on.
    """

    field: str
    offers: tuple[Offer, ...] = ()
    suggested: str = ""
    needed: bool = False
    trouble: str = ""
    keeps: bool = False  # the listing stands in the store: without a pick this stays as it is

    def named(self, word: str) -> tuple[Offer, ...]:
        """What the seller means: by id, by the whole name, by the last part of a way `A > B`."""
        wanted = word.strip()
        by_id = tuple(each for each in self.offers if each.value == wanted)
        return by_id or tuple(each for each in self.offers if _ends(each.name, wanted))

    def name_of(self, value: str) -> str:
        """In the store's words; empty for what it does not have."""
        return next((each.name for each in self.offers if each.value == value), "")

    def stops(self, picked: str) -> bool:
        """Whether nothing can be pushed: it is needed, and neither picked nor suggested."""
        return self.needed and not (picked or self.suggested)


def as_they_are(choices: Iterable[ListingChoice]) -> tuple[ListingChoice, ...]:
    """For listings that stand in the store already: nothing is needed, and without a pick nothing changes."""
    return tuple(
        replace(each, suggested="", needed=False, trouble="", keeps=True) for each in choices
    )


def combined(several: Sequence[tuple[ListingChoice, ...]]) -> tuple[ListingChoice, ...]:
    """One question for several products: a suggestion that differs between them is none, but each may have its own."""
    return tuple(_together(same) for same in zip(*several, strict=True))


def _together(same: tuple[ListingChoice, ...]) -> ListingChoice:
    first = same[0]
    alike = len({each.suggested for each in same}) == 1
    without = [each for each in same if each.needed and not each.suggested]
    return replace(
        first,
        suggested=first.suggested if alike else "",
        needed=bool(without) or (alike and any(each.needed for each in same)),
        trouble=next((each.trouble for each in same if each.trouble), ""),
    )


def settled(choices: Iterable[ListingChoice], told: Mapping[str, str]) -> Options:
    """The seller's words as the store's ids. Raises `BadInput` with what there is, for a word that fits none or several."""
    known = {each.field: each for each in choices}
    return tuple(
        (field, _value(known[field], word) if field in known and word.strip() else word.strip())
        for field, word in told.items()
    )


def _value(choice: ListingChoice, word: str) -> str:
    found = choice.named(word)
    if len(found) == 1:
        return found[0].value
    there = "; ".join(f"{each.name} ({each.value})" for each in (found or choice.offers)[:12])
    what = choice.field.replace("_", " ")
    if found:
        raise BadInput(
            f"The store has more than one {what} called “{word}”.",
            hint=f"Give the number: {there}.",
            code="ambiguous",
        )
    raise BadInput(
        f"The store has no {what} “{word}”.",
        hint=f"There are: {there}." if there else choice.trouble,
    )


def _ends(name: str, wanted: str) -> bool:
    way = [_folded(part) for part in wanted.split(">")]
    return bool(any(way)) and [_folded(part) for part in name.split(" > ")][-len(way) :] == way


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
