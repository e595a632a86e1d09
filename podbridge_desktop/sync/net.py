"""Catches what nobody attends to, at the beginning of each pass and with each tick of the timetable."""

from __future__ import annotations

from podbridge_desktop.storage import unattended
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.sync.approving import await_approval


def catch(tx: Tx) -> None:
    """Every supplier order, parcel and parked job has a live job or an open case afterwards."""
    unattended.unpark(tx)
    unattended.resume(tx)
    for row in unattended.unasked(tx):
        await_approval(tx, row)
    unattended.tell_parcels(tx)
