"""What the seller wants otherwise of a product in a store, kept until she changes it."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.listing import ListingEdits
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import listing_edit


def load(tx: Tx, store_id: str, product_id: int) -> ListingEdits:
    """What she wants otherwise for this product in this store."""
    t = listing_edit
    found = tx.conn.execute(
        select(t.c.edits).where(t.c.store_id == store_id, t.c.product_id == product_id)
    ).scalar()
    return ListingEdits() if found is None else msgspec.convert(found, ListingEdits, strict=False)


def keep(tx: Tx, store_id: str, product_id: int, wanted: ListingEdits) -> None:
    """Edits without anything in them are none."""
    t = listing_edit
    tx.conn.execute(t.delete().where(t.c.store_id == store_id, t.c.product_id == product_id))
    if wanted != ListingEdits():
        values = {"edits": msgspec.to_builtins(wanted), "changed_at": tx.now}
        tx.conn.execute(t.insert().values(store_id=store_id, product_id=product_id, **values))
    tx.changed(Topic.PRODUCTS)
