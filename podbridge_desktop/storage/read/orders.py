"""The Orders tab: ids in order for the whole list, rows for the pages that are looked at."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from podbridge_desktop.domain.lifecycle import JOURNEY, Step
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.domain.reading import OrderQuery, OrderSort
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import order_rows
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.read.ids import append_ids
from podbridge_desktop.storage.read.search import matching_orders
from podbridge_desktop.storage.tables import order, order_person

ON_HOLD = "on_hold"
_STEPS = {step.value for step in Step}
_STANDINGS = {standing.value for standing in Standing}
_WAY = {step: place for place, step in enumerate((*JOURNEY, Step.CANCELLED))}


def ids(tx: Tx, query: OrderQuery) -> array[int]:
    """All ids the query means, in its order; through the driver's cursor, since a million may come."""
    cursor = tx.cursor()
    found: array[int] = array("q")
    for statement in _statements(query):
        compiled = statement.compile(tx.conn.engine, compile_kwargs={"render_postcompile": True})
        values = [compiled.params[key] for key in compiled.positiontup or ()]
        append_ids(cursor, compiled.string, values, found)
    return found


def first(tx: Tx, query: OrderQuery, limit: int) -> tuple[OrderRow, ...]:
    """The first rows alone."""
    found: list[int] = []
    for statement in _statements(query):
        found += tx.conn.execute(statement.limit(limit - len(found))).scalars()
        if len(found) >= limit:
            break
    known = order_rows.rows(tx.cursor(), found)
    return tuple(known[id_] for id_ in found)


def _statements(query: OrderQuery) -> Iterator[Select[int]]:
    """The list as one statement, or as several that follow each other where no single index has its order.

    The journey's order is not the alphabet's: On Hold comes first, then one step after the other, each by its index alone.
    """
    if query.sort is not OrderSort.STEP or query.search:
        yield _filtered(query).order_by(*_sorting(query))
        return
    newest = (order.c.placed_at.desc(), order.c.id.desc())
    yield _filtered(query).where(order.c.on_hold.is_(True)).order_by(*newest)
    held = order.alias("held")
    moving = order.c.id.not_in(select(held.c.id).where(held.c.on_hold.is_(True)))
    ways = sorted(_WAY, key=_WAY.__getitem__, reverse=query.descending)
    for step in [s for s in ways if query.state not in _STEPS or s == query.state]:
        yield _filtered(query).where(order.c.step == step, moving).order_by(*newest)


def _filtered(query: OrderQuery) -> Select[int]:
    wanted: Select[int] = select(order.c.id)
    if query.search:
        # The matches lead and the orders follow by their key: never a walk over all orders for one rare word.
        found = matching_orders(query.search)
        wanted = wanted.select_from(found.join(order, order.c.id == found.c.order_id))
    if query.sort is OrderSort.CUSTOMER:
        wanted = wanted.outerjoin(order_person, order_person.c.order_id == order.c.id)
    if query.store_id:
        wanted = wanted.where(order.c.store_id == query.store_id)
    condition = _in_state(query.state)
    return wanted if condition is None else wanted.where(condition)


def _in_state(state: str) -> ColumnElement[bool] | None:
    if not state:
        return None
    if state == ON_HOLD:
        return order.c.on_hold.is_(True)
    if state in _STEPS:
        return order.c.step == state
    if state in _STANDINGS:
        return order.c.standing == state
    raise BadInput(f"“{state}” is not a state of orders.")


def _sorting(query: OrderQuery) -> list[ColumnElement[Any]]:
    """The sort keys; what is not known comes last in both directions, equals by id."""
    always_first: list[ColumnElement[Any]] = []
    keys: list[ColumnElement[Any]]
    if query.sort is OrderSort.NUMBER:
        keys = [func.length(order.c.number), order.c.number]
    elif query.sort is OrderSort.TOTAL:
        keys = [order.c.total]
    elif query.sort is OrderSort.MARGIN:
        always_first, keys = [order.c.margin.is_(None)], [order.c.margin]
    elif query.sort is OrderSort.CUSTOMER:
        name = func.coalesce(order_person.c.name, "")
        always_first, keys = [name == ""], [func.lower(name)]
    elif query.sort is OrderSort.STEP:
        always_first = [order.c.on_hold.desc()]
        keys = [case(_WAY, value=order.c.step)]
        newest = [order.c.placed_at.desc(), order.c.id.desc()]
        return always_first + [k.desc() if query.descending else k for k in keys] + newest
    else:
        keys = [order.c.placed_at]
    keys.append(order.c.id)
    return always_first + [key.desc() if query.descending else key for key in keys]
