"""Variant links: certain ones by themselves, others by the seller's word; waiting orders go on at once."""

from __future__ import annotations

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.matching.proposals import Confidence, at_least
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.link_proposals import accept, propose
from podbridge_desktop.storage import orders, variant_links
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.intake import Intake, replan_variant
from podbridge_desktop.storage.line_links import link_line


def auto_link(database: Database, store_ids: tuple[str, ...] = ()) -> int:
    """Link what is certain (equal SKUs, exact vendor references) in the given or all stores; returns how many."""
    return accept(database, at_least(propose(database, store_ids), Confidence.CERTAIN))


def link(
    database: Database,
    store_id: str,
    listing_variant_id: str,
    supplier_id: str,
    supplier_variant_id: str,
) -> Changed:
    """Link one variant. Raises `BadInput` when the supplier has no such variant."""
    with database.write() as tx:
        if supplier_variant_id not in variant_links.makes(tx, supplier_id):
            raise BadInput(
                f"The supplier has no variant {supplier_variant_id}.",
                hint="Sync first, or choose one from the list of products.",
            )
        made = VariantLink(
            store_id, listing_variant_id, LinkKind.LINKED, supplier_id, supplier_variant_id
        )
        variant_links.set_links(tx, [made], Actor.SELLER)
        replan_variant(tx, store_id, listing_variant_id)
        return tx.changes


def not_ours(database: Database, store_id: str, listing_variant_id: str) -> Changed:
    """The seller packs this variant herself: never asked again, the rest of each order goes on (rulings 9)."""
    with database.write() as tx:
        mark = VariantLink(store_id, listing_variant_id, LinkKind.NOT_OURS)
        variant_links.set_links(tx, [mark], Actor.SELLER)
        replan_variant(tx, store_id, listing_variant_id)
        return tx.changes


def link_one_line(
    database: Database, order_id: int, line_remote_id: str, made: VariantLink
) -> Changed:
    """The seller's word for a single line whose variant is gone at the store."""
    with database.write() as tx:
        store_id = orders.load(tx, order_id).store_id
        link_line(tx, order_id, line_remote_id, made)
        Intake(tx, store_id).replan(order_id)
        return tx.changes
