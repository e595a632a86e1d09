"""Orders are taken as the store tells them, in bulk.

A reading older than the one we have changes nothing; the same reading twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.orders import (
    StoreOrder,
)
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.instants import to_micros

_encode = msgspec.json.Encoder().encode

_UPSERT = """INSERT INTO orders (id, store_id, remote_id, number, placed_at, paid_at, updated_at, cancelled_at,
payment, is_test, address_hidden, currency, goods, shipping, tax, refunded, total, note, reading, standing, step,
seen_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (id) DO UPDATE SET number=excluded.number, paid_at=excluded.paid_at, updated_at=excluded.updated_at,
cancelled_at=excluded.cancelled_at, payment=excluded.payment, is_test=excluded.is_test,
address_hidden=excluded.address_hidden, currency=excluded.currency, goods=excluded.goods,
shipping=excluded.shipping, tax=excluded.tax, refunded=excluded.refunded, total=excluded.total,
note=excluded.note, reading=excluded.reading"""

_UPSERT_LINE = """INSERT INTO order_line (order_id, remote_id, position, variant_id, sku, title, options, quantity,
to_fulfil, unit_price, requires_shipping, blocked, blocked_by, properties) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (order_id, remote_id) DO UPDATE SET position=excluded.position,
variant_id=excluded.variant_id, sku=excluded.sku, title=excluded.title, options=excluded.options,
quantity=excluded.quantity, to_fulfil=excluded.to_fulfil, unit_price=excluded.unit_price,
requires_shipping=excluded.requires_shipping, blocked=excluded.blocked, blocked_by=excluded.blocked_by,
properties=excluded.properties"""

_UPSERT_PERSON = """INSERT INTO order_person (order_id, name, ship_to) VALUES (?,?,?)
ON CONFLICT (order_id) DO UPDATE SET name=excluded.name, ship_to=excluded.ship_to"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch brought: (our id, reading) of new and of changed orders."""

    new: tuple[tuple[int, StoreOrder], ...]
    changed: tuple[tuple[int, StoreOrder], ...]


def take(tx: Tx, store_id: str, readings: Sequence[StoreOrder]) -> Taken:
    """Store readings of one store. Hidden personal data is no news: the address we have is kept."""
    known = _known(tx, store_id, readings)
    next_id = _next_id(tx)
    new: list[tuple[int, StoreOrder]] = []
    changed: list[tuple[int, StoreOrder]] = []
    only_touched: list[tuple[int, int]] = []
    hashes: dict[int, str] = {}
    for reading in _newest(readings):
        old = known.get(reading.remote_id)
        found = fingerprint(reading)
        if old is None:
            order_id, next_id = next_id, next_id + 1
            new.append((order_id, reading))
        else:
            order_id, updated_at, hashed = old
            said_at = to_micros(reading.updated_at)
            if said_at < updated_at:
                continue
            if hashed == found:
                only_touched += [(said_at, order_id)] if said_at > updated_at else []
                continue
            changed.append((order_id, reading))
        hashes[order_id] = found
    taken = Taken(tuple(new), tuple(changed))
    _write(tx, store_id, taken, hashes)
    # The stamp moves even where nothing else did: a reading from in between must not come back over it.
    tx.cursor().executemany("UPDATE orders SET updated_at = ? WHERE id = ?", only_touched)
    return taken


def _newest(readings: Sequence[StoreOrder]) -> Iterable[StoreOrder]:
    """The same order twice in one batch: the store's later word counts, whatever its place."""
    newest: dict[str, StoreOrder] = {}
    for reading in readings:
        other = newest.get(reading.remote_id)
        if other is None or other.updated_at <= reading.updated_at:
            newest[reading.remote_id] = reading
    return newest.values()


def fingerprint(reading: StoreOrder) -> str:
    """A hash over all a reading says, but for its time stamp: stores touch orders without changing them."""
    o = reading
    said = (
        o.number, o.payment, o.lines, o.total, o.tax, o.shipping, o.refunded, o.paid_at, o.cancelled_at,
        o.is_test, o.ship_to, o.address_hidden, o.note,
    )  # fmt: skip
    return hashlib.blake2b(_encode(said), digest_size=16).hexdigest()


def _known(
    tx: Tx, store_id: str, readings: Sequence[StoreOrder]
) -> dict[str, tuple[int, int, str]]:
    cursor = tx.cursor()
    marks = ",".join("?" * len(readings))
    cursor.execute(
        f"SELECT remote_id, id, updated_at, reading FROM orders WHERE store_id = ? AND remote_id IN ({marks})",  # noqa: S608 - only question marks
        (store_id, *(reading.remote_id for reading in readings)),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}


def _next_id(tx: Tx) -> int:
    cursor = tx.cursor()
    # The trail outlives a removed connection: a number that it knows is never given to another order.
    cursor.execute(
        "SELECT max(coalesce((SELECT max(id) FROM orders), 0),"
        " coalesce((SELECT max(order_id) FROM audit), 0)) + 1"
    )
    return int(cursor.fetchone()[0])


def _write(tx: Tx, store_id: str, taken: Taken, hashes: dict[int, str]) -> None:
    everything = (*taken.new, *taken.changed)
    if not everything:
        return
    cursor = tx.cursor()
    now = to_micros(tx.now)
    cursor.executemany(
        _UPSERT, [_order_row(id_, store_id, o, hashes[id_], now) for id_, o in everything]
    )
    if taken.changed:  # lines that left the order want nothing any more
        cursor.executemany(
            "UPDATE order_line SET quantity = 0, to_fulfil = 0, blocked = 'done' WHERE order_id = ?",
            [(id_,) for id_, _ in taken.changed],
        )
    cursor.executemany(_UPSERT_LINE, [row for id_, o in everything for row in _line_rows(id_, o)])
    _write_people(tx, everything)
    audit.add_all(
        tx,
        [
            *(Entry(Actor.STORE, "order_seen", id_, store_id, _facts(o)) for id_, o in taken.new),
            *(
                Entry(Actor.STORE, "order_changed", id_, store_id, _facts(o))
                for id_, o in taken.changed
            ),
        ],
    )
    tx.changes |= Changed(frozenset({Topic.ORDERS}), frozenset(id_ for id_, _ in everything))


def _facts(order: StoreOrder) -> dict[str, object]:
    return {
        "number": order.number,
        "payment": order.payment,
        "total": str(order.total),
        "items": sum(line.quantity for line in order.lines),
        "cancelled": order.cancelled_at is not None,
        "address": "" if order.ship_to is None else order.ship_to.fingerprint()[:12],
    }


def _order_row(id_: int, store_id: str, o: StoreOrder, hashed: str, now: int) -> tuple[object, ...]:
    return (
        id_, store_id, o.remote_id, o.number, to_micros(o.placed_at), o.paid_at and to_micros(o.paid_at),
        to_micros(o.updated_at), o.cancelled_at and to_micros(o.cancelled_at), o.payment.value, o.is_test,
        o.address_hidden, o.total.currency, o.goods.minor, o.shipping.minor, o.tax.minor, o.refunded.minor,
        o.total.minor, o.note, hashed, Standing.NO_ROUTE.value, Step.PLACED.value, now,
    )  # fmt: skip


def _line_rows(order_id: int, order: StoreOrder) -> Iterable[tuple[object, ...]]:
    for position, line in enumerate(order.lines):
        yield (
            order_id, line.remote_id, position, line.variant_id, line.sku, line.title, line.options,
            line.quantity, line.to_fulfil, line.unit_price.minor, line.requires_shipping,
            line.blocked and line.blocked.value, line.blocked_by,
            _encode(line.properties).decode() if line.properties else "[]",
        )  # fmt: skip


def _write_people(tx: Tx, orders: Sequence[tuple[int, StoreOrder]]) -> None:
    """Personal values and the search text; what the seller erased is not written back."""
    cursor = tx.cursor()
    marks = ",".join("?" * len(orders))
    cursor.execute(
        f"SELECT id FROM orders WHERE erased_at IS NOT NULL AND id IN ({marks})",  # noqa: S608
        [id_ for id_, _ in orders],
    )
    erased = {row[0] for row in cursor.fetchall()}
    told = [(i, o) for i, o in orders if i not in erased and not o.address_hidden]
    cursor.executemany(
        _UPSERT_PERSON,
        [
            (
                i,
                o.ship_to.name if o.ship_to else "",
                _encode(o.ship_to).decode() if o.ship_to else None,
            )
            for i, o in told
        ],
    )
    known = _known_words(tx, [i for i, _ in orders])
    cursor.executemany(
        "INSERT OR REPLACE INTO order_search (rowid, text) VALUES (?, ?)",
        [(i, "\n".join([*_search_words(o), *known.get(i, ())])) for i, o in orders],
    )


def _search_words(order: StoreOrder) -> Iterable[str]:
    words = [order.number, order.remote_id, *(line.sku for line in order.lines)]
    words += [line.title for line in order.lines]
    return (word for word in words if word)


def _known_words(tx: Tx, order_ids: Sequence[int]) -> dict[int, list[str]]:
    """What is found beside the store's last word: the person as far as we know her, and tracking numbers."""
    cursor = tx.cursor()
    marks = ",".join("?" * len(order_ids))
    found: dict[int, list[str]] = {}
    cursor.execute(
        f"SELECT order_id, ship_to, corrected FROM order_person WHERE order_id IN ({marks})",  # noqa: S608
        order_ids,
    )
    for order_id, *addresses in cursor.fetchall():
        for place in (msgspec.json.decode(text) for text in addresses if text):
            words = (place["name"], place["email"], place["city"])
            found.setdefault(order_id, []).extend(word for word in words if word)
    cursor.execute(
        f"SELECT s.order_id, p.tracking_number FROM shipment AS p"  # noqa: S608
        f" JOIN supplier_order AS s ON s.id = p.supplier_order_id WHERE s.order_id IN ({marks})",
        order_ids,
    )
    for order_id, number in cursor.fetchall():
        found.setdefault(order_id, []).append(number)
    return found
