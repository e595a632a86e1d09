"""Reads fulfilment orders, to the last part and line of each order."""

from __future__ import annotations

from collections.abc import Iterable

from podbridge_desktop.connectors.shopify import operations, wire
from podbridge_desktop.connectors.shopify.client import AdminApi, in_halves
from podbridge_desktop.connectors.shopify.packing import Pack, pack

PARTS = 5
LINES = 50  # of one fulfilment order in a first question
MORE = 100


def work_cost(lines: int, parts: int = 1) -> int:
    """One order with `parts` fulfilment orders of `lines` lines each."""
    return 1 + 2 + parts * (6 + 2 + 2 * lines)


class WorkReader:
    """What is left to send."""

    def __init__(self, api: AdminApi) -> None:
        self._api = api

    def of(self, sized: Iterable[tuple[str, int]]) -> dict[str, list[wire.Work]]:
        """Fulfilment orders by order id. Most orders have one: asked so first, the others again in full."""
        found: dict[str, list[wire.Work]] = {}
        for batch in pack([(each, min(size, LINES)) for each, size in sized], work_cost):
            for order in in_halves(batch, self._first):
                found[order.id] = self.whole(order, batch.size)
        return found

    def whole(self, order: wire.OrderWork, lines: int) -> list[wire.Work]:
        """All of which a first question gave the beginning."""
        page = order.fulfillment_orders
        works = page.nodes
        if page.page_info.has_next_page:
            works += self._rest(order.id, page.page_info.end_cursor, lines)
        self._complete(works)
        return works

    def _first(self, batch: Pack) -> list[wire.OrderWork]:
        variables = {"ids": batch.ids, "parts": 1, "lines": batch.size}
        cost = len(batch.ids) * work_cost(batch.size)
        data = self._api.query(operations.ORDER_WORK, variables, wire.OrderWorkData, cost)
        return [order for order in data.nodes if order is not None]

    def _rest(self, order_id: str, after: str | None, lines: int) -> list[wire.Work]:
        works: list[wire.Work] = []
        while True:
            variables = {"id": order_id, "parts": PARTS, "lines": lines, "after": after}
            data = self._api.query(
                operations.MORE_WORK, variables, wire.MoreWorkData, work_cost(lines, PARTS)
            )
            if data.order is None:
                return works
            works += data.order.fulfillment_orders.nodes
            page = data.order.fulfillment_orders.page_info
            if not page.has_next_page:
                return works
            after = page.end_cursor

    def _complete(self, works: list[wire.Work]) -> None:
        for work in works:
            page = work.line_items.page_info
            while page.has_next_page:
                variables = {"id": work.id, "first": MORE, "after": page.end_cursor}
                data = self._api.query(
                    operations.WORK_LINES, variables, wire.WorkLinesData, 3 + 2 * MORE
                )
                if data.fulfillment_order is None:
                    break
                more = data.fulfillment_order.line_items
                work.line_items.nodes.extend(more.nodes)
                page = more.page_info
