"""Products as their suppliers hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Row, select, update

from podbridge_desktop.domain.catalog import (
    Availability,
    PrintArea,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.mockups import shown_with
from podbridge_desktop.domain.money import Money
from podbridge_desktop.storage import mockups
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import product, product_variant


def take_product(tx: Tx, supplier_id: str, found: SupplierProduct) -> int:
    """Store a product as the supplier has it; variants that are gone there go here too. Returns our id."""
    values = {
        "title": found.title,
        "description": found.description,
        "thumbnail_url": found.thumbnail_url,
        "images": found.images,
        "print_areas": msgspec.to_builtins(found.print_areas),
        "not_pushable": found.not_pushable,
        "mark": found.mark,
        "seen_at": tx.now,
        "gone_at": None,
    }
    p = product
    pair = (p.c.supplier_id == supplier_id, p.c.remote_id == found.remote_id)
    known = tx.conn.execute(select(p.c.id).where(*pair)).scalar()
    if known is None:
        inserted = tx.conn.execute(
            p.insert().values(supplier_id=supplier_id, remote_id=found.remote_id, **values)
        )
        key = inserted.inserted_primary_key
        known = int(key[0]) if key else 0
    else:
        tx.conn.execute(update(p).where(p.c.id == known).values(values))
    _take_variants(tx, supplier_id, known, found)
    tx.changed(Topic.PRODUCTS)
    return known


def _take_variants(tx: Tx, supplier_id: str, product_id: int, found: SupplierProduct) -> None:
    v = product_variant
    ids = [variant.remote_id for variant in found.variants]  # one may have moved to this product
    tx.conn.execute(
        v.delete().where(
            (v.c.product_id == product_id)
            | ((v.c.supplier_id == supplier_id) & v.c.remote_id.in_(ids))
        )
    )
    rows = [
        {
            "product_id": product_id,
            "supplier_id": supplier_id,
            "remote_id": variant.remote_id,
            "position": position,
            "title": variant.title,
            "options": variant.options,
            "sku": variant.sku,
            "cost": variant.cost.minor if variant.cost else None,
            "currency": variant.cost.currency if variant.cost else None,
            "retail": variant.retail.minor if variant.retail else None,
            "retail_currency": variant.retail.currency if variant.retail else None,
            "image_url": variant.image_url,
            "availability": variant.availability,
            "store_reference": variant.store_reference,
            "print_provider": variant.print_provider,
            "blank_id": variant.blank_id,
        }
        for position, variant in enumerate(found.variants)
    ]
    if rows:
        tx.conn.execute(v.insert(), rows)


def known_marks(tx: Tx, supplier_id: str) -> dict[str, tuple[int, str]]:
    """By the supplier's id of each product that it had at the last pull: ours, and the mark it was read with."""
    p = product
    rows = tx.conn.execute(
        select(p.c.remote_id, p.c.id, p.c.mark).where(
            p.c.supplier_id == supplier_id, p.c.gone_at.is_(None)
        )
    )
    return {row.remote_id: (row.id, row.mark) for row in rows}


def products_gone(tx: Tx, supplier_id: str, still_there: Iterable[int]) -> None:
    """After a whole pull: what was not seen is gone at the supplier (it stays here, marked).

    What two pulls in a row did not see is not made any more: one list that came back short takes nothing off sale.
    """
    p, v = product, product_variant
    still_there = list(still_there)
    missed_before = select(p.c.id).where(
        p.c.supplier_id == supplier_id, p.c.id.not_in(still_there), p.c.gone_at.is_not(None)
    )
    tx.conn.execute(
        update(v)
        .where(v.c.product_id.in_(missed_before))
        .values(availability=Availability.DISCONTINUED)
    )
    tx.conn.execute(
        update(p)
        .where(p.c.supplier_id == supplier_id, p.c.id.not_in(still_there), p.c.gone_at.is_(None))
        .values(gone_at=tx.now)
    )
    tx.changed(Topic.PRODUCTS)


def load_product(tx: Tx, product_id: int) -> tuple[str, SupplierProduct] | None:
    """(supplier, product) as last pulled, with the mockups that were made of it since."""
    row = tx.conn.execute(select(product).where(product.c.id == product_id)).first()
    if row is None:
        return None
    v = product_variant
    variants = tx.conn.execute(
        select(v).where(v.c.product_id == product_id).order_by(v.c.position)
    ).all()
    found = SupplierProduct(
        remote_id=row.remote_id,
        title=row.title,
        variants=tuple(_variant(variant) for variant in variants),
        description=row.description,
        thumbnail_url=row.thumbnail_url,
        images=tuple(row.images),
        print_areas=print_areas(row),
        not_pushable=row.not_pushable,
        mark=row.mark,
    )
    kept = mockups.of_products(tx, select(product.c.id).where(product.c.id == product_id))
    return row.supplier_id, shown_with(found, kept.get(product_id, ()))


def print_areas(row: Row[Any]) -> tuple[PrintArea, ...]:
    """Those of a row of `product`."""
    return msgspec.convert(row.print_areas, tuple[PrintArea, ...])


def _variant(row: Row[Any]) -> SupplierVariant:
    return SupplierVariant(
        remote_id=row.remote_id,
        title=row.title,
        options=tuple((name, value) for name, value in row.options),
        sku=row.sku,
        cost=None if row.cost is None else Money(row.cost, row.currency),
        retail=None if row.retail is None else Money(row.retail, row.retail_currency),
        image_url=row.image_url,
        availability=Availability(row.availability),
        store_reference=row.store_reference,
        print_provider=row.print_provider,
        blank_id=row.blank_id,
    )
