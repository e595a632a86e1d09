"""Stock follows the supplier (rulings 28): what must change in a store, variant by variant. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from podbridge_desktop.domain.catalog import Availability

LOW = 20  # pieces: a counted variant that is printed on demand is filled up before it comes to nothing

_MAKEABLE = {
    Availability.ACTIVE: True,
    Availability.OUT_OF_STOCK: False,
    Availability.DISCONTINUED: False,
}


@dataclass(frozen=True, slots=True)
class StockLine:
    """A linked variant. `withheld`: we took it off sale because the supplier could not make it."""

    variant_id: str
    supplied: Availability
    available: bool
    quantity: int | None
    withheld: bool

    @property
    def makeable(self) -> bool | None:
        """None where the supplier does not say: then nothing is done."""
        return _MAKEABLE.get(self.supplied)


@dataclass(frozen=True, slots=True)
class StockWish:
    """Which variants shall be buyable. `revive`: all of the listing had been withheld, so it may be off sale itself."""

    wanted: dict[str, bool]
    revive: bool


def stock_wish(lines: Iterable[StockLine], *, live: bool) -> StockWish | None:
    """What the store shall be told of one listing; None where nothing is to be changed.

    What the seller took off sale or put back with her own hand is left to her. A listing that buyers do not see is
    left alone, but what was withheld comes back.
    """
    every = list(lines)
    if not any(_changes(line, live=live) for line in every):
        return None
    ours = [line for line in every if line.available != line.withheld]
    wanted = {line.variant_id: line.makeable is not False for line in ours if _is_told(line)}
    return StockWish(wanted, revive=all(line.withheld for line in every))


def _changes(line: StockLine, *, live: bool) -> bool:
    if line.makeable is True and line.withheld:
        return True
    on_sale = live and line.available and not line.withheld
    low = line.quantity is not None and 0 < line.quantity < LOW
    return on_sale and (line.makeable is False or (line.makeable is True and low))


def _is_told(line: StockLine) -> bool:
    """Where the supplier says nothing, what is withheld stays so, and what is on sale goes on."""
    return line.makeable is not None
