"""What suppliers told of their catalogs when somebody looked, kept for a while."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import select

from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.mockup_tables import catalog_answer as t

T = TypeVar("T")


def find(tx: Tx, supplier_id: str, item: str, kind: type[T]) -> tuple[T, datetime] | None:
    """The answer and when it was read; None where nobody asked, or an earlier version kept it otherwise."""
    row = tx.conn.execute(
        select(t.c.answer, t.c.read_at).where(t.c.supplier_id == supplier_id, t.c.item == item)
    ).first()
    if row is None:
        return None
    try:
        return msgspec.convert(row.answer, kind), row.read_at
    except msgspec.ValidationError:
        return None


def keep(tx: Tx, supplier_id: str, item: str, answer: object) -> None:
    """In the place of the one that was kept before."""
    tx.conn.execute(t.delete().where(t.c.supplier_id == supplier_id, t.c.item == item))
    tx.conn.execute(
        t.insert().values(
            supplier_id=supplier_id,
            item=item,
            answer=msgspec.to_builtins(answer),
            read_at=tx.now,
        )
    )
