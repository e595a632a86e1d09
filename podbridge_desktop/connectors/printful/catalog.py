"""Printful's store products in our words, with the cost that its catalog tells. Pure.

A sync variant has no cost of its own: it is the catalog variant's price (which includes the first print), plus what
the catalog asks for each further print place and for chosen options. Membership discounts are not in it; the real
cost of an order is read from the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

import msgspec

from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.connectors.printful.values import amount, loose, money, url, word
from podbridge_desktop.domain.catalog import (
    Availability,
    Options,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.money import Money

AVAILABILITY = {
    "active": Availability.ACTIVE,
    "out_of_stock": Availability.OUT_OF_STOCK,
    "temporary_out_of_stock": Availability.OUT_OF_STOCK,
    "discontinued": Availability.DISCONTINUED,
}
_FIRST_PLACE = frozenset({"", "default"})  # the place whose print the price includes
_NO_PRINT = frozenset({"preview", "mockup"})


def product(
    detail: wire.SyncDetail, catalog: Mapping[int, wire.CatalogDetail], *, linked: bool
) -> SupplierProduct | None:
    """A product with those variants that can be ordered; None where none can (nothing to print is set up)."""
    synced = [
        each for each in detail.sync_variants or () if each.synced is not False and each.variant_id
    ]
    if not synced:
        return None
    variants = [_variant(each, _of(each, catalog), linked=linked) for each in synced]
    thumbnail = url(detail.sync_product.thumbnail_url)
    previews = [address for each in synced if (address := _preview(each))]
    first = _of(synced[0], catalog)
    return SupplierProduct(
        remote_id=str(detail.sync_product.id),
        title=detail.sync_product.name,
        variants=tuple(told_apart(even(variants))),
        description=(first.product.description or "").strip() if first else "",
        thumbnail_url=thumbnail or next(iter(previews), ""),
        images=tuple(dict.fromkeys(previews)) or _stand_in(thumbnail, variants[0].image_url),
    )


def _stand_in(*addresses: str) -> tuple[str, ...]:
    """The first picture there is, where no mockup was made."""
    return tuple(filter(None, addresses))[:1]


def catalog_ids(detail: wire.SyncDetail) -> set[int]:
    """The catalog products that the variants are made of."""
    parts = (each.product for each in detail.sync_variants or () if each.synced is not False)
    return {part.product_id for part in parts if part and part.product_id}


def _of(
    variant: wire.SyncVariant, catalog: Mapping[int, wire.CatalogDetail]
) -> wire.CatalogDetail | None:
    return catalog.get((variant.product.product_id if variant.product else None) or 0)


def _variant(
    told: wire.SyncVariant, catalog: wire.CatalogDetail | None, *, linked: bool
) -> SupplierVariant:
    blank = (
        next((v for v in (catalog.variants or ()) if v.id == told.variant_id), None)
        if catalog
        else None
    )
    color = told.color or (blank.color if blank else None) or ""
    size = told.size or (blank.size if blank else None) or ""
    return SupplierVariant(
        remote_id=str(told.id),
        title=told.name or "",
        options=(("Color", color), ("Size", size)),
        sku=word(told.sku),
        cost=cost(told, catalog.product, blank) if catalog and blank else None,
        retail=money(told.retail_price, told.currency),
        image_url=_preview(told) or url(told.product.image if told.product else None),
        availability=_availability(told, blank),
        store_reference=word(told.external_id) if linked else "",
        blank_id=word(told.variant_id),
    )


def cost(
    told: wire.SyncVariant, catalog: wire.CatalogProduct, blank: wire.CatalogVariant
) -> Money | None:
    """What Printful charges for one piece, before postage and taxes."""
    places = {file.type or "" for file in told.files or ()} - _NO_PRINT
    return price_of(blank, catalog, places, told.options or ())


def price_of(
    blank: wire.CatalogVariant,
    catalog: wire.CatalogProduct,
    places: Iterable[str] = (),
    options: Iterable[wire.Choice] = (),
) -> Money | None:
    """A blank printed at these places with these options; without any: the blank with its first print."""
    price = amount(blank.price)
    if price is None or not catalog.currency:
        return None
    prints = sum((_place_price(place, catalog) for place in places), Decimal(0))
    extras = sum((_option_price(each, catalog) for each in options), Decimal(0))
    return Money.of(price + prints + extras, catalog.currency)


def _place_price(place: str, catalog: wire.CatalogProduct) -> Decimal:
    if place in _FIRST_PLACE:
        return Decimal(0)
    fitting = (file for file in catalog.files or () if place in {file.type, file.id})
    return next((amount(file.additional_price) or Decimal(0) for file in fitting), Decimal(0))


def _option_price(chosen: wire.Choice, catalog: wire.CatalogProduct) -> Decimal:
    """What a chosen option adds: by its value where the catalog breaks it down. False and empty add nothing."""
    option = next((each for each in catalog.options or () if each.id == chosen.id), None)
    value = bytes(chosen.value).decode().strip('"')
    if option is None or value in {"null", "false", "", "[]"}:
        return Decimal(0)
    by_value = loose(option.additional_price_breakdown, dict[str, msgspec.Raw]) or {}
    raw = by_value.get(value, option.additional_price)
    return amount(raw) or Decimal(0)


def _preview(told: wire.SyncVariant) -> str:
    shown = [file for file in told.files or () if file.type == "preview"]
    return next((url(file.preview_url) for file in shown if url(file.preview_url)), "")


def _availability(told: wire.SyncVariant, blank: wire.CatalogVariant | None) -> Availability:
    if told.availability_status:
        return AVAILABILITY.get(told.availability_status, Availability.UNKNOWN)
    return Availability.UNKNOWN if blank is None else stock_of(blank)


def stock_of(blank: wire.CatalogVariant) -> Availability:
    """Makeable where one region has it; discontinued where every region says so."""
    words = {each.status for each in blank.availability_status or ()}
    if words and words <= {"discontinued"}:
        return Availability.DISCONTINUED
    if blank.in_stock is None:
        return Availability.UNKNOWN
    return Availability.ACTIVE if blank.in_stock else Availability.OUT_OF_STOCK


def even(variants: list[SupplierVariant]) -> list[SupplierVariant]:
    """The same option names on every variant: those of which at least one variant has a value."""
    used = {name for each in variants for name, value in each.options if value}
    return [replace(each, options=_kept(each.options, used)) for each in variants]


def _kept(options: Options, used: set[str]) -> Options:
    return tuple((name, value or "–") for name, value in options if name in used)


def told_apart(variants: list[SupplierVariant]) -> Iterable[SupplierVariant]:
    """Variants of the same color and size (two designs in one product) get their name as a further option."""
    counts = Counter(each.options for each in variants)
    if all(count == 1 for count in counts.values()):
        return variants
    return [replace(each, options=(*each.options, ("Style", each.title))) for each in variants]
