"""Finding words: the full-text index for whole words of three letters or more, a plain look for shorter ones.

The index is SQLite's trigram FTS5; another database would answer `matching_orders` with its own index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    and_,
    column,
    literal_column,
    or_,
    select,
    table,
    true,
)

from podbridge_desktop.storage.sqlite import search_text

TRIGRAM = 3
_search: Any = table("order_search", column("rowid"), column("text"))


def matching_orders(typed: str) -> CTE:
    """The ids (`order_id`) of the orders in whose search text every typed word occurs.

    Worked out once, in the order of the rows: looked up one by one in another order, short words of a million orders
    took five times as long.
    """
    words = typed.split()
    long = [word for word in words if len(word) >= TRIGRAM]
    found = select(_search.c.rowid.label("order_id"))
    if long:
        whole_row: ColumnElement[str] = literal_column("order_search")
        found = found.where(whole_row.op("MATCH")(search_text(" ".join(long))))
    for word in words:
        if len(word) < TRIGRAM:
            found = found.where(_search.c.text.contains(word, autoescape=True))
    return found.cte("found").prefix_with("MATERIALIZED")


def every_word(typed: str, columns: Sequence[ColumnElement[str]]) -> ColumnElement[bool]:
    """Each typed word occurs in one of the columns; for lists that are short enough to be looked through."""
    return and_(
        true(),
        *(or_(*(c.contains(word, autoescape=True) for c in columns)) for word in typed.split()),
    )
