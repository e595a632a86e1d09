"""What the seller last picked from a store's lists: it is there again at her next push."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Column, ForeignKey, String, Table, select

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.domain.listing_choices import OF_STORE, OF_SUPPLIER
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import listing, metadata

listing_pick = Table(
    "listing_pick",
    metadata,
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("supplier", String, primary_key=True),  # its platform; empty: whoever prints
    Column("field", String, primary_key=True),
    Column("value", String, nullable=False),
)


def last(tx: Tx, store_id: str, product_id: int, supplier: str) -> dict[str, str]:
    """By field; nothing for a product that stands in the store, where it stays as it is unless she picks anew."""
    t = listing
    own = tx.conn.execute(
        select(t.c.wanted, t.c.remote_id).where(
            t.c.store_id == store_id, t.c.product_id == product_id
        )
    ).first()
    if own is not None and own.remote_id:
        return {}
    tried = (own.wanted or {}).get("choices", ()) if own else ()  # refused, and to be pushed again
    return {**_of_store(tx, store_id, supplier), **dict(msgspec.convert(tried, Options))}


def _of_store(tx: Tx, store_id: str, supplier: str) -> dict[str, str]:
    t = listing_pick
    rows = tx.conn.execute(
        select(t.c.field, t.c.value).where(
            t.c.store_id == store_id, t.c.supplier.in_(("", supplier))
        )
    )
    return {row.field: row.value for row in rows}


def keep(tx: Tx, store_id: str, supplier: str, picked: Mapping[str, str]) -> None:
    """The newest word counts; an empty one forgets."""
    t = listing_pick
    for field, value in picked.items():
        if field not in OF_STORE | OF_SUPPLIER:
            continue
        whose = supplier if field in OF_SUPPLIER else ""
        here = (t.c.store_id == store_id, t.c.supplier == whose, t.c.field == field)
        tx.conn.execute(t.delete().where(*here))
        if value:
            tx.conn.execute(
                t.insert().values(store_id=store_id, supplier=whose, field=field, value=value)
            )
