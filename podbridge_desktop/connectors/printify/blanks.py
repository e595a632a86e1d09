"""Printify's catalog: what a print provider makes of a blank, and where it can be printed on.

What a provider lists is remembered for a day for its print areas, and read anew where a product has a variant that
cannot be had: only then it must be known whether it is still made at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from podbridge_desktop.connectors.printify import wire_products as wire
from podbridge_desktop.connectors.printify.api import PrintifyApi
from podbridge_desktop.connectors.printify.values import page
from podbridge_desktop.domain.catalog import (
    Availability,
    BlankVariant,
    CatalogHead,
    CatalogItem,
    PrintArea,
)
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import NotThere, PermissionMissing

FRESH = timedelta(days=1)
_NOTE = "Printify tells what it costs only for products that were made of it."
Key = tuple[int, int]  # blueprint, print provider


class Blanks:
    """What print providers list. Two threads at once may read the same, no more."""

    def __init__(self, api: PrintifyApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._known: dict[Key, tuple[datetime, wire.ProviderVariants | None]] = {}

    def listed(self, key: Key, since: datetime) -> wire.ProviderVariants | None:
        """As it was told at or after `since`; None where that cannot be seen."""
        seen = self._known.get(key)
        if seen is None or seen[0] < since:
            try:
                told = self._api.variants(*key)
            except (NotThere, PermissionMissing):
                told = None
            seen = self._known[key] = self._clock.now(), told
        return seen[1]


def areas(told: Iterable[wire.CatalogVariant]) -> tuple[PrintArea, ...]:
    """The places in the vendor's order; one whose size differs by variant stands once per size."""
    variants = list(told)
    holds: dict[PrintArea, list[str]] = defaultdict(list)
    for variant in variants:
        for place in variant.placeholders or ():
            if place.position:
                holds[_area(place.position, place)].append(str(variant.id))
    return tuple(
        replace(area, variants=() if len(those) == len(variants) else tuple(those))
        for area, those in holds.items()
    )


def _area(position: str, place: wire.CatalogPlace) -> PrintArea:
    return PrintArea(
        placement=position,
        title=position.replace("_", " ").capitalize(),
        width=place.width or 0,
        height=place.height or 0,
        technique=place.decoration_method or "",
    )


def head(told: wire.Blueprint) -> CatalogHead:
    return CatalogHead(
        remote_id=str(told.id),
        title=told.title or f"Blueprint {told.id}",
        brand=" ".join(filter(None, (told.brand, told.model))),
        image_url=next((page(each) for each in told.images or () if page(each)), ""),
    )


class Browser:
    """The catalog as a person looks at it: blanks, who makes them, and what each of those has."""

    def __init__(self, api: PrintifyApi) -> None:
        self._api = api

    def heads(self) -> tuple[CatalogHead, ...]:
        return tuple(head(each) for each in self._api.blueprints())

    def item(self, remote_id: str) -> CatalogItem:
        """`6` is a blank with its makers (and its variants, where there is one maker), `6-99` it at one of them."""
        number, _, maker = remote_id.partition("-")
        if not number.isdecimal() or (maker and not maker.isdecimal()):
            raise NotThere(f"Printify has no blank product with the number “{remote_id}”.")
        blueprint = int(number)
        found, providers = self._api.blueprint(blueprint), self._api.providers(blueprint)
        makers = tuple((f"{blueprint}-{each.id}", each.title or str(each.id)) for each in providers)
        if not maker and len(providers) == 1:
            maker = str(providers[0].id)
        if not maker:
            return CatalogItem(head(found), makers=makers, note=_NOTE)
        told = self._api.variants(blueprint, int(maker)).variants
        had = {
            each.id
            for each in self._api.variants(blueprint, int(maker), all_of_them=False).variants
        }
        return CatalogItem(
            replace(head(found), remote_id=f"{blueprint}-{maker}"),
            variants=_variants(told, had),
            print_areas=areas(told),
            makers=makers,
            note=_NOTE,
        )


def _variants(told: Sequence[wire.CatalogVariant], had: set[int]) -> tuple[BlankVariant, ...]:
    return tuple(
        BlankVariant(
            remote_id=str(each.id),
            title=each.title or "",
            options=_options(each),
            availability=Availability.ACTIVE if each.id in had else Availability.OUT_OF_STOCK,
        )
        for each in told
    )


def _options(told: wire.CatalogVariant) -> tuple[tuple[str, str], ...]:
    named = told.options if isinstance(told.options, dict) else {}
    return tuple((name.capitalize(), value) for name, value in named.items())
