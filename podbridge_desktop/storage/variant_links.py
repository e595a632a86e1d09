"""Variant links, and the variants that matching goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.mapping import LinkCandidate, VariantLink
from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import listing_variant, product_variant, variant_link


def set_links(tx: Tx, links: Sequence[VariantLink], actor: Actor) -> None:
    """Write variant links; a newer word replaces the older."""
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
        audit.add(tx, Entry(actor, "linked", None, link.store_id, facts))
    if links:
        tx.changed(Topic.LISTINGS, Topic.PRODUCTS)


def unlinked_candidates(tx: Tx, store_id: str) -> list[LinkCandidate]:
    """The store's variants that nobody has linked or marked."""
    v, link = listing_variant, variant_link
    rows = tx.conn.execute(
        select(v.c.remote_id, v.c.sku)
        .outerjoin(
            link, (link.c.store_id == v.c.store_id) & (link.c.listing_variant_id == v.c.remote_id)
        )
        .where(v.c.store_id == store_id, link.c.store_id.is_(None))
    )
    return [LinkCandidate(store_id, row.remote_id, row.sku) for row in rows]


def every_listing_candidate(tx: Tx, store_id: str) -> list[LinkCandidate]:
    """All variants of a store: what matching must know to see that a SKU stands twice."""
    v = listing_variant
    rows = tx.conn.execute(select(v.c.remote_id, v.c.sku).where(v.c.store_id == store_id))
    return [LinkCandidate(store_id, row.remote_id, row.sku) for row in rows]


def supplier_candidates(tx: Tx, supplier_ids: Iterable[str]) -> list[LinkCandidate]:
    """The variants of these suppliers."""
    v = product_variant
    rows = tx.conn.execute(
        select(v.c.supplier_id, v.c.remote_id, v.c.sku, v.c.store_reference).where(
            v.c.supplier_id.in_(list(supplier_ids))
        )
    )
    return [
        LinkCandidate(row.supplier_id, row.remote_id, row.sku, row.store_reference) for row in rows
    ]
