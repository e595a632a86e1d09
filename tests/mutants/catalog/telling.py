"""Parcels that the store is told of twice, wrongly or never."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ALL = (
    Mutant(
        "the store is not looked at before a parcel is written",
        "sync/push_tracking.py",
        "    known = _already_there(record, shipping)\n    if",
        "    known: StoreParcel | None = None\n    if",
        "a customer mailed twice",
    ),
    Mutant(
        "one look at the store without the parcel is believed",
        "sync/push_tracking.py",
        "    if record.state is not ShipmentState.PUSHING:\n",
        "    if record.state is not ShipmentState.NOT_PUSHED:\n",
        "a customer mailed twice after a late commit",
    ),
    Mutant(
        "of several parcels the first is told",
        "storage/shipments.py",
        "        if old is None:\n            fresh.append(_insert(tx, row, parcel))\n            continue\n",
        "        if old is None:\n            known[parcel.remote_id] = None\n            if len(known) == 1:\n"
        "                fresh.append(_insert(tx, row, parcel))\n            continue\n",
        "a tracking number that never reaches the store",
    ),
    Mutant(
        "the intent to tell is not written before the call",
        "sync/push_tracking.py",
        "        shipments.move(tx, record, ShipmentState.PUSHING)\n",
        "        shipments.get(tx, record.id)\n",
        "a customer mailed twice after a crash and a late commit",
    ),
    Mutant(
        "a parcel that has another number by now is taken for another parcel",
        "storage/shipments.py",
        "    known = {found.remote_id: found for found in _OF_SUPPLIER_ORDER.all(tx, row_id=row.id)}\n",
        "    numbers = {parcel.remote_id: parcel.tracking_number for parcel in parcels}\n"
        "    known = {\n        found.remote_id: found\n        for found in _OF_SUPPLIER_ORDER.all(tx, row_id=row.id)\n"
        "        if found.tracking_number == numbers.get(found.remote_id)\n    }\n",
        "a customer mailed once more about one parcel",
    ),
)
