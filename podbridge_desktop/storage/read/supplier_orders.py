"""The supplier orders of an order, with their lines and parcels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.domain.views import ShipmentRow, SupplierOrderLineRow, SupplierOrderRow
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import (
    connection,
    order_line,
    shipment,
    supplier_order,
    supplier_order_line,
)
from podbridge_desktop.storage.values import money

_CHUNK = 900
Lines = dict[int, list[SupplierOrderLineRow]]
Parcels = dict[int, list[ShipmentRow]]


def of_order(tx: Tx, order_id: int) -> tuple[SupplierOrderRow, ...]:
    """All of them, cancelled ones too, as they were made."""
    return of_orders(tx, (order_id,)).get(order_id, ())


def of_orders(tx: Tx, order_ids: Sequence[int]) -> dict[int, tuple[SupplierOrderRow, ...]]:
    """The same for many orders at once; orders without any are left out."""
    found: dict[int, list[SupplierOrderRow]] = defaultdict(list)
    s = supplier_order.c
    for start in range(0, len(order_ids), _CHUNK):
        part = order_ids[start : start + _CHUNK]
        rows = tx.conn.execute(
            select(supplier_order, connection.c.name.label("supplier"))
            .join(connection, connection.c.id == s.supplier_id)
            .where(s.order_id.in_(part))
            .order_by(s.id)
        ).all()
        lines, parcels = _lines(tx, part), _parcels(tx, part)
        for row in rows:
            found[row.order_id].append(_row(row, lines, parcels))
    return {order_id: tuple(rows) for order_id, rows in found.items()}


def _lines(tx: Tx, order_ids: Sequence[int]) -> Lines:
    sl, line = supplier_order_line.c, order_line.c
    rows = tx.conn.execute(
        select(sl.supplier_order_id, line.title, line.options, sl.quantity, sl.supplier_variant_id)
        .join(order_line, line.id == sl.order_line_id)
        .where(line.order_id.in_(order_ids))
        .order_by(line.order_id, line.position, line.id)
    )
    found: Lines = defaultdict(list)
    for row in rows:
        found[row.supplier_order_id].append(
            SupplierOrderLineRow(row.title, row.options, row.quantity, row.supplier_variant_id)
        )
    return found


def _parcels(tx: Tx, order_ids: Sequence[int]) -> Parcels:
    s, parcel = supplier_order.c, shipment.c
    rows = tx.conn.execute(
        select(shipment)
        .join(supplier_order, s.id == parcel.supplier_order_id)
        .where(s.order_id.in_(order_ids))
        .order_by(parcel.id)
    )
    found: Parcels = defaultdict(list)
    for row in rows:
        found[row.supplier_order_id].append(
            ShipmentRow(
                id=row.id,
                carrier=row.carrier,
                tracking_number=row.tracking_number,
                tracking_url=row.tracking_url,
                shipped_at=row.shipped_at,
                delivered_at=row.delivered_at,
                synced_at=row.synced_at,
                state=ShipmentState(row.state),
                reshipment=row.reshipment,
            )
        )
    return found


def _row(row: Row[Any], lines: Lines, parcels: Parcels) -> SupplierOrderRow:
    return SupplierOrderRow(
        id=row.id,
        supplier_id=row.supplier_id,
        supplier=row.supplier,
        state=SupplierState(row.state),
        external_id=row.external_id,
        remote_id=row.remote_id,
        url=row.url,
        vendor_status=row.vendor_status,
        cost=money(row.cost_total, row.currency),
        cost_items=money(row.cost_items, row.currency),
        cost_shipping=money(row.cost_shipping, row.currency),
        cost_tax=money(row.cost_tax, row.currency),
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        held_by_seller=row.held_by_seller,
        lines=tuple(lines.get(row.id, ())),
        shipments=tuple(parcels.get(row.id, ())),
    )
