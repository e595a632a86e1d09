"""Make or update one listing. Found by our reference first, so that a crash never makes a second one."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.catalog import StoreListing
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.errors import NotThere, Refused, Skip, UnknownOutcome
from podbridge_desktop.storage import cases, jobs, listings, stock, wishes
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.intake import replan_variant
from podbridge_desktop.sync.context import Context


def push_listing(job: Job, ctx: Context) -> None:
    """Bring the store to what the seller wants, then link every variant."""
    listing_id = job.number("listing")
    with ctx.database.read() as tx:
        wanted = listings.wanted(tx, listing_id)
    if wanted is None:
        raise Skip("the listing is no longer wanted")
    ctx.assert_room()
    store_id, remote_id, revision, draft = wanted
    channel = ctx.remotes.channel(store_id)
    if remote_id is None:
        known = channel.find_listing(draft.reference)
        remote_id = known.remote_id if known else None
    try:
        found = channel.push_listing(draft, remote_id)
    except (Refused, NotThere) as error:
        with ctx.database.write() as tx:
            listings.push_failed(tx, listing_id)
        if error.case == CaseKind.REFUSED:  # a vendor's plain no: here it is about the product
            error.case = CaseKind.PUSH_REFUSED
        raise
    except UnknownOutcome:
        with ctx.database.write() as tx:
            _look_again(tx, store_id, listing_id)
        raise
    with ctx.database.write() as tx:
        listings.pushed(tx, listing_id, revision, found, draft)
        for variant in found.variants:
            replan_variant(tx, store_id, variant.remote_id)
        stock.ask(tx, [store_id])
        _note_images(tx, store_id, listing_id, found)
    ctx.tally["pushed"] += 1


def _look_again(tx: Tx, store_id: str, listing_id: int) -> None:
    """A push that was stopped while it was on the wire may have made something: it is looked for, not forgotten."""
    wish = wishes.push(store_id, listing_id)
    if jobs.live(tx, wish.dedupe) is None:
        listings.pushing_again(tx, listing_id)
        jobs.add(tx, wish)


def _note_images(tx: Tx, store_id: str, listing_id: int, found: StoreListing) -> None:
    subject = f"images:{listing_id}"
    if not found.image_problems:
        cases.close_cases(tx, subject=subject)
        return
    cases.open_case(
        tx,
        NewCase(
            CaseKind.IMAGES_REFUSED,
            subject,
            f"The store could not use {len(found.image_problems)} pictures of “{found.title}”:"
            f" {found.image_problems[0]}",
            connection_id=store_id,
            listing_id=listing_id,
            details="\n".join(found.image_problems),
        ),
    )
