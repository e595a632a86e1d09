"""The rows that are looked at: 20 pages of 200, read when they are needed, the longest unused given up first."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import Reads

PAGE = 200
PAGES = 20


class OrderPages:
    """Rows by position of a list of ids. A missing page is one short reading."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._pages: OrderedDict[int, dict[int, OrderRow]] = OrderedDict()
        self.ids: array[int] = array("q")

    def begin(self, ids: array[int]) -> None:
        """Another list; nothing of the old one is kept."""
        self._pages.clear()
        self.ids = ids

    def begin_with(self, rows: Sequence[OrderRow]) -> None:
        """A short list whose rows are known already."""
        self.begin(array("q", (row.id for row in rows)))
        if len(rows) <= PAGE:
            self._pages[0] = {row.id: row for row in rows}

    def extend(self, ids: array[int]) -> None:
        """The same list with more behind it. A page that was not full is read again."""
        full = len(self.ids) // PAGE
        for page in [page for page in self._pages if page >= full]:
            del self._pages[page]
        self.ids = ids

    def row(self, position: int) -> OrderRow | None:
        """The row at a position; None when the order is gone."""
        page = position // PAGE
        rows = self._pages.get(page)
        if rows is None:
            rows = self._load(page)
        else:
            self._pages.move_to_end(page)
        return rows.get(self.ids[position])

    def _load(self, page: int) -> dict[int, OrderRow]:
        rows = self._reads.orders(self.ids[page * PAGE : (page + 1) * PAGE])
        self._pages[page] = rows
        if len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return rows

    def refresh(self, changed: Iterable[int]) -> list[int]:
        """Read the changed rows anew, as far as they are loaded; gives their positions."""
        wanted = set(changed)
        loaded = wanted & {id_ for rows in self._pages.values() for id_ in rows}
        if not loaded:
            return []
        fresh = self._reads.orders(sorted(loaded))
        positions = []
        for page, rows in self._pages.items():
            mine = loaded & rows.keys()
            for id_ in mine:
                rows.pop(id_)
            rows |= {id_: fresh[id_] for id_ in mine if id_ in fresh}
            start = page * PAGE
            if mine:
                ids = self.ids[start : start + PAGE]
                positions += [start + i for i, id_ in enumerate(ids) if id_ in mine]
        return positions

    def forget(self) -> None:
        """Read every page anew when it is looked at."""
        self._pages.clear()
