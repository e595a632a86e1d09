"""The net under everything: what should move, has no live job and no open case is found here, and goes on.

A job may end without moving its row (held at the store, a click in between, a case that was closed by another hand).
Nothing waits unseen: every wish made here is judged afresh by the handler that carries it.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, String, Table, cast, literal, literal_column, or_, select

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.jobs import JobState
from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.storage import jobs, ledger, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import exception_case, job, order, shipment, supplier_order

NUMBER_DUE = timedelta(days=2)  # carriers often name a parcel a day after it has left
_S = SupplierState
# Spelt out as in the index over live jobs: bound values would not let SQLite use it.
_LIVE: list[ColumnElement[str]] = [
    literal_column(f"'{state}'") for state in (JobState.READY, JobState.RUNNING, JobState.PARKED)
]
_MOVES = (_S.PLANNED, _S.SENDING, _S.DRAFTED, _S.CHECKED, _S.CONFIRMING)
_SENT = (_S.PARTLY_SHIPPED, _S.SHIPPED)
_STOPPING = (CaseKind.CHANGED_AT_STORE, CaseKind.HELD_AT_STORE)
_ASKING = (
    CaseKind.APPROVAL, CaseKind.LOSS, CaseKind.COST_UNKNOWN, CaseKind.COST_HIGHER, CaseKind.PERSONALIZATION,
)  # fmt: skip


def resume(tx: Tx, order_id: int | None = None) -> None:
    """Ask again for the next step of every supplier order (or those of one order) that nobody attends to."""
    s = supplier_order.c
    approved = (s.state == _S.WAITING) & s.approved_by.is_not(None)
    for row in _unattended(tx, order_id, or_(s.state.in_(_MOVES), approved)):
        confirms = row.state in {_S.CONFIRMING, _S.WAITING}
        jobs.add(
            tx,
            wishes.confirm(row) if confirms else wishes.send(row.supplier_id, row.order_id, row.id),
        )


def unasked(tx: Tx) -> list[ledger.LedgerRow]:
    """Supplier orders that wait for a yes which no open case asks for."""
    s, c = supplier_order.c, exception_case.c
    asked = (
        select(c.id)
        .where(
            c.kind.in_(_ASKING),
            c.subject == _key("approve:", supplier_order),
            c.closed_at.is_(None),
        )
        .exists()
    )
    waits = (s.state == _S.WAITING) & s.approved_by.is_(None)
    return _unattended(tx, None, waits & ~asked)


def tell_parcels(tx: Tx) -> None:
    """Ask for the tracking push of every parcel that the store was not told of."""
    p, s = shipment.c, supplier_order.c
    found = (
        select(p.id, p.supplier_order_id)
        .join(supplier_order, s.id == p.supplier_order_id)
        .where(
            s.state.in_(_SENT),
            p.state.in_((ShipmentState.NEW, ShipmentState.PUSHING)),
            ~_live(_key("track:", shipment)),
        )
    )
    for shipment_id, supplier_order_id in tx.conn.execute(found).all():
        jobs.add(tx, wishes.track(ledger.get(tx, supplier_order_id), shipment_id))


def untracked(tx: Tx) -> list[ledger.LedgerRow]:
    """Supplier orders that were sent longer than `NUMBER_DUE` ago, and no parcel with a number is known of them."""
    s, p, c = supplier_order.c, shipment.c, exception_case.c
    parcel = select(p.id).where(p.supplier_order_id == s.id).exists()
    told = (
        select(c.id)
        .where(
            c.kind == CaseKind.TRACKING_MISSING,
            c.subject == _key("untracked:", supplier_order),
            (c.closed_at.is_(None)) | (c.closed_by == Actor.SELLER),
        )
        .exists()
    )
    found = select(s.id).where(
        s.state.in_(_SENT),
        s.parcels_at.is_not(None),
        s.vendor_changed_at < tx.now - NUMBER_DUE,
        ~parcel,
        ~told,
    )
    return [ledger.get(tx, id_) for id_ in tx.conn.execute(found).scalars().all()]


def untracked_subject(supplier_order_id: int) -> str:
    """One supplier order is told of once."""
    return f"untracked:{supplier_order_id}"


def unpark(tx: Tx) -> None:
    """A parked job waits for a person, so it has an open case; one whose case was closed is due now."""
    j, c = job.c, exception_case.c
    seen = select(c.id).where(c.subject == j.dedupe, c.closed_at.is_(None)).exists()
    lost = tx.conn.execute(select(j.dedupe).where(j.state == JobState.PARKED, ~seen)).scalars()
    if keys := list(lost):
        jobs.wake(tx, keys)


def _unattended(tx: Tx, order_id: int | None, waits: ColumnElement[bool]) -> list[ledger.LedgerRow]:
    s, o, c = supplier_order.c, order.c, exception_case.c
    stopped = (
        select(c.id)
        .where(c.kind.in_(_STOPPING), c.subject == _key("order:", order), c.closed_at.is_(None))
        .exists()
    )
    found = (
        select(s.id)
        .join(order, o.id == s.order_id)
        .where(
            waits,
            s.held_by_seller.is_(None),
            o.plan_hold.is_(None),
            ~stopped,
            *(~_live(_key(verb, supplier_order)) for verb in ("send:", "confirm:", "cancel:")),
            *([s.order_id == order_id] if order_id is not None else []),
        )
    )
    return [ledger.get(tx, id_) for id_ in tx.conn.execute(found).scalars().all()]


def _live(key: ColumnElement[str]) -> ColumnElement[bool]:
    return select(job.c.id).where(job.c.dedupe == key, job.c.state.in_(_LIVE)).exists()


def _key(prefix: str, table: Table) -> ColumnElement[str]:
    return literal(prefix) + cast(table.c.id, String)
