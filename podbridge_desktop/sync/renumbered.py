"""A supplier gives a parcel another number after the store was told of the first one."""

from __future__ import annotations

import hashlib

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import Parcel
from podbridge_desktop.storage import cases, shipments
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.shipments import ShipmentRecord


def heed_numbers(tx: Tx, row: LedgerRow, parcels: tuple[Parcel, ...]) -> None:
    """Open a case for each told parcel whose number changed; one that fits again (or a newer one) closes it.

    The store keeps the old number: writing another one would mail the customer once more.
    """
    open_ones = cases.open_subjects(tx, CaseKind.TRACKING_REFUSED)
    for record, number in shipments.told_otherwise(tx, row, parcels):
        case = _case(record, number)
        fits = shipments.same_number(record.tracking_number, number)
        for subject in open_ones:
            if subject.startswith(_parcel(record)) and (fits or subject != case.subject):
                cases.close_cases(tx, subject=subject, kinds=(CaseKind.TRACKING_REFUSED,))
        if not fits and not cases.was_ignored(tx, case):
            cases.open_case(tx, case)


def _case(record: ShipmentRecord, number: str) -> NewCase:
    """Not tied to the shipment: its push is done, and no answer of the seller takes that back."""
    return NewCase(
        CaseKind.TRACKING_REFUSED,
        f"{_parcel(record)}{_mark(number)}",
        f"The supplier gave order {record.order_number} another tracking number, {number}; the store still shows"
        f" {record.tracking_number}.",
        order_id=record.order_id,
        supplier_order_id=record.supplier_order_id,
        connection_id=record.store_id,
    )


def _mark(number: str) -> str:
    """Tells numbers apart; the trail shall not hold the number itself."""
    return hashlib.sha256(number.encode()).hexdigest()[:12]


def _parcel(record: ShipmentRecord) -> str:
    return f"renumbered:{record.id}:"
