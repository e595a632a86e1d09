"""Pushes under way: those that have not begun are stopped, those that a store refused are tried again."""

from __future__ import annotations

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.services import cases
from podbridge_desktop.storage import cases as stored
from podbridge_desktop.storage import jobs, listings, wishes
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.database import Database


def stop(database: Database) -> Changed:
    """Nothing more is begun. One that is on the wire comes to its end, so that no listing is left half made."""
    with database.write() as tx:
        for listing_id, store_id in listings.on_their_way(tx):
            jobs.drop(tx, wishes.push(store_id, listing_id).dedupe)
            listings.left_alone(tx, listing_id)
            note(tx, Entry(Actor.SELLER, "push_stopped", None, store_id, {"listing": listing_id}))
        return tx.changes


def retry_refused(database: Database) -> Changed:
    """Every product that a store did not take is pushed once more; look first, then try."""
    with database.read() as tx:
        refused = stored.open_of(tx, CaseKind.PUSH_REFUSED)
    changed = Changed()
    for case in refused:
        changed |= cases.resolve(database, case.id, Action.RETRY, {})
        with database.write() as tx:
            wish = wishes.push(case.connection_id or "", case.listing_id or 0)
            if jobs.live(tx, wish.dedupe) is not None:
                listings.pushing_again(tx, case.listing_id or 0)
            changed |= tx.changes
    return changed
