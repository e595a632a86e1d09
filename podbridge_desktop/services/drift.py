"""What changed since the last push: reviewed by the seller, applied, kept or undone; and the switch of stock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.drift import Change, kept
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.products import PushRequest, push, want
from podbridge_desktop.storage import agreements, comparison, listing_edits, listings, stock
from podbridge_desktop.storage.agreements import Pushed
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.comparison import Compared
from podbridge_desktop.storage.database import Database, Tx

Done: TypeAlias = tuple[Changed, tuple[BadInput, ...]]  # what was done, and what of it could not be


@dataclass(frozen=True, slots=True)
class ListingChanges:
    """One listing that is not as it was agreed on."""

    listing_id: int
    store_id: str
    store: str
    product_id: int
    title: str
    changes: tuple[Change, ...]


def review(database: Database, store_id: str = "") -> tuple[ListingChanges, ...]:
    """Every listing with changes, by title. Some milliseconds each: not for the window's own thread."""
    found = []
    with database.read() as tx:
        wanted = agreements.pushed(tx, store_id=store_id)
    for each in wanted:
        with (
            database.read() as tx
        ):  # one by one: a long reading would keep the log from being folded in
            look = comparison.compared(tx, each)
        if look is not None and look.found:
            found.append(_told(look))
    return tuple(found)


def apply(database: Database, listing_ids: Iterable[int]) -> Done:
    """Push these once more: the supplier's changes by the seller's own rules, and what she agreed on put back."""
    return _each(listing_ids, partial(_apply, database))


def keep(database: Database, listing_ids: Iterable[int]) -> Done:
    """What these show now is agreed on, and later pushes leave it so."""
    return _each(listing_ids, partial(_keep, database))


def _each(listing_ids: Iterable[int], work: Callable[[int], Changed]) -> Done:
    """One that cannot be done stops none of the others; each is a transaction of its own."""
    changed, refused = Changed(), []
    for listing_id in listing_ids:
        try:
            changed |= work(listing_id)
        except BadInput as error:
            refused.append(error)
    return changed, tuple(refused)


def _apply(database: Database, listing_id: int) -> Changed:
    with database.read() as tx:
        look = _of(tx, agreements.pushed(tx, listing_id=listing_id))
    mine, publish = look.pushed, _stays_live(look, look.agreed.draft)
    seen = {"title"} & {
        each.kind.value for each in look.found
    }  # told in the list, and to be put back
    request = PushRequest(mine.product_id, mine.store_id, publish=publish, replace=frozenset(seen))
    return push(database, request)


def _keep(database: Database, listing_id: int) -> Changed:
    with database.write() as tx:
        look = _of(tx, agreements.pushed(tx, listing_id=listing_id))
        agreed, edits = kept(look.agreed, look.found, look.product, look.shown, look.edits)
        agreements.note(tx, listing_id, agreed)
        listings.note_changed(tx, listing_id, is_changed=False)
        listing_edits.keep(tx, look.pushed.store_id, look.pushed.product_id, edits)
        facts = {"listing": look.shown.remote_id, "changes": len(look.found)}
        note(tx, Entry(Actor.SELLER, "changes_kept", None, look.pushed.store_id, facts))
        return tx.changes


def undo(database: Database, store_id: str, product_id: int) -> Changed:
    """Put back what a store showed before the last push of a product. Raises `BadInput` where that was nothing."""
    with database.write() as tx:
        look = _of(tx, agreements.pushed(tx, store_id=store_id, product_id=product_id))
        draft = look.agreed.former(agreements.draft_before(tx, look.pushed.listing_id))
        if draft is None:
            raise BadInput(
                f"“{look.shown.title}” was new with the last push, so there is nothing to put back.",
                hint="Take it off sale or delete it in the store itself.",
            )
        draft = replace(draft, publish=_stays_live(look, draft))
        want(tx, look.pushed.store_id, look.pushed.product_id, draft)
        facts = {"listing": look.shown.remote_id, "revision": look.agreed.revision}
        note(tx, Entry(Actor.SELLER, "push_undone", None, look.pushed.store_id, facts))
        return tx.changes


def follow_stock(database: Database, store_id: str, *, on: bool) -> Changed:
    """Let this store's variants follow their suppliers' stock, or leave them alone."""
    with database.write() as tx:
        stock.set_follows(tx, store_id, on=on)
        stock.ask(tx, [store_id])
        return tx.changes


def _of(tx: Tx, pushed: list[Pushed]) -> Compared:
    look = comparison.compared(tx, pushed[0]) if pushed else None
    if look is None:
        raise BadInput(
            "This listing was never pushed from here, or is just being pushed.",
            hint="Wait for the push to end, or push the product first.",
        )
    return look


def _stays_live(look: Compared, draft: ListingDraft) -> bool:
    """What buyers do not see now is not put on sale without being asked for: at some stores that costs a fee."""
    return draft.publish and look.shown.live


def _told(look: Compared) -> ListingChanges:
    mine = look.pushed
    return ListingChanges(
        mine.listing_id, mine.store_id, look.store, mine.product_id, mine.title, look.found
    )
