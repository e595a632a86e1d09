"""Orders and cases as scripts see them. The names are a contract: adding is free, renaming is not."""

from __future__ import annotations

from podbridge_desktop.cli.output import Json
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.views import CaseRow, ShipmentRow, SupplierOrderRow


def order_shape(row: OrderRow, made: tuple[SupplierOrderRow, ...]) -> Json:
    return {
        "ref": f"order:{row.id}",
        "id": row.remote_id,
        "number": row.number,
        "store": row.store,
        "placed_at": row.placed_at,
        "customer": row.customer,
        "total": row.total,
        "step": row.step,
        "standing": row.standing,
        "on_hold": row.on_hold,
        "hold_reason": row.hold_reason,
        "cost": row.cost,
        "margin": row.margin,
        "supplier_orders": [supplier_order_shape(one) for one in made],
    }


def supplier_order_shape(row: SupplierOrderRow) -> Json:
    return {
        "ref": row.external_id,
        "supplier": row.supplier,
        "state": row.state,
        "external_id": row.external_id,
        "remote_id": row.remote_id,
        "cost": row.cost,
        "shipments": [shipment_shape(parcel) for parcel in row.shipments],
    }


def shipment_shape(row: ShipmentRow) -> Json:
    return {
        "carrier": row.carrier,
        "tracking_number": row.tracking_number,
        "tracking_url": row.tracking_url,
        "shipped_at": row.shipped_at,
        "synced_at": row.synced_at,
    }


def case_shape(row: CaseRow) -> Json:
    return {
        "id": row.id,
        "code": row.kind,
        "order": row.order_number,
        "store": row.store,
        "ref": row.ref,
        "connection": row.connection,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "severity": row.severity,
        "title": row.title,
        "message": row.message,
        "remedy": row.remedy,
        "actions": row.actions,
        "at_stake": row.at_stake,
        "url": row.url,
    }
