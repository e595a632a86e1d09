"""A supplier that releases orders by itself gets no more of them (rulings 10).

Where drafts are not free, an order that leaves its hold without our call was paid for without our call: the seller's
*Manual* does not stand there. Until she has set it again, nothing is sent on that connection. The open case is the
stop itself.
"""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.storage import cases, ledger, orders
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow

_NOT_RELEASED = {SupplierState.DRAFTED, SupplierState.CHECKED, SupplierState.WAITING}
_RELEASED = {
    SupplierStatus.ACCEPTED, SupplierStatus.IN_PRODUCTION, SupplierStatus.ON_HOLD, SupplierStatus.PARTLY_SHIPPED,
    SupplierStatus.SHIPPED,
}  # fmt: skip


def left_by_itself(tx: Tx, row: LedgerRow, reading: SupplierOrderReading) -> None:
    """Stop sending where `reading` says that a row was released which we had not released."""
    unpaid = reading.status is SupplierStatus.FAILED and reading.reason_kind == "payment"
    if row.state not in _NOT_RELEASED or not (reading.status in _RELEASED or unpaid):
        return
    if ledger.was_confirming(tx, row):  # a call of ours that was given up was carried out late
        return
    number = orders.load(tx, row.order_id).reading.number
    cases.open_case(
        tx,
        NewCase(
            CaseKind.AUTO_APPROVAL,
            _subject(row.supplier_id),
            f"Order {number} was released at the supplier, but not by PodBridge. Nothing more is sent there until order"
            " approval is set to Manual again.",
            order_id=row.order_id,
            connection_id=row.supplier_id,
        ),
    )


def stopped(tx: Tx, supplier_id: str) -> bool:
    return _subject(supplier_id) in cases.open_subjects(tx, CaseKind.AUTO_APPROVAL)


def _subject(supplier_id: str) -> str:
    return f"connection:{supplier_id}"
