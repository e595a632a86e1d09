"""Rows of the Orders tab by their ids: one statement for a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select

from podbridge_desktop.domain.cases import HoldReason
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.domain.views import OrderRow
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.read.values import money, recipient
from podbridge_desktop.storage.tables import connection, order, order_line, order_person

_CHUNK = 900


def rows(tx: Tx, wanted: Sequence[int]) -> dict[int, OrderRow]:
    """Rows by id; ids that are gone are left out."""
    found: dict[int, OrderRow] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = _rows_statement().where(order.c.id.in_(wanted[start : start + _CHUNK]))
        found |= {row.id: _row(row) for row in tx.conn.execute(part)}
    return found


def _rows_statement() -> Select[Any]:
    items = (
        select(func.coalesce(func.sum(order_line.c.quantity), 0))
        .where(order_line.c.order_id == order.c.id)
        .scalar_subquery()
    )
    o, p = order.c, order_person.c
    return (
        select(
            o.id, o.remote_id, o.number, o.store_id, connection.c.name.label("store"), o.placed_at,
            p.name.label("customer"), p.ship_to, p.corrected, p.corrected_over, items.label("items"),
            o.currency, o.total, o.tax, o.step, o.standing, o.on_hold, o.hold_reason, o.cost,
            o.cost_currency, o.margin,
        )
        .join(connection, connection.c.id == o.store_id)
        .outerjoin(order_person, p.order_id == o.id)
    )  # fmt: skip


def _row(row: Row[Any]) -> OrderRow:
    goes_to, _ = recipient(row.ship_to, row.corrected, row.corrected_over)
    return OrderRow(
        id=row.id,
        remote_id=row.remote_id,
        number=row.number,
        store_id=row.store_id,
        store=row.store,
        placed_at=row.placed_at,
        customer=row.customer or "",
        country=goes_to.country_code if goes_to else "",
        items=row.items,
        total=Money(row.total, row.currency),
        income=Money(row.total - row.tax, row.currency),
        step=Step(row.step),
        standing=Standing(row.standing),
        on_hold=row.on_hold,
        hold_reason=HoldReason(row.hold_reason) if row.hold_reason else None,
        cost=money(row.cost, row.cost_currency),
        margin=money(row.margin, row.currency),
    )
