"""Connections, routes and pull cursors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BindParameter, bindparam, select, update

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.ids import shop_code
from podbridge_desktop.domain.planning import Mode, Route
from podbridge_desktop.domain.ports import CallFigures, CheckReport, NativeLink
from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.instants import to_micros
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import connection as t
from podbridge_desktop.storage.tables import cursor as cursor_table
from podbridge_desktop.storage.tables import route as route_table

_THIS: BindParameter[str] = bindparam("this")
_EVERY = Prepared(select(t).order_by(t.c.created_at, t.c.id))
_KEEP = Prepared(update(t).where(t.c.id == _THIS))
# A disconnected one stays so until it is connected again.
_CONNECTED = Prepared(update(t).where(t.c.id == _THIS, t.c.health != "disconnected"))
_CURSOR = Prepared(
    select(cursor_table.c.value).where(
        cursor_table.c.connection_id == _THIS, cursor_table.c.kind == bindparam("of_kind")
    )
)
_ROUTE = Prepared(
    select(route_table).where(
        route_table.c.store_id == bindparam("store"),
        route_table.c.supplier_id == bindparam("supplier"),
    )
)


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """What the engine needs to know of a connection."""

    id: str
    platform: str
    kind: str
    name: str
    fields: Mapping[str, str]
    facts: Mapping[str, str]
    api_url: str | None
    account_id: str
    currency: str
    shop_code: str
    health: str
    created_at: datetime

    @property
    def is_store(self) -> bool:
        return self.kind == "store"

    @property
    def known_as(self) -> frozenset[str]:
        """Under which names a supplier that serves this store by itself may list it."""
        told = (self.facts.get("domain", ""), self.facts.get("shop_name", ""), self.name)
        return frozenset(name.casefold() for name in (*told, self.account_id) if name)


@dataclass(frozen=True, slots=True)
class NewConnection:
    """A connection that was tested and is to be kept."""

    id: str
    platform: str
    kind: str
    name: str
    fields: Mapping[str, str]
    api_url: str | None
    report: CheckReport


def add(tx: Tx, new: NewConnection) -> None:
    """Keep a connection; one with the same id is replaced (connected anew), its orders stay."""
    values = {
        "platform": new.platform,
        "kind": new.kind,
        "name": new.name,
        "fields": dict(new.fields),
        "api_url": new.api_url,
        "account_id": new.report.account_id,
        "shop_code": shop_code(new.platform, new.report.account_id) if new.kind == "store" else "",
        **_report_columns(new.report),
        "health": "needs_you" if new.report.missing else "healthy",
        "health_message": " ".join(ability.sentence for ability in new.report.missing),
        "last_ok_at": tx.now,
    }
    done = tx.conn.execute(update(t).where(t.c.id == new.id).values(values))
    if not done.rowcount:
        tx.conn.execute(t.insert().values(id=new.id, created_at=tx.now, figures={}, **values))
    facts = {"name": new.name, "platform": new.platform, "account": new.report.account_id}
    if said := new.fields.get("approval", ""):  # the seller's word counts as her act (rulings 10)
        facts["approval"] = said
    audit.add(tx, Entry(Actor.SELLER, "connected", None, new.id, facts))
    tx.changed(Topic.CONNECTIONS)


def _report_columns(report: CheckReport) -> dict[str, object]:
    return {
        "account_name": report.account_name,
        "currency": report.currency,
        "address_access": report.address_access,
        "abilities": msgspec.to_builtins(report.abilities),
        "native_links": msgspec.to_builtins(report.native_links),
        "links_visible": report.links_visible,
        "facts": dict(report.facts or {}),
    }


def note_report(tx: Tx, connection_id: str, report: CheckReport) -> None:
    """Keep what a later test found."""
    tx.conn.execute(update(t).where(t.c.id == connection_id).values(_report_columns(report)))
    tx.changed(Topic.CONNECTIONS)


def note_fields(tx: Tx, connection_id: str, said: Mapping[str, str]) -> None:
    """Keep what the seller says of a connection; all else of it stays."""
    known = tx.conn.execute(select(t.c.fields).where(t.c.id == connection_id)).scalar_one()
    tx.conn.execute(update(t).where(t.c.id == connection_id).values(fields={**known, **said}))
    audit.add(tx, Entry(Actor.SELLER, "said", None, connection_id, dict(said)))
    tx.changed(Topic.CONNECTIONS)


def note_health(tx: Tx, connection_id: str, health: str, message: str = "") -> None:
    """`healthy`, `needs_you`, `offline` or `broken`, and why. Contact counts as contact only when healthy."""
    values: dict[str, object] = {"health": health, "health_message": message}
    if health == "healthy":
        values["last_ok_at"] = tx.now
    _CONNECTED.run(tx, this=connection_id, **values)
    tx.changed(Topic.CONNECTIONS)


def disconnect(tx: Tx, connection_id: str) -> None:
    """The key is gone, all else stays: nothing is asked of it until it is connected again."""
    audit.add(tx, Entry(Actor.SELLER, "disconnected", None, connection_id))
    note_health(tx, connection_id, "disconnected", "Disconnected by you. Its data is kept.")


def note_figures(tx: Tx, connection_id: str, figures: CallFigures) -> None:
    """Keep the connector's own count of its traffic."""
    _KEEP.run(tx, this=connection_id, figures=msgspec.to_builtins(figures))
    tx.changed(Topic.CONNECTIONS)


def readdress(tx: Tx, connection_id: str, api_url: str) -> None:
    """Practice mode's vendors get new ports at each start (rulings 18)."""
    tx.conn.execute(update(t).where(t.c.id == connection_id).values(api_url=api_url))


_ALONE = (
    "DELETE FROM order_search WHERE rowid IN (SELECT id FROM orders WHERE store_id = ?)",
    "DELETE FROM job WHERE lane IN (SELECT 'order:' || id FROM orders WHERE store_id = ?)",
    """DELETE FROM job WHERE dedupe IN (SELECT 'track:' || p.id FROM shipment AS p
    JOIN supplier_order AS s ON s.id = p.supplier_order_id WHERE s.supplier_id = ?)""",
    "DELETE FROM variant_link WHERE supplier_id = ?",
)


def remove(tx: Tx, connection_id: str) -> None:
    """Forget a connection with all that hangs on it; the audit trail keeps that it was there."""
    audit.add(tx, Entry(Actor.SELLER, "erased", None, connection_id))
    for statement in _ALONE:  # what no foreign key takes along
        tx.conn.exec_driver_sql(statement, (connection_id,))
    tx.conn.execute(t.delete().where(t.c.id == connection_id))
    tx.changed(Topic.CONNECTIONS, Topic.ROUTES, Topic.ORDERS, Topic.PRODUCTS, Topic.CASES)


def every(tx: Tx) -> tuple[StoredConnection, ...]:
    """All connections, oldest first."""
    return tuple(_stored(row) for row in _EVERY.all(tx))


def find(tx: Tx, name_or_id: str) -> StoredConnection | None:
    """A connection by its id or by its name (letter case does not count)."""
    for found in every(tx):
        if found.id == name_or_id or found.name.casefold() == name_or_id.casefold():
            return found
    return None


def _stored(row: Any) -> StoredConnection:
    return StoredConnection(
        id=row.id,
        platform=row.platform,
        kind=row.kind,
        name=row.name,
        fields=row.fields,
        facts=row.facts,
        api_url=row.api_url,
        account_id=row.account_id,
        currency=row.currency,
        shop_code=row.shop_code,
        health=row.health,
        created_at=row.created_at,
    )


@dataclass(frozen=True, slots=True)
class RouteSetting:
    """What the seller says of a store-supplier pair."""

    mode: Mode
    since: datetime
    min_margin_percent: str | None = None
    max_cost_minor: int | None = None
    max_cost_currency: str | None = None
    guard_answer: str = ""


def set_route(tx: Tx, store_id: str, supplier_id: str, setting: RouteSetting) -> None:
    """Make or change a route."""
    r = route_table
    values = {
        "mode": setting.mode,
        "since": setting.since,
        "min_margin_percent": setting.min_margin_percent,
        "max_cost_minor": setting.max_cost_minor,
        "max_cost_currency": setting.max_cost_currency,
        "guard_answer": setting.guard_answer,
    }
    pair = (r.c.store_id == store_id, r.c.supplier_id == supplier_id)
    if not tx.conn.execute(update(r).where(*pair).values(values)).rowcount:
        tx.conn.execute(r.insert().values(store_id=store_id, supplier_id=supplier_id, **values))
    facts = {"supplier": supplier_id, "mode": setting.mode, "guard": setting.guard_answer}
    audit.add(tx, Entry(Actor.SELLER, "route_set", None, store_id, facts))
    tx.changed(Topic.ROUTES, Topic.CONNECTIONS)


def get_route(tx: Tx, store_id: str, supplier_id: str) -> RouteSetting | None:
    """The setting of a pair, or None."""
    row = _ROUTE.first(tx, store=store_id, supplier=supplier_id)
    if row is None:
        return None
    return RouteSetting(
        Mode(row.mode), row.since, row.min_margin_percent, row.max_cost_minor,
        row.max_cost_currency, row.guard_answer,
    )  # fmt: skip


def routes_of(tx: Tx, store_id: str) -> tuple[Route, ...]:
    """A store's routes as the planning takes them."""
    r = route_table
    rows = tx.conn.execute(
        select(r, t.c.platform).join(t, t.c.id == r.c.supplier_id).where(r.c.store_id == store_id)
    )
    return tuple(
        Route(store_id, row.supplier_id, row.platform, Mode(row.mode), row.since) for row in rows
    )


def watch_only(tx: Tx, store_id: str, supplier_id: str, why: str) -> None:
    """A second bridge was noticed: the route turns to Watch at once (rulings 8)."""
    r = route_table
    tx.conn.execute(
        update(r)
        .where(r.c.store_id == store_id, r.c.supplier_id == supplier_id)
        .values(mode=Mode.WATCH)
    )
    facts = {"supplier": supplier_id, "why": why}
    audit.add(tx, Entry(Actor.ENGINE, "route_to_watch", None, store_id, facts))
    tx.changed(Topic.ROUTES, Topic.CONNECTIONS)


def watched_subject(store_id: str, supplier_id: str) -> str:
    """The case of a route that the engine turned to Watch."""
    return f"route:{store_id}:{supplier_id}"


def get_cursor(tx: Tx, connection_id: str, kind: str) -> datetime | None:
    """The vendor's time up to which everything was taken."""
    value: datetime | None = _CURSOR.scalar(tx, this=connection_id, of_kind=kind)
    return value


def set_cursor(tx: Tx, connection_id: str, kind: str, value: datetime) -> None:
    """Move a cursor, in the transaction that stored the page. It never moves back."""
    tx.conn.exec_driver_sql(
        "INSERT INTO cursor (connection_id, kind, value) VALUES (?, ?, ?)"
        " ON CONFLICT (connection_id, kind) DO UPDATE SET value = max(value, excluded.value)",
        (connection_id, kind, to_micros(value)),
    )


def set_back(tx: Tx, kinds: str, by: timedelta) -> None:
    """Cursors of our own time (their kind begins with `kinds`) after this computer's clock was set back."""
    tx.conn.exec_driver_sql(
        "UPDATE cursor SET value = value - ? WHERE substr(kind, 1, length(?)) = ?",
        (by // timedelta(microseconds=1), kinds, kinds),
    )


def native_links(tx: Tx, supplier_id: str) -> tuple[tuple[NativeLink, ...], bool]:
    """(stores that the supplier's account serves by itself, whether its key can see them at all)."""
    row = tx.conn.execute(
        select(t.c.native_links, t.c.links_visible).where(t.c.id == supplier_id)
    ).one()
    return tuple(NativeLink(**link) for link in row.native_links), bool(row.links_visible)
