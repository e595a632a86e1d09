"""Which orders have news, in few calls. Printful gives whole orders, a hundred a page, newest first, also by status.

Each poll looks back to the oldest order of which not everything is on its way: at all orders where those are few pages,
else at the short lists that need a person and at the list of what is packed. Twice a day all orders are read back to
the oldest open one, which finds whatever slipped through, arrivals, and replacements of delivered orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.connectors.printful.api import PAGE, PrintfulApi
from podbridge_desktop.connectors.printful.values import moment, word
from podbridge_desktop.domain.fulfilment import Watched
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import NotThere

NEEDS_A_LOOK = ("onhold", "failed", "partial", "canceled", "draft")
PACKED = "fulfilled"
FEW = (len(NEEDS_A_LOOK) + 1) * PAGE  # as many pages as the lists cost
SWEEP_EVERY = timedelta(hours=12)
OVERLAP = timedelta(hours=1)  # our clock against Printful's
LONGEST = timedelta(days=21)  # what has not left by then is found by the sweeps

Page = tuple[list[wire.Order], Answer]


class Poll:
    """One store's polling: what it knows besides our ledger is lost with it, and found again by the first sweep."""

    def __init__(self, api: PrintfulApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._swept: datetime | None = None
        self._sent: set[str] = set()  # orders of which everything is on its way

    def news(self, watched: Sequence[Watched], since: datetime) -> Iterator[Page]:
        """Pages of orders that may have news; what nobody asked about may stand among them."""
        asked = {each.remote_id for each in watched}
        self._sent &= asked
        seen: set[str] = set()
        for page, answer in self._pages(watched, since):
            yield page, answer
            seen.update(str(order.id) for order in page)
            sent = {str(order.id) for order in page if _is_sent(order)}
            self._sent |= (
                sent & asked
            )  # they were taken; what nobody asked about may be asked about later
        for each in watched:
            if not each.raw_status and each.remote_id not in seen:  # somebody said to look again
                yield from self._one(each.remote_id)

    def _pages(self, watched: Sequence[Watched], since: datetime) -> Iterator[Page]:
        now = self._clock.now()
        if self._swept is None or now - self._swept >= SWEEP_EVERY:
            yield from self.back_to(since)
            self._swept = now
            return
        moving = [each for each in watched if self._is_moving(each, now)]
        if not moving:
            return
        oldest = min(each.sent_at or since for each in moving) - OVERLAP
        if sum(each.sent_at is None or each.sent_at >= oldest for each in watched) <= FEW:
            yield from self.back_to(oldest)
        else:
            yield from self._short_lists(moving, oldest)
            yield from self.back_to(oldest, PACKED)

    def _is_moving(self, each: Watched, now: datetime) -> bool:
        if each.delivered or each.remote_id in self._sent:
            return False
        return each.sent_at is None or now - each.sent_at <= LONGEST

    def _short_lists(self, moving: Sequence[Watched], oldest: datetime) -> Iterator[Page]:
        """Also what has left such a list since."""
        listed: set[str] = set()
        for status in NEEDS_A_LOOK:
            for page, answer in self.back_to(oldest, status):
                listed.update(str(order.id) for order in page)
                yield page, answer
        for each in moving:
            if each.raw_status in NEEDS_A_LOOK and each.remote_id not in listed:
                yield from self._one(each.remote_id)

    def _one(self, remote_id: str) -> Iterator[Page]:
        try:
            order, answer = self._api.order(remote_id)
        except NotThere:  # deleted there; nothing tells how it ended
            return
        yield [order], answer

    def back_to(self, since: datetime, status: str = "") -> Iterator[Page]:
        """Orders made at or after `since`, each once."""
        seen: set[int] = set()
        for page, answer in self._api.orders(status):
            fresh = [
                order for order in page if order.id not in seen and not _is_older(order, since)
            ]
            seen.update(order.id for order in page)
            if fresh:
                yield fresh, answer
            if is_past([moment(order.created) for order in page], since):
                return


def _is_sent(order: wire.Order) -> bool:
    """Whether everything has left, under numbers that are known."""
    return (
        order.status == PACKED
        and bool(order.shipments)
        and all(each.has_left and word(each.tracking_number) for each in order.shipments or ())
    )


def _is_older(order: wire.Order, since: datetime) -> bool:
    made = moment(order.created)
    return made is not None and made < since


def is_past(made: Sequence[datetime | None], since: datetime) -> bool:
    """Whether the rest of the list is older. Only believed of a page that is in order, newest first."""
    times = [each for each in made if each is not None]
    ordered = len(times) == len(made) and times == sorted(times, reverse=True)
    return bool(times) and ordered and times[-1] < since
