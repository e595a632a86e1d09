"""Product templates of the account as products: an order names the template and a catalog variant. Pure.

Templates are seen with an account-wide token only. Nothing has to be made in the store before one is ordered
(`product_template_id` with `variant_id`, version 1), so they may be pushed like any product; they carry no SKU and no
retail price of their own, and one picture.
"""

from __future__ import annotations

from collections.abc import Mapping

from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.connectors.printful.blanks import technique_of
from podbridge_desktop.connectors.printful.catalog import even, price_of, stock_of, told_apart
from podbridge_desktop.connectors.printful.values import url
from podbridge_desktop.domain.catalog import SupplierProduct, SupplierVariant

_NAME = "template"


def product_name(template: int) -> str:
    """Our id of a template among the products."""
    return f"{_NAME}-{template}"


def number_of(name: str) -> int | None:
    """The template of a product's name; None for a product of the store."""
    kind, _, rest = name.partition("-")
    return int(rest) if kind == _NAME and rest.isdecimal() else None


def variant_name(template: int, blank: int) -> str:
    return f"{_NAME}-{template}-{blank}"


def parts_of(name: str) -> tuple[int, int] | None:
    """(template, catalog variant) of a variant's name; None for a name of another kind."""
    kind, _, rest = name.partition("-")
    template, _, blank = rest.partition("-")
    fits = kind == _NAME and template.isdecimal() and blank.isdecimal()
    return (int(template), int(blank)) if fits else None


def product(
    told: wire.Template, catalog: Mapping[int, wire.CatalogDetail]
) -> SupplierProduct | None:
    """None where none of its variants is in the catalog any more."""
    blank = catalog.get(told.product_id)
    wanted = set(told.available_variant_ids or ())
    kinds = [each for each in (blank.variants if blank else None) or () if each.id in wanted]
    if blank is None or not kinds:
        return None
    picture = url(told.mockup_file_url) or url(told.mockup_file.image if told.mockup_file else None)
    variants = [_variant(told, each, blank.product) for each in kinds]
    return SupplierProduct(
        remote_id=product_name(told.id),
        title=told.title or blank.product.title or product_name(told.id),
        variants=tuple(told_apart(even(variants))),
        description=(blank.product.description or "").strip(),
        thumbnail_url=picture,
        images=(picture,) if picture else (),
    )


def _variant(
    told: wire.Template, blank: wire.CatalogVariant, catalog: wire.CatalogProduct
) -> SupplierVariant:
    places = [each.placement or "" for each in told.placements or ()]
    known = _is_usual(told, catalog)
    return SupplierVariant(
        remote_id=variant_name(told.id, blank.id),
        title=blank.name or told.title or "",
        options=(("Color", blank.color or ""), ("Size", blank.size or "")),
        cost=price_of(blank, catalog, places, told.option_data or ()) if known else None,
        image_url=url(told.mockup_file_url),
        availability=stock_of(blank),
        blank_id=str(blank.id),
    )


def _is_usual(told: wire.Template, catalog: wire.CatalogProduct) -> bool:
    """The catalog's price is that of its usual technique; for another one version 1 tells none."""
    usual = technique_of(catalog)
    used = {each.technique_key for each in told.placements or () if each.technique_key}
    return not usual or used <= {usual}
