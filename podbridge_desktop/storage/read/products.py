"""Products with their variants and where they are listed; listing variants with their links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.domain.views import (
    ListingRow,
    ProductLine,
    ProductRow,
    ProductVariantRow,
)
from podbridge_desktop.storage import mockups
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.products import print_areas
from podbridge_desktop.storage.read.search import every_word
from podbridge_desktop.storage.tables import (
    connection,
    exception_case,
    listing,
    listing_push,
    listing_variant,
    product,
    product_variant,
    variant_link,
)
from podbridge_desktop.storage.values import money

Listings = dict[int, list[ListingRow]]
# Without the draft, which is long.
_SHOWN = (
    listing.c.id, listing.c.store_id, listing.c.state, listing.c.remote_id, listing.c.url,
)  # fmt: skip


def every(tx: Tx, supplier_id: str, search: str) -> tuple[ProductRow, ...]:
    """Products by title, those that are gone at the supplier last. A search looks at title, id and SKUs."""
    return _products(tx, _searched(supplier_id, search))


def chosen(tx: Tx, product_ids: Collection[int]) -> tuple[ProductRow, ...]:
    """These products, in the order of `every`."""
    return _products(tx, [product.c.id.in_(list(product_ids))])


def lines(tx: Tx, search: str) -> tuple[ProductLine, ...]:
    """The same list as `every`, without the variants: they are counted by the database."""
    conditions = _searched("", search)
    v, p = product_variant.c, product.c
    state = v.availability
    of = select(
        v.product_id,
        func.count().label("variants"),
        func.sum(state == Availability.OUT_OF_STOCK).label("out"),
        func.sum(state == Availability.DISCONTINUED).label("ended"),
        func.min(v.cost).label("low"),
        func.max(v.cost).label("high"),
        func.min(v.currency).label("currency"),
    )
    counted = of.group_by(v.product_id).subquery()
    counts = counted.c
    rows = tx.conn.execute(
        select(
            p.id, p.title, p.thumbnail_url, p.gone_at, connection.c.name.label("supplier"),
            counts.variants, counts.out, counts.ended, counts.low, counts.high, counts.currency,
        )
        .join(connection, connection.c.id == p.supplier_id)
        .outerjoin(counted, counts.product_id == p.id)
        .where(*conditions)
        .order_by(p.gone_at.is_not(None), p.title, p.id)
    ).all()  # fmt: skip
    listings, stores = _listings(tx, conditions), _stores(tx)
    return tuple(
        ProductLine(
            id=row.id,
            title=row.title,
            supplier=row.supplier,
            thumbnail_url=row.thumbnail_url,
            count=row.variants or 0,
            unavailable=(row.out or 0, row.ended or 0),
            costs=tuple(
                each
                for each in (money(row.low, row.currency), money(row.high, row.currency))
                if each is not None
            ),
            listings=_in_every_store(stores, listings.get(row.id, [])),
            gone=row.gone_at is not None,
        )
        for row in rows
    )


def _searched(supplier_id: str, search: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if supplier_id:
        conditions.append(product.c.supplier_id == supplier_id)
    for word in search.split():
        sku = product_variant.c.sku.contains(word, autoescape=True)
        has_sku = exists().where(product_variant.c.product_id == product.c.id, sku)
        by_name = every_word(word, (product.c.title, product.c.remote_id))
        conditions.append(or_(by_name, has_sku))
    return conditions


def one(tx: Tx, product_id: int) -> ProductRow | None:
    """One product."""
    return next(iter(_products(tx, [product.c.id == product_id])), None)


def _products(tx: Tx, conditions: list[ColumnElement[bool]]) -> tuple[ProductRow, ...]:
    rows = tx.conn.execute(
        select(product, connection.c.name.label("supplier"))
        .join(connection, connection.c.id == product.c.supplier_id)
        .where(*conditions)
        .order_by(product.c.gone_at.is_not(None), product.c.title, product.c.id)
    ).all()
    variants, listings = _variants(tx, conditions), _listings(tx, conditions)
    stores = _stores(tx)
    wanted = select(product.c.id).where(*conditions)
    made, wishes = mockups.of_products(tx, wanted), mockups.rows(tx, wanted)
    return tuple(
        ProductRow(
            id=row.id,
            remote_id=row.remote_id,
            title=row.title,
            supplier_id=row.supplier_id,
            supplier=row.supplier,
            thumbnail_url=row.thumbnail_url,
            images=tuple(row.images),
            variants=tuple(variants.get(row.id, ())),
            listings=_in_every_store(stores, listings.get(row.id, [])),
            gone=row.gone_at is not None,
            print_areas=print_areas(row),
            not_pushable=row.not_pushable,
            mockups=tuple(made.get(row.id, ())),
            mockup_wish=wishes.get(row.id),
        )
        for row in rows
    )


def _variants(tx: Tx, conditions: list[ColumnElement[bool]]) -> dict[int, list[ProductVariantRow]]:
    found: dict[int, list[ProductVariantRow]] = defaultdict(list)
    wanted = select(product.c.id).where(*conditions)
    rows = tx.conn.execute(
        select(product_variant)
        .where(product_variant.c.product_id.in_(wanted))
        .order_by(product_variant.c.product_id, product_variant.c.position)
    )
    for row in rows:
        found[row.product_id].append(variant_row(row, row.title))
    return found


def variant_row(row: Row[Any], title: str) -> ProductVariantRow:
    """A row of `product_variant` under a title."""
    return ProductVariantRow(
        remote_id=row.remote_id,
        title=title,
        options=tuple((name, value) for name, value in row.options),
        sku=row.sku,
        cost=money(row.cost, row.currency),
        retail=money(row.retail, row.retail_currency),
        image_url=row.image_url,
        availability=Availability(row.availability),
    )


def _stores(tx: Tx) -> list[tuple[str, str]]:
    c = connection.c
    rows = tx.conn.execute(select(c.id, c.name).where(c.kind == "store").order_by(c.name))
    return [(row.id, row.name) for row in rows]


def _in_every_store(
    stores: list[tuple[str, str]], known: list[ListingRow]
) -> tuple[ListingRow, ...]:
    """One row at least for each store: a store without the product says so."""
    there = {row.store_id for row in known}
    missing = [
        ListingRow(id_, name, "not_pushed", None, "") for id_, name in stores if id_ not in there
    ]
    return tuple(sorted((*known, *missing), key=lambda row: row.store))


def _listings(tx: Tx, conditions: list[ColumnElement[bool]]) -> Listings:
    """Listings of products: made by a push, or of the store's own and linked by their variants."""
    found: Listings = defaultdict(list)
    wanted = select(product.c.id).where(*conditions)
    pushed = _with_words(select(listing.c.product_id.label("of_product"), *_SHOWN)).where(
        listing.c.product_id.in_(wanted)
    )
    v, link = product_variant.c, variant_link.c
    same = and_(v.supplier_id == link.supplier_id, v.remote_id == link.supplier_variant_id)
    ours = and_(
        listing_variant.c.store_id == link.store_id,
        listing_variant.c.remote_id == link.listing_variant_id,
    )
    linked = _with_words(
        select(v.product_id.label("of_product"), *_SHOWN)
        .select_from(product_variant)
        .join(variant_link, same)
        .join(listing_variant, ours)
        .join(listing, listing.c.id == listing_variant.c.listing_id)
    ).where(v.product_id.in_(wanted), listing.c.product_id.is_(None))
    seen = set()
    for row in (*tx.conn.execute(pushed), *tx.conn.execute(linked.distinct())):
        if (row.of_product, row.id) not in seen:
            seen.add((row.of_product, row.id))
            found[row.of_product].append(
                ListingRow(
                    row.store_id,
                    row.store,
                    row.state,
                    row.remote_id,
                    row.url,
                    row.message or "",
                    bool(row.was_there),
                )
            )
    return found


def _with_words(listings: Select[Any]) -> Select[Any]:
    """With the store's name, whether the last push found it there, and what is wrong, where a case is open."""
    p = listing_push.c
    was_there = (
        select(p.before.is_not(None))
        .where(p.listing_id == listing.c.id)
        .order_by(p.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        listings.add_columns(
            connection.c.name.label("store"), exception_case.c.message, was_there.label("was_there")
        )
        .join(connection, connection.c.id == listing.c.store_id)
        .outerjoin(
            exception_case,
            and_(exception_case.c.listing_id == listing.c.id, exception_case.c.closed_at.is_(None)),
        )
    )
