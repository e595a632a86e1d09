"""Connection cards and routes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Row, select

from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import Ability, CallFigures, NativeLink
from podbridge_desktop.domain.views import ConnectionRow, RouteRow
from podbridge_desktop.storage import stock
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import connection as t
from podbridge_desktop.storage.tables import route as r
from podbridge_desktop.storage.values import money


def every(tx: Tx) -> tuple[ConnectionRow, ...]:
    """All cards, stores first, then as they were made."""
    routes = defaultdict(list)
    for row in every_route(tx):
        routes[row.store_id].append(row)
        routes[row.supplier_id].append(row)
    rows = tx.conn.execute(select(t).order_by(t.c.kind != "store", t.c.created_at, t.c.id))
    alone = stock.not_following(tx)
    return tuple(_row(row, tuple(routes[row.id]), alone) for row in rows)


def one(tx: Tx, name_or_id: str) -> ConnectionRow | None:
    """One card by its id or its name (letter case does not count)."""
    wanted = name_or_id.casefold()
    for row in every(tx):
        if row.id == name_or_id or row.name.casefold() == wanted:
            return row
    return None


def every_route(tx: Tx) -> tuple[RouteRow, ...]:
    """All routes by the names of store and supplier."""
    store, supplier = t.alias("store"), t.alias("supplier")
    rows = tx.conn.execute(
        select(r, store.c.name.label("store"), supplier.c.name.label("supplier"))
        .join(store, store.c.id == r.c.store_id)
        .join(supplier, supplier.c.id == r.c.supplier_id)
        .order_by(store.c.name, supplier.c.name)
    )
    return tuple(
        RouteRow(
            store_id=row.store_id,
            store=row.store,
            supplier_id=row.supplier_id,
            supplier=row.supplier,
            mode=Mode(row.mode),
            since=row.since,
            min_margin_percent=row.min_margin_percent,
            max_cost=money(row.max_cost_minor, row.max_cost_currency),
            guard_answer=row.guard_answer,
        )
        for row in rows
    )


def _row(row: Row[Any], routes: tuple[RouteRow, ...], alone: set[str]) -> ConnectionRow:
    figures = msgspec.convert(row.figures, CallFigures)
    linked = msgspec.convert(row.native_links, tuple[NativeLink, ...])
    return ConnectionRow(
        id=row.id,
        platform=row.platform,
        kind=row.kind,
        name=row.name,
        account_name=row.account_name,
        api_url=row.api_url,
        fields=row.fields,
        facts=row.facts,
        currency=row.currency,
        health=row.health,
        health_message=row.health_message,
        address_access=row.address_access,
        abilities=msgspec.convert(row.abilities, tuple[Ability, ...]),
        native_links=tuple(link.name for link in linked),
        links_visible=row.links_visible,
        last_ok_at=row.last_ok_at,
        calls=figures.calls,
        failures=figures.failures,
        calls_left=figures.left,
        calls_limit=figures.limit,
        routes=routes,
        follows_stock=row.kind == "store" and row.id not in alone,
    )
