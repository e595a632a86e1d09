"""Variant links, and the variants that matching goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select, update

from podbridge_desktop.domain.catalog import (
    Options,
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.matching.shelf import Made
from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import (
    listing,
    listing_variant,
    product,
    product_variant,
    variant_link,
)


def set_links(
    tx: Tx, links: Sequence[VariantLink], actor: Actor, reasons: Mapping[str, str] | None = None
) -> None:
    """Write variant links; a newer word replaces the older. `reasons` by listing variant, for the trail."""
    t = variant_link
    for link in links:
        values = {
            "kind": link.kind,
            "supplier_id": link.supplier_id,
            "supplier_variant_id": link.supplier_variant_id,
            "created_at": tx.now,
        }
        pair = (t.c.store_id == link.store_id, t.c.listing_variant_id == link.listing_variant_id)
        if not tx.conn.execute(update(t).where(*pair).values(values)).rowcount:
            tx.conn.execute(
                t.insert().values(
                    store_id=link.store_id, listing_variant_id=link.listing_variant_id, **values
                )
            )
        facts = {"variant": link.listing_variant_id, "kind": link.kind,
                 "supplier_variant": link.supplier_variant_id}  # fmt: skip
        if reason := (reasons or {}).get(link.listing_variant_id):
            facts["reason"] = reason
        audit.add(tx, Entry(actor, "linked", None, link.store_id, facts))
    if links:
        tx.changed(Topic.LISTINGS, Topic.PRODUCTS)


def known_links(tx: Tx, store_id: str) -> dict[str, VariantLink]:
    """What is linked or marked in a store, by the store's variant id."""
    t = variant_link
    return {
        row.listing_variant_id: VariantLink(
            store_id, row.listing_variant_id, LinkKind(row.kind), row.supplier_id,
            row.supplier_variant_id,
        )
        for row in tx.conn.execute(select(t).where(t.c.store_id == store_id))
    }  # fmt: skip


def makes(tx: Tx, supplier_id: str) -> set[str]:
    """The ids of the variants that this supplier makes."""
    v = product_variant
    rows = tx.conn.execute(select(v.c.remote_id).where(v.c.supplier_id == supplier_id))
    return set(rows.scalars())


def store_listings(tx: Tx, store_id: str) -> list[StoreListing]:
    """All listings of a store, as matching needs them: without prices."""
    v, variants = listing_variant, defaultdict(list)
    rows = tx.conn.execute(
        select(v.c.listing_id, v.c.remote_id, v.c.sku, v.c.options)
        .where(v.c.store_id == store_id)
        .order_by(v.c.id)
    )
    for row in rows:
        variants[row.listing_id].append(StoreVariant(row.remote_id, row.sku, _options(row.options)))
    t = listing
    titles = tx.conn.execute(
        select(t.c.id, t.c.remote_id, t.c.title)
        .where(t.c.store_id == store_id)
        .order_by(t.c.title, t.c.id)
    )
    return [
        StoreListing(row.remote_id or "", row.title, tuple(variants[row.id]))
        for row in titles
        if row.id in variants
    ]


def makers(tx: Tx, supplier_ids: Collection[str]) -> list[Made]:
    """All that these suppliers make now, as matching needs it: without money and pictures."""
    v, variants = product_variant, defaultdict(list)
    rows = tx.conn.execute(
        select(
            v.c.product_id, v.c.remote_id, v.c.title, v.c.options, v.c.sku, v.c.store_reference
        )
        .where(v.c.supplier_id.in_(supplier_ids))
        .order_by(v.c.product_id, v.c.position)
    )  # fmt: skip
    for row in rows:
        variants[row.product_id].append(
            SupplierVariant(
                row.remote_id, row.title, _options(row.options), row.sku,
                store_reference=row.store_reference,
            )
        )  # fmt: skip
    p = product
    products = tx.conn.execute(
        select(p.c.id, p.c.supplier_id, p.c.remote_id, p.c.title)
        .where(p.c.supplier_id.in_(supplier_ids), p.c.gone_at.is_(None))
        .order_by(p.c.id)
    )
    return [
        Made(row.supplier_id, SupplierProduct(row.remote_id, row.title, tuple(variants[row.id])))
        for row in products
        if row.id in variants
    ]


def _options(told: Iterable[Sequence[str]]) -> Options:
    return tuple((name, value) for name, value in told)
