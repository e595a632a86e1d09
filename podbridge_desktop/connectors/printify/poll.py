"""Which orders are worth reading now. Lists give ten orders a page, so they are hints; what has news is read itself.

Few open orders are read one by one. With many, each poll reads the short lists that need a person (on hold, payment,
issues, cancelled, partly shipped) and counts the shipped ones: by the list's `total`, or where it has none by its last
page. When more have shipped, the list of the shipped ones is read back to the oldest open order: at once where that
takes few pages, else when enough are to be found in it, and at the latest after an hour. Twice a day the whole list is
read back to the oldest open order, which finds whatever slipped through, arrivals, and replacements of delivered orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.printify import translate, wire
from podbridge_desktop.connectors.printify.api import ORDERS_A_PAGE, PrintifyApi
from podbridge_desktop.connectors.printify.values import moment
from podbridge_desktop.domain.fulfilment import Watched
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import NotThere

NEEDS_A_LOOK = (
    "on-hold", "payment-not-received", "source-check-failed", "has-issues", "unfulfillable", "canceled",
    "partially-fulfilled",
)  # fmt: skip
MAKING = ("sending-to-production", "in-production")
SHIPPED = "fulfilled"
FEW = len(NEEDS_A_LOOK) + 1  # as many calls as the lists cost
SWEEP_EVERY = timedelta(hours=12)
DELIVERY_EVERY = timedelta(hours=6)
DELIVERY_ENDS = timedelta(days=45)
PAGES_EACH = 2  # pages that one shipped order is worth …
WORTH_WAITING = timedelta(hours=1)  # … unless it has waited so long
OVERLAP = timedelta(hours=1)  # our clock against Printify's

Found = tuple[wire.Order, Answer]


class Poll:
    """One shop's polling: what it knows besides our ledger is lost with it, and found again by the first sweep."""

    def __init__(self, api: PrintifyApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._swept: datetime | None = None
        self._shipped: int | None = None  # how many have shipped of which we know …
        self._counted = 0  # … and in all
        self._gone: set[str] = set()
        self._grown_at: datetime | None = (
            None  # since when some have shipped that were not found yet
        )

    def news(self, watched: Sequence[Watched], since: datetime) -> Iterator[Found | str]:
        """The orders that may have news, read afresh; the id alone for one that is not there any more."""
        now, careful = self._clock.now(), self._api.share.too_high
        sweeps = not careful and (self._swept is None or now - self._swept >= SWEEP_EVERY)
        if sweeps:
            self._gone.clear()
        there = [each for each in watched if each.remote_id not in self._gone]
        moving = [each for each in there if not each.delivered and each.raw_status != SHIPPED]
        done: dict[str, str] = {}  # what was read in this poll, and its word
        yield from self._each(self._wanted(moving, since, careful=careful), done)
        if sweeps:
            yield from self._swept_up(there, since, done)
            self._swept, self._shipped, self._grown_at = now, None, None
        if careful:
            return
        yield from self._each(_on_their_way(there, now), done)
        if len(moving) > FEW and self._is_worth_reading(there, moving, done):
            yield from self._shipped_lately(moving, since, done)

    def _each(self, wanted: Sequence[Watched], done: dict[str, str]) -> Iterator[Found | str]:
        for each in wanted:
            if each.remote_id not in done:
                yield self._read(each.remote_id, done)

    def _read(self, remote_id: str, done: dict[str, str]) -> Found | str:
        done[remote_id] = ""
        try:
            order, answer = self._api.order(remote_id)
        except (
            NotThere
        ):  # asked for again only by the next sweep: each such answer counts as an error
            self._gone.add(remote_id)
            return remote_id
        done[remote_id] = order.status
        return order, answer

    def _wanted(
        self, moving: Sequence[Watched], since: datetime, *, careful: bool
    ) -> Sequence[Watched]:
        if len(moving) <= FEW and not careful:
            return moving
        listed: dict[str, str] = {}
        for status in NEEDS_A_LOOK:
            for page in self._api.orders(status=status):
                listed.update({order.id: order.status for order in page.orders})
                if is_past(page.orders, since):
                    break
        return [each for each in moving if _differs(each, listed)]

    def _swept_up(
        self, there: Sequence[Watched], since: datetime, done: dict[str, str]
    ) -> Iterator[Found | str]:
        """Every order whose word in the list is another than we know, and those that arrived or were made anew.

        That an order is being made the list tells well enough.
        """
        known = {each.remote_id: each for each in there}
        for page in self._api.orders():
            for order in page.orders:
                mine = known.get(order.id)
                if mine is None or order.id in done or not _has_news(order, mine):
                    continue
                if order.status in MAKING:
                    done[order.id] = order.status
                    yield order, page.answer
                else:
                    yield self._read(order.id, done)
            if is_past(page.orders, since):
                return

    def _is_worth_reading(
        self, there: Sequence[Watched], moving: Sequence[Watched], done: dict[str, str]
    ) -> bool:
        """Whether more have shipped than are known, and reading their list now is not too dear for them."""
        now, total = self._clock.now(), self._count_shipped()
        told = sum(done.get(each.remote_id) == SHIPPED for each in moving)
        self._counted = total
        self._shipped = total if self._shipped is None else min(self._shipped + told, total)
        missing = total - self._shipped
        if not missing:
            self._grown_at = None
            return False
        self._grown_at = self._grown_at or now
        oldest = min((each.sent_at for each in moving if each.sent_at), default=now)
        known = sum(each.raw_status == SHIPPED and _is_since(each, oldest) for each in there)
        pages = 1 + (known + missing) // ORDERS_A_PAGE
        waited = now - self._grown_at >= WORTH_WAITING
        return pages <= max(FEW, missing * PAGES_EACH) or waited

    def _shipped_lately(
        self, moving: Sequence[Watched], since: datetime, done: dict[str, str]
    ) -> Iterator[Found | str]:
        """Those that we do not know to have shipped, by the list of all that have."""
        unread = {each.remote_id for each in moving if each.remote_id not in done}
        oldest = min(each.sent_at or since for each in moving) - OVERLAP
        for page in self._api.orders(status=SHIPPED):
            for order in page.orders:
                if order.id in unread and order.id not in done:
                    yield self._read(order.id, done)
            if is_past(page.orders, oldest):
                break
        self._shipped, self._grown_at = self._counted, None

    def _count_shipped(self) -> int:
        total = self._api.order_page(1, status=SHIPPED, limit=1).total
        if total is not None:
            return total

        def rows(number: int) -> int:
            return len(self._api.order_page(number, status=SHIPPED).orders)

        return count_by_pages(rows, self._shipped or 0)


def _differs(each: Watched, listed: dict[str, str]) -> bool:
    """Another word than we know; one that stood in a short list and left it has news, too."""
    silent = "" if each.raw_status in NEEDS_A_LOOK else each.raw_status
    return not each.raw_status or listed.get(each.remote_id, silent) != each.raw_status


def _has_news(order: wire.Order, mine: Watched) -> bool:
    arrived = not mine.delivered and translate.has_arrived(order)
    return order.status != mine.raw_status or arrived or bool(translate.reprints(order))


def _is_since(each: Watched, moment_: datetime) -> bool:
    return each.sent_at is None or each.sent_at >= moment_


def _on_their_way(there: Sequence[Watched], now: datetime) -> list[Watched]:
    """Whose parcels were never read; and where they are few, whether they have arrived. Else the sweeps tell that."""
    sent = [
        each
        for each in there
        if each.raw_status == SHIPPED
        and not each.delivered
        and _is_since(each, now - DELIVERY_ENDS)
    ]
    few = len(sent) <= FEW
    return [
        each
        for each in sent
        if each.looked_at is None or (few and now - each.looked_at >= DELIVERY_EVERY)
    ]


def count_by_pages(rows: Callable[[int], int], known: int) -> int:
    """How long a list is that does not tell: its last page is searched from where it was last."""
    full, step = known // ORDERS_A_PAGE, 1
    while (count := rows(full + step)) == ORDERS_A_PAGE:
        full, step = full + step, step * 2
    open_end = full + step
    while open_end - full > 1:
        middle = (full + open_end) // 2
        if (found := rows(middle)) == ORDERS_A_PAGE:
            full = middle
        else:
            open_end, count = middle, found
    return full * ORDERS_A_PAGE + count


def is_past(orders: Sequence[wire.Order], since: datetime) -> bool:
    """Whether the rest of the list is older. Only believed of a page that is in order, newest first."""
    made = [moment(order.created_at) for order in orders]
    times = [each for each in made if each is not None]
    ordered = len(times) == len(made) and times == sorted(times, reverse=True)
    return bool(times) and ordered and times[-1] < since
