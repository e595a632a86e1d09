"""How well one listing fits one product: which of its variants each variant may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from podbridge_desktop.domain.catalog import StoreListing, StoreVariant, SupplierVariant
from podbridge_desktop.domain.matching.options import Key, constant, key_of, meaning_of, spelled
from podbridge_desktop.domain.matching.shelf import Laid
from podbridge_desktop.domain.matching.words import fold, tokens

_ANCHOR, _COVERED, _COUNT = 2.0, 0.3, 0.1  # beside likeness, which counts 1


@dataclass(frozen=True, slots=True)
class Fit:
    """`matches` are the candidates by the listing variant's id; `anchors` how many of its variants are surely this product."""

    laid: Laid
    likeness: float
    anchors: int
    matches: Mapping[str, Sequence[SupplierVariant]]
    score: float


def fit(listing: StoreListing, laid: Laid, likeness: float, anchors: int) -> Fit:
    """Score: alike titles, variants that are this product by SKU or link, options that are found, as many variants."""
    matches = _matches(listing, laid)
    ours, theirs = len(listing.variants), len(laid.variants)
    score = (
        likeness
        + _ANCHOR * anchors / ours
        + _COVERED * len(matches) / ours
        + _COUNT * min(ours, theirs) / max(ours, theirs, 1)
    )
    return Fit(laid, likeness, anchors, matches, score)


def _matches(listing: StoreListing, laid: Laid) -> dict[str, Sequence[SupplierVariant]]:
    keys = {variant.remote_id: key_of(variant.options) for variant in listing.variants}
    uses = Counter(keys.values())
    common = constant(uses)
    found = {}
    for variant in listing.variants:
        key = keys[variant.remote_id]
        fitting = _fitting(key, common, listing, laid)
        if len(fitting) > 1 or uses[key] > 1:
            fitting = _as_written(variant, fitting) or fitting
        if fitting:
            found[variant.remote_id] = fitting
    return found


def _fitting(key: Key, common: Key, listing: StoreListing, laid: Laid) -> Sequence[SupplierVariant]:
    """By all that the options say; else without what all variants say, where one side does not speak of it at all;
    else with a word of the title (“Mountain Tee Black” in sizes only)."""
    if same := laid.by_key.get(key):
        return same
    if (common <= laid.constant or laid.constant <= common) and (
        same := laid.short.get(key - common - laid.constant)
    ):
        return same
    told = frozenset(meaning_of(word) for word in tokens(listing.title)) & laid.said - key
    return laid.by_key.get(key | told, ()) if told else ()


def _as_written(
    variant: StoreVariant, fitting: Sequence[SupplierVariant]
) -> Sequence[SupplierVariant]:
    """Where a meaning stands twice, the one of the very same words."""
    words = fold(spelled(variant.options))
    return [each for each in fitting if fold(spelled(each.options)) == words]
