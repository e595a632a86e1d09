"""Proposals for 10,000 listing variants against 10,000 supplier variants, beside a bare dict join by SKU in the same run.

Two in five listings still carry the supplier's SKUs; the others were made by hand, under longer titles, in several
languages, without a SKU. What is found is checked: the right variant for every proposal that is not unsure.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Spread, in_turn, keep, table, timed
from podbridge_desktop.domain.catalog import (
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.matching.proposals import Confidence, Matching, Proposal
from podbridge_desktop.domain.matching.shelf import Made

_GOAL = 2.0  # seconds
_SIZES = ("S", "M", "L", "XL", "2XL")
_COLOURS = ("Black", "White", "Navy", "Sage", "Asphalt")
_ELSEWHERE = {
    "S": "Klein",
    "M": "Mittel",
    "L": "Groß",
    "2XL": "XXL",
    "Black": "Schwarz",
    "White": "Blanc",
    "Navy": "Marineblau",
}
_THINGS = ("Tee", "Hoodie", "Mug", "Tote", "Poster")
_BEFORE = (
    "Mountain",
    "Sunrise",
    "Harbour",
    "Forest",
    "Winter",
    "Café",
    "Desert",
    "Old Town",
    "Starlit",
    "River",
)
_AFTER = ("Fox", "Bear", "Lighthouse", "Cat", "Bicycle", "Moth", "Fern", "Whale", "Owl", "Compass", "Anchor", "Heron")  # fmt: skip


def catalog(count: int, seed: int) -> tuple[list[Made], list[StoreListing]]:
    """So many variants on each side; a listing variant's id is that of the supplier variant it is printed as."""
    chance = random.Random(seed)
    makers, listings = [], []
    for number in range(count // (len(_SIZES) * len(_COLOURS))):
        name = f"{chance.choice(_BEFORE)} {chance.choice(_AFTER)} {number // 60} {chance.choice(_THINGS)}"
        made = tuple(
            SupplierVariant(f"{number}-{color}-{size}", f"{name} / {color} / {size}",
                            (("Color", color), ("Size", size)), f"SKU-{number:05}-{color}-{size}")
            for color in _COLOURS
            for size in _SIZES
        )  # fmt: skip
        makers.append(Made("supplier", SupplierProduct(str(number), name, made)))
        listings.append(_listing(name, made, by_hand=number % 5 > 1))
    chance.shuffle(listings)
    return makers, listings


def _listing(name: str, made: Sequence[SupplierVariant], *, by_hand: bool) -> StoreListing:
    if not by_hand:
        return StoreListing(
            name, name, tuple(StoreVariant(v.remote_id, v.sku, v.options) for v in made)
        )
    title = f"{name.replace('Tee', 'T-Shirt')} – Gift for Hikers"
    return StoreListing(title, title, tuple(
        StoreVariant(v.remote_id, "", tuple((n, _ELSEWHERE.get(w, w)) for n, w in v.options)) for v in made
    ))  # fmt: skip


def propose(makers: Sequence[Made], listings: Sequence[StoreListing]) -> list[Proposal]:
    return Matching(makers, {"supplier": "Printful"}).propose("store", listings, {})


def join(makers: Sequence[Made], listings: Sequence[StoreListing]) -> list[tuple[str, str]]:
    """The floor: what a dict does that knows nothing but equal SKUs."""
    by_sku = {v.sku: v.remote_id for made in makers for v in made.product.variants}
    variants = (v for listing in listings for v in listing.variants)
    return [(v.remote_id, by_sku[v.sku]) for v in variants if v.sku in by_sku]


def main(argv: Sequence[str] | None = None) -> dict[str, object]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(argv)
    makers, listings = catalog(chosen.variants, seed=7)
    found = propose(makers, listings)
    ours, floor = [], []
    in_turn(
        chosen.pairs,
        lambda: ours.append(timed(lambda: propose(makers, listings))),
        lambda: floor.append(timed(lambda: join(makers, listings))),
    )
    result = {
        "seconds": Spread.of(run.wall for run in ours),
        "floor_seconds": Spread.of(run.wall for run in floor),
        "joined": len(join(makers, listings)),
        **{str(confidence): _count(found, confidence) for confidence in Confidence},
        "wrong": sum(1 for p in found if _sure(p) and p.link.listing_variant_id != p.link.supplier_variant_id),
    }  # fmt: skip
    table(
        [
            ("figure", "value"),
            *((key, _told(value)) for key, value in result.items()),
            ("goal", f"{_GOAL} s"),
        ]
    )
    keep(chosen.json, "matching", result)
    return result


def _count(found: Sequence[Proposal], confidence: Confidence) -> int:
    return sum(1 for each in found if each.confidence is confidence)


def _sure(proposal: Proposal) -> bool:
    return proposal.confidence is not Confidence.UNSURE


def _told(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, Spread) else str(value)


if __name__ == "__main__":
    main()
