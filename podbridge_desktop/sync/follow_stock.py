"""Bring what can be bought of one listing to what its supplier can make (rulings 28)."""

from __future__ import annotations

from collections.abc import Sequence

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.errors import NotThere, Skip
from podbridge_desktop.storage import cases, connections, stock
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.stock import ListingStock
from podbridge_desktop.sync.context import Context


def follow_stock(job: Job, ctx: Context) -> None:
    """Once more looked at before the call: what was wished may be true already, or switched off."""
    with ctx.database.read() as tx:
        found = stock.of_listing(tx, job.number("listing"))
        wish = found.wish if found and stock.follows(tx, found.store_id) else None
    if found is None or wish is None:
        raise Skip("nothing about its stock is to be changed")
    channel = ctx.remotes.channel(found.store_id)
    try:
        now = channel.set_availability(found.remote_id, wish.wanted, revive=wish.revive)
    except NotThere as gone:
        raise Skip("the listing is gone from the store") from gone
    with ctx.database.write() as tx:
        still = stock.followed(tx, found, wish, now)
        _tell_still_sold(tx, found, still)


def _tell_still_sold(tx: Tx, found: ListingStock, still: Sequence[str]) -> None:
    """The seller counts pieces of her own there, so the store goes on selling them."""
    subject = f"stock:{found.listing_id}"
    if not still:
        cases.close_cases(tx, subject=subject)
        return
    count = "One variant" if len(still) == 1 else f"{len(still)} variants"
    cases.open_case(
        tx,
        NewCase(
            CaseKind.STILL_SOLD,
            subject,
            f"{count} of “{found.title}” cannot be made now, but your store counts pieces of them and goes on selling.",
            connection_id=found.store_id,
            listing_id=found.listing_id,
        ),
    )


def ask_for_stock(tx: Tx, connection_id: str) -> None:
    """After a pull: of a store its own listings, of a supplier those of every store."""
    every = connections.every(tx)
    known = next((each for each in every if each.id == connection_id), None)
    own = known is not None and known.is_store
    stock.ask(tx, [connection_id] if own else [each.id for each in every if each.is_store])
