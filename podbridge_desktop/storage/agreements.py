"""What was agreed with each push of a listing, the last few of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, exists, select

from podbridge_desktop.domain.agreement import Agreed
from podbridge_desktop.domain.catalog import ListingDraft, StoreListing
from podbridge_desktop.storage import cases
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import listing, listing_push, product

_KEPT = 5  # pushes of a listing that are remembered


def margin_subject(listing_id: int) -> str:
    """Of the case that a listing is sold at a loss by now."""
    return f"margin:{listing_id}"


def note(tx: Tx, listing_id: int, agreed: Agreed) -> None:
    """Keep it in place of what was kept under the same revision; what is too old is forgotten.

    Whatever its margin is, the seller agreed to it: the case of it ends.
    """
    t = listing_push
    mine = t.c.listing_id == listing_id
    tx.conn.execute(t.delete().where(mine, t.c.revision == agreed.revision))
    tx.conn.execute(
        t.insert().values(
            listing_id=listing_id,
            revision=agreed.revision,
            draft=msgspec.to_builtins(agreed.draft),
            before=None if agreed.before is None else msgspec.to_builtins(agreed.before),
            after=msgspec.to_builtins(agreed.after),
            pushed_at=agreed.at,
        )
    )
    cases.close_cases(tx, subject=margin_subject(listing_id))
    newest = select(t.c.revision).where(mine).order_by(t.c.revision.desc()).limit(_KEPT)
    tx.conn.execute(t.delete().where(mine, t.c.revision.not_in(newest)))


def last(tx: Tx, listing_id: int) -> Agreed | None:
    """The newest; None for a listing that was never pushed from here."""
    row = tx.conn.execute(_of(listing_id).limit(1)).first()
    return None if row is None else _agreed(row)


def draft_before(tx: Tx, listing_id: int) -> ListingDraft | None:
    """The draft of the push before the newest."""
    row = tx.conn.execute(_of(listing_id).limit(1).offset(1)).first()
    return None if row is None else _agreed(row).draft


@dataclass(frozen=True, slots=True)
class Pushed:
    """A listing that was pushed from here and stands in its store."""

    listing_id: int
    store_id: str
    product_id: int
    title: str


def pushed(
    tx: Tx,
    *,
    store_id: str = "",
    listing_id: int | None = None,
    product_id: int | None = None,
) -> list[Pushed]:
    """All of them, those of a store or of a product, or this one; by title. One on its way is none of them."""
    t = listing
    wanted: list[ColumnElement[bool]] = [
        t.c.remote_id.is_not(None),
        t.c.state.not_in(("pushing", "broken")),
    ]
    if store_id:
        wanted.append(t.c.store_id == store_id)
    if listing_id is not None:
        wanted.append(t.c.id == listing_id)
    if product_id is not None:
        wanted.append(t.c.product_id == product_id)
    rows = tx.conn.execute(
        select(t.c.id, t.c.store_id, t.c.product_id, t.c.title)
        .where(*wanted, exists().where(listing_push.c.listing_id == t.c.id))
        .join(product, product.c.id == t.c.product_id)
        .order_by(t.c.title, t.c.id)
    )
    return [Pushed(*row) for row in rows]


def _of(listing_id: int) -> Select[Any]:
    t = listing_push
    return select(t).where(t.c.listing_id == listing_id).order_by(t.c.revision.desc())


def _agreed(row: Row[Any]) -> Agreed:
    before = row.before
    return Agreed(
        row.revision,
        msgspec.convert(row.draft, ListingDraft),
        msgspec.convert(row.after, StoreListing),
        None if before is None else msgspec.convert(before, StoreListing),
        row.pushed_at,
    )
