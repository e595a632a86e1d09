"""Puts things of different size into few questions of at most 1,000 points each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

CEILING = 1000  # Shopify's limit for one query
LIST_LIMIT = 250  # Shopify's limit for one list of ids
SLACK = 60  # points we rather waste than make another call


@dataclass(frozen=True, slots=True)
class Pack:
    """What one question asks for: these ids, each with up to `size` of its parts."""

    ids: tuple[str, ...]
    size: int


def pack(
    sized: Iterable[tuple[str, int]], cost: Callable[[int], int], ceiling: int = CEILING
) -> Iterator[Pack]:
    """Small things together, so that no small one pays for the page size of a big one.

    `cost(size)` is what one thing costs when asked with that page size.
    """
    ids: list[str] = []
    spent = size = 0  # `spent`: what the members need by themselves
    for each, own in sorted(sized, key=lambda item: item[1]):
        price = cost(own)
        whole = (len(ids) + 1) * price
        if ids and (whole > ceiling or len(ids) == LIST_LIMIT or whole - spent - price > SLACK):
            yield Pack(tuple(ids), size)
            ids, spent = [], 0
        ids.append(each)
        spent += price
        size = own
    if ids:
        yield Pack(tuple(ids), size)


def halves(pack: Pack) -> tuple[Pack, ...]:
    """The same question in two, for a store that reckons it dearer than we do; none if it is one thing."""
    middle = len(pack.ids) // 2
    if not middle:
        return ()
    return Pack(pack.ids[:middle], pack.size), Pack(pack.ids[middle:], pack.size)
