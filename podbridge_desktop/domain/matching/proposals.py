"""Proposals: for each variant that nobody has linked the supplier variant it is probably printed as, and why.

*Certain* is what `certain_links` finds and nothing else; *likely* is one clear answer; where two answers are equally good,
or little speaks for one, it is *unsure*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from podbridge_desktop.domain.catalog import StoreListing, StoreVariant, SupplierVariant
from podbridge_desktop.domain.mapping import (
    LinkCandidate,
    LinkKind,
    VariantLink,
    certain_links,
)
from podbridge_desktop.domain.matching.fitting import Fit, fit
from podbridge_desktop.domain.matching.options import spelled
from podbridge_desktop.domain.matching.shelf import Laid, Made, Place, Shelf
from podbridge_desktop.domain.matching.words import fold, tokens

_LOOK_AT = 5  # products for each listing
_ALIKE, _A_LITTLE = 0.6, 0.3
_CLEAR = 0.1  # how much better than the next


class Confidence(StrEnum):
    """How sure a proposal is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"

    @property
    def rank(self) -> int:
        """0 is surest."""
        return list(Confidence).index(self)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that is proposed; nothing is linked by it."""

    link: VariantLink
    confidence: Confidence
    reason: str  # in words: “same SKU”, “title alike, Schwarz / M = Black / M”


@dataclass(frozen=True, slots=True)
class _Case:
    """One listing in the light of all that is known."""

    listing: StoreListing
    fits: Sequence[Fit]  # the best first
    taken: Collection[tuple[str, str]]  # supplier variants that other variants of this listing are

    @property
    def is_clear(self) -> bool:
        """The best is much better than the next; or the listing's title says its whole title and not that of the next."""
        if len(self.fits) == 1:
            return True
        best, second = self.fits[:2]
        said = tokens(self.listing.title)
        named = best.laid.words <= said and not second.laid.words <= said
        return named or best.score - second.score >= _CLEAR


class Matching:
    """The shelf of all suppliers, against which a store's listings are held. `names` are the suppliers' for the reasons."""

    def __init__(self, makers: Sequence[Made], names: Mapping[str, str]) -> None:
        self._shelf = Shelf(makers)
        self._names = names
        self._candidates = [
            LinkCandidate(made.supplier_id, v.remote_id, v.sku, v.store_reference)
            for made in makers
            for v in made.product.variants
        ]

    def propose(
        self, store_id: str, listings: Sequence[StoreListing], known: Mapping[str, VariantLink]
    ) -> list[Proposal]:
        """Proposals for the variants that are not in `known` (links by listing variant), in the listings' order."""
        ours = [
            LinkCandidate(store_id, v.remote_id, v.sku)
            for listing in listings
            for v in listing.variants
        ]
        certain = {
            link.listing_variant_id: link
            for link in certain_links(store_id, ours, self._candidates)
            if link.listing_variant_id not in known
        }
        return [
            proposal
            for listing in listings
            for proposal in self._of_listing(store_id, listing, known, certain)
        ]

    def _of_listing(
        self,
        store_id: str,
        listing: StoreListing,
        known: Mapping[str, VariantLink],
        certain: Mapping[str, VariantLink],
    ) -> Iterator[Proposal]:
        case: _Case | None = None
        for variant in listing.variants:
            if variant.remote_id in known:
                continue
            if (link := certain.get(variant.remote_id)) is not None:
                yield Proposal(link, Confidence.CERTAIN, self._certainly(variant, link))
                continue
            case = case or self._case(listing, {**certain, **known})
            if answer := self._answer(case, variant):
                supplier_id, made, confidence, reason = answer
                link = VariantLink(
                    store_id, variant.remote_id, LinkKind.LINKED, supplier_id, made.remote_id
                )
                yield Proposal(link, confidence, reason)

    def _certainly(self, variant: StoreVariant, link: VariantLink) -> str:
        made = self._shelf.by_id[link.supplier_id, link.supplier_variant_id].variant
        if made.store_reference == variant.remote_id:
            return f"linked at {self._names.get(link.supplier_id, 'the supplier')}"
        return "same SKU"

    def _case(self, listing: StoreListing, links: Mapping[str, VariantLink]) -> _Case:
        taken = {
            (link.supplier_id, link.supplier_variant_id)
            for variant in listing.variants
            if (link := links.get(variant.remote_id))
        }
        anchors = Counter(place.product for pair in taken if (place := self._shelf.by_id.get(pair)))
        for variant in listing.variants:
            same = {place.product for place in self._shelf.with_sku(variant.sku)}
            anchors.update(same if variant.remote_id not in links and len(same) == 1 else ())
        alike = self._shelf.alike(listing.title)
        numbers = {*anchors, *sorted(alike, key=lambda n: (-alike[n], n))[:_LOOK_AT]}
        fits = [
            fit(listing, self._shelf.products[n], alike.get(n, 0.0), anchors[n])
            for n in sorted(numbers)
        ]
        fits = [each for each in fits if each.matches]
        return _Case(listing, sorted(fits, key=lambda each: -each.score), taken)

    def _answer(
        self, case: _Case, variant: StoreVariant
    ) -> tuple[str, SupplierVariant, Confidence, str] | None:
        by_sku = self._shelf.with_sku(variant.sku)
        fits = [each for each in case.fits if variant.remote_id in each.matches]
        best = fits[0] if fits and (fits[0].anchors or fits[0].likeness >= _A_LITTLE) else None
        if best is None:
            return self._by_sku(variant, by_sku)
        free = [
            made
            for made in best.matches[variant.remote_id]
            if (best.laid.supplier_id, made.remote_id) not in case.taken
        ]
        if not free:
            return self._by_sku(variant, by_sku)
        why, doubts = _why(case.listing, variant, best, free[0]), _doubts(case, variant, best, free)
        if by_sku and free[0] in [place.variant for place in by_sku]:
            why = f"{_skus(variant, free[0])}, {why}"
        elif by_sku:
            doubts.append("another variant has its SKU")
        confidence = Confidence.UNSURE if doubts else Confidence.LIKELY
        return best.laid.supplier_id, free[0], confidence, ", but ".join([why, *doubts[:1]])

    def _by_sku(
        self, variant: StoreVariant, places: Sequence[Place]
    ) -> tuple[str, SupplierVariant, Confidence, str] | None:
        if not places:
            return None
        laid, made = self._shelf.products[places[0].product], places[0].variant
        if len(places) == 1:
            return laid.supplier_id, made, Confidence.LIKELY, _skus(variant, made)
        why = f"{_skus(variant, made)}, but {len(places)} variants of the suppliers have it"
        return laid.supplier_id, made, Confidence.UNSURE, why


def _why(listing: StoreListing, variant: StoreVariant, best: Fit, made: SupplierVariant) -> str:
    where = "title a little alike"
    if fold(listing.title) == fold(best.laid.title):
        where = "same title"
    elif best.likeness >= _ALIKE:
        where = "title alike"
    elif best.anchors:
        where = "its listing is this product"
    ours, theirs = spelled(variant.options), spelled(made.options)
    if ours == theirs:
        what = f"both {ours}" if ours else "the only variant"
    else:
        what = f"{ours or 'no options'} = {theirs or 'no options'}"
    return f"{where}, {what}"


def _skus(variant: StoreVariant, made: SupplierVariant) -> str:
    same = made.sku == variant.sku
    return "same SKU" if same else f"SKU alike, {variant.sku} = {made.sku}"


def _doubts(
    case: _Case, variant: StoreVariant, best: Fit, free: Sequence[SupplierVariant]
) -> list[str]:
    """Why one may not be sure, the weightiest first."""
    found = []
    if best is not case.fits[0] or not case.is_clear:
        found.append(f"another product fits as well: “{_rival(case, best).title}”")
    if len(free) > 1:
        found.append(f"{len(free)} variants fit as well as each other")
    wanted = {made.remote_id for made in best.matches[variant.remote_id]}
    rivals = sum(1 for made in best.matches.values() if wanted & {each.remote_id for each in made})
    if rivals > 1:
        found.append("another variant of this listing fits it as well")
    if best.likeness < _ALIKE and not best.anchors:
        found.append("the titles differ")
    return found


def _rival(case: _Case, best: Fit) -> Laid:
    return next(each.laid for each in case.fits if each is not best)


def at_least(proposals: Iterable[Proposal], confidence: Confidence) -> list[Proposal]:
    """Those that are as sure as that, or surer."""
    return [each for each in proposals if each.confidence.rank <= confidence.rank]
