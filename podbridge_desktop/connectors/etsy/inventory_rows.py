"""One product of an inventory, and by which properties the products differ. Pure.

Etsy wants to be told whether a price (a SKU, a quantity, a profile) differs by no property, by one, or by all of them,
and refuses a write that tells it otherwise than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from podbridge_desktop.domain.catalog import ListingVariant

V = TypeVar("V", bound=Hashable)
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one property, as it is written."""

    text: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One product of the inventory. `variant` is ours, where it is one."""

    values: tuple[Value, ...]
    sku: str
    price: Decimal
    quantity: int
    enabled: bool
    readiness: int | None
    variant: ListingVariant | None = None

    @property
    def key(self) -> Key:
        return tuple(value.text.casefold() for value in self.values)

    @property
    def is_filler(self) -> bool:
        return not self.enabled and not self.sku and self.variant is None


def differing(
    rows: Sequence[Row], of: Callable[[Row], Hashable], properties: int
) -> tuple[int, ...]:
    """By which properties a value differs: none, one, or all (Etsy knows nothing in between)."""
    every = tuple(range(properties))
    for places in ((), *((place,) for place in every)):
        if _mapping(rows, of, places) is not None:
            return places
    return every


def _mapping(
    rows: Sequence[Row], of: Callable[[Row], V], places: tuple[int, ...]
) -> dict[Key, V] | None:
    """The value by the properties at `places`; None where it takes more to tell."""
    found: dict[Key, V] = {}
    for row in rows:
        key = tuple(row.key[place] for place in places)
        if found.setdefault(key, of(row)) != of(row):
            return None
    return found


def rule(rows: Sequence[Row], of: Callable[[Row], V], properties: int) -> Callable[[Row, V], V]:
    """The value that a row must have so that no further property tells it."""
    places = differing(rows, of, properties)
    known = _mapping(rows, of, places) or {}

    def value_for(row: Row, otherwise: V) -> V:
        return known.get(tuple(row.key[place] for place in places), otherwise)

    return value_for
