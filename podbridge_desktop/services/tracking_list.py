"""Tracking numbers that a store does not take from programs: a list to copy, with the page where each belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from podbridge_desktop.storage import connections, shipments
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.shipments import ShipmentRecord
from podbridge_desktop.storage.values import store_page

HEAD = ("Order", "Carrier", "Tracking number", "Order page")


@dataclass(frozen=True, slots=True)
class TrackingLine:
    """One parcel that the seller enters by hand; then its case is closed with *ignore*."""

    store: str
    order: str
    carrier: str
    tracking_number: str
    tracking_url: str
    order_page: str


def to_enter(database: Database, store_id: str = "") -> tuple[TrackingLine, ...]:
    """Every parcel whose number was refused, oldest first; of one store, or of all."""
    with database.read() as tx:
        return tuple(_line(tx, each) for each in shipments.refused(tx, store_id))


def _line(tx: Tx, record: ShipmentRecord) -> TrackingLine:
    store = connections.find(tx, record.store_id)
    return TrackingLine(
        store=store.name if store else "",
        order=record.order_number,
        carrier=record.carrier,
        tracking_number=record.tracking_number,
        tracking_url=record.tracking_url,
        order_page=store_page(store.facts, record.order_remote_id) if store else "",
    )


def as_text(lines: Iterable[TrackingLine]) -> str:
    """Columns parted by tabs: they fall into cells when they are pasted into a spreadsheet."""
    rows = [
        HEAD,
        *((each.order, each.carrier, each.tracking_number, each.order_page) for each in lines),
    ]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
