"""Listings: as a store shows them, and as the seller wants them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import msgspec
from sqlalchemy import case, select, update

from podbridge_desktop.domain.agreement import Agreed
from podbridge_desktop.domain.catalog import ListingDraft, StoreListing, StoreVariant
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.money import Money
from podbridge_desktop.storage import agreements, audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import listing, listing_variant, product, variant_link
from podbridge_desktop.storage.variant_links import set_links


def take_listing(tx: Tx, store_id: str, found: StoreListing) -> int:
    """Store a listing as the store has it. Returns our id."""
    t = listing
    pair = (t.c.store_id == store_id, t.c.remote_id == found.remote_id)
    row = tx.conn.execute(select(t.c.id, t.c.state, t.c.product_id).where(*pair)).first()
    state = "live" if found.live else "draft"
    if row is None:
        inserted = tx.conn.execute(
            t.insert().values(
                store_id=store_id, remote_id=found.remote_id, title=found.title, url=found.url,
                state=state, seen_at=tx.now,
            )
        )  # fmt: skip
        key = inserted.inserted_primary_key
        listing_id = int(key[0]) if key else 0
    else:
        listing_id = row.id
        words = found.description if row.product_id is not None else ""
        ours = {"pushing", "broken", "changed"} if found.live else {"pushing", "broken"}
        kept = row.state if row.state in ours else state
        tx.conn.execute(
            update(t)
            .where(t.c.id == listing_id)
            .values(title=found.title, description=words, url=found.url, state=kept, seen_at=tx.now)
        )
    _take_listing_variants(tx, store_id, listing_id, found)
    tx.changed(Topic.LISTINGS)
    return listing_id


def _take_listing_variants(tx: Tx, store_id: str, listing_id: int, found: StoreListing) -> None:
    v = listing_variant
    ids = [variant.remote_id for variant in found.variants]
    tx.conn.execute(
        v.delete().where(
            (v.c.listing_id == listing_id) | ((v.c.store_id == store_id) & v.c.remote_id.in_(ids))
        )
    )
    rows = [
        {
            "listing_id": listing_id,
            "store_id": store_id,
            "remote_id": variant.remote_id,
            "sku": variant.sku,
            "options": variant.options,
            "price": variant.price.minor if variant.price else None,
            "currency": variant.price.currency if variant.price else None,
            "available": variant.available,
            "quantity": variant.quantity,
        }
        for variant in found.variants
    ]
    if rows:
        tx.conn.execute(v.insert(), rows)


def shown(tx: Tx, listing_id: int) -> StoreListing | None:
    """The listing as the store had it when it was last read."""
    t, v = listing, listing_variant
    row = tx.conn.execute(select(t).where(t.c.id == listing_id)).first()
    if row is None or row.remote_id is None:
        return None
    variants = tx.conn.execute(select(v).where(v.c.listing_id == listing_id).order_by(v.c.id)).all()
    return StoreListing(
        row.remote_id,
        row.title,
        tuple(
            StoreVariant(
                each.remote_id,
                each.sku,
                tuple((name, value) for name, value in each.options),
                None if each.price is None else Money(each.price, each.currency),
                each.available,
                each.quantity,
            )
            for each in variants
        ),
        row.url,
        row.state != "draft",
        row.description,
    )


def note_changed(tx: Tx, listing_id: int, *, is_changed: bool) -> None:
    """What buyers see is, or is not, as it was agreed on. A draft stays one: nobody sees it."""
    t = listing
    old, new = ("live", "changed") if is_changed else ("changed", "live")
    told = tx.conn.execute(
        update(t).where(t.c.id == listing_id, t.c.state == old).values(state=new)
    )
    if told.rowcount:
        tx.changed(Topic.LISTINGS)


def listings_gone(tx: Tx, store_id: str, still_there: Iterable[int]) -> None:
    """After a whole pull: listings that are no longer in the store are forgotten, unless a push is on its way.

    What never came to be there (a push that was refused) is not gone: it keeps its case and what the seller wanted.
    """
    t = listing
    tx.conn.execute(
        t.delete().where(
            t.c.store_id == store_id,
            t.c.id.not_in(list(still_there)),
            t.c.state != "pushing",
            t.c.remote_id.is_not(None),
        )
    )
    tx.changed(Topic.LISTINGS)


def want_listing(tx: Tx, store_id: str, product_id: int, draft: ListingDraft) -> tuple[int, int]:
    """Store the listing as the seller wants it; returns (our id, the wanted revision)."""
    t = listing
    row = tx.conn.execute(
        select(t.c.id, t.c.wanted_revision).where(
            t.c.store_id == store_id, t.c.reference == draft.reference
        )
    ).first()
    values = {
        "product_id": product_id,
        "title": draft.title,
        "wanted": msgspec.to_builtins(draft),
        "state": "pushing",
    }
    if row is None:
        inserted = tx.conn.execute(
            t.insert().values(
                store_id=store_id, reference=draft.reference, wanted_revision=1, seen_at=tx.now, **values
            )
        )  # fmt: skip
        key = inserted.inserted_primary_key
        listing_id, revision = (int(key[0]) if key else 0), 1
    else:
        listing_id, revision = row.id, row.wanted_revision + 1
        tx.conn.execute(
            update(t).where(t.c.id == listing_id).values(wanted_revision=revision, **values)
        )
    tx.changed(Topic.LISTINGS, Topic.PRODUCTS)
    return listing_id, revision


def wanted(tx: Tx, listing_id: int) -> tuple[str, str | None, int, ListingDraft] | None:
    """(store, the store's id if known, wanted revision, draft) of a listing that is to be pushed."""
    t = listing
    row = tx.conn.execute(select(t).where(t.c.id == listing_id)).first()
    if row is None or row.wanted is None:
        return None
    draft = msgspec.convert(row.wanted, ListingDraft)
    return row.store_id, row.remote_id, row.wanted_revision, draft


def id_of(tx: Tx, store_id: str, product_id: int) -> int | None:
    """Our id of the listing that this product has in this store."""
    t = listing
    return tx.conn.execute(
        select(t.c.id).where(t.c.store_id == store_id, t.c.product_id == product_id)
    ).scalar()


def remote_of(tx: Tx, store_id: str, product_id: int) -> str | None:
    """The store's id of the listing that this product has there; None where it has none."""
    t = listing
    return tx.conn.execute(
        select(t.c.remote_id).where(t.c.store_id == store_id, t.c.product_id == product_id)
    ).scalar()


def pushed(
    tx: Tx, listing_id: int, revision: int, found: StoreListing, draft: ListingDraft
) -> None:
    """The store has it: keep its ids, what was agreed and what stood there before, and link every variant."""
    t = listing
    before, found = _until_now(tx, listing_id, found), replace(found, before=None)
    agreements.note(tx, listing_id, Agreed(revision, draft, found, before, tx.now))
    row = tx.conn.execute(
        select(t.c.store_id, t.c.product_id, t.c.wanted_revision).where(t.c.id == listing_id)
    ).one()
    twin = (t.c.store_id == row.store_id, t.c.remote_id == found.remote_id, t.c.id != listing_id)
    tx.conn.execute(t.delete().where(*twin))
    newer = row.wanted_revision > revision
    tx.conn.execute(
        update(t)
        .where(t.c.id == listing_id)
        .values(
            remote_id=found.remote_id,
            title=found.title,
            description=found.description,
            url=found.url,
            known_revision=revision,
            state="pushing" if newer else ("live" if found.live else "draft"),
            seen_at=tx.now,
        )
    )
    _take_listing_variants(tx, row.store_id, listing_id, found)
    supplier_id = tx.conn.execute(
        select(product.c.supplier_id).where(product.c.id == row.product_id)
    ).scalar()
    if supplier_id is not None:
        set_links(tx, _pushed_links(row.store_id, supplier_id, found, draft), Actor.ENGINE)
    _sold_again(tx, row.store_id, found)
    facts = {"listing": found.remote_id, "variants": len(found.variants), "revision": revision}
    if found.left:
        facts["left"] = ", ".join(found.left)
    audit.add(tx, Entry(Actor.ENGINE, "pushed", None, row.store_id, facts))
    tx.changed(Topic.LISTINGS, Topic.PRODUCTS)


def _until_now(tx: Tx, listing_id: int, found: StoreListing) -> StoreListing | None:
    """What buyers saw before this push; None where it made the listing.

    A push that went on after a lost answer found its own work there: then what was last read counts.
    """
    known, there = shown(tx, listing_id), found.before
    if known is None or there is None:
        return known
    new = (found.title, found.description, found.variants)
    nothing_new = (there.title, there.description, there.variants) == new
    return known if nothing_new else there


def _sold_again(tx: Tx, store_id: str, found: StoreListing) -> None:
    """A push puts on sale what was withheld; the rule looks at it anew."""
    ids = [variant.remote_id for variant in found.variants if variant.available]
    t = variant_link
    mine = (t.c.store_id == store_id, t.c.listing_variant_id.in_(ids))
    tx.conn.execute(update(t).where(*mine).values(withheld_at=None))


def _pushed_links(
    store_id: str, supplier_id: str, found: StoreListing, draft: ListingDraft
) -> list[VariantLink]:
    """By SKU; where one SKU stands twice by the options as well, and where both do, not at all: no guess is printed."""
    skus = Counter(variant.sku for variant in draft.variants)
    pairs = Counter((variant.sku, frozenset(variant.options)) for variant in draft.variants)
    by_sku = {v.sku: v.supplier_variant_id for v in draft.variants if skus[v.sku] == 1}
    by_both = {
        (v.sku, frozenset(v.options)): v.supplier_variant_id
        for v in draft.variants
        if pairs[v.sku, frozenset(v.options)] == 1
    }
    links = []
    for variant in found.variants:
        made_by = by_sku.get(variant.sku) or by_both.get((variant.sku, frozenset(variant.options)))
        if made_by is not None:
            links.append(
                VariantLink(store_id, variant.remote_id, LinkKind.LINKED, supplier_id, made_by)
            )
    return links


def on_their_way(tx: Tx) -> list[tuple[int, str]]:
    """(listing, store) of what is wanted and not in its store yet."""
    t = listing
    rows = tx.conn.execute(
        select(t.c.id, t.c.store_id).where(t.c.state == "pushing").order_by(t.c.id)
    )
    return [(row.id, row.store_id) for row in rows]


def left_alone(tx: Tx, listing_id: int) -> None:
    """Its push was stopped: what stands in the store stands there. Whether buyers see it is what its last push said."""
    t = listing
    known = agreements.last(tx, listing_id)
    seen = "live" if known is not None and known.after.live else "draft"
    there = case((t.c.remote_id.is_(None), "not_pushed"), else_=seen)
    tx.conn.execute(
        update(t).where(t.c.id == listing_id, t.c.state == "pushing").values(state=there)
    )
    tx.changed(Topic.LISTINGS, Topic.PRODUCTS)


def pushing_again(tx: Tx, listing_id: int) -> None:
    """A push that was refused, or stopped before its end was known, is on its way once more."""
    t = listing
    tx.conn.execute(update(t).where(t.c.id == listing_id).values(state="pushing"))
    tx.changed(Topic.LISTINGS, Topic.PRODUCTS)


def push_failed(tx: Tx, listing_id: int) -> None:
    """The store refused it; a case says why."""
    tx.conn.execute(update(listing).where(listing.c.id == listing_id).values(state="broken"))
    tx.changed(Topic.LISTINGS, Topic.PRODUCTS)
