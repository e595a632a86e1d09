"""The net under everything: what should move, has no live job and no open case is found here, and goes on.

A job may end without moving its row (held at the store, a click in between, a case that was closed by another hand).
Nothing waits unseen: every wish made here is judged afresh by the handler that carries it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    bindparam,
    cast,
    literal,
    literal_column,
    or_,
    select,
)

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.jobs import JobState
from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.storage import jobs, ledger, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import exception_case, job, order, shipment, supplier_order

NUMBER_DUE = timedelta(days=2)  # carriers often name a parcel a day after it has left
_S = SupplierState
# Spelt out as in the index over live jobs: bound values would not let SQLite use it.
_LIVE: list[ColumnElement[str]] = [
    literal_column(f"'{state}'") for state in (JobState.READY, JobState.PARKED)
]
_MOVES = (_S.PLANNED, _S.SENDING, _S.DRAFTED, _S.CHECKED, _S.CONFIRMING)
_SENT = (_S.PARTLY_SHIPPED, _S.SHIPPED)
_STOPPING = (CaseKind.CHANGED_AT_STORE, CaseKind.HELD_AT_STORE, CaseKind.ADDRESS_HIDDEN)
_ASKING = (
    CaseKind.APPROVAL, CaseKind.LOSS, CaseKind.COST_UNKNOWN, CaseKind.COST_HIGHER, CaseKind.PERSONALIZATION,
)  # fmt: skip


def resume(tx: Tx, order_id: int | None = None) -> None:
    """Ask again for the next step of every supplier order (or those of one order) that nobody attends to."""
    ids = _STANDING.scalars(tx) if order_id is None else _STANDING_OF.scalars(tx, order=order_id)
    for row in _rows(tx, ids):
        confirms = row.state in {_S.CONFIRMING, _S.WAITING}
        jobs.add(
            tx,
            wishes.confirm(row) if confirms else wishes.send(row.supplier_id, row.order_id, row.id),
        )


def unasked(tx: Tx) -> list[ledger.LedgerRow]:
    """Supplier orders that wait for a yes which no open case asks for."""
    return _rows(tx, _UNASKED.scalars(tx))


def tell_parcels(tx: Tx) -> None:
    """Ask for the tracking push of every parcel that the store was not told of."""
    for shipment_id, supplier_order_id in _UNTOLD.all(tx):
        jobs.add(tx, wishes.track(ledger.get(tx, supplier_order_id), shipment_id))


def untracked(tx: Tx) -> list[ledger.LedgerRow]:
    """Supplier orders that were sent longer than `NUMBER_DUE` ago, and no parcel with a number is known of them."""
    return _rows(tx, _UNTRACKED.scalars(tx, before=tx.now - NUMBER_DUE))


def untracked_subject(supplier_order_id: int) -> str:
    """One supplier order is told of once."""
    return f"untracked:{supplier_order_id}"


def unpark(tx: Tx) -> None:
    """A parked job waits for a person, so it has an open case; one whose case was closed is due now."""
    if keys := _UNSEEN.scalars(tx):
        jobs.wake(tx, keys)


def _rows(tx: Tx, ids: list[int]) -> list[ledger.LedgerRow]:
    return [ledger.get(tx, id_) for id_ in ids]


def _live(key: ColumnElement[str]) -> ColumnElement[bool]:
    return select(job.c.id).where(job.c.dedupe == key, job.c.state.in_(_LIVE)).exists()


def _key(prefix: str, table: Table) -> ColumnElement[str]:
    return literal(prefix) + cast(table.c.id, String)


def _unattended(waits: ColumnElement[bool]) -> Select[Any]:
    s, o, c = supplier_order.c, order.c, exception_case.c
    stopped = (
        select(c.id)
        .where(c.kind.in_(_STOPPING), c.subject == _key("order:", order), c.closed_at.is_(None))
        .exists()
    )
    return (
        select(s.id)
        .join(order, o.id == s.order_id)
        .where(
            waits,
            s.held_by_seller.is_(None),
            o.plan_hold.is_(None),
            ~stopped,
            *(~_live(_key(verb, supplier_order)) for verb in ("send:", "confirm:", "cancel:")),
        )
    )


def _not_asked() -> ColumnElement[bool]:
    s, c = supplier_order.c, exception_case.c
    asked = select(c.id).where(
        c.kind.in_(_ASKING),
        c.subject == _key("approve:", supplier_order),
        c.closed_at.is_(None),
    )
    return (s.state == _S.WAITING) & s.approved_by.is_(None) & ~asked.exists()


def _told() -> ColumnElement[bool]:
    c = exception_case.c
    told = select(c.id).where(
        c.kind == CaseKind.TRACKING_MISSING,
        c.subject == _key("untracked:", supplier_order),
        (c.closed_at.is_(None)) | (c.closed_by == Actor.SELLER),
    )
    return told.exists()


_ANY = _unattended(
    or_(
        supplier_order.c.state.in_(_MOVES),
        (supplier_order.c.state == _S.WAITING) & supplier_order.c.approved_by.is_not(None),
    )
)
_STANDING = Prepared(_ANY)
_STANDING_OF = Prepared(_ANY.where(supplier_order.c.order_id == bindparam("order")))
_UNASKED = Prepared(_unattended(_not_asked()))
_UNTOLD = Prepared(
    select(shipment.c.id, shipment.c.supplier_order_id)
    .join(supplier_order, supplier_order.c.id == shipment.c.supplier_order_id)
    .where(
        supplier_order.c.state.in_(_SENT),
        shipment.c.state.in_((ShipmentState.NEW, ShipmentState.PUSHING)),
        ~_live(_key("track:", shipment)),
    )
)
_UNTRACKED = Prepared(
    select(supplier_order.c.id).where(
        supplier_order.c.state.in_(_SENT),
        supplier_order.c.parcels_at.is_not(None),
        supplier_order.c.vendor_changed_at < bindparam("before"),
        ~select(shipment.c.id).where(shipment.c.supplier_order_id == supplier_order.c.id).exists(),
        ~_told(),
    )
)
_UNSEEN = Prepared(
    select(job.c.dedupe).where(
        job.c.state == JobState.PARKED,
        ~select(exception_case.c.id)
        .where(exception_case.c.subject == job.c.dedupe, exception_case.c.closed_at.is_(None))
        .exists(),
    )
)
