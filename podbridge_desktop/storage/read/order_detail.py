"""One order with all that hangs on it, for the detail pane and `podbridge order`."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row, and_, select

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.orders import LineProperty
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.domain.views import CaseRow, HistoryRow, OrderDetail, OrderLineRow
from podbridge_desktop.storage import order_rows, tables
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.plan_cases import variant_subject
from podbridge_desktop.storage.read import cases, supplier_orders
from podbridge_desktop.storage.tables import (
    audit,
    connection,
    exception_case,
    order_line,
    order_person,
    supplier_order,
    supplier_order_line,
    variant_link,
)
from podbridge_desktop.storage.values import recipient, store_page

NOT_OURS = "not ours"


def one(tx: Tx, order_id: int) -> OrderDetail | None:
    """The whole order, or None when it is gone."""
    row = order_rows.rows(tx.cursor(), (order_id,)).get(order_id)
    if row is None:
        return None
    o, p = tables.order.c, order_person.c
    more = tx.conn.execute(
        select(
            o.address_hidden, o.note, p.ship_to, p.corrected, p.corrected_over, connection.c.facts
        )
        .join(connection, connection.c.id == o.store_id)
        .outerjoin(order_person, p.order_id == o.id)
        .where(o.id == order_id)
    ).one()
    ship_to, corrected = recipient(more.ship_to, more.corrected, more.corrected_over)
    lines = _lines(tx, row)
    return OrderDetail(
        row=row,
        ship_to=ship_to,
        address_corrected=corrected,
        address_hidden=more.address_hidden,
        note=more.note,
        lines=lines,
        supplier_orders=supplier_orders.of_order(tx, order_id),
        cases=_cases(tx, row, lines),
        history=_history(tx, order_id),
        store_url=store_page(more.facts, row.remote_id),
    )


def _lines(tx: Tx, row: OrderRow) -> tuple[OrderLineRow, ...]:
    line, link = order_line.c, variant_link.c
    names = dict(tx.conn.execute(select(connection.c.id, connection.c.name)).all())
    makers = _makers(tx, row.id)
    same = and_(link.store_id == row.store_id, link.listing_variant_id == line.variant_id)
    rows = tx.conn.execute(
        select(order_line, link.kind, link.supplier_id)
        .outerjoin(variant_link, same)
        .where(line.order_id == row.id)
        .order_by(line.position, line.id)
    )
    return tuple(
        _line(found, row.total.currency, makers.get(found.id) or _route(found, names))
        for found in rows
    )


def _makers(tx: Tx, order_id: int) -> dict[int, str]:
    """Who makes each line already: a link that changed later does not move what was sent."""
    s, sl = supplier_order.c, supplier_order_line.c
    rows = tx.conn.execute(
        select(sl.order_line_id, connection.c.name)
        .join(supplier_order, s.id == sl.supplier_order_id)
        .join(connection, connection.c.id == s.supplier_id)
        .where(s.order_id == order_id, s.state != SupplierState.CANCELLED)
    )
    return dict(rows.all())


def _route(line: Row[Any], names: dict[str, str]) -> str:
    """The seller's word for this one line, else the variant's link, else nothing."""
    kind = line.link["kind"] if line.link else line.kind
    supplier_id = line.link["supplier_id"] if line.link else line.supplier_id
    if kind == LinkKind.NOT_OURS:
        return NOT_OURS
    return names.get(supplier_id or "", "")


def _line(row: Row[Any], currency: str, route: str) -> OrderLineRow:
    return OrderLineRow(
        remote_id=row.remote_id,
        title=row.title,
        options=row.options,
        sku=row.sku,
        quantity=row.quantity,
        to_fulfil=row.to_fulfil,
        unit_price=Money(row.unit_price, currency),
        variant_id=row.variant_id,
        properties=tuple(LineProperty(**found) for found in row.properties),
        route=route,
        blocked=row.blocked or "",
    )


def _cases(tx: Tx, row: OrderRow, lines: tuple[OrderLineRow, ...]) -> tuple[CaseRow, ...]:
    """Open cases of the order, and those of its variants and its store, which are asked about once for all orders."""
    case = exception_case.c
    conditions = [case.order_id == row.id]
    wanted = {line.variant_id for line in lines if line.variant_id and line.quantity}
    subjects = [variant_subject(row.store_id, variant) for variant in sorted(wanted)]
    conditions.append(and_(case.kind == CaseKind.LINK, case.subject.in_(subjects)))
    if row.standing is Standing.LATE:
        late = and_(case.kind == CaseKind.LATE_ORDERS, case.connection_id == row.store_id)
        conditions.append(late)
    return cases.open_ones(tx, *conditions)


def _history(tx: Tx, order_id: int) -> tuple[HistoryRow, ...]:
    """What the trail says of the order, oldest first."""
    a = audit.c
    rows = tx.conn.execute(
        select(a.at, a.actor, a.event, a.facts).where(a.order_id == order_id).order_by(a.seq)
    )
    return tuple(
        HistoryRow(
            row.at, row.actor, row.event, msgspec.json.decode(row.facts, type=dict[str, object])
        )
        for row in rows
    )
