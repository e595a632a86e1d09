"""Reads orders: what changed, and by two sweeps what Etsy's filter of changes has been seen to leave out.

changes      by time of change, oldest first; a page begins where the one before ended, so that orders that change
             while we read cannot push others out of sight
open         paid and not sent: late payments surface between older orders
cancelled    of the last 60 days: cancellations and refunds have not counted as changes
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from podbridge_desktop.connectors.etsy import translate, wire
from podbridge_desktop.connectors.etsy.api import PAGE, EtsyApi
from podbridge_desktop.domain.books import BookPage, StoreEntry
from podbridge_desktop.domain.orders import StoreOrder
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.errors import NotThere

SCOPE = "transactions_r"
EARLIEST = 946_684_800  # Etsy knows no time before 2000
CANCELLED_SPAN = timedelta(days=60)
OPEN_EVERY = timedelta(minutes=10)
CANCELLED_EVERY = timedelta(hours=1)
PAGE_EVERY = timedelta(
    minutes=3
)  # many open orders are swept less often: at most so many pages of the day's calls
Receipts = wire.Page[wire.Receipt]
Filter = dict[str, str | int]


@dataclass(slots=True)
class Sweep:
    """A question that is asked beside the changes, now and then."""

    asked: Callable[[datetime], Filter]
    every: timedelta
    due: datetime = field(default=datetime.min.replace(tzinfo=UTC))


class OrderReader:
    """Orders of one shop."""

    def __init__(self, api: EtsyApi, now: Callable[[], datetime]) -> None:
        self._api, self._now = api, now
        self._lock = threading.Lock()
        self._sweeps = (Sweep(_open, OPEN_EVERY), Sweep(_cancelled, CANCELLED_EVERY))

    def changed(self, since: datetime | None, *, thorough: bool = False) -> Iterator[OrderPage]:
        """Pages, oldest change first; then what the sweeps that are due (if `thorough`, all of them) tell besides.
        `through` speaks of the changes alone.
        """
        through = since or datetime.fromtimestamp(EARLIEST, UTC)
        told: dict[str, int] = {}  # a hash is all that is kept of what may be many orders
        for receipts, until in self._changes(int(through.timestamp())):
            through = max(through, translate.moment(until))
            orders = _orders(receipts)
            told.update((each.remote_id, hash(each)) for each in orders)
            yield OrderPage(orders, through)
        for each in self._sweeps if thorough else self._due():
            yield from self._swept(each, told, through)

    def _swept(self, sweep: Sweep, told: dict[str, int], through: datetime) -> Iterator[OrderPage]:
        pages = 0
        for receipts in self._sweep(sweep):
            pages += 1
            orders = _orders(receipts)
            fresh = tuple(each for each in orders if told.get(each.remote_id) != hash(each))
            if fresh:
                yield OrderPage(fresh, through)
        with self._lock:
            sweep.due = self._now() + max(sweep.every, pages * PAGE_EVERY)

    def book(self, since: datetime, after: str = "") -> BookPage[StoreEntry]:
        """A hundred receipts with their parcels. A page begins where the one before ended, by time of change; only
        where one second holds more than a page, by offset."""
        begun, offset = map(int, after.split(":")) if after else (int(since.timestamp()), 0)
        rows = self._page(_changed_since(begun, offset)).results
        entries = tuple(translate.entry(each) for each in rows)
        if len(rows) < PAGE:
            return BookPage(entries)
        until = max(row.updated for row in rows)
        return BookPage(entries, f"{until}:0" if until > begun else f"{begun}:{offset + PAGE}")

    def read(self, remote_ids: Iterable[str]) -> tuple[StoreOrder, ...]:
        """These orders now; what is gone is left out."""
        found = []
        for remote_id in remote_ids:
            try:
                found.append(translate.order(self.receipt(remote_id)))
            except NotThere:
                continue
        return tuple(found)

    def receipt(self, remote_id: str) -> wire.Receipt:
        """One order as Etsy has it. Raises `NotThere`."""
        return self._api.read(f"{self._api.shop}/receipts/{remote_id}", wire.Receipt, scope=SCOPE)

    def newest(self, limit: int) -> list[wire.Receipt]:
        """The last paid ones, to see what Etsy shows of them."""
        asked: Filter = {"was_paid": "true", "limit": limit}
        return self._page(asked).results

    def _page(self, asked: Filter) -> Receipts:
        return self._api.read(f"{self._api.shop}/receipts", Receipts, scope=SCOPE, params=asked)

    def _changes(self, since: int) -> Iterator[tuple[list[wire.Receipt], int]]:
        """Receipts not given yet in this state, and the time of change up to which all were."""
        seen: set[tuple[int, int]] = set()
        offset = 0
        while True:
            rows = self._page(_changed_since(since, offset)).results
            if not rows:
                return
            until = max(row.updated for row in rows)
            fresh = [row for row in rows if (row.receipt_id, row.updated) not in seen]
            seen.update((row.receipt_id, row.updated) for row in fresh)
            yield fresh, until
            if len(rows) < PAGE:
                return
            # More changes of one second than fit into a page: only then by offset.
            offset = 0 if until > since else offset + PAGE
            since = max(since, until)

    def _sweep(self, sweep: Sweep) -> Iterator[list[wire.Receipt]]:
        path = f"{self._api.shop}/receipts"
        seen: set[int] = set()
        for rows in self._api.pages(
            path, wire.Receipt, scope=SCOPE, params=sweep.asked(self._now())
        ):
            fresh = [row for row in rows if row.receipt_id not in seen]
            seen.update(row.receipt_id for row in fresh)
            if fresh:
                yield fresh

    def _due(self) -> list[Sweep]:
        with self._lock:
            return [sweep for sweep in self._sweeps if sweep.due <= self._now()]


def _changed_since(since: int, offset: int) -> Filter:
    return {
        "min_last_modified": max(since, EARLIEST),
        "sort_on": "updated",
        "sort_order": "asc",
        "limit": PAGE,
        "offset": offset,
    }


def _open(_now: datetime) -> Filter:
    return {"was_paid": "true", "was_shipped": "false", "was_canceled": "false"}


def _cancelled(now: datetime) -> Filter:
    return {"was_canceled": "true", "min_created": int((now - CANCELLED_SPAN).timestamp())}


def _orders(receipts: Iterable[wire.Receipt]) -> tuple[StoreOrder, ...]:
    return tuple(translate.order(each) for each in receipts)
