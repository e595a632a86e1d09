"""Which orders are worth reading now. Lists give ten orders a page, so they are hints; what has news is read itself.

Few open orders are read one by one. With many, each poll reads the short lists that need a person (on hold, payment,
issues, cancelled, partly shipped) and counts the shipped ones: by the list's `total`, or where it has none by its last
page. When more have shipped, the oldest open orders are read until they are found. Twice a day the whole list is read
back to the oldest open order, which finds whatever slipped through, and replacements of delivered orders.
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
SHIPPED = "fulfilled"
FEW = len(NEEDS_A_LOOK) + 1  # as many calls as the lists cost
SWEEP_EVERY = timedelta(hours=12)
DELIVERY_EVERY = timedelta(hours=6)
DELIVERY_ENDS = timedelta(days=45)
MOST_SEARCHED = 20  # orders read in search of one that shipped; the rest waits for the next poll

Found = tuple[wire.Order, Answer]


class Poll:
    """One shop's polling: what it knows besides our ledger is lost with it, and found again by the first sweep."""

    def __init__(self, api: PrintifyApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._swept: datetime | None = None
        self._shipped: int | None = None
        self._gone: set[str] = set()
        self._searched: set[str] = set()  # in vain, for one that has shipped

    def news(self, watched: Sequence[Watched], since: datetime) -> Iterator[Found | str]:
        """The orders that may have news, read afresh; the id alone for one that is not there any more."""
        now, careful = self._clock.now(), self._api.share.too_high
        sweeps = not careful and (self._swept is None or now - self._swept >= SWEEP_EVERY)
        if sweeps:
            self._gone.clear()
            self._searched.clear()
        there = [each for each in watched if each.remote_id not in self._gone]
        moving = [each for each in there if not each.delivered and each.raw_status != SHIPPED]
        done: dict[str, str] = {}  # what was read in this poll, and its word
        yield from self._each(self._wanted(moving, since, careful=careful), done)
        if sweeps:
            yield from self._each(self._swept_up(there, since), done)
            self._swept, self._shipped = now, None
        if careful:
            return
        yield from self._each([each for each in there if _delivery_is_due(each, now)], done)
        if len(moving) > FEW:
            yield from self._shipped_lately(moving, done)

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

    def _swept_up(self, there: Sequence[Watched], since: datetime) -> list[Watched]:
        """Every order whose word in the list is another than we know, and those that were made anew."""
        known = {each.remote_id: each for each in there}
        found = []
        for page in self._api.orders():
            for order in page.orders:
                mine = known.get(order.id)
                if mine and (order.status != mine.raw_status or translate.reprints(order)):
                    found.append(mine)
            if is_past(page.orders, since):
                break
        return found

    def _shipped_lately(
        self, moving: Sequence[Watched], done: dict[str, str]
    ) -> Iterator[Found | str]:
        """Read the oldest open orders until as many are found as have shipped since the last poll."""
        now = self._count_shipped()
        missing = 0 if self._shipped is None else now - self._shipped
        missing -= sum(done.get(each.remote_id) == SHIPPED for each in moving)
        self._shipped = now
        unread = [each for each in moving if each.remote_id not in {*done, *self._searched}]
        for each in sorted(unread, key=_age)[: MOST_SEARCHED + max(missing, 0)]:
            if missing <= 0:
                break
            self._searched.add(each.remote_id)
            yield self._read(each.remote_id, done)
            missing -= done[each.remote_id] == SHIPPED
        if missing <= 0:
            self._searched.clear()
        self._shipped -= max(missing, 0)  # the search goes on from there next time

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


def _age(each: Watched) -> float:
    """Oldest first; one that never was sent comes last."""
    return each.sent_at.timestamp() if each.sent_at else float("inf")


def _delivery_is_due(each: Watched, now: datetime) -> bool:
    if each.delivered or each.raw_status != SHIPPED:
        return False
    if each.sent_at is not None and now - each.sent_at > DELIVERY_ENDS:
        return False
    return each.looked_at is None or now - each.looked_at >= DELIVERY_EVERY


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
