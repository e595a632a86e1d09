"""What a person or a script means by the name of an order."""

from __future__ import annotations

from sqlalchemy import select

from podbridge_desktop.domain.reading import Found
from podbridge_desktop.storage import order_rows
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import connection, order, supplier_order


def find(tx: Tx, ref: str) -> Found:
    """What a typed reference means. A name that several orders answer to finds none, and says which there are."""
    typed = ref.strip()
    if typed.startswith("order:") and typed[6:].isdecimal():
        return _only(tx, {int(typed[6:]): None})
    return _only(tx, {**_by_supplier(tx, typed), **_by_store(tx, typed)})


def _by_store(tx: Tx, typed: str) -> dict[int, int | None]:
    bare = typed.removeprefix("#")
    stores = select(connection.c.id)  # names the first column of the index
    same = select(order.c.id).where(order.c.number.in_({typed, bare, f"#{bare}"}))
    theirs = select(order.c.id).where(order.c.store_id.in_(stores), order.c.remote_id == bare)
    return dict.fromkeys(tx.conn.execute(same.union(theirs)).scalars())


def _by_supplier(tx: Tx, typed: str) -> dict[int, int | None]:
    s = supplier_order.c
    suppliers = select(connection.c.id)
    named = select(s.order_id, s.id).where(s.supplier_id.in_(suppliers), s.external_id == typed)
    theirs = select(s.order_id, s.id).where(s.supplier_id.in_(suppliers), s.remote_id == typed)
    return dict(tx.conn.execute(named.union(theirs)).all())


def _only(tx: Tx, meant: dict[int, int | None]) -> Found:
    known = order_rows.rows(tx.cursor(), sorted(meant))
    if len(known) == 1:
        order_id = next(iter(known))
        return Found(order_id, meant[order_id])
    return Found(
        None,
        candidates=tuple(f"order:{row.id} ({row.number}, {row.store})" for row in known.values()),
    )
