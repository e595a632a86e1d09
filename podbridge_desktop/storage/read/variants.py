"""Variants on both sides of a link: what a store lists, and what a supplier can make."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, select

from podbridge_desktop.domain.views import ListingVariantRow, ProductVariantRow
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.read.products import variant_row
from podbridge_desktop.storage.read.search import every_word
from podbridge_desktop.storage.tables import (
    connection,
    listing,
    listing_variant,
    product,
    product_variant,
    variant_link,
)


def of_stores(tx: Tx, store_id: str, *, only_unlinked: bool) -> tuple[ListingVariantRow, ...]:
    """Listing variants by store and listing, each with what is known of its link."""
    wanted = _with_links()
    if store_id:
        wanted = wanted.where(listing_variant.c.store_id == store_id)
    if only_unlinked:
        wanted = wanted.where(variant_link.c.kind.is_(None))
    return tuple(_listing_variant(row) for row in tx.conn.execute(wanted))


def _with_links() -> Select[Any]:
    store, supplier = connection.alias("store"), connection.alias("maker")
    v, link, pv = listing_variant.c, variant_link.c, product_variant.c
    linked = and_(link.store_id == v.store_id, link.listing_variant_id == v.remote_id)
    made = and_(pv.supplier_id == link.supplier_id, pv.remote_id == link.supplier_variant_id)
    return (
        select(
            v.store_id, store.c.name.label("store"), v.listing_id, v.remote_id, listing.c.title.label("listing"),
            v.options, v.sku, link.kind, supplier.c.name.label("supplier"), link.supplier_variant_id,
            pv.title.label("made_as"), product.c.title.label("product"),
        )
        .join(listing, listing.c.id == v.listing_id)
        .join(store, store.c.id == v.store_id)
        .outerjoin(variant_link, linked)
        .outerjoin(supplier, supplier.c.id == link.supplier_id)
        .outerjoin(product_variant, made)
        .outerjoin(product, product.c.id == pv.product_id)
        .order_by(store.c.name, listing.c.title, listing.c.id, listing_variant.c.id)
    )  # fmt: skip


def _listing_variant(row: Row[Any]) -> ListingVariantRow:
    return ListingVariantRow(
        store_id=row.store_id,
        store=row.store,
        listing_id=row.listing_id,
        listing_variant_id=row.remote_id,
        listing=row.listing,
        options=" / ".join(value for _, value in row.options),
        sku=row.sku,
        link=row.kind,
        supplier=row.supplier or "",
        supplier_variant_id=row.supplier_variant_id or "",
        supplier_variant=full_title(row.product or "", row.made_as or ""),
    )


def of_supplier(tx: Tx, supplier_id: str, search: str) -> tuple[ProductVariantRow, ...]:
    """Variants of products that the supplier still has, under their full titles."""
    v = product_variant.c
    rows = tx.conn.execute(
        select(product_variant, product.c.title.label("product"))
        .join(product, product.c.id == v.product_id)
        .where(v.supplier_id == supplier_id, product.c.gone_at.is_(None))
        .where(every_word(search, (product.c.title, v.title, v.sku, v.remote_id)))
        .order_by(product.c.title, product.c.id, v.position)
    )
    return tuple(variant_row(row, full_title(row.product, row.title)) for row in rows)


def full_title(product_title: str, title: str) -> str:
    """Some suppliers name the product in the variant's title already."""
    if not product_title or title.startswith(product_title):
        return title
    return f"{product_title} / {title}" if title else product_title
