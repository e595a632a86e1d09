"""A pushed listing as it was agreed on, beside what its supplier and its store have now."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.domain.agreement import Agreed
from podbridge_desktop.domain.catalog import StoreListing, SupplierProduct
from podbridge_desktop.domain.drift import Change, changes
from podbridge_desktop.domain.listing import ListingEdits
from podbridge_desktop.storage import (
    agreements,
    connections,
    listing_edits,
    listings,
    products,
    selling,
    stock,
)
from podbridge_desktop.storage.agreements import Pushed
from podbridge_desktop.storage.database import Tx


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that was compared for one listing, and what was found. `store` is its name."""

    pushed: Pushed
    store: str
    agreed: Agreed
    product: SupplierProduct | None
    shown: StoreListing
    edits: ListingEdits
    found: tuple[Change, ...]


def compared(tx: Tx, pushed: Pushed) -> Compared | None:
    """None for one whose store is gone, or that the store has not shown yet."""
    store = connections.find(tx, pushed.store_id)
    agreed, shown = agreements.last(tx, pushed.listing_id), listings.shown(tx, pushed.listing_id)
    if store is None or agreed is None or shown is None:
        return None
    loaded = products.load_product(tx, pushed.product_id)
    product = loaded[1] if loaded else None
    edits = listing_edits.load(tx, pushed.store_id, pushed.product_id)
    terms, follows = selling.terms(tx, store), stock.follows(tx, store.id)
    found = changes(agreed, product, shown, terms, edits, follows_stock=follows)
    return Compared(pushed, store.name, agreed, product, shown, edits, found)
