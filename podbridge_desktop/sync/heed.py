"""The supplier's word on one order: what it does to the row's state, and which case it opens or closes."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.lifecycle import SupplierState, state_after
from podbridge_desktop.storage import cases, ledger
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow

_HOLDS = {
    "payment": CaseKind.PAYMENT,
    "address": CaseKind.ADDRESS,
    "artwork": CaseKind.ARTWORK,
    "stock": CaseKind.STOCK,
}
_UNTOLD = (
    " A parcel had left before that, and it does not say with what: ask the supplier. Until then everything counts as"
    " sent, so nothing is made twice."
)


def heed(tx: Tx, row: LedgerRow, reading: SupplierOrderReading, **values: object) -> None:
    """Move the state, open or close the cases. A row that left WAITING is not asked about any more."""
    ledger.note_reading(tx, row, reading)
    state = _state(row, reading)
    ledger.move(tx, row, state, Actor.SUPPLIER, **values)
    if state is not SupplierState.WAITING:
        cases.close_cases(tx, subject=approval_subject(row.id))
    case = _case(row, reading)
    for subject in (_unknown_subject(row.id), hold_subject(row.id)):
        if case is None or case.subject != subject:
            cases.close_cases(tx, subject=subject)
    if case is not None:
        cases.open_case(tx, case)


def case_of(row: LedgerRow, kind: CaseKind, subject: str, sentence: str, **facts: str) -> NewCase:
    """A case about a supplier order, where the supplier is the one to ask."""
    return NewCase(
        kind,
        subject,
        sentence,
        order_id=row.order_id,
        supplier_order_id=row.id,
        connection_id=row.supplier_id,
        facts=facts,
    )


def approval_subject(supplier_order_id: int) -> str:
    """One supplier order is asked about once, whatever the reason."""
    return f"approve:{supplier_order_id}"


def _state(row: LedgerRow, reading: SupplierOrderReading) -> SupplierState:
    match row.state, reading.status:
        case SupplierState.CONFIRMING, SupplierStatus.UNKNOWN:
            return SupplierState.IN_PRODUCTION  # no draft any more; the polls tell the rest
        case ((SupplierState.DRAFTED | SupplierState.CHECKED), SupplierStatus.UNKNOWN):
            return SupplierState.WAITING
        case _:
            return state_after(row.state, reading.status)


def _case(row: LedgerRow, reading: SupplierOrderReading) -> NewCase | None:
    def case(kind: CaseKind, subject: str, sentence: str) -> NewCase:
        return case_of(
            row, kind, subject, sentence, vendor_status=reading.raw_status, url=reading.url
        )

    told = f" It says: “{reading.reason}”" if reading.reason else " It does not say why."
    hold = hold_subject(row.id)
    match reading.status:
        case SupplierStatus.ON_HOLD:
            kind = _HOLDS.get(reading.reason_kind, CaseKind.SUPPLIER_HOLD)
            return case(kind, hold, f"The supplier put the order on hold.{told}")
        case SupplierStatus.FAILED:
            kind = _HOLDS.get(reading.reason_kind, CaseKind.SUPPLIER_FAILED)
            return case(kind, hold, f"The supplier could not go on with the order.{told}")
        case SupplierStatus.CANCELLED if row.state is not SupplierState.CANCELLED:
            left = _UNTOLD if any(not each.lines for each in reading.parcels or ()) else ""
            return case(
                CaseKind.SUPPLIER_CANCELLED,
                hold,
                f"The order was cancelled at the supplier.{told}{left}",
            )
        case SupplierStatus.UNKNOWN:
            return case(
                CaseKind.UNKNOWN_STATUS,
                _unknown_subject(row.id),
                f"The supplier calls the order “{reading.raw_status}”, a word PodBridge does not know.",
            )
    return None


def hold_subject(row_id: int) -> str:
    """One supplier order has one case of what keeps it at the supplier, or ended it there."""
    return f"hold:{row_id}"


def _unknown_subject(row_id: int) -> str:
    return f"status:{row_id}"
