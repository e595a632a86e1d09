"""Proposed links: what each unlinked variant is probably printed as, reviewed by the seller, accepted in one go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from podbridge_desktop.domain.catalog import StoreListing
from podbridge_desktop.domain.mapping import VariantLink
from podbridge_desktop.domain.matching.proposals import Matching, Proposal
from podbridge_desktop.domain.matching.shelf import Made
from podbridge_desktop.domain.views import ListingVariantRow
from podbridge_desktop.storage import connections, variant_links
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.intake import replan_variant
from podbridge_desktop.storage.read import variants

_AT_ONCE = 250  # links in one transaction, so that the engine does not wait for a whole catalog


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """An unlinked variant, and what it is probably printed as; `proposal` is None where nothing is alike."""

    variant: ListingVariantRow
    proposal: Proposal | None
    supplier: str = ""
    printed_as: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """All that proposals are made of, read at one moment."""

    names: Mapping[str, str]  # of the suppliers
    makers: Sequence[Made]
    stores: Sequence[tuple[str, Sequence[StoreListing], Mapping[str, VariantLink]]]

    def propose(self) -> tuple[Proposal, ...]:
        matching = Matching(self.makers, self.names)
        return tuple(each for store in self.stores for each in matching.propose(*store))

    def titles(self) -> dict[tuple[str, str], str]:
        return {
            (made.supplier_id, variant.remote_id): variants.full_title(
                made.product.title, variant.title
            )
            for made in self.makers
            for variant in made.product.variants
        }


def _known(tx: Tx, store_ids: Collection[str]) -> _Known:
    every = connections.every(tx)
    names = {c.id: c.name for c in every if not c.is_store}
    stores = [
        (c.id, variant_links.store_listings(tx, c.id), variant_links.known_links(tx, c.id))
        for c in every
        if c.is_store and (not store_ids or c.id in store_ids)
    ]
    return _Known(names, variant_links.makers(tx, names), stores)


def propose(database: Database, store_ids: Collection[str] = ()) -> tuple[Proposal, ...]:
    """For the unlinked variants of the given or all stores: what each is probably printed as, and why."""
    with database.read() as tx:
        known = _known(tx, store_ids)
    return known.propose()


def review(database: Database, store_id: str = "") -> tuple[ReviewRow, ...]:
    """Every unlinked variant of one or all stores with its proposal, by store and listing."""
    with database.read() as tx:
        known = _known(tx, (store_id,) if store_id else ())
        rows = variants.of_stores(tx, store_id, only_unlinked=True)
    titles = known.titles()
    by_variant = {(p.link.store_id, p.link.listing_variant_id): p for p in known.propose()}
    found = []
    for row in rows:
        proposal = by_variant.get((row.store_id, row.listing_variant_id))
        if proposal is None:
            found.append(ReviewRow(row, None))
            continue
        made = (proposal.link.supplier_id, proposal.link.supplier_variant_id)
        found.append(ReviewRow(row, proposal, known.names[made[0]], titles[made]))
    return tuple(found)


def accept(database: Database, proposals: Sequence[Proposal]) -> int:
    """Link what the seller accepted, but nothing that was linked or marked meanwhile; returns how many.

    A variant that the supplier has no more is left out.
    """
    starts = range(0, max(1, len(proposals)), _AT_ONCE)  # even of none one: data may be read-only
    return sum(_accept_some(database, proposals[at : at + _AT_ONCE]) for at in starts)


def _accept_some(database: Database, proposals: Sequence[Proposal]) -> int:
    links = [proposal.link for proposal in proposals]
    reasons = {each.link.listing_variant_id: each.reason for each in proposals}
    with database.write() as tx:
        known = {s: variant_links.known_links(tx, s) for s in {link.store_id for link in links}}
        there = {s: variant_links.makes(tx, s) for s in {link.supplier_id for link in links}}
        fresh = [
            link
            for link in links
            if link.listing_variant_id not in known[link.store_id]
            and link.supplier_variant_id in there[link.supplier_id]
        ]
        variant_links.set_links(tx, fresh, Actor.SELLER, reasons)
        for link in fresh:
            replan_variant(tx, link.store_id, link.listing_variant_id)
    return len(fresh)
