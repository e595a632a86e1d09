"""Once a night our ledger is held against a connection's own list of orders, a page to a job.

A page that fits costs its one call. Where something differs, the ordinary round is made first: what it brings was only
news, also after days without a network, and what still differs afterwards it would never have brought. That is a late
finding. It is made good by the paths that other steps use too, told in a case, and counted (`storage.findings`).

All of the last 60 days are read each night where that is little, else once a week, and in between what was made or
changed since the last time and the day before it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from podbridge_desktop.domain.books import BookPage
from podbridge_desktop.domain.jobs import Job, JobKind, NewJob
from podbridge_desktop.errors import Gone
from podbridge_desktop.storage import connections, jobs
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.store_book import StoreBook
from podbridge_desktop.sync.supplier_book import SupplierBook

SPAN = timedelta(days=60)  # older orders are hidden from programs anyway
LITTLE = 1_000  # orders
WHOLE_EVERY = timedelta(days=6, hours=12)  # a week, whatever the hour
OVERLAP = timedelta(days=1)
YOUNG = timedelta(hours=1)  # what was sent since may not stand in the supplier's list yet
SEEN = 100  # names that are remembered from page to page
_COMPARED, _WHOLE = "compared", "compared_whole"
Row = TypeVar("Row")


class Book(Protocol[Row]):
    """One side's list beside ours."""

    def now(self) -> datetime:
        """By the vendor's own clock."""
        ...

    def size(self, tx: Tx, since: datetime) -> int:
        """About how many orders the list holds since then."""
        ...

    def page(self, since: datetime, after: str) -> BookPage[Row]: ...

    def gaps(self, tx: Tx, page: BookPage[Row]) -> Sequence[Callable[[], None]]:
        """What differs on a page, each as what is to be done about it once it is sure to be late. Finding them changes
        nothing and calls nobody."""
        ...

    def missing(
        self, tx: Tx, page: BookPage[Row], until: datetime, seen: Collection[str]
    ) -> Sequence[Callable[[], None]]:
        """Of a list that begins with the newest: what we sent before `until` and stands neither here nor among those
        `seen` last, each as a look at that one order. Finding them calls nobody."""
        ...

    def names(self, page: BookPage[Row]) -> Sequence[str]:
        """What stands on a page, by what `missing` looks for."""
        ...

    def ordinary_round(self) -> None:
        """What brings news on every other occasion."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """How far back a night's comparison reads, and where its next page begins."""

    begun: datetime
    since: datetime
    until: datetime
    after: str = ""
    whole: bool = False
    seen: tuple[str, ...] = ()


def compare_books(job: Job, ctx: Context) -> Finish:
    """Compare one page of one connection's list."""
    with ctx.database.read() as tx:
        known = connections.find(tx, job.connection_id)
    if known is None:
        raise Gone("the connection is no longer known")
    if known.is_store:
        return _compare(job, ctx, StoreBook(ctx, known))
    return _compare(job, ctx, SupplierBook(ctx, known))


def _compare(job: Job, ctx: Context, book: Book[Row]) -> Finish:
    stretch = _from(job.payload) if job.payload else _begin(job, ctx, book)
    page = book.page(stretch.since, stretch.after)
    with ctx.database.read() as tx:
        differs = bool(book.gaps(tx, page))
        missing = book.missing(tx, page, stretch.until, stretch.seen)
    if differs:
        book.ordinary_round()
        with ctx.database.read() as tx:
            late = book.gaps(tx, page)
        for make_good in late:
            make_good()
    for look in missing:
        look()

    def finish(tx: Tx) -> None:
        if page.after:
            seen = (*stretch.seen, *book.names(page))[-SEEN:]
            jobs.add(tx, _following(job, stretch, page, seen))
            return
        for kind in (_COMPARED, _WHOLE) if stretch.whole else (_COMPARED,):
            connections.set_cursor(tx, job.connection_id, kind, stretch.begun)

    return finish


def _begin(job: Job, ctx: Context, book: Book[Row]) -> Stretch:
    now = book.now()
    with ctx.database.read() as tx:
        last, whole = (
            connections.get_cursor(tx, job.connection_id, kind) for kind in (_COMPARED, _WHOLE)
        )
        little = book.size(tx, now - SPAN) <= LITTLE
    if last is None or whole is None or little or now - whole >= WHOLE_EVERY:
        return Stretch(now, now - SPAN, now - YOUNG, whole=True)
    return Stretch(now, last - OVERLAP, now - YOUNG)


def _following(job: Job, stretch: Stretch, page: BookPage[Row], seen: tuple[str, ...]) -> NewJob:
    """The next page is a job of its own, so that pulls and tracking numbers of the connection come in between."""
    payload: dict[str, int | str] = {
        "begun": stretch.begun.isoformat(),
        "since": stretch.since.isoformat(),
        "until": min(stretch.until, page.back_to or stretch.until).isoformat(),
        "after": page.after,
        "whole": int(stretch.whole),
        "seen": " ".join(seen),
    }
    key = f"{JobKind.COMPARE_BOOKS}:{job.connection_id}:{page.after}"
    return NewJob(JobKind.COMPARE_BOOKS, job.connection_id, job.lane, key, payload)


def _from(payload: dict[str, int | str]) -> Stretch:
    begun, since, until = (
        datetime.fromisoformat(str(payload[each])) for each in ("begun", "since", "until")
    )
    seen = tuple(str(payload.get("seen", "")).split())
    return Stretch(begun, since, until, str(payload["after"]), bool(payload["whole"]), seen)
