"""What the pieces of an order cost: told by the products themselves, remembered for some minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from podbridge_desktop.connectors.printify import catalog, wire_products
from podbridge_desktop.connectors.printify.api import PrintifyApi
from podbridge_desktop.connectors.printify.request import parts_of
from podbridge_desktop.domain.fulfilment import OrderedLine
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import NotThere, Refused

FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One product's pieces in cents, by our name of the variant, and those that are out of stock."""

    at: datetime
    pieces: Mapping[str, int]
    out: frozenset[str]


class Prices:
    """One call per product that was not seen lately. Safe for several threads."""

    def __init__(self, api: PrintifyApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._products: dict[str, _Seen] = {}

    def learn(self, told: wire_products.Product) -> None:
        out = frozenset(catalog.out_of_stock(told))
        self._products[told.id] = _Seen(self._clock.now(), catalog.pieces(told), out)

    def piece(self, variant: str) -> int | None:
        """What one piece costs in cents, as far as it was told lately or long ago."""
        seen = self._products.get(variant.rpartition("-")[0])
        return seen.pieces.get(variant) if seen else None

    def of(self, lines: Sequence[OrderedLine]) -> int:
        """What the lines cost together, in cents. Raises `Refused` for a variant that is gone or out of stock."""
        return sum(self._cost(line) for line in lines)

    def _cost(self, line: OrderedLine) -> int:
        product, _ = parts_of(line)
        seen = self._products.get(product)
        old = seen is None or self._clock.now() - seen.at > FRESH
        if seen is None or old or line.variant_id in seen.out:
            seen = self._read(product, line)
        cost = seen.pieces.get(line.variant_id)
        if cost is None:
            raise _gone(line)
        if line.variant_id in seen.out:
            raise _out_of_stock(line)
        return cost * line.quantity

    def _read(self, product: str, line: OrderedLine) -> _Seen:
        try:
            self.learn(self._api.product(product))
        except NotThere as error:
            raise _gone(line) from error
        return self._products[product]


def _gone(line: OrderedLine) -> Refused:
    return Refused(
        f"Printify does not have the variant that “{line.title or line.reference}” is linked to (any more).",
        case="variant_gone",
        reason=line.variant_id,
        hint="Read the products again, then link the item to a variant that Printify still has.",
    )


def _out_of_stock(line: OrderedLine) -> Refused:
    return Refused(
        f"“{line.title or line.reference}” is out of stock at Printify.",
        case="stock",
        reason=line.variant_id,
        hint="Choose another variant or another supplier for this item, or wait until Printify has it again.",
    )
