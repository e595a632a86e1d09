"""A supplier's list of orders beside ours: is each order under a name of ours in our ledger, once, no further than we
know, and does each that we sent stand there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial

from podbridge_desktop.domain.books import BookPage, Gap
from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.ids import order_of, shop_prefix
from podbridge_desktop.domain.lifecycle import SupplierState, state_after
from podbridge_desktop.errors import NotThere
from podbridge_desktop.storage import (
    cases,
    connections,
    findings,
    jobs,
    ledger,
    orders,
    reconciling,
    shipments,
    watchlist,
    wishes,
)
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.shipments import folded
from podbridge_desktop.sync import late
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.heed import case_of, heed, hold_subject
from podbridge_desktop.sync.poll_supplier import hear, poll
from podbridge_desktop.sync.watching import turn_to_watch

APART = timedelta(minutes=5)  # our clock and the time that a supplier writes on an order
SWEPT = timedelta(days=1)  # both suppliers' polls read all that is open twice a day
_LEFT_TO_JOBS = {
    SupplierState.PLANNED,
    SupplierState.SENDING,
    SupplierState.CONFIRMING,
    SupplierState.CANCELLED,
}


class SupplierBook:
    """Implements `compare_books.Book` for a supplier."""

    def __init__(self, ctx: Context, known: StoredConnection) -> None:
        self._ctx, self._id, self._name = ctx, known.id, known.name
        self._supplier = ctx.remotes.supplier(known.id)

    def now(self) -> datetime:
        return self._ctx.time_of(self._supplier)

    def size(self, tx: Tx, since: datetime) -> int:
        return watchlist.sent_since(tx, self._id, since)

    def page(self, since: datetime, after: str) -> BookPage[SupplierOrderReading]:
        return self._supplier.book(since, after)

    def ordinary_round(self) -> None:
        poll(self._ctx, self._id)

    def gaps(self, tx: Tx, page: BookPage[SupplierOrderReading]) -> list[Callable[[], None]]:
        return [gap for each in page.rows if (gap := self._gap(tx, each)) is not None]

    def missing(
        self,
        tx: Tx,
        page: BookPage[SupplierOrderReading],
        until: datetime,
        seen: Collection[str],
    ) -> list[Callable[[], None]]:
        """The supplier's clock and ours are not the same: who was sent about when a page ends may stand on either."""
        if page.back_to is None:
            return []
        there = {*self.names(page), *seen}
        sent = watchlist.sent_between(tx, self._id, page.back_to + APART, until + APART)
        return [partial(self._gone, row) for row in sent if row.external_id not in there]

    def names(self, page: BookPage[SupplierOrderReading]) -> list[str]:
        return [each.external_id for each in page.rows]

    def _gap(self, tx: Tx, reading: SupplierOrderReading) -> Callable[[], None] | None:
        row_id = ledger.by_external_id(tx, self._id, reading.external_id)
        if row_id is None:
            store = self._shop_of(tx, reading)
            return None if store is None else partial(self._unknown, store, reading)
        row = ledger.get(tx, row_id)
        if row.remote_id is None:  # else a job is about to look it up
            return partial(self._late, row) if _came_late(row, reading) else None
        if row.remote_id != reading.remote_id:
            return partial(self._twice, row, reading) if self._is_second(tx, row, reading) else None
        return partial(self._behind, row, reading) if self._is_behind(tx, row, reading) else None

    # --- orders under a name of ours that we did not make -----------------------------------------------------------

    def _shop_of(self, tx: Tx, reading: SupplierOrderReading) -> StoredConnection | None:
        """The store of ours by whose name an order goes that we did not make, where that is news.

        What was made before the store was connected here, or before a restore, an earlier PodBridge made; who sends an
        order looks for that first. Suppliers tell whole seconds.
        """
        if reading.status is SupplierStatus.CANCELLED or not order_of(reading.external_id):
            return None
        if findings.is_noted(tx, Gap.UNKNOWN_THERE, reading.external_id):
            return None
        for store in connections.every(tx):
            if store.is_store and reading.external_id.startswith(shop_prefix(store.shop_code)):
                restored = reconciling.done_at(tx, store.id) or store.created_at
                ours_since = max(store.created_at, restored).replace(microsecond=0)
                is_new = reading.made_at is not None and reading.made_at >= ours_since
                return store if is_new else None
        return None

    def _unknown(self, store: StoredConnection, reading: SupplierOrderReading) -> None:
        """Another PodBridge works for this shop: two bridges mean two orders (rulings 8)."""
        name = reading.external_id
        with self._ctx.database.write() as tx:
            order_id = orders.find(tx, store.id, order_of(name))
            number = orders.load(tx, order_id).reading.number if order_id else order_of(name)
            turn_to_watch(tx, store.id, self._id, f"{number} (as {name}, not by this PodBridge)")
            findings.note(tx, Gap.UNKNOWN_THERE, name, self._id, order_id)

    def _is_second(self, tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> bool:
        told = cases.was_told(tx, CaseKind.TWICE_AT_SUPPLIER, _second_subject(row, reading))
        return reading.status is not SupplierStatus.CANCELLED and not told

    def _twice(self, row: LedgerRow, reading: SupplierOrderReading) -> None:
        message = (
            f"“{self._name}” has the order {row.external_id} twice. PodBridge sent it once and works with"
            f" {row.remote_id}; the other one, {reading.remote_id}, is “{reading.raw_status}” there. If both are made,"
            " the buyer gets everything twice."
        )
        subject = _second_subject(row, reading)
        case = case_of(row, CaseKind.TWICE_AT_SUPPLIER, subject, message, url=reading.url)
        with self._ctx.database.write() as tx:
            late.tell(tx, Gap.TWICE_THERE, row.external_id, case)

    # --- orders of ours ---------------------------------------------------------------------------------------------

    def _is_behind(self, tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> bool:
        """The polls had their time, and have not brought what the list says."""
        if reading.changed_at is None or self.now() - reading.changed_at < SWEPT:
            return False
        if row.state in _LEFT_TO_JOBS:
            return False
        moved = state_after(row.state, reading.status) is not row.state
        if moved and (row.state.may_have_spent or reading.raw_status != row.vendor_status):
            return True  # what is not paid may stand elsewhere by the seller's own word
        parcels = {folded(number) for number in reading.tracking}
        return len(parcels) > shipments.count_of(tx, row.id)

    def _behind(self, row: LedgerRow, reading: SupplierOrderReading) -> None:
        with self._ctx.database.write() as tx:
            ledger.note(tx, row, vendor_status="")  # whatever it says is news
        hear(self._ctx, self._id, row.id, reading)
        message = (
            f"“{self._name}” was further with {row.external_id} than PodBridge had heard: the order is"
            f" “{reading.raw_status}” there. It is taken up now, and what was sent is told to the store."
        )
        name = row.external_id
        case = late.made_good(Gap.BEHIND, name, row.order_id, self._id, message)
        with self._ctx.database.write() as tx:
            late.tell(tx, Gap.BEHIND, name, case)

    def _late(self, row: LedgerRow) -> None:
        """Made after we had given it up: nobody waits for it."""
        name = row.external_id
        message = (
            f"“{self._name}” made the order {name} only after PodBridge had given it up. It is cancelled there now; if"
            " the supplier does not let go of it, you are told."
        )
        case = late.made_good(Gap.BEHIND, name, row.order_id, self._id, message)
        with self._ctx.database.write() as tx:
            jobs.add(tx, wishes.cancel_late(row))
            late.tell(tx, Gap.BEHIND, name, case)

    def _gone(self, row: LedgerRow) -> None:
        """Neither in the list nor under its number: deleted there. What the buyer gets is the seller's to say."""
        try:
            self._supplier.read_order(row.remote_id or "")
        except NotThere:
            self.ordinary_round()  # what that brings was only news
            with self._ctx.database.write() as tx:
                self._end(tx, row)

    def _end(self, tx: Tx, row: LedgerRow) -> None:
        now = ledger.get(tx, row.id)
        if now.state is not row.state:
            return
        ended = SupplierOrderReading(
            row.remote_id or "", row.external_id, SupplierStatus.CANCELLED, "not found"
        )
        heed(tx, now, ended)
        message = (
            f"“{self._name}” does not have the order {row.external_id} any more, which PodBridge sent there. Somebody may"
            " have deleted it."
        )
        subject = hold_subject(row.id)
        cases.open_case(tx, case_of(row, CaseKind.SUPPLIER_CANCELLED, subject, message))
        findings.note(tx, Gap.GONE_THERE, row.external_id, self._id, row.order_id)


def _came_late(row: LedgerRow, reading: SupplierOrderReading) -> bool:
    return row.state is SupplierState.CANCELLED and reading.status is not SupplierStatus.CANCELLED


def _second_subject(row: LedgerRow, reading: SupplierOrderReading) -> str:
    return f"twice:{row.id}:{reading.remote_id}"
