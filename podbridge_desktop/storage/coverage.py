"""How much of an order's lines our supplier orders stand for, and how much of it the store was told to be on its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, select

from podbridge_desktop.domain.lifecycle import ShipmentState
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import (
    order_line,
    shipment,
    supplier_order,
    supplier_order_line,
)

_LINE = supplier_order_line.c
_OURS = supplier_order.c.order_id == bindparam("order")
_ASKED = Prepared(
    select(
        supplier_order.c.id,
        supplier_order.c.freed,
        order_line.c.id.label("line_id"),
        order_line.c.remote_id,
        _LINE.quantity,
    )
    .join(supplier_order_line, _LINE.supplier_order_id == supplier_order.c.id)
    .join(order_line, order_line.c.id == _LINE.order_line_id)
    .where(_OURS)
)
_PARCELS = Prepared(
    select(shipment.c.supplier_order_id, shipment.c.lines, shipment.c.state)
    .join(supplier_order, supplier_order.c.id == shipment.c.supplier_order_id)
    .where(_OURS, shipment.c.reshipment.is_(False))
)


def committed(tx: Tx, order_id: int) -> dict[int, int]:
    """For each of our line ids, the quantity that supplier orders already stand for.

    A cancelled one still counts unless its lines were freed: what the seller or the supplier cancelled is never
    sent again by itself. Of a freed one counts what had left before.
    """
    asked = _ASKED.all(tx, order=order_id)
    left = _carried(tx, order_id, asked, lambda _: True) if any(a.freed for a in asked) else {}
    found: Counter[int] = Counter()
    for row in asked:
        found[row.line_id] += left.get((row.id, row.remote_id), 0) if row.freed else row.quantity
    return {line: quantity for line, quantity in found.items() if quantity}


def shipped(tx: Tx, order_id: int) -> dict[str, int]:
    """For each of the store's line ids, the quantity in our parcels that the store knows of (reshipments apart)."""
    asked = _ASKED.all(tx, order=order_id)
    told = _carried(tx, order_id, asked, lambda state: state == ShipmentState.PUSHED)
    found: Counter[str] = Counter()
    for (_, reference), quantity in told.items():
        found[reference] += quantity
    return dict(found)


def _carried(
    tx: Tx, order_id: int, asked: list[Any], counts: Callable[[str], bool]
) -> dict[tuple[int, str], int]:
    """What the parcels of these states hold of each (supplier order, store line): never more than it asked for."""
    wholes: dict[int, dict[str, int]] = {}
    for row in asked:
        wholes.setdefault(row.id, {})[row.remote_id] = row.quantity
    found: Counter[tuple[int, str]] = Counter()
    for parcel in _PARCELS.all(tx, order=order_id):
        whole = wholes.get(parcel.supplier_order_id)
        if whole is None or not counts(parcel.state):
            continue
        for reference, quantity in ({str(ref): int(n) for ref, n in parcel.lines} or whole).items():
            found[parcel.supplier_order_id, reference] += quantity
    return {
        (id_, reference): min(quantity, wholes[id_].get(reference, 0))
        for (id_, reference), quantity in found.items()
    }
