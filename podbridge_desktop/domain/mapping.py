"""Variant links: which supplier variant prints which listing variant; and which links are certain by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """LINKED to a supplier variant, or NOT_OURS: packed by the seller, digital, another dropshipper."""

    LINKED = "linked"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class VariantLink:
    """'This listing variant is printed as that supplier variant'."""

    store_id: str
    listing_variant_id: str  # the store's id
    kind: LinkKind
    supplier_id: str = ""
    supplier_variant_id: str = ""  # the supplier's id
    print_provider: str = ""  # who prints it for the supplier, where that makes an order of its own


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """One side of a possible link, as the matching needs it."""

    connection_id: str
    variant_id: str
    sku: str
    store_reference: str = ""


def certain_links(
    store_id: str, listing: Iterable[LinkCandidate], supplier: Iterable[LinkCandidate]
) -> list[VariantLink]:
    """Links nobody can doubt: an exact vendor reference, or one equal SKU on each side.

    A SKU or reference that stands twice links nothing: a guess would print the wrong thing.
    """
    theirs = list(supplier)
    named = Counter(c.store_reference for c in theirs if c.store_reference)
    by_reference = {c.store_reference: c for c in theirs if named[c.store_reference] == 1}
    by_sku = {c.sku: c for c in theirs if c.sku}
    doubled = {sku for sku, n in Counter(c.sku for c in theirs).items() if n > 1}
    ours = list(listing)
    doubled |= {sku for sku, n in Counter(c.sku for c in ours).items() if n > 1}
    found = []
    for candidate in ours:
        match = by_reference.get(candidate.variant_id)
        if named[candidate.variant_id] > 1:
            continue
        if match is None and candidate.sku and candidate.sku not in doubled:
            match = by_sku.get(candidate.sku)
        if match is not None:
            found.append(
                VariantLink(
                    store_id,
                    candidate.variant_id,
                    LinkKind.LINKED,
                    match.connection_id,
                    match.variant_id,
                )
            )
    return found
