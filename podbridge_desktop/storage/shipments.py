"""Parcels: one row each, which is at once the ledger of its tracking push."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.fulfilment import Parcel
from podbridge_desktop.domain.lifecycle import ShipmentState
from podbridge_desktop.errors import Gone
from podbridge_desktop.storage import audit, journey, tables
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import shipment as t


@dataclass(frozen=True, slots=True)
class ShipmentRecord:
    """A parcel as our ledger has it."""

    id: int
    supplier_order_id: int
    order_id: int
    order_remote_id: str
    order_number: str
    store_id: str
    supplier_id: str
    carrier: str
    tracking_number: str
    tracking_url: str
    lines: tuple[tuple[str, int], ...]
    reshipment: bool
    state: ShipmentState
    store_parcel_id: str | None
    absent_at: datetime | None


_S, _O = tables.supplier_order.c, tables.order.c
_OF_SUPPLIER_ORDER = Prepared(select(t).where(t.c.supplier_order_id == bindparam("row_id")))
_PARCEL = Prepared(
    select(t, _S.order_id, _S.supplier_id, _O.remote_id.label("order_remote_id"), _O.number, _O.store_id)
    .join(tables.supplier_order, _S.id == t.c.supplier_order_id)
    .join(tables.order, _O.id == _S.order_id)
    .where(t.c.id == bindparam("row_id"))
)  # fmt: skip
_KEEP = Prepared(update(t).where(t.c.id == bindparam("row_id")))
_NEW = Prepared(t.insert())
_TOLD = Prepared(
    select(t.c.tracking_number, t.c.store_parcel_id)
    .join(tables.supplier_order, _S.id == t.c.supplier_order_id)
    .where(_S.order_id == bindparam("order"), t.c.state == ShipmentState.PUSHED)
)
_CASE = tables.exception_case.c
_ANY_TOLD = Prepared(
    select(t.c.id)
    .join(tables.supplier_order, _S.id == t.c.supplier_order_id)
    .outerjoin(tables.exception_case, (_CASE.shipment_id == t.c.id) & _CASE.closed_at.is_(None))
    .where(
        _S.order_id == bindparam("order"),
        (t.c.state != ShipmentState.NEW) | (_CASE.kind == CaseKind.TRACKING_REFUSED),
    )
    .limit(1)
)
_UNDER_WAY = Prepared(
    select(t.c.id)
    .join(tables.supplier_order, _S.id == t.c.supplier_order_id)
    .where(
        _S.order_id == bindparam("order"),
        t.c.id != bindparam("this"),
        t.c.state == ShipmentState.PUSHING,
    )
    .limit(1)
)
_ARRIVALS = Prepared(select(t.c.delivered_at).where(t.c.supplier_order_id == bindparam("row_id")))
_TOLD_PARCELS = Prepared(
    select(t.c.id)
    .join(tables.supplier_order, _S.id == t.c.supplier_order_id)
    .where(_S.order_id == bindparam("order"), t.c.state == ShipmentState.PUSHED)
    .order_by(t.c.id)
)


def take(tx: Tx, row: LedgerRow, parcels: tuple[Parcel, ...]) -> list[int]:
    """Store what the supplier says of its parcels; returns the ids of the shipped ones never seen before.

    A number that changed is taken while the store was not told of the parcel; `told_otherwise` names the others.
    """
    known = {found.remote_id: found for found in _OF_SUPPLIER_ORDER.all(tx, row_id=row.id)}
    fresh = []
    for parcel in parcels:
        if parcel.shipped_at is None or not parcel.tracking_number:
            continue
        old = known.get(parcel.remote_id)
        if old is None:
            fresh.append(_insert(tx, row, parcel))
            continue
        if old.state == ShipmentState.NEW and not same_number(
            old.tracking_number, parcel.tracking_number
        ):
            _renumber(tx, row, old.id, parcel)
        if old.delivered_at != parcel.delivered_at:
            _KEEP.run(tx, row_id=old.id, delivered_at=parcel.delivered_at)
            journey.refresh(tx, row.order_id)
    return fresh


def _insert(tx: Tx, row: LedgerRow, parcel: Parcel) -> int:
    shipment_id = _NEW.insert(
        tx,
        supplier_order_id=row.id,
        remote_id=parcel.remote_id,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
        lines=parcel.lines,
        shipped_at=parcel.shipped_at,
        delivered_at=parcel.delivered_at,
        reshipment=parcel.reshipment,
        state=ShipmentState.NEW,
    )
    _make_findable(tx, row, parcel)
    facts = {"external_id": row.external_id, "parcel": parcel.remote_id, "carrier": parcel.carrier}
    audit.add(tx, Entry(Actor.SUPPLIER, "shipped", row.order_id, row.supplier_id, facts))
    journey.refresh(tx, row.order_id)
    return shipment_id


def _renumber(tx: Tx, row: LedgerRow, shipment_id: int, parcel: Parcel) -> None:
    _KEEP.run(
        tx,
        row_id=shipment_id,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
    )
    _make_findable(tx, row, parcel)
    facts = {"external_id": row.external_id, "parcel": parcel.remote_id, "carrier": parcel.carrier}
    audit.add(tx, Entry(Actor.SUPPLIER, "renumbered", row.order_id, row.supplier_id, facts))
    tx.changed(Topic.ORDERS, order_id=row.order_id)


def _make_findable(tx: Tx, row: LedgerRow, parcel: Parcel) -> None:
    tx.cursor().execute(
        "UPDATE order_search SET text = text || char(10) || ? WHERE rowid = ?",
        (parcel.tracking_number, row.order_id),
    )


def same_number(one: str, other: str) -> bool:
    """Suppliers and stores space numbers differently."""
    return folded(one) == folded(other)


def folded(number: str) -> str:
    """A tracking number as it is compared."""
    return "".join(number.split()).casefold()


def told_otherwise(
    tx: Tx, row: LedgerRow, parcels: tuple[Parcel, ...]
) -> list[tuple[ShipmentRecord, str]]:
    """Parcels that the store has, each with the number that the supplier gives it now."""
    now = {each.remote_id: each.tracking_number for each in parcels if each.tracking_number}
    return [
        (get(tx, each.id), now[each.remote_id])
        for each in _OF_SUPPLIER_ORDER.all(tx, row_id=row.id)
        if each.state == ShipmentState.PUSHED and each.remote_id in now
    ]


def get(tx: Tx, shipment_id: int) -> ShipmentRecord:
    """One parcel. Raises `Gone` if there is none."""
    row = _PARCEL.first(tx, row_id=shipment_id)
    if row is None:
        raise Gone("the parcel is no longer known")
    return ShipmentRecord(
        id=row.id,
        supplier_order_id=row.supplier_order_id,
        order_id=row.order_id,
        order_remote_id=row.order_remote_id,
        order_number=row.number,
        store_id=row.store_id,
        supplier_id=row.supplier_id,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        lines=tuple((str(line), int(count)) for line, count in row.lines),
        reshipment=row.reshipment,
        state=ShipmentState(row.state),
        store_parcel_id=row.store_parcel_id,
        absent_at=row.absent_at,
    )


def move(
    tx: Tx, record: ShipmentRecord, new: ShipmentState, *, parcel_id: str | None = None
) -> None:
    """Move a parcel's push on; `PUSHED` keeps the store's own id of it."""
    values: dict[str, object] = {"state": new}
    if new is ShipmentState.PUSHING:
        values["absent_at"] = None  # an earlier look says nothing of this write
    if new is ShipmentState.PUSHED:
        values |= {"synced_at": tx.now, "store_parcel_id": parcel_id}
    _KEEP.run(tx, row_id=record.id, **values)
    facts = {"shipment": record.id, "to": new, "store_parcel": parcel_id or ""}
    audit.add(tx, Entry(Actor.ENGINE, "tracking", record.order_id, record.store_id, facts))
    journey.refresh(tx, record.order_id)
    tx.changed(Topic.ORDERS, order_id=record.order_id)


def note_absent(tx: Tx, record: ShipmentRecord, seen_at: datetime) -> None:
    """The store was looked at (its own time) and did not have the parcel."""
    _KEEP.run(tx, row_id=record.id, absent_at=seen_at)


def pushed_parcels(tx: Tx, order_id: int) -> dict[str, str]:
    """Tracking numbers of an order that we wrote, with the store's id of the parcel."""
    rows = _TOLD.all(tx, order=order_id)
    return {row.tracking_number: row.store_parcel_id or "" for row in rows}


def told(tx: Tx, order_id: int) -> list[ShipmentRecord]:
    """The parcels of an order that the store was told of, oldest first."""
    return [get(tx, row.id) for row in _TOLD_PARCELS.all(tx, order=order_id)]


def count_of(tx: Tx, supplier_order_id: int) -> int:
    """How many parcels of a supplier order we know."""
    return len(_OF_SUPPLIER_ORDER.all(tx, row_id=supplier_order_id))


def told_beside(tx: Tx, record: ShipmentRecord) -> list[tuple[tuple[str, int], ...]]:
    """What is in the other parcels of the same supplier order that the store was told of (reshipments apart)."""
    return [
        tuple((str(line), int(count)) for line, count in each.lines)
        for each in _OF_SUPPLIER_ORDER.all(tx, row_id=record.supplier_order_id)
        if each.state == ShipmentState.PUSHED and each.id != record.id and not each.reshipment
    ]


def any_untold(tx: Tx, supplier_order_id: int) -> bool:
    """Whether the supplier does not say of a parcel what is in it."""
    found = _OF_SUPPLIER_ORDER.all(tx, row_id=supplier_order_id)
    return any(not each.lines and not each.reshipment for each in found)


def any_told(tx: Tx, order_id: int) -> bool:
    """The store was told of a parcel of ours, may have been (its answer is not known yet), or the seller tells it."""
    return _ANY_TOLD.first(tx, order=order_id) is not None


def is_under_way(tx: Tx, record: ShipmentRecord) -> bool:
    """The store may have been told of another parcel of the same order: its answer is not known yet."""
    return _UNDER_WAY.first(tx, order=record.order_id, this=record.id) is not None


def untold(tx: Tx, store_id: str) -> list[ShipmentRecord]:
    """Parcels that a store was not told of, or may not have been, oldest first."""
    waiting = (
        select(t.c.id)
        .join(tables.supplier_order, _S.id == t.c.supplier_order_id)
        .join(tables.order, _O.id == _S.order_id)
        .where(_O.store_id == store_id, t.c.state.in_((ShipmentState.NEW, ShipmentState.PUSHING)))
        .order_by(t.c.id)
    )
    return [get(tx, id_) for id_ in tx.conn.execute(waiting).scalars().all()]


def refused(tx: Tx, store_id: str = "") -> list[ShipmentRecord]:
    """Parcels whose number a store did not take and that wait for the seller, oldest first."""
    case = tables.exception_case
    ids = tx.conn.execute(
        select(case.c.shipment_id)
        .join(t, t.c.id == case.c.shipment_id)
        .where(
            case.c.kind == CaseKind.TRACKING_REFUSED,
            case.c.closed_at.is_(None),
            t.c.state == ShipmentState.NEW,
        )
        .order_by(case.c.opened_at, case.c.id)
    ).scalars()
    records = [get(tx, id_) for id_ in ids if id_ is not None]
    return [each for each in records if store_id in {"", each.store_id}]


def all_delivered(tx: Tx, supplier_order_id: int) -> bool:
    """Every parcel of a supplier order has arrived (and there is one)."""
    moments = _ARRIVALS.scalars(tx, row_id=supplier_order_id)
    return bool(moments) and all(moment is not None for moment in moments)
