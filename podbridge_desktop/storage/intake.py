"""From orders to supplier orders: planning by the domain's rule, written in the transaction that took the orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import BindParameter, bindparam, select, update

from podbridge_desktop.domain.cases import HoldReason
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.ids import external_id
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.orders import Blocked, StoreLine, StoreOrder
from podbridge_desktop.domain.planning import Mode, Plan, PlannedPart, Route, Standing, plan
from podbridge_desktop.storage import (
    audit,
    cases,
    coverage,
    jobs,
    journey,
    orders,
    plan_cases,
    tables,
    unattended,
    wishes,
)
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.instants import to_micros
from podbridge_desktop.storage.line_links import with_providers
from podbridge_desktop.storage.prepared import Prepared

_STORE: BindParameter[str] = bindparam("store")
_CONNECTION, _ROUTE = tables.connection.c, tables.route.c
_SHOP = Prepared(select(_CONNECTION.shop_code).where(_CONNECTION.id == _STORE))
_ROUTES = Prepared(
    select(tables.route, _CONNECTION.platform)
    .join(tables.connection, _CONNECTION.id == _ROUTE.supplier_id)
    .where(_ROUTE.store_id == _STORE)
)
_TO, _MADE = tables.variant_link.c, tables.product_variant.c
_LINK = Prepared(
    select(tables.variant_link, _MADE.print_provider)
    .outerjoin(
        tables.product_variant,
        (_MADE.supplier_id == _TO.supplier_id) & (_MADE.remote_id == _TO.supplier_variant_id),
    )
    .where(_TO.store_id == _STORE, _TO.listing_variant_id == bindparam("variant"))
)
_PLANNED = Prepared(update(tables.order).where(tables.order.c.id == bindparam("order")))
_PART = tables.supplier_order.c
_REVISIONS = Prepared(
    select(_PART.revision).where(
        _PART.order_id == bindparam("order"), _PART.part == bindparam("of_part")
    )
)


class Intake:
    """Plans orders of one store inside one transaction; routes are read once."""

    def __init__(self, tx: Tx, store_id: str) -> None:
        self._tx = tx
        self._store_id = store_id
        self._shop = str(_SHOP.scalar(tx, store=store_id))
        self._routes = _routes(tx, store_id)

    def plan_new(self, taken: Sequence[tuple[int, StoreOrder]]) -> None:
        """Plan orders that were never seen before; in bulk, since a first pull brings thousands."""
        links = self._links(line for _, order in taken for line in order.lines)
        plans = [
            (id_, plan(order, links, self._routes, seen_at=self._tx.now)) for id_, order in taken
        ]
        self._tx.cursor().executemany(
            "UPDATE orders SET standing = ?, plan_hold = ?, on_hold = ?, hold_reason = ?, step = ? WHERE id = ?",
            [_columns(id_, found) for id_, found in plans],
        )
        parts = [
            (id_, order, part)
            for (id_, order), (_, found) in zip(taken, plans, strict=True)
            for part in found.parts
            if part.mode is not Mode.WATCH
        ]
        self._write_parts(parts, fresh=True)
        for (id_, order), (_, found) in zip(taken, plans, strict=True):
            plan_cases.tell(self._tx, self._store_id, id_, order, found)

    def replan(self, order_id: int) -> Plan:
        """Plan what an order still needs beyond its live supplier orders."""
        stored = orders.load(self._tx, order_id)
        already = coverage.committed(self._tx, order_id)
        open_need, found = self._look(stored, already)
        if already and found.standing is Standing.NOT_OURS:
            found = replace(found, standing=Standing.OURS)
        hold = _plan_hold(found, begun=bool(already))
        _PLANNED.run(self._tx, order=order_id, standing=found.standing, plan_hold=hold)
        plan_cases.close(self._tx, order_id, stored.reading)
        self._write_parts(
            [(order_id, open_need, p) for p in found.parts if p.mode is not Mode.WATCH]
        )
        plan_cases.tell(self._tx, self._store_id, order_id, stored.reading, found)
        journey.refresh(self._tx, order_id)
        unattended.resume(self._tx, order_id)  # what a hold at the store had stopped
        return found

    def lacks_orders(self, order_id: int) -> bool:
        """Whether planning it anew would make a supplier order. Changes nothing."""
        stored = orders.load(self._tx, order_id)
        _, found = self._look(stored, coverage.committed(self._tx, order_id))
        return any(part.mode is not Mode.WATCH for part in found.parts)

    def _look(self, stored: orders.Stored, already: Mapping[int, int]) -> tuple[StoreOrder, Plan]:
        """What is open of an order, and what becomes of that."""
        shipped = coverage.shipped(self._tx, stored.id)
        open_need = replace(
            stored.reading,
            lines=tuple(
                _still_needed(
                    line,
                    already.get(stored.line_ids[line.remote_id], 0),
                    shipped.get(line.remote_id, 0),
                )
                for line in stored.reading.lines
            ),
        )
        found = plan(
            open_need,
            self._links(stored.reading.lines),
            self._routes,
            seen_at=stored.seen_at,
            picked=stored.picked,
            begun=bool(already),
            line_links=with_providers(self._tx, stored.line_links),
        )
        return open_need, found

    def _links(self, lines: Iterable[StoreLine]) -> dict[str, VariantLink]:
        ids = {line.variant_id for line in lines if line.variant_id}
        rows = [
            row for id_ in ids for row in _LINK.all(self._tx, store=self._store_id, variant=id_)
        ]
        return {
            row.listing_variant_id: VariantLink(
                row.store_id, row.listing_variant_id, LinkKind(row.kind), row.supplier_id,
                row.supplier_variant_id, row.print_provider or "",
            )
            for row in rows
        }  # fmt: skip

    def _write_parts(
        self, parts: Sequence[tuple[int, StoreOrder, PlannedPart]], *, fresh: bool = False
    ) -> None:
        if not parts:
            return
        cursor = self._tx.cursor()
        cursor.execute("SELECT coalesce(max(id), 0) FROM supplier_order")
        first = int(cursor.fetchone()[0]) + 1
        now = to_micros(self._tx.now)
        rows, lines, new_jobs, entries = [], [], [], []
        for id_, (order_id, order, part) in enumerate(parts, first):
            revision = "a" if fresh else self._revision(order_id, part)
            name = external_id(self._shop, order.remote_id, part.part, revision)
            rows.append((id_, part.supplier_id, part.part, revision, name, now, order_id))
            lines += [
                (id_, p.line.to_fulfil, p.supplier_variant_id, order_id, p.line.remote_id)
                for p in part.lines
            ]
            new_jobs.append(wishes.send(part.supplier_id, order_id, id_))
            entries.append(
                Entry(Actor.ENGINE, "planned", order_id, part.supplier_id, {"external_id": name})
            )
        cursor.executemany(
            "INSERT INTO supplier_order (id, order_id, supplier_id, part, revision, external_id, state, created_at,"
            " held_by_seller) SELECT ?, id, ?, ?, ?, ?, 'planned', ?, held_by_seller FROM orders WHERE id = ?",
            rows,
        )
        cursor.executemany(
            "INSERT INTO supplier_order_line (supplier_order_id, order_line_id, quantity, supplier_variant_id)"
            " SELECT ?, id, ?, ? FROM order_line WHERE order_id = ? AND remote_id = ?",
            lines,
        )
        jobs.add(self._tx, *new_jobs)
        audit.add_all(self._tx, entries)

    def _revision(self, order_id: int, part: PlannedPart) -> str:
        """The next letter: a name that was ever used is never used for something else."""
        used = _REVISIONS.scalars(self._tx, order=order_id, of_part=part.part)
        return chr(max((ord(letter) for letter in used), default=ord("a") - 1) + 1)


def _columns(order_id: int, found: Plan) -> tuple[object, ...]:
    hold = _plan_hold(found)
    value = hold.value if hold else None
    step = Step.CANCELLED if found.standing is Standing.CANCELLED else Step.PLACED
    return found.standing.value, value, hold is not None, value, step.value, order_id


def _plan_hold(found: Plan, *, begun: bool = False) -> HoldReason | None:
    if found.unknown_variants or found.gone_variants:
        return HoldReason.LINK
    if found.held or found.hidden:
        return HoldReason.UNKNOWN
    return HoldReason.NATIVE_LINK if found.other_app and not found.parts and not begun else None


_HELD = {Blocked.HELD, Blocked.SCHEDULED}


def _still_needed(line: StoreLine, already: int, shipped: int) -> StoreLine:
    """What is left of a line: never more than the order wants, nor than the store still has open beside our orders."""
    left = line.quantity - already
    if left <= 0 and line.blocked not in _HELD:  # a hold stops what was prepared, too
        return replace(line, to_fulfil=0, blocked=Blocked.DONE)
    on_the_way = max(0, already - shipped)
    return replace(line, to_fulfil=max(0, min(line.to_fulfil - on_the_way, left)))


def _routes(tx: Tx, store_id: str) -> Mapping[str, Route]:
    rows = _ROUTES.all(tx, store=store_id)
    return {
        row.supplier_id: Route(store_id, row.supplier_id, row.platform, Mode(row.mode), row.since)
        for row in rows
    }


def replan_variant(tx: Tx, store_id: str, listing_variant_id: str) -> None:
    """A variant was linked or marked: its question is answered, and every order that waited goes on."""
    cases.close_cases(
        tx, by=Actor.SELLER, subject=plan_cases.variant_subject(store_id, listing_variant_id)
    )
    o, line = tables.order, tables.order_line
    waiting = tx.conn.execute(
        select(o.c.id)
        .join(line, line.c.order_id == o.c.id)
        .where(
            o.c.store_id == store_id,
            line.c.variant_id == listing_variant_id,
            o.c.plan_hold == HoldReason.LINK,
        )
        .distinct()
    ).scalars()
    replan_all(tx, store_id, list(waiting))


def replan_all(tx: Tx, store_id: str, order_ids: Iterable[int]) -> None:
    """Plan several orders of one store anew."""
    intake = Intake(tx, store_id)
    for order_id in order_ids:
        intake.replan(order_id)
    tx.changed(Topic.ORDERS)
