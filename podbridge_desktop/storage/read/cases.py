"""The Exceptions tab: cases with the names of all they are about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from podbridge_desktop.domain.cases import FORMS, Action, CaseForm, CaseKind, Severity
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.views import CaseRow
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import (
    connection,
    listing,
    order,
    order_person,
    shipment,
    supplier_order,
)
from podbridge_desktop.storage.tables import exception_case as t
from podbridge_desktop.storage.values import money, store_page

CLOSED_SHOWN = 1_000  # the newest of them: years of approvals would fill the screen and the memory
_URGENCY = {Severity.URGENT: 0, Severity.WARNING: 1, Severity.INFO: 2}


def every(tx: Tx, *, closed: bool) -> tuple[CaseRow, ...]:
    """Open cases in the order of the daily review; with `closed` the newest closed ones behind them."""
    rows = [_row(row) for row in tx.conn.execute(_statement().where(t.c.closed_at.is_(None)))]
    rows.sort(key=_review_order)
    if closed:
        ended = _statement().where(t.c.closed_at.is_not(None))
        newest = ended.order_by(t.c.closed_at.desc(), t.c.id.desc()).limit(CLOSED_SHOWN)
        rows += [_row(row) for row in tx.conn.execute(newest)]
    return tuple(rows)


def one(tx: Tx, case_id: int) -> CaseRow | None:
    """One case, open or closed."""
    row = tx.conn.execute(_statement().where(t.c.id == case_id)).first()
    return None if row is None else _row(row)


def open_ones(tx: Tx, *conditions: ColumnElement[bool]) -> tuple[CaseRow, ...]:
    """The open cases for which one of the conditions holds, in the order of the daily review."""
    either = conditions[0].self_group()
    for condition in conditions[1:]:
        either = either | condition
    rows = tx.conn.execute(_statement().where(t.c.closed_at.is_(None), either))
    return tuple(sorted((_row(row) for row in rows), key=_review_order))


def _review_order(case: CaseRow) -> tuple[bool, int, datetime, int, int]:
    """What holds an order first, then urgency, then the oldest, then the costliest."""
    stake = 0 if case.at_stake is None else case.at_stake.minor
    return not case.holds, _URGENCY[case.severity], case.opened_at, -stake, case.id


def _statement() -> Select[Any]:
    store, linked = connection.alias("store"), connection.alias("linked")
    parcel, parcel_of = shipment.alias("parcel"), supplier_order.alias("parcel_of")
    s, o = supplier_order.c, order.c
    return (
        select(
            t, o.number, o.remote_id.label("order_remote_id"), o.total, o.tax,
            o.currency.label("order_currency"), store.c.name.label("store"),
            store.c.facts.label("store_facts"), linked.c.name.label("connection"),
            linked.c.kind.label("connection_kind"), s.external_id, s.cost_total, s.currency.label("cost_currency"),
            func.coalesce(s.url, parcel_of.c.url, "").label("supplier_url"),
            order_person.c.name.label("customer"), parcel.c.tracking_number, listing.c.url.label("listing_url"), listing.c.title.label("listing"),
        )
        .outerjoin(order, o.id == t.c.order_id)
        .outerjoin(order_person, order_person.c.order_id == t.c.order_id)
        .outerjoin(store, store.c.id == o.store_id)
        .outerjoin(linked, linked.c.id == t.c.connection_id)
        .outerjoin(supplier_order, s.id == t.c.supplier_order_id)
        .outerjoin(parcel, parcel.c.id == t.c.shipment_id)
        .outerjoin(parcel_of, parcel_of.c.id == parcel.c.supplier_order_id)
        .outerjoin(listing, listing.c.id == t.c.listing_id)
    )  # fmt: skip


def _row(row: Row[Any]) -> CaseRow:
    kind = CaseKind(row.kind)
    form = FORMS[kind]
    is_store = row.connection_kind == "store"
    return CaseRow(
        id=row.id,
        kind=kind,
        severity=form.severity,
        title=form.title,
        message=row.message,
        remedy=form.remedy,
        actions=form.actions,
        details=row.details,
        facts=row.facts,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        holds=form.hold is not None and row.order_id is not None,
        order_id=row.order_id,
        order_number=row.number,
        store=row.store or (row.connection if is_store else None),
        supplier_order_id=row.supplier_order_id,
        ref=row.external_id or row.tracking_number or row.listing,
        connection_id=row.connection_id,
        connection=row.connection,
        at_stake=_at_stake(row),
        url=_url(row, form),
        customer=row.customer or "",
    )


def _at_stake(row: Row[Any]) -> Money | None:
    """What the order brings; where there is no order, what the supplier wants."""
    if row.total is not None:
        return Money(row.total - row.tax, row.order_currency)
    return money(row.cost_total, row.cost_currency)


def _url(row: Row[Any], form: CaseForm) -> str:
    """The page where it is mended: the store's where the case sends the seller there, else the supplier's."""
    at_store = store_page(row.store_facts or {}, row.order_remote_id) if row.order_remote_id else ""
    at_supplier = str(row.supplier_url)
    if Action.OPEN_AT_STORE in form.actions:
        return at_store or at_supplier or row.listing_url or ""
    return at_supplier or at_store or row.listing_url or ""
