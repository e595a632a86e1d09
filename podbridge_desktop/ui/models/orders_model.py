"""The list of orders: ids of the whole list, rows of the pages that are looked at.

The ids are a snapshot, so rows never jump while a sync writes; what changed is repainted in its place, and what came
new is counted for a bar that shows it when asked. The first page is there before the ids are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import OrderQuery, Reads
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.models.order_columns import FORMS
from podbridge_desktop.ui.models.order_news import OrderNews
from podbridge_desktop.ui.models.order_pages import OrderPages
from podbridge_desktop.ui.models.order_snapshots import OrderSnapshots
from podbridge_desktop.ui.models.order_table import TOP, Index, OrderTable
from podbridge_desktop.ui.words.formats import Formats

_FEW = 8


class OrdersModel(OrderTable):
    """GUI thread only. `show_query` asks; rows come with a model reset."""

    settled = Signal()  # the list is whole: no answer is awaited
    news = Signal(int)  # how many orders wait to be shown
    failed = Signal(object)  # PodBridgeError; the old rows stay

    def __init__(self, reads: Reads, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(formats, parent)
        self._pages = OrderPages(reads)
        self._news = OrderNews(reads)
        self._snapshots = OrderSnapshots(reads, self)
        self.query = OrderQuery()
        self.is_waiting = False
        self.keeps_place = False
        self._unheard: set[int] = set()  # changed while the answer was under way
        self._connect()

    def _connect(self) -> None:
        self._snapshots.first.connect(self._on_first)
        self._snapshots.whole.connect(self._on_whole)
        self._snapshots.failed.connect(self._on_failed)

    def show_query(self, query: OrderQuery) -> None:
        """Ask for another list; the one that is shown stays until the new one is there."""
        self.query = query
        self._ask(keeps_place=False)

    @Slot()
    def reload(self) -> None:
        """Ask for the same list anew; what the seller looks at does not flicker or jump."""
        self._ask(keeps_place=bool(self._pages.ids))

    def _ask(self, *, keeps_place: bool) -> None:
        self.keeps_place = keeps_place
        self.is_waiting = True
        self._unheard.clear()
        self._snapshots.ask(self.query)

    def close(self) -> None:
        """End the thread behind it."""
        self._snapshots.stop()

    @property
    def waiting(self) -> int:
        """How many orders would stand in the list now and do not yet."""
        return len(self._news.waiting)

    # --- what is shown ------------------------------------------------------------------------------------------

    def row_at(self, position: int) -> OrderRow | None:
        return self._pages.row(position) if 0 <= position < len(self._pages.ids) else None

    def id_at(self, position: int) -> int | None:
        return self._pages.ids[position] if 0 <= position < len(self._pages.ids) else None

    def ids_between(self, first: int, last: int) -> array[int]:
        return self._pages.ids[first : last + 1]

    def positions_of(self, wanted: Iterable[int]) -> dict[int, int]:
        """Where these orders stand in the list now; those that do not are left out."""
        ids, left = self._pages.ids, set(wanted)
        if len(left) <= _FEW:
            return {id_: ids.index(id_) for id_ in left if id_ in ids}
        return {id_: position for position, id_ in enumerate(ids) if id_ in left}

    def rowCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._pages.ids)

    # --- what comes ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_first(self, rows: tuple[OrderRow, ...]) -> None:
        if not self.keeps_place:
            self.beginResetModel()
            self._pages.begin_with(rows)
            self.endResetModel()

    @Slot(object)
    def _on_whole(self, ids: array[int]) -> None:
        self.is_waiting = False
        shown = len(self._pages.ids)
        if ids[:shown] != self._pages.ids:  # an order came in between the two readings
            self.beginResetModel()
            self._pages.begin(ids)
            self.endResetModel()
        elif len(ids) > shown:
            self.beginInsertRows(TOP, shown, len(ids) - 1)
            self._pages.extend(ids)
            self.endInsertRows()
        self._news.begin(self.query, ids)
        self._news.hear(self._unheard)
        self._unheard.clear()
        self.news.emit(self.waiting)
        self.settled.emit()

    @Slot(object)
    def _on_failed(self, error: PodBridgeError) -> None:
        self.is_waiting = False
        self.failed.emit(error)

    @Slot(Changed)
    def on_changed(self, changed: Changed) -> None:
        """What a transaction changed: loaded rows are read anew in their place, new ones are counted."""
        if Topic.ORDERS not in changed.topics:
            return
        if not changed.order_ids or not self._pages.ids:
            self._refresh_all()
            return
        for position in self._pages.refresh(changed.order_ids):
            self._repaint(position, position)
        if self.is_waiting:
            self._unheard |= changed.order_ids
        else:
            self._hear(changed.order_ids)

    def _hear(self, changed: frozenset[int]) -> None:
        before = self.waiting
        self._news.hear(changed)
        if self.waiting != before:
            self.news.emit(self.waiting)

    def _refresh_all(self) -> None:
        """Any order may have changed, or there is nothing that could jump."""
        self._pages.forget()
        if self._pages.ids:
            self._repaint(0, len(self._pages.ids) - 1)
        self.reload()

    def _repaint(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(FORMS) - 1))
