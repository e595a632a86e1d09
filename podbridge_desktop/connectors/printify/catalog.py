"""Printify's products in our words: the variants that are switched on, with what Printify charges for each. Pure."""

from __future__ import annotations

import hashlib
import html
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec

from podbridge_desktop.connectors.printify import wire_products
from podbridge_desktop.connectors.printify.blanks import areas
from podbridge_desktop.connectors.printify.request import variant_name
from podbridge_desktop.connectors.printify.values import cents, money, page, word
from podbridge_desktop.domain.catalog import (
    Availability,
    Options,
    PrintArea,
    SupplierProduct,
    SupplierVariant,
)


def product(
    told: wire_products.Product,
    currency: str,
    listed: wire_products.ProviderVariants | None = None,
    *,
    native: bool = False,
) -> SupplierProduct | None:
    """A product with the variants that are switched on; None where there are none.

    `listed`: what its print provider makes of the blank, also out of stock; None where that is not seen. In a shop
    that Printify serves by itself (`native`) a publishing ends by itself, so no lock is told.
    """
    enabled = [each for each in told.variants or () if each.is_enabled is not False]
    if not enabled:
        return None
    pictures = [(page(each.src), each) for each in told.images or () if page(each.src)]
    pictures.sort(key=lambda pair: pair[1].is_default is not True)  # the main one first
    names = _option_names(told)
    still_made = None if listed is None else frozenset(each.id for each in listed.variants)
    variants = [_variant(told, each, currency, names, still_made) for each in enabled]
    images = tuple(dict.fromkeys(address for address, _ in pictures))
    return SupplierProduct(
        remote_id=told.id,
        title=told.title or "",
        variants=tuple(_told_apart(variants)),
        description=_description(told),
        thumbnail_url=images[0] if images else "",
        images=images,
        locked=bool(told.is_locked) and not native,
        print_areas=_areas(enabled, listed),
        mark=_mark(told, listed),
    )


def _areas(
    enabled: Iterable[wire_products.ProductVariant], listed: wire_products.ProviderVariants | None
) -> tuple[PrintArea, ...]:
    wanted = {each.id for each in enabled}
    return areas(each for each in (listed.variants if listed else ()) if each.id in wanted)


def _mark(told: wire_products.Product, listed: wire_products.ProviderVariants | None) -> str:
    """The list tells all there is to know of a product, so the mark is a sign of all of it."""
    return hashlib.sha256(msgspec.json.encode((told, listed))).hexdigest()[:16]


def _description(told: wire_products.Product) -> str:
    """The seller's own words in HTML, and the product-safety text that listings in the EU must show."""
    lines = [line.strip() for line in (told.safety_information or "").splitlines() if line.strip()]
    safety = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    return (told.description or "").strip() + safety


def pieces(told: wire_products.Product) -> dict[str, int]:
    """What one piece costs in cents, by our name of the variant."""
    known = ((each.id, cents(each.cost)) for each in told.variants or ())
    return {variant_name(told.id, ident): cost for ident, cost in known if cost is not None}


def out_of_stock(told: wire_products.Product) -> set[str]:
    return {
        variant_name(told.id, each.id) for each in told.variants or () if each.is_available is False
    }


def is_in_doubt(told: wire_products.Product) -> bool:
    """Some variant is not available: out of stock for now, or no longer made at all?"""
    return any(
        each.is_available is False and each.is_enabled is not False for each in told.variants or ()
    )


def _variant(
    told: wire_products.Product,
    variant: wire_products.ProductVariant,
    currency: str,
    names: Mapping[int, tuple[str, str]],
    still_made: frozenset[int] | None,
) -> SupplierVariant:
    options = tuple(names[ident] for ident in variant.options or () if ident in names)
    return SupplierVariant(
        remote_id=variant_name(told.id, variant.id),
        title=variant.title or told.title or "",
        options=options or _by_title(variant.title or ""),
        sku=word(variant.sku),
        cost=money(variant.cost, currency),
        retail=money(variant.price, currency),
        image_url=_picture(told.images or (), variant.id),
        availability=_availability(variant, still_made),
        print_provider=word(told.print_provider_id),
        blank_id=str(variant.id),
    )


def _option_names(told: wire_products.Product) -> dict[int, tuple[str, str]]:
    """Option and value in words, by the value's number: the order in a variant's title differs by product."""
    return {
        value.id: (option.name or option.type or "Option", value.title or "")
        for option in told.options or ()
        for value in option.values or ()
    }


def _by_title(title: str) -> Options:
    """Where the numbers say nothing: the title's parts, without a better name."""
    parts = [part.strip() for part in title.split(" / ") if part.strip()]
    return tuple((f"Option {number}", part) for number, part in enumerate(parts, 1))


def _picture(images: Iterable[wire_products.Mockup], variant_id: int) -> str:
    fitting = [each for each in images if variant_id in (each.variant_ids or ())]
    fitting.sort(key=lambda each: each.is_default is not True)
    return next((page(each.src) for each in fitting if page(each.src)), "")


def _availability(
    variant: wire_products.ProductVariant, still_made: frozenset[int] | None
) -> Availability:
    if variant.is_available is None:
        return Availability.UNKNOWN
    if variant.is_available:
        return Availability.ACTIVE
    gone = still_made is not None and variant.id not in still_made
    return Availability.DISCONTINUED if gone else Availability.OUT_OF_STOCK


def _told_apart(variants: list[SupplierVariant]) -> Iterable[SupplierVariant]:
    """The same option names on every variant, and no two with the same values: a store takes nothing else."""
    if len({tuple(name for name, _ in each.options) for each in variants}) > 1:
        return [replace(each, options=(("Style", each.title),)) for each in variants]
    counts = Counter(each.options for each in variants)
    if all(count == 1 for count in counts.values()):
        return variants
    return [replace(each, options=(*each.options, ("Style", each.title))) for each in variants]
