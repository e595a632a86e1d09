"""Catches what nobody attends to, at the beginning of each pass and with each tick of the timetable."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.storage import cases, unattended
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.unattended import untracked_subject
from podbridge_desktop.sync.approving import await_approval


def catch(tx: Tx) -> None:
    """Every supplier order, parcel and parked job has a live job or an open case afterwards."""
    unattended.unpark(tx)
    unattended.resume(tx)
    for row in unattended.unasked(tx):
        await_approval(tx, row)
    unattended.tell_parcels(tx)
    for row in unattended.untracked(tx):
        cases.open_case(tx, _no_number(row))


def _no_number(row: LedgerRow) -> NewCase:
    return NewCase(
        CaseKind.TRACKING_MISSING,
        untracked_subject(row.id),
        "The supplier sent this order two days ago and has not named a tracking number. The store and the customer"
        " were not told.",
        order_id=row.order_id,
        supplier_order_id=row.id,
        connection_id=row.supplier_id,
    )
