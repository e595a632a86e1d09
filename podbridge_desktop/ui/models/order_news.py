"""Which changed orders would stand in the list now and do not yet: the number in “3 new orders – show”."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import OrderQuery, Reads

_SMALL = 50_000


class OrderNews:
    """Remembers what a list holds: each id of a short list, the highest id of a long one (new orders get higher)."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._query = OrderQuery()
        self._held: frozenset[int] = frozenset()
        self._highest = 0
        self.waiting: set[int] = set()

    def begin(self, query: OrderQuery, ids: array[int]) -> None:
        self._query = query
        self._held = frozenset(ids) if len(ids) <= _SMALL else frozenset()
        self._highest = max(ids, default=0) if len(ids) > _SMALL else 0
        self.waiting = set()

    def hear(self, changed: Iterable[int]) -> None:
        """Take in changed orders. A search is a question about now: what comes later is no news to it."""
        strange = [id_ for id_ in changed if not self._is_listed(id_)]
        if not strange or self._query.search:
            return
        rows = self._reads.orders(strange)
        for id_ in strange:
            if id_ in rows and matches(rows[id_], self._query):
                self.waiting.add(id_)
            else:
                self.waiting.discard(id_)

    def _is_listed(self, id_: int) -> bool:
        return id_ <= self._highest if self._highest else id_ in self._held


def matches(row: OrderRow, query: OrderQuery) -> bool:
    """Whether a query without words means this row."""
    if query.store_id and row.store_id != query.store_id:
        return False
    if query.state in {"", "on_hold"}:
        return row.on_hold or not query.state
    same = row.step if query.state in set(Step) else row.standing
    return same == query.state
