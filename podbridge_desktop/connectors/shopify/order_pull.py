"""Reads orders: small head pages by `updatedAt`, then details in batches of at most 1,000 points (rulings 21).

Few orders are asked for in one question. Many take up to three, each in its own batches: their lines and money; what is
left to send (only where something can be left); their addresses (alone, so that a store that refuses personal data
costs us nothing else, which is also why a question for all of it that meets any refusal is asked again in three).
Pulls overlap: an order whose reading was taken before is not read again until it changes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from podbridge_desktop.connectors.shopify import operations, replies, translate, wire
from podbridge_desktop.connectors.shopify.client import AdminApi, in_halves
from podbridge_desktop.connectors.shopify.packing import CEILING, Pack, pack
from podbridge_desktop.connectors.shopify.translate import Reading
from podbridge_desktop.connectors.shopify.work import needs_work
from podbridge_desktop.connectors.shopify.work_read import WorkReader, work_cost
from podbridge_desktop.domain.orders import StoreOrder
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.errors import NotThere

T = TypeVar("T")

HEADS = 250
# What is read of the first page before the rest of it: after a rush its orders are on their way while more is read.
FIRST_PORTIONS = (24, 96)
FIRST_LINES = 5  # the rest of a longer order comes by a question of its own
PAYMENTS = 3
MORE = 50
SETTLED = timedelta(
    seconds=10
)  # a change may follow in the same second, or come late to what is read


def detail_cost(lines: int) -> int:
    """One order with `lines` of its lines: itself, five amounts, payments, and 5 points a line."""
    return 1 + 5 * 2 + PAYMENTS + 2 + 5 * lines


def ship_to_cost(_size: int) -> int:
    return 2


def _in_portions(
    heads: list[wire.OrderHead], sizes: Iterable[int]
) -> Iterator[list[wire.OrderHead]]:
    """So many, so many more, and then the rest."""
    begin = 0
    for size in (*sizes, len(heads)):
        if portion := heads[begin : begin + size]:
            yield portion
        begin += size


class OrderReader:
    """Orders of one shop, as fresh as the store has them."""

    def __init__(self, api: AdminApi) -> None:
        self._api = api
        self._work = WorkReader(api)
        self._refuses = False  # the store gives no personal data: asking for all at once is in vain
        self._lock = threading.Lock()
        self._taken: dict[str, datetime] = {}  # orders that were read, with their change

    def changed(self, since: datetime | None, *, repeat: bool = True) -> Iterator[OrderPage]:
        """Page by page, oldest change first; without `repeat`, what was taken before has no details read.

        `through` is the list's own last change time: that of the fresher details would run ahead of pages to come.
        """
        self._forget(since)
        portions: tuple[int, ...] = FIRST_PORTIONS
        for heads in self._heads(since):
            asked_at = self._api.vendor_now
            for page in _in_portions(heads, portions):
                fresh = [head for head in page if repeat or self._is_news(head)]
                bounds = [(head.id, head.subtotal_line_items_quantity) for head in fresh]
                orders = tuple(translate.order(each) for each in self._readings(bounds).values())
                yield OrderPage(orders, page[-1].updated_at)
                self._remember(fresh, asked_at)  # who comes back for more has taken it
            portions = ()

    def read(self, remote_ids: Iterable[str]) -> tuple[StoreOrder, ...]:
        """These orders now; what is gone is left out."""
        bounds = [(translate.gid("Order", remote_id), FIRST_LINES) for remote_id in remote_ids]
        return tuple(translate.order(each) for each in self._readings(bounds).values())

    def _is_news(self, head: wire.OrderHead) -> bool:
        return self._taken.get(head.id) != head.updated_at

    def _remember(self, heads: Iterable[wire.OrderHead], asked_at: datetime | None) -> None:
        """Only what had settled when it was read; `asked_at` is the store's own time."""
        if asked_at is None:
            return
        with self._lock:
            self._taken |= {
                head.id: head.updated_at for head in heads if asked_at - head.updated_at >= SETTLED
            }

    def _forget(self, since: datetime | None) -> None:
        """What lies before this pull; all of it where everything is pulled."""
        with self._lock:
            self._taken = {
                each: at for each, at in self._taken.items() if since is not None and at >= since
            }

    def _heads(self, since: datetime | None) -> Iterator[list[wire.OrderHead]]:
        moment = since.astimezone(UTC).isoformat(timespec="seconds") if since else ""
        wanted = f"updated_at:>='{moment.replace('+00:00', 'Z')}'" if since else None
        after: str | None = None
        while True:
            variables = {"filter": wanted, "first": HEADS, "after": after}
            data = self._api.query(
                operations.ORDER_HEADS, variables, wire.OrderHeadsData, HEADS + 2
            )
            if data.orders.nodes:
                yield data.orders.nodes
            if not data.orders.page_info.has_next_page:
                return
            after = data.orders.page_info.end_cursor

    def _readings(self, bounds: list[tuple[str, int]]) -> dict[str, Reading]:
        """By id, in the order asked for."""
        sized = [(each, min(max(bound, 1), FIRST_LINES)) for each, bound in bounds]
        found = self._at_once(sized) or self._by_parts(sized)
        return {each: found[each] for each, _ in bounds if each in found}

    def _at_once(self, sized: list[tuple[str, int]]) -> dict[str, Reading]:
        """Everything by one question; nothing where that would cost too much, or the store refuses any of it."""
        size = max((own for _, own in sized), default=0)
        cost = len(sized) * (detail_cost(size) + work_cost(size) + ship_to_cost(size))
        if self._refuses or not 0 < cost <= CEILING:
            return {}
        ids = [each for each, _ in sized]
        variables = {"ids": ids, "lines": size, "payments": PAYMENTS, "parts": 1}
        try:
            reply = self._api.ask(
                operations.ORDER_DETAILS_AND_ALL, variables, wire.WholeOrdersData, cost
            )
        except replies.TooCostly:
            return {}
        self._refuses = any(error.is_personal for error in reply.problems)
        if reply.problems or reply.data is None:
            return {}
        data = reply.data
        return {
            order.id: self._whole(order, work, goes_to, size)
            for order, work, goes_to in zip(data.details, data.work, data.goes_to, strict=True)
            if order is not None
        }

    def _whole(
        self,
        order: wire.Order,
        work: wire.OrderWork | None,
        goes_to: wire.ShipTo | None,
        size: int,
    ) -> Reading:
        self._complete(order)
        ship_to = goes_to or wire.ShipTo(order.id)
        works = self._work.whole(work, size) if work and needs_work(order) else None
        return Reading(order, works, ship_to, address_hidden=translate.is_blanked(ship_to))

    def _by_parts(self, sized: list[tuple[str, int]]) -> dict[str, Reading]:
        found: dict[str, Reading] = {}
        for batch in pack(sized, detail_cost):
            for order in in_halves(batch, self._details):
                found[order.id] = Reading(order)
        for reading in found.values():
            self._complete(reading.order)
        self._add_work(found)
        self._add_addresses(found)
        return found

    def _details(self, batch: Pack) -> list[wire.Order]:
        variables = {"ids": batch.ids, "lines": batch.size, "payments": PAYMENTS}
        cost = len(batch.ids) * detail_cost(batch.size)
        data = self._api.query(operations.ORDER_DETAILS, variables, wire.OrdersData, cost)
        return [order for order in data.nodes if order is not None]

    def _complete(self, order: wire.Order) -> None:
        """Fetch the lines and payments that did not fit: nothing of an order is ever cut off."""
        page = order.line_items.page_info
        while page.has_next_page:
            variables = {"id": order.id, "first": MORE, "after": page.end_cursor}
            data = self._api.query(
                operations.ORDER_LINES, variables, wire.OrderLinesData, 3 + 5 * MORE
            )
            more = _there(data.order).line_items
            order.line_items.nodes.extend(more.nodes)
            page = more.page_info
        if len(order.transactions) >= PAYMENTS:
            paid = self._api.query(
                operations.ORDER_PAYMENTS, {"id": order.id, "first": MORE}, wire.PaymentsData, MORE
            )
            order.transactions = _there(paid.order).transactions

    def _add_work(self, found: dict[str, Reading]) -> None:
        sized = [
            (each, len(reading.order.line_items.nodes))
            for each, reading in found.items()
            if needs_work(reading.order)
        ]
        for each, works in self._work.of(sized).items():
            found[each].works = works

    def _add_addresses(self, found: dict[str, Reading]) -> None:
        for batch in pack([(each, 1) for each in found], ship_to_cost):
            for ship_to, refused in in_halves(batch, self._ship_to):
                reading = found[ship_to.id]
                reading.ship_to = ship_to
                reading.address_hidden = refused or translate.is_blanked(ship_to)

    def _ship_to(self, batch: Pack) -> list[tuple[wire.ShipTo, bool]]:
        """Addresses, and whether the store refused them. Nulls beside the refusal still name their order."""
        cost = len(batch.ids) * ship_to_cost(1)
        reply = self._api.ask(operations.ORDER_SHIP_TO, {"ids": batch.ids}, wire.ShipToData, cost)
        refused = any(error.is_personal for error in reply.problems)
        if reply.problems and not refused:
            raise replies.read_error(reply.problems)
        if reply.data is None:
            return [(wire.ShipTo(each), True) for each in batch.ids]
        return [
            (node or wire.ShipTo(each), refused)
            for each, node in zip(batch.ids, reply.data.nodes, strict=True)
        ]


def _there(order: T | None) -> T:
    if order is None:
        raise NotThere("The order is gone from the store.")
    return order
