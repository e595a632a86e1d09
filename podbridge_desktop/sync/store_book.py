"""A store's list of orders beside ours: is each paid one known and planned, was the end of one heard of, and does the
store have each tracking number that we wrote."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from podbridge_desktop.domain.books import BookPage, Gap, StoreEntry
from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import StoreShipping
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import StoreOrder
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.errors import NotThere
from podbridge_desktop.storage import cases, findings, jobs, ledger, orders, shipments, wishes
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.shipments import ShipmentRecord, folded
from podbridge_desktop.sync import guard, late
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.pull_orders import pull

_IS_MADE = {SupplierState.IN_PRODUCTION, SupplierState.PARTLY_SHIPPED}


class StoreBook:
    """Implements `compare_books.Book` for a store."""

    def __init__(self, ctx: Context, known: StoredConnection) -> None:
        self._ctx, self._id = ctx, known.id
        self._channel = ctx.remotes.channel(known.id)

    def now(self) -> datetime:
        return self._ctx.time_of(self._channel)

    def size(self, tx: Tx, since: datetime) -> int:
        return orders.changed_since(tx, self._id, since)

    def page(self, since: datetime, after: str) -> BookPage[StoreEntry]:
        return self._channel.book(since, after)

    def ordinary_round(self) -> None:
        pull(self._ctx, self._id, thorough=True)

    def missing(
        self,
        _tx: Tx,
        _page: BookPage[StoreEntry],
        _until: datetime,
        _seen: Collection[str],
    ) -> list[Callable[[], None]]:
        """A store's orders are read again before each step: what is gone there is found then."""
        return []

    def names(self, page: BookPage[StoreEntry]) -> list[str]:
        return [each.remote_id for each in page.rows]

    def gaps(self, tx: Tx, page: BookPage[StoreEntry]) -> list[Callable[[], None]]:
        return [gap for entry in page.rows if (gap := self._gap(tx, entry)) is not None]

    def _gap(self, tx: Tx, entry: StoreEntry) -> Callable[[], None] | None:
        order_id = orders.find(tx, self._id, entry.remote_id)
        if order_id is None:
            return partial(self._not_pulled, entry) if entry.is_paid else None
        if not entry.is_paid and _is_unheard(tx, order_id):
            return partial(self._not_cancelled, entry, order_id)
        if entry.is_paid and self._is_unplanned(tx, order_id):
            return partial(self._not_planned, entry, order_id)
        there = {folded(number) for number in entry.tracking}
        if any(folded(number) not in there for number in shipments.pushed_parcels(tx, order_id)):
            return partial(self._not_told, entry, order_id)
        return None

    def _fresh(self, entry: StoreEntry) -> tuple[StoreOrder, ...]:
        return self._channel.read_orders((entry.remote_id,))

    def _not_pulled(self, entry: StoreEntry) -> None:
        """Taken as a pull takes it: planned, or put aside, by the same rules."""
        fresh = self._fresh(entry)
        if not fresh or not _is_wanted(fresh[0]):
            return
        with self._ctx.database.write() as tx:
            guard.take(tx, self._id, OrderPage(fresh, fresh[0].updated_at))
            order_id = orders.find(tx, self._id, entry.remote_id)
            self._tell(
                tx,
                Gap.NOT_PULLED,
                entry,
                order_id,
                f"Order {entry.number} is paid, but no look at the store had brought it. It is here now.",
            )

    def _not_planned(self, entry: StoreEntry, order_id: int) -> None:
        """A ledger that has forgotten once is not believed: every supplier is looked at before something is made."""
        with self._ctx.database.write() as tx:
            told = self._tell(
                tx,
                Gap.NOT_PLANNED,
                entry,
                order_id,
                f"Order {entry.number} is paid, but nothing had been prepared for it. It is looked for at every supplier"
                " now, and prepared if it is nowhere.",
            )
            if told:
                jobs.add(tx, wishes.pick(self._id, order_id))

    def _not_cancelled(self, entry: StoreEntry, order_id: int) -> None:
        """The order's usual way after a change ends what costs nothing yet, and tells of what is being made."""
        fresh = self._fresh(entry)
        with self._ctx.database.write() as tx:
            if fresh:
                guard.take(tx, self._id, OrderPage(fresh, fresh[0].updated_at))
            if _is_wanted(orders.load(tx, order_id).reading):
                return  # the list was behind
            guard.follow(tx, order_id, Intake(tx, self._id))
            if _told_of_its_end(tx, order_id):
                findings.note(tx, Gap.NOT_CANCELLED, entry.number, self._id, order_id)
                return
            self._tell(
                tx,
                Gap.NOT_CANCELLED,
                entry,
                order_id,
                f"Order {entry.number} was cancelled or refunded in the store, and no look at the store had told so."
                " What was prepared for it is stopped now.",
            )

    def _tell(
        self, tx: Tx, gap: Gap, entry: StoreEntry, order_id: int | None, message: str
    ) -> bool:
        case = late.made_good(gap, entry.remote_id, order_id, self._id, message)
        return late.tell(tx, gap, entry.number, case)

    def _not_told(self, entry: StoreEntry, order_id: int) -> None:
        """The list shows the first parcels only and may be behind; the order itself decides."""
        try:
            shipping = self._channel.shipping_of(entry.remote_id)
        except NotThere:
            return
        with self._ctx.database.write() as tx:
            for record in shipments.told(tx, order_id):
                if not _has(shipping, record):
                    late.tell(tx, Gap.NOT_TOLD, entry.number, _lost_number(record))

    def _is_unplanned(self, tx: Tx, order_id: int) -> bool:
        return orders.is_unbegun(tx, order_id) and Intake(tx, self._id).lacks_orders(order_id)


def _is_wanted(reading: StoreOrder) -> bool:
    return reading.cancelled_at is None and reading.payment.may_send


def _is_unheard(tx: Tx, order_id: int) -> bool:
    """We think that the order lives; or it ended while the supplier makes it, and the seller was never told."""
    if _is_wanted(orders.load(tx, order_id).reading):
        return True
    made = [row.id for row in ledger.of_order(tx, order_id) if row.state in _IS_MADE]
    return any(not _was_told(tx, each) for each in made)


def _told_of_its_end(tx: Tx, order_id: int) -> bool:
    return any(_was_told(tx, row.id) for row in ledger.of_order(tx, order_id))


def _was_told(tx: Tx, supplier_order_id: int) -> bool:
    subject = guard.ended_subject(supplier_order_id)
    return cases.was_told(tx, CaseKind.CANCELLED_AT_STORE, subject)


def _has(shipping: StoreShipping, record: ShipmentRecord) -> bool:
    wanted = folded(record.tracking_number)
    return any(
        folded(each) == wanted for parcel in shipping.parcels for each in parcel.tracking_numbers
    )


def _lost_number(record: ShipmentRecord) -> NewCase:
    return NewCase(
        CaseKind.TRACKING_REFUSED,
        wishes.track_key(record.id),
        f"The tracking number {record.tracking_number} of order {record.order_number} was written to the store and does"
        " not stand there any more. Try again writes it once more; the store then mails the buyer.",
        order_id=record.order_id,
        supplier_order_id=record.supplier_order_id,
        connection_id=record.store_id,
        shipment_id=record.id,
    )
