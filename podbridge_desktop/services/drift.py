"""What changed since the last push: reviewed by the seller, applied or kept; and the switch of stock."""

from __future__ import annotations

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.storage import stock
from podbridge_desktop.storage.database import Database


def follow_stock(database: Database, store_id: str, *, on: bool) -> Changed:
    """Let this store's variants follow their suppliers' stock, or leave them alone."""
    with database.write() as tx:
        stock.set_follows(tx, store_id, on=on)
        stock.ask(tx, [store_id])
        return tx.changes
