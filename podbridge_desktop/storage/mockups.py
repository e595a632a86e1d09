"""Wishes for mockups, and the mockups that are kept; see `domain.mockups` for the states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.mockups import OPEN, MadePicture, Mockup, MockupRow, MockupState
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.mockup_tables import mockup, mockup_wish
from podbridge_desktop.storage.tables import product

t = mockup_wish


@dataclass(frozen=True, slots=True)
class StoredWish:
    """A wish that is open. `product_name` is the supplier's id; `styles` are (its id, name)."""

    id: int
    product_id: int
    product_name: str
    styles: tuple[tuple[str, str], ...]
    files: Mapping[str, str]
    tasks: tuple[str, ...]
    attempts: int
    asked_at: datetime


def want(
    tx: Tx, product_id: int, styles: Sequence[tuple[str, str]], files: Mapping[str, str]
) -> None:
    """The seller's wish; a newer one takes the place of the older. Files that she gave before stay given."""
    known = tx.conn.execute(select(t.c.files).where(t.c.product_id == product_id)).scalar()
    values = {
        "state": MockupState.ASKED, "styles": styles, "files": {**(known or {}), **files}, "tasks": [], "attempts": 0,
        "message": "", "due_at": tx.now, "asked_at": tx.now, "settled_at": None,
    }  # fmt: skip
    if known is None:
        tx.conn.execute(t.insert().values(product_id=product_id, **values))
    else:
        tx.conn.execute(update(t).where(t.c.product_id == product_id).values(values))
    tx.changed(Topic.PRODUCTS)


def due(tx: Tx, supplier_id: str, state: MockupState) -> list[StoredWish]:
    """The wishes in `state` whose time has come, oldest first."""
    rows = tx.conn.execute(
        _of(supplier_id).where(t.c.state == state, t.c.due_at <= tx.now).order_by(t.c.id)
    )
    return [_stored(row) for row in rows]


def next_due(tx: Tx, supplier_id: str) -> datetime | None:
    """When the earliest open wish is due; None where there is none."""
    return tx.conn.execute(
        select(func.min(t.c.due_at))
        .join(product, product.c.id == t.c.product_id)
        .where(product.c.supplier_id == supplier_id, t.c.state.in_(OPEN))
    ).scalar()


def _of(supplier_id: str) -> Select[Any]:
    return (
        select(t, product.c.remote_id)
        .join(product, product.c.id == t.c.product_id)
        .where(product.c.supplier_id == supplier_id)
    )


def _stored(row: Row[Any]) -> StoredWish:
    return StoredWish(
        id=row.id,
        product_id=row.product_id,
        product_name=row.remote_id,
        styles=tuple((id_, name) for id_, name in row.styles),
        files=row.files,
        tasks=tuple(row.tasks),
        attempts=row.attempts,
        asked_at=row.asked_at,
    )


def change(tx: Tx, wishes: Iterable[StoredWish], state: MockupState, **values: object) -> None:
    """Write how these wishes stand now; one that the seller made anew meanwhile is left as she wants it."""
    ended = None if state in OPEN else tx.now
    for wish in wishes:
        mine = (t.c.id == wish.id, t.c.styles == wish.styles, t.c.state.in_(OPEN))
        tx.conn.execute(update(t).where(*mine).values(state=state, settled_at=ended, **values))
    tx.changed(Topic.PRODUCTS)


def keep(tx: Tx, wish: StoredWish, made: MadePicture, picture: str) -> None:
    """A picture that is on this computer now, in the place of an older one of the same look."""
    m = mockup
    same = (
        m.c.product_id == wish.product_id, m.c.blank_id == made.blank_id,
        m.c.style_id == made.style_id, m.c.placement == made.placement,
    )  # fmt: skip
    tx.conn.execute(m.delete().where(*same))
    tx.conn.execute(
        m.insert().values(
            product_id=wish.product_id,
            blank_id=made.blank_id,
            style_id=made.style_id,
            style=dict(wish.styles).get(made.style_id, ""),
            placement=made.placement,
            picture=picture,
            made_at=tx.now,
        )
    )
    tx.changed(Topic.PRODUCTS)


def drop_others(tx: Tx, wish: StoredWish) -> None:
    """Mockups in styles that are not wished for any more."""
    m, kept = mockup, [id_ for id_, _ in wish.styles]
    tx.conn.execute(m.delete().where(m.c.product_id == wish.product_id, m.c.style_id.not_in(kept)))


def kept_since(tx: Tx, wish: StoredWish) -> set[tuple[str, str, str]]:
    """What is here already of this asking: (blank, style, place)."""
    m = mockup
    rows = tx.conn.execute(
        select(m.c.blank_id, m.c.style_id, m.c.placement).where(
            m.c.product_id == wish.product_id, m.c.made_at >= wish.asked_at
        )
    )
    return {(row.blank_id, row.style_id, row.placement) for row in rows}


def of_products(tx: Tx, wanted: Select[Any]) -> dict[int, list[Mockup]]:
    """Kept mockups by product, in the order in which the seller chose the styles."""
    m = mockup
    rows = tx.conn.execute(
        select(m, t.c.styles)
        .outerjoin(t, t.c.product_id == m.c.product_id)
        .where(m.c.product_id.in_(wanted))
        .order_by(m.c.id)
    ).all()
    found: dict[int, list[tuple[int, Mockup]]] = defaultdict(list)
    for row in rows:
        order = {id_: place for place, (id_, _) in enumerate(row.styles or ())}
        one = Mockup(row.blank_id, row.style, row.placement, row.picture)
        found[row.product_id].append((order.get(row.style_id, len(order)), one))
    return {
        id_: [one for _, one in sorted(those, key=lambda pair: pair[0])]
        for id_, those in found.items()
    }


def rows(tx: Tx, wanted: Select[Any]) -> dict[int, MockupRow]:
    """How the wishes of these products stand."""
    found = tx.conn.execute(select(t).where(t.c.product_id.in_(wanted)))
    return {
        row.product_id: MockupRow(
            state=MockupState(row.state),
            styles=tuple(name for _, name in row.styles),
            message=row.message,
            due_at=row.due_at,
            missing_files=tuple(row.tasks) if row.state == MockupState.FILE_NEEDED else (),
        )
        for row in found
    }
