"""What a push would change of what buyers see in a store, field by field, and what is left as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from podbridge_desktop.domain import rich_text
from podbridge_desktop.domain.agreement import Agreed
from podbridge_desktop.domain.catalog import (
    ListingDraft,
    ListingVariant,
    StoreListing,
    StoreVariant,
)
from podbridge_desktop.domain.listing import ListingEdits
from podbridge_desktop.domain.money import Money


class Field(StrEnum):
    """What differs."""

    TITLE = "title"
    DESCRIPTION = "description"
    TAGS = "tags"
    PICTURES = "pictures"
    PRICE = "price"
    NEW_VARIANT = "new_variant"


TEXTS = frozenset({Field.TITLE.value, Field.DESCRIPTION.value})  # that somebody may write by hand


@dataclass(frozen=True, slots=True)
class Difference:
    """`there` is what the store shows, `wanted` what the push would make of it. `variant` names its options.

    `by_hand` says that somebody changed it in the store since the last push. Of pictures and tags only new ones are
    told, of pictures their number: what stands there is never taken away.
    """

    field: Field
    there: str
    wanted: str
    variant: str = ""
    supplier_variant_id: str = ""
    price_there: Money | None = None
    by_hand: bool = False


def differences(
    draft: ListingDraft, shown: StoreListing, agreed: Agreed | None, leaves: Iterable[str] = ()
) -> tuple[Difference, ...]:
    """The words first, then pictures, then each variant in the draft's order. `leaves` are texts that stay anyway."""
    found = [each for each in _texts(draft, shown, agreed) if each.field not in leaves]
    found += _added(draft, agreed)
    there = _by_supplier(shown, agreed)
    by_sku = {each.sku: each for each in shown.variants if each.sku}
    agreed_prices = {each.remote_id: each.price for each in agreed.after.variants} if agreed else {}
    for variant in draft.variants:
        its = there.get(variant.supplier_variant_id) or by_sku.get(variant.sku)
        found += _of_variant(variant, its, agreed_prices)
    return tuple(found)


def _texts(draft: ListingDraft, shown: StoreListing, agreed: Agreed | None) -> Iterator[Difference]:
    if draft.title != shown.title:
        hand = is_by_hand("title", shown, agreed)
        yield Difference(Field.TITLE, shown.title, draft.title, by_hand=hand)
    ours, theirs = _words(draft.description_html), _words(shown.description)
    if shown.description and ours != theirs:  # a store tells it with the next pull at the latest
        hand = is_by_hand("description", shown, agreed)
        yield Difference(Field.DESCRIPTION, theirs, ours, by_hand=hand)


def is_by_hand(text: str, shown: StoreListing, agreed: Agreed | None) -> bool:
    """Whether somebody changed this text ("title", "description") in the store since the last push."""
    if agreed is None or text in agreed.after.left:
        return True
    return texts_of(shown)[text] != texts_of(agreed.after)[text]


def texts_of(shown: StoreListing) -> Mapping[str, str]:
    """The texts of a listing that a push may replace."""
    return {"title": shown.title, "description": shown.description}


def _words(description: str) -> str:
    """A store spells markup in its own way: compared are the words."""
    return " ".join(rich_text.plain(description).split())


def _added(draft: ListingDraft, agreed: Agreed | None) -> Iterator[Difference]:
    if agreed is None:
        return
    tags = [each for each in draft.tags if each not in agreed.draft.tags]
    if tags:
        yield Difference(Field.TAGS, "", ", ".join(tags))
    pictures = set(draft.images) - set(agreed.draft.images)
    if pictures:
        yield Difference(Field.PICTURES, "", str(len(pictures)))


def _by_supplier(shown: StoreListing, agreed: Agreed | None) -> Mapping[str, StoreVariant]:
    made_by = agreed.made_by if agreed else {}
    return {made_by[each.remote_id]: each for each in shown.variants if each.remote_id in made_by}


def _of_variant(
    wanted: ListingVariant, there: StoreVariant | None, agreed: Mapping[str, Money | None]
) -> Iterator[Difference]:
    name = " / ".join(value for _, value in wanted.options if value != "Default Title")
    price, id_ = str(wanted.price), wanted.supplier_variant_id
    if there is None:
        yield Difference(Field.NEW_VARIANT, "", price, name, id_)
    elif there.price is not None and there.price != wanted.price:
        hand = agreed.get(there.remote_id, there.price) != there.price
        yield Difference(Field.PRICE, str(there.price), price, name, id_, there.price, hand)


def left_as_there(
    edits: ListingEdits, kept: Iterable[Difference], agreed: Agreed | None = None
) -> ListingEdits:
    """The seller's wishes when these stay as the store has them; later pushes leave them so too."""
    for each in kept:
        edits = _left(edits, each, agreed)
    return edits


def _left(edits: ListingEdits, each: Difference, agreed: Agreed | None) -> ListingEdits:
    match each.field:
        case Field.TITLE:
            edits = replace(edits, title=each.there)
        case Field.DESCRIPTION:
            leaves = dict.fromkeys((*edits.leaves, each.field.value))
            edits = replace(edits, leaves=tuple(leaves))
        case Field.TAGS if agreed is not None:
            edits = replace(edits, tags=agreed.draft.tags)
        case Field.PICTURES if agreed is not None:
            edits = replace(edits, images=agreed.draft.images)
        case Field.PRICE if each.price_there is not None:
            price = str(each.price_there.amount)
            edits = replace(edits, prices={**edits.prices, each.supplier_variant_id: price})
        case Field.NEW_VARIANT:
            out = dict.fromkeys((*edits.left_out, each.supplier_variant_id))
            edits = replace(edits, left_out=tuple(out))
    return edits
