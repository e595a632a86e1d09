"""What a push would change of what buyers see in a store, field by field, and what is left as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

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
    PRICE = "price"
    NEW_VARIANT = "new_variant"


@dataclass(frozen=True, slots=True)
class Difference:
    """`there` is what the store shows, `wanted` what the push would make of it. `variant` names its options."""

    field: Field
    there: str
    wanted: str
    variant: str = ""
    supplier_variant_id: str = ""
    price_there: Money | None = None


def differences(
    draft: ListingDraft, shown: StoreListing, agreed: Agreed | None
) -> tuple[Difference, ...]:
    """The title first, then each variant in the draft's order. Pictures and texts are merged, never taken away."""
    found = []
    if draft.title != shown.title:
        found.append(Difference(Field.TITLE, shown.title, draft.title))
    there = _by_supplier(shown, agreed)
    by_sku = {each.sku: each for each in shown.variants if each.sku}
    for variant in draft.variants:
        found += _of_variant(
            variant, there.get(variant.supplier_variant_id) or by_sku.get(variant.sku)
        )
    return tuple(found)


def _by_supplier(shown: StoreListing, agreed: Agreed | None) -> Mapping[str, StoreVariant]:
    made_by = agreed.made_by if agreed else {}
    return {made_by[each.remote_id]: each for each in shown.variants if each.remote_id in made_by}


def _of_variant(wanted: ListingVariant, there: StoreVariant | None) -> Iterator[Difference]:
    name = " / ".join(value for _, value in wanted.options if value != "Default Title")
    price, id_ = str(wanted.price), wanted.supplier_variant_id
    if there is None:
        yield Difference(Field.NEW_VARIANT, "", price, name, id_)
    elif there.price is not None and there.price != wanted.price:
        yield Difference(Field.PRICE, str(there.price), price, name, id_, there.price)


def left_as_there(edits: ListingEdits, kept: Iterable[Difference]) -> ListingEdits:
    """The seller's wishes when these stay as the store has them; later pushes leave them so too."""
    prices, left_out, title = dict(edits.prices), list(edits.left_out), edits.title
    for each in kept:
        match each.field:
            case Field.TITLE:
                title = each.there
            case Field.PRICE:
                if each.price_there is not None:
                    prices[each.supplier_variant_id] = str(each.price_there.amount)
            case Field.NEW_VARIANT:
                left_out.append(each.supplier_variant_id)
    return replace(edits, title=title, prices=prices, left_out=tuple(dict.fromkeys(left_out)))
