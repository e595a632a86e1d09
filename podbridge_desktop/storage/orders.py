"""An order as the store last told it, given back as the domain's value, and what is asked of stored orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.mapping import VariantLink
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import (
    Address,
    Blocked,
    LineProperty,
    Payment,
    StoreLine,
    StoreOrder,
)
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.errors import Gone
from podbridge_desktop.storage import audit, tables
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Stored:
    """An order of ours with what only we know of it."""

    id: int
    store_id: str
    reading: StoreOrder
    line_ids: dict[str, int]
    line_links: dict[str, VariantLink]
    corrected: Address | None
    standing: Standing
    picked: bool
    held_by_seller: str | None
    seen_at: datetime

    @property
    def recipient(self) -> Address | None:
        """Where it goes: the seller's correction while it holds, else the store's word."""
        return self.corrected or self.reading.ship_to


_PERSON = tables.order_person.c
_ORDER = Prepared(
    select(tables.order, _PERSON.ship_to, _PERSON.corrected, _PERSON.corrected_over)
    .outerjoin(tables.order_person, _PERSON.order_id == tables.order.c.id)
    .where(tables.order.c.id == bindparam("order"))
)
_LINES = Prepared(
    select(tables.order_line)
    .where(tables.order_line.c.order_id == bindparam("order"))
    .order_by(tables.order_line.c.position)
)
_FIND = Prepared(
    select(tables.order.c.id).where(
        tables.order.c.store_id == bindparam("store"),
        tables.order.c.remote_id == bindparam("remote"),
    )
)


_UNBEGUN = Prepared(
    select(tables.order.c.id).where(
        tables.order.c.id == bindparam("order"),
        tables.order.c.standing == bindparam("ours"),
        ~select(tables.supplier_order.c.id)
        .where(tables.supplier_order.c.order_id == tables.order.c.id)
        .exists(),
    )
)


def load(tx: Tx, order_id: int) -> Stored:
    """One order. Raises `Gone` if there is none."""
    row = _ORDER.first(tx, order=order_id)
    if row is None:
        raise Gone("the order is no longer known")
    line_rows = _LINES.all(tx, order=order_id)
    reading = _reading(row, tuple(_line(line, row.currency) for line in line_rows))
    return Stored(
        id=row.id,
        store_id=row.store_id,
        reading=reading,
        line_ids={line.remote_id: line.id for line in line_rows},
        line_links={
            line.remote_id: msgspec.convert(line.link, VariantLink)
            for line in line_rows
            if line.link
        },
        corrected=_correction(row, reading),
        standing=Standing(row.standing),
        picked=row.picked,
        held_by_seller=row.held_by_seller,
        seen_at=row.seen_at,
    )


def find(tx: Tx, store_id: str, remote_id: str) -> int | None:
    """Our id of a store's order."""
    found: int | None = _FIND.scalar(tx, store=store_id, remote=remote_id)
    return found


def _reading(row: Any, lines: tuple[StoreLine, ...]) -> StoreOrder:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return StoreOrder(
        remote_id=row.remote_id,
        number=row.number,
        placed_at=row.placed_at,
        updated_at=row.updated_at,
        payment=Payment(row.payment),
        lines=lines,
        goods=money(row.goods),
        shipping=money(row.shipping),
        tax=money(row.tax),
        refunded=money(row.refunded),
        total=money(row.total),
        paid_at=row.paid_at,
        cancelled_at=row.cancelled_at,
        is_test=row.is_test,
        ship_to=None if row.ship_to is None else Address(**row.ship_to),
        address_hidden=row.address_hidden,
        note=row.note,
    )


def _line(row: Any, currency: str) -> StoreLine:
    return StoreLine(
        remote_id=row.remote_id,
        title=row.title,
        quantity=row.quantity,
        to_fulfil=row.to_fulfil,
        unit_price=Money(row.unit_price, currency),
        variant_id=row.variant_id,
        sku=row.sku,
        options=row.options,
        requires_shipping=row.requires_shipping,
        blocked=Blocked(row.blocked) if row.blocked else None,
        blocked_by=row.blocked_by,
        properties=tuple(LineProperty(**p) for p in row.properties),
    )


def _correction(row: Any, reading: StoreOrder) -> Address | None:
    """A correction holds until the store's own value changes; hidden by the vendor is not a change (rulings 6)."""
    if row.corrected is None:
        return None
    said = "" if reading.ship_to is None else reading.ship_to.fingerprint()
    return Address(**row.corrected) if row.corrected_over == said else None


def correct_address(tx: Tx, order_id: int, address: Address) -> None:
    """The seller's own address for an order."""
    stored = load(tx, order_id)
    over = "" if stored.reading.ship_to is None else stored.reading.ship_to.fingerprint()
    p = tables.order_person
    values = {
        "corrected": msgspec.to_builtins(address),
        "corrected_over": over,
        "name": address.name,
    }
    done = tx.conn.execute(p.update().where(p.c.order_id == order_id).values(values))
    if not done.rowcount:
        tx.conn.execute(p.insert().values(order_id=order_id, **values))
    audit.add(
        tx,
        Entry(Actor.SELLER, "address_corrected", order_id, stored.store_id,
              {"address": address.fingerprint()[:12]}),
    )  # fmt: skip
    tx.changed(Topic.ORDERS, order_id=order_id)


def set_picked(tx: Tx, order_id: int, *, picked: bool) -> None:
    """The seller wants it sent although it is older than its route."""
    o = tables.order
    tx.conn.execute(o.update().where(o.c.id == order_id).values(picked=picked))


def find_by_id_or_number(tx: Tx, store_id: str, remote_id: str, number: str) -> int | None:
    """Our id of an order by the store's id, else by its number where that is the only one."""
    if remote_id.isdigit():  # a whole id decides alone: another shop's file has the same numbers
        return find(tx, store_id, remote_id)
    o = tables.order
    rows = tx.conn.execute(
        select(o.c.id).where(o.c.store_id == store_id, o.c.number == number).limit(2)
    ).all()
    return int(rows[0].id) if len(rows) == 1 else None


def unsent(tx: Tx, store_id: str, since: datetime) -> list[int]:
    """Orders of ours paid since then that have not left their first step and have no supplier order."""
    o, s = tables.order, tables.supplier_order
    begun = select(s.c.id).where(s.c.order_id == o.c.id).exists()
    return list(
        tx.conn.execute(
            select(o.c.id).where(
                o.c.store_id == store_id,
                o.c.standing == Standing.OURS,
                o.c.step == Step.PLACED,
                o.c.paid_at >= since,
                ~begun,
            )
        ).scalars()
    )


def is_unbegun(tx: Tx, order_id: int) -> bool:
    """An order of ours that has no supplier order, not even a cancelled one."""
    return _UNBEGUN.first(tx, order=order_id, ours=Standing.OURS) is not None


def changed_since(tx: Tx, store_id: str, since: datetime) -> int:
    """How many orders of a store were changed there since then."""
    o = tables.order
    changed = (o.c.store_id == store_id, o.c.updated_at >= since)
    return int(tx.conn.execute(select(func.count()).where(*changed)).scalar_one())


def standing_aside(tx: Tx, store_id: str, standing: Standing) -> list[int]:
    """Orders of a store with this standing that have not left their first step."""
    o = tables.order
    return list(
        tx.conn.execute(
            select(o.c.id).where(
                o.c.store_id == store_id, o.c.standing == standing, o.c.step == Step.PLACED
            )
        ).scalars()
    )
