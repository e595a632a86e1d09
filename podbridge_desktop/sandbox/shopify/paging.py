"""Pages of connections: cursors hold the last value and id, so that a page is stable while records move."""

from __future__ import annotations

import base64
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from .call import Args, Refusal
from .ids import number_of

Item = TypeVar("Item")
Key: TypeAlias = tuple[str | int, int]
MAX_PAGE = 250


@dataclass(frozen=True, slots=True)
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Edge(Generic[Item]):
    node: Item
    cursor: str


@dataclass(slots=True)
class Page(Generic[Item]):
    """One page of a connection. `keys` stand beside `nodes`."""

    nodes: list[Item]
    keys: list[Key]
    has_next: bool
    has_previous: bool

    @property
    def edges(self) -> list[Edge[Item]]:
        return [Edge(n, _cursor(k)) for n, k in zip(self.nodes, self.keys, strict=True)]

    @property
    def page_info(self) -> PageInfo:
        start = _cursor(self.keys[0]) if self.keys else None
        end = _cursor(self.keys[-1]) if self.keys else None
        return PageInfo(self.has_next, self.has_previous, start, end)


def page(keys: Sequence[Key], args: Args, fetch: Callable[[Key], Item]) -> Page[Item]:
    """The page that `first/after` or `last/before` (and `reverse`) ask for, out of keys in ascending order."""
    reverse = bool(args.get("reverse"))
    low, high = 0, len(keys)
    after, before = (
        (args.get("before"), args.get("after"))
        if reverse
        else (args.get("after"), args.get("before"))
    )
    if keys and after is not None:
        low = bisect_right(keys, _position(after, keys[0]))
    if keys and before is not None:
        high = bisect_left(keys, _position(before, keys[0]))
    window = range(low, max(low, high))
    size, from_start = _size(args)
    from_low = from_start != reverse
    chosen = window[:size] if from_low else window[max(0, len(window) - size) :]
    picked = [keys[i] for i in chosen]
    below = bool(chosen) and chosen[0] > 0
    above = bool(chosen) and chosen[-1] < len(keys) - 1
    if reverse:
        picked.reverse()
        below, above = above, below
    return Page([fetch(key) for key in picked], picked, above, below)


def page_of(items: Sequence[Item], args: Args) -> Page[Item]:
    """A page of a short list that stays in its own order."""
    numbered = dict(enumerate(items))
    keys: list[Key] = [
        (index, number_of(getattr(item, "id", ""))) for index, item in numbered.items()
    ]
    return page(keys, args, lambda key: numbered[int(key[0])])


def _size(args: Args) -> tuple[int, bool]:
    first, last = args.get("first"), args.get("last")
    if first is None and last is None:
        raise Refusal("you must provide one of first or last", "BAD_REQUEST")
    if first is not None and last is not None:
        raise Refusal("providing both first and last is not supported", "BAD_REQUEST")
    size = first if first is not None else last
    if not isinstance(size, int) or size < 0 or size > MAX_PAGE:
        raise Refusal(f"a page holds between 0 and {MAX_PAGE} objects, not {size}", "BAD_REQUEST")
    return size, first is not None


def _cursor(key: Key) -> str:
    text = json.dumps({"last_id": key[1], "last_value": key[0]}, ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def _position(cursor: str, example: Key) -> Key:
    try:
        entry = json.loads(base64.b64decode(cursor, validate=True))
        kind = type(example[0])
        return (kind(entry["last_value"]), int(entry["last_id"]))
    except (ValueError, KeyError, TypeError):
        raise Refusal(f"`{cursor}` is not a valid cursor.", "BAD_REQUEST") from None
