"""What a listing was last agreed to be: by its push, or by what the seller kept since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from podbridge_desktop.domain.catalog import ListingDraft, StoreListing
from podbridge_desktop.domain.money import Money


@dataclass(frozen=True, slots=True)
class Agreed:
    """The draft, what the store made of it, and what it showed before; `before` is None where the push made it."""

    revision: int
    draft: ListingDraft
    after: StoreListing
    before: StoreListing | None
    at: datetime

    @property
    def made_by(self) -> Mapping[str, str]:
        """The supplier's variant of each of the store's, by SKU; one that stands twice says nothing."""
        count = Counter(each.sku for each in self.draft.variants)
        by_sku = {v.sku: v.supplier_variant_id for v in self.draft.variants if count[v.sku] == 1}
        return {v.remote_id: by_sku[v.sku] for v in self.after.variants if v.sku in by_sku}

    def prices(self, shown: StoreListing) -> Mapping[str, Money]:
        """What buyers pay now, by the supplier's variant."""
        made_by = self.made_by
        return {
            made_by[each.remote_id]: each.price
            for each in shown.variants
            if each.price is not None and each.remote_id in made_by
        }

    def former(self, earlier: ListingDraft | None) -> ListingDraft | None:
        """The draft that puts back what the store showed before this push; None where it had no such listing.

        `earlier` is the draft of the push before: what a store does not tell (tags, pictures) comes from there.
        """
        if self.before is None:
            return None
        ours = earlier or self.draft
        sku_of = {each.remote_id: each.sku for each in self.after.variants}
        was = {sku_of.get(each.remote_id, each.sku): each for each in self.before.variants}
        variants = tuple(
            replace(each, price=was[each.sku].price or each.price)
            for each in ours.variants
            if each.sku in was
        )
        return replace(
            ours,
            title=self.before.title,
            description_html=self.before.description or ours.description_html,
            variants=variants or ours.variants,
            replaces={"title": self.after.title, "description": self.after.description},
        )
