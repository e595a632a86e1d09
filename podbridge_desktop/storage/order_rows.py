"""Rows of the Orders tab, read through the driver alone: the window paints its first ones before SQLAlchemy is imported.

Importing SQLAlchemy takes longer than everything else until then; and a page of a long list comes faster this way too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from podbridge_desktop.domain.cases import HoldReason
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.storage.instants import from_micros
from podbridge_desktop.storage.values import money, recipient

_CHUNK = 900
_ROWS = """
SELECT o.id, o.remote_id, o.number, o.store_id, connection.name, o.placed_at, p.name, p.ship_to, p.corrected,
       p.corrected_over, (SELECT COALESCE(SUM(l.quantity), 0) FROM order_line l WHERE l.order_id = o.id),
       o.currency, o.total, o.tax, o.step, o.standing, o.on_hold, o.hold_reason, o.cost, o.cost_currency, o.margin
FROM orders o
JOIN connection ON connection.id = o.store_id
LEFT JOIN order_person p ON p.order_id = o.id
"""
_NEWEST = f"{_ROWS} ORDER BY o.placed_at DESC, o.id DESC LIMIT ?"


def rows(cursor: Any, wanted: Sequence[int]) -> dict[int, OrderRow]:
    """Rows by id, through the driver's cursor of an open transaction; ids that are gone are left out."""
    found: dict[int, OrderRow] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(part))
        cursor.execute(f"{_ROWS} WHERE o.id IN ({marks})", tuple(part))
        found |= {row[0]: _row(row) for row in cursor.fetchall()}
    return found


def newest(cursor: Any, limit: int) -> tuple[OrderRow, ...]:
    """The top of the list as it is sorted when the window opens."""
    cursor.execute(_NEWEST, (limit,))
    return tuple(_row(row) for row in cursor.fetchall())


def _row(row: tuple[Any, ...]) -> OrderRow:
    """One row of the statement, column by column."""
    (
        id_, remote_id, number, store_id, store, placed_at, customer, ship_to, corrected, corrected_over, items,
        currency, total, tax, step, standing, on_hold, hold_reason, cost, cost_currency, margin,
    ) = row  # fmt: skip
    goes_to, _ = recipient(_json(ship_to), _json(corrected), corrected_over)
    return OrderRow(
        id=id_,
        remote_id=remote_id,
        number=number,
        store_id=store_id,
        store=store,
        placed_at=from_micros(placed_at),
        customer=customer or "",
        country=goes_to.country_code if goes_to else "",
        items=items,
        total=Money(total, currency),
        income=Money(total - tax, currency),
        step=Step(step),
        standing=Standing(standing),
        on_hold=bool(on_hold),
        hold_reason=HoldReason(hold_reason) if hold_reason else None,
        cost=money(cost, cost_currency),
        margin=money(margin, currency),
    )


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
