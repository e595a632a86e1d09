"""Printful's catalog: blanks with their stock and costs, and the sizes of print files they take.

A blank is read once a pull (one public call: all variants with stock and prices); the sizes of its print files change
with the product line only, so they are read once a day.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.connectors.printful.api import PrintfulApi
from podbridge_desktop.connectors.printful.catalog import price_of, stock_of
from podbridge_desktop.connectors.printful.values import url
from podbridge_desktop.domain.catalog import BlankVariant, CatalogHead, CatalogItem, PrintArea
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import NotThere, Refused

_AREAS_FRESH = timedelta(days=1)
_USUAL = "DTG"  # what Printful takes where no technique is named


def mark_of(told: msgspec.Struct | None) -> str:
    """A short sign of what was told: the same while nothing of it changes."""
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16]


class Blanks:
    """What one pull reads of the catalog, each thing once."""

    def __init__(self, api: PrintfulApi) -> None:
        self._api = api
        self.known: dict[int, wire.CatalogDetail] = {}
        self._marks: dict[int, str] = {}

    def learn(self, wanted: Iterable[int]) -> None:
        for ident in wanted:
            self.mark(ident)

    def mark(self, ident: int) -> str:
        """The sign of a blank as it is now; empty for one that is no longer in the catalog."""
        if ident not in self._marks:
            try:
                self.known[ident] = self._api.catalog_product(ident)
                self._marks[ident] = mark_of(self.known[ident])
            except NotThere:
                self._marks[ident] = ""
        return self._marks[ident]


class Areas:
    """Print areas of blanks, remembered for a day. Two threads at once may read the same, no more."""

    def __init__(self, api: PrintfulApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._known: dict[int, tuple[datetime, tuple[PrintArea, ...]]] = {}

    def of(self, blank: wire.CatalogDetail) -> tuple[PrintArea, ...]:
        """Empty where Printful tells none."""
        ident, now = blank.product.id, self._clock.now()
        seen = self._known.get(ident)
        if seen is None or now - seen[0] > _AREAS_FRESH:
            seen = self._known[ident] = now, self._read(blank)
        return seen[1]

    def _read(self, blank: wire.CatalogDetail) -> tuple[PrintArea, ...]:
        technique = technique_of(blank.product)
        try:
            told = self._api.printfiles(blank.product.id, "" if technique == _USUAL else technique)
        except (NotThere, Refused):
            return ()
        return areas(told, technique)


def technique_of(product: wire.CatalogProduct) -> str:
    """How it is printed where nothing else is chosen."""
    told = [each for each in product.techniques or () if each.key]
    return next((each.key or "" for each in told if each.is_default), "")


def areas(told: wire.Printfiles, technique: str = "") -> tuple[PrintArea, ...]:
    """The places in the vendor's order; one that differs by variant stands once per size."""
    sizes = {each.printfile_id: each for each in told.printfiles or ()}
    holds: dict[tuple[str, int], list[str]] = defaultdict(list)
    for variant in told.variant_printfiles or ():
        for placement, size in (variant.placements or {}).items():
            holds[placement, size].append(str(variant.variant_id))
    count = len(told.variant_printfiles or ())
    titles = told.available_placements or {}
    order = {placement: place for place, placement in enumerate(titles)}
    return tuple(
        _area(placement, titles.get(placement, placement), sizes.get(size), technique, variants, count)
        for (placement, size), variants in sorted(
            holds.items(), key=lambda pair: (order.get(pair[0][0], len(order)), pair[0][1])
        )
    )  # fmt: skip


def _area(
    placement: str,
    title: str,
    size: wire.Printfile | None,
    technique: str,
    variants: list[str],
    count: int,
) -> PrintArea:
    return PrintArea(
        placement=placement,
        title=title,
        width=(size.width if size else None) or 0,
        height=(size.height if size else None) or 0,
        dpi=size.dpi if size else None,
        technique=technique,
        variants=() if len(variants) == count else tuple(variants),
    )


def narrowed(found: Iterable[PrintArea], blanks: frozenset[str]) -> tuple[PrintArea, ...]:
    """Those of some blanks only; what holds for all of these names none."""
    kept = []
    for area in found:
        fitting = tuple(each for each in area.variants if each in blanks)
        if fitting or not area.variants:
            kept.append(replace(area, variants=() if len(fitting) == len(blanks) else fitting))
    return tuple(kept)


def head(told: wire.CatalogProduct) -> CatalogHead:
    return CatalogHead(
        remote_id=str(told.id),
        title=told.title or f"Product {told.id}",
        brand=told.brand or "",
        image_url=url(told.image),
        discontinued=bool(told.is_discontinued),
    )


def item(told: wire.CatalogDetail, print_areas: tuple[PrintArea, ...]) -> CatalogItem:
    """A blank with what each variant costs with its first print, before postage and taxes."""
    return CatalogItem(
        head=head(told.product),
        variants=tuple(
            BlankVariant(
                remote_id=str(each.id),
                title=each.name or "",
                options=tuple(
                    (name, value)
                    for name, value in (("Color", each.color), ("Size", each.size))
                    if value
                ),
                cost=price_of(each, told.product),
                availability=stock_of(each),
            )
            for each in told.variants or ()
        ),
        print_areas=print_areas,
        note="Costs are for one piece with its first print, before postage, taxes and discounts of your plan.",
    )
