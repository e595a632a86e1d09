"""The supplier orders that a supplier has of one of our orders become rows of our ledger, and our plans give way to them."""

from __future__ import annotations

from collections.abc import Sequence

from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.lifecycle import SupplierState, may_move
from podbridge_desktop.storage import (
    adoption,
    cases,
    coverage,
    jobs,
    ledger,
    orders,
    reconciling,
    wishes,
)
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.heed import heed

Made = Sequence[tuple[str, SupplierOrderReading]]  # supplier id, what it has


def take(tx: Tx, order_id: int, made: Made) -> int:
    """Returns how many were new to us. One whose lines are none of the order's is left: nobody knows what it is."""
    live = [each for each in made if not _is_cancelled(each[1])]
    ended = [each for each in made if _is_cancelled(each[1])]
    names = {(supplier_id, reading.external_id) for supplier_id, reading in live}
    made_anew = {line.reference for _, reading in live for line in reading.lines}
    fresh = 0
    for supplier_id, reading in live:
        row, new = _row(tx, order_id, supplier_id, reading)
        fresh += new
        if row is not None:
            _bring_up(tx, row, reading)
    for supplier_id, reading in ended:
        if (supplier_id, reading.external_id) in names:
            continue  # the supplier lets a name be used again, and it was
        row, new = _row(tx, order_id, supplier_id, reading)
        fresh += new
        if row is not None:
            _end(tx, row, reading, made_anew)
    _drop_what_is_made(tx, order_id)
    Intake(tx, orders.load(tx, order_id).store_id).replan(order_id)
    return fresh


def _is_cancelled(reading: SupplierOrderReading) -> bool:
    return reading.status is SupplierStatus.CANCELLED


def _row(
    tx: Tx, order_id: int, supplier_id: str, reading: SupplierOrderReading
) -> tuple[LedgerRow | None, bool]:
    """Our row of a supplier's order (written now where there is none), and whether we did not know that it was made."""
    since = reconciling.behind_since(tx, supplier_id)
    known = ledger.by_external_id(tx, supplier_id, reading.external_id)
    if known is None:
        row = adoption.adopt(tx, order_id, supplier_id, reading, since)
        return row, row is not None
    row = ledger.get(tx, known)
    if row.remote_id is not None or not row.state.is_open:
        return row, False
    sent = {"remote_id": reading.remote_id, "sent_at": row.sent_at or since}
    ledger.move(tx, row, SupplierState.DRAFTED, Actor.SUPPLIER, **sent)
    return ledger.get(tx, known), True


def _bring_up(tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> None:
    if reading.status is SupplierStatus.DRAFT or not row.state.is_open:
        return  # a draft waits for its check, and where it was not approved here, for its approval
    heed(tx, row, reading)


def _end(tx: Tx, row: LedgerRow, reading: SupplierOrderReading, made_anew: set[str]) -> None:
    """Cancelled while we did not look. What was made anew under another name ends quietly; else the seller decides."""
    if row.state is SupplierState.CANCELLED or not may_move(row.state, SupplierState.CANCELLED):
        return
    if any(line.remote_id in made_anew for line in row.lines):
        ledger.note(tx, row, freed=True)
        ledger.move(tx, row, SupplierState.CANCELLED, Actor.SUPPLIER)
        jobs.drop(tx, wishes.send_key(row.id), wishes.confirm_key(row.id))
        cases.close_cases(tx, supplier_order_id=row.id)
    else:
        heed(tx, row, reading)


def _drop_what_is_made(tx: Tx, order_id: int) -> None:
    """A plan whose pieces were made under another name is no longer wanted."""
    for row in ledger.of_order(tx, order_id):
        many = coverage.committed(tx, order_id)
        if row.is_only_meant and any(many[e.line_id] > e.order_quantity for e in row.lines):
            guard.drop_plan(tx, row)
