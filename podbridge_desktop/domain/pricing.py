"""What a variant shall cost in the store: the seller's rule and its rounding, and what is left of a price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from podbridge_desktop.domain.money import Money, exponent
from podbridge_desktop.errors import BadInput

_ALL = Decimal(100)


class Basis(StrEnum):
    """How a price comes from the cost."""

    MARKUP = "markup"  # percent on top of the cost: 100 is twice the cost
    PLUS = "plus"  # an amount on top of the cost
    TIMES = "times"  # so many times the cost
    MARGIN = "margin"  # percent of the price that is left after cost, shipping and fees
    FIXED = "fixed"  # one price, whatever the cost


class Rounding(StrEnum):
    """Where a reckoned price ends. Always up: a rule's margin is the least that is left."""

    EXACT = "exact"
    NINETY_NINE = ".99"
    NINETY_FIVE = ".95"
    WHOLE = ".00"


_ENDS = {
    Rounding.NINETY_NINE: Decimal("0.99"),
    Rounding.NINETY_FIVE: Decimal("0.95"),
    Rounding.WHOLE: Decimal(0),
}


@dataclass(frozen=True, slots=True)
class SellingCosts:
    """What one sale costs beside the goods, in the store's currency: an estimate that the seller can change.

    `percent` of the price and `fixed` go to marketplace and payment; `shipping` is what the supplier's postage costs
    her where buyers do not pay it themselves. The real fees come with the store's own ledger (rulings 15).
    """

    percent: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Raises `BadInput` for what cannot be."""
        parts = (self.percent, self.fixed, self.shipping)
        if not all(part.is_finite() and part >= 0 for part in parts) or self.percent >= _ALL:
            raise BadInput(
                "Fees and shipping are amounts of nothing or more, the percentage is under 100."
            )

    def fees(self, price: Money) -> Money:
        """What marketplace and payment keep of a sale at `price`, halves away from zero."""
        return Money.of(price.amount * self.percent / _ALL + self.fixed, price.currency)


# The public price lists for sellers in the US: Etsy 6.5 % + 3 % + 0.25 and 0.20 for the renewal after a sale; Shopify
# Payments 2.9 % + 0.30 on the smallest plan. A seller elsewhere, or on another plan, types her own.
USUAL = {
    "etsy": SellingCosts(Decimal("9.5"), Decimal("0.45")),
    "shopify": SellingCosts(Decimal("2.9"), Decimal("0.30")),
}


@dataclass(frozen=True, slots=True)
class PriceRule:
    """`value` is a percentage, an amount in the store's currency or a factor, as `basis` says."""

    basis: Basis = Basis.MARKUP
    value: Decimal = _ALL
    rounding: Rounding = Rounding.EXACT

    def __post_init__(self) -> None:
        """Raises `BadInput` for a rule that leaves no price."""
        if not self.value.is_finite() or not _is_possible(self.basis, self.value):
            sentence, hint = _IMPOSSIBLE[self.basis]
            raise BadInput(sentence.format(self.value), hint=hint)

    @classmethod
    def typed(cls, basis: Basis, value: str, rounding: Rounding = Rounding.EXACT) -> PriceRule:
        """A rule from what a person typed: `12,50` and `40 %` are numbers. Raises `BadInput`."""
        try:
            return cls(
                basis, Decimal(value.strip().rstrip("%").strip().replace(",", ".")), rounding
            )
        except ArithmeticError as error:
            raise BadInput(f"“{value}” is not a number.", hint="Such as 24.90.") from error

    def price(self, cost: Money | None, currency: str, costs: SellingCosts) -> Money:
        """The price in the store's `currency`; `cost` is in it, too. Raises `BadInput` where it cannot be reckoned."""
        if self.basis is Basis.FIXED:
            return _exactly(self.value, currency)
        if cost is None:
            raise BadInput("The cost is not known, so no price can be reckoned.")
        if cost.currency != currency:
            raise ValueError("the cost is not in the store's currency")
        return _up(self._reckoned(cost.amount, costs), self.rounding, currency)

    def _reckoned(self, cost: Decimal, costs: SellingCosts) -> Decimal:
        match self.basis:
            case Basis.PLUS:
                return cost + self.value
            case Basis.TIMES:
                return cost * self.value
            case Basis.MARGIN:
                left = _ALL - self.value - costs.percent
                if left <= 0:
                    raise BadInput(
                        f"{self.value} % margin and {costs.percent} % fees leave nothing for the cost.",
                        hint="Choose a smaller margin.",
                    )
                return (cost + costs.fixed + costs.shipping) * _ALL / left
            case _:
                return cost * (1 + self.value / _ALL)


@dataclass(frozen=True, slots=True)
class Margin:
    """What is left of one sale, all in the store's currency. `percent` is of the price."""

    price: Money
    cost: Money
    shipping: Money
    fees: Money

    @property
    def left(self) -> Money:
        return self.price - self.cost - self.shipping - self.fees

    @property
    def percent(self) -> Decimal:
        return (
            Decimal(self.left.minor) / self.price.minor * _ALL if self.price.minor else Decimal(0)
        )


def margin(price: Money, cost: Money, costs: SellingCosts) -> Margin:
    """Price minus the supplier's cost, the postage that the seller pays and the estimated fees."""
    shipping = Money.of(costs.shipping, price.currency)
    return Margin(price, cost, shipping, costs.fees(price))


def _exactly(value: Decimal, currency: str) -> Money:
    price = Money.of(value, currency)
    if price.amount != value:
        raise BadInput(
            f"“{value}” has more decimals than {currency} has.",
            hint=f"The nearest price is {price.amount}.",
        )
    return price


def _up(value: Decimal, rounding: Rounding, currency: str) -> Money:
    """The lowest price with this ending that is not below `value`; currencies without cents end as they are."""
    places = exponent(currency)
    unit = Decimal(1).scaleb(-places)
    end = _ENDS.get(rounding)
    if end is None or places == 0:
        return Money.of(value, currency) if end is None else Money.of(_whole(value), currency)
    return Money.of(_whole(value - end).quantize(unit) + end, currency)


def _whole(value: Decimal) -> Decimal:
    return max(value, Decimal(0)).to_integral_value(ROUND_CEILING)


def _is_possible(basis: Basis, value: Decimal) -> bool:
    match basis:
        case Basis.MARKUP:
            return value > -_ALL
        case Basis.PLUS:
            return value >= 0
        case Basis.MARGIN:
            return 0 <= value < _ALL
        case _:
            return value > 0


_IMPOSSIBLE = {
    Basis.MARKUP: ("A markup of {} % leaves no price.", "100 means twice the cost."),
    Basis.PLUS: ("{} cannot stand on top of a cost.", "Give an amount such as 8."),
    Basis.TIMES: ("{} times the cost is no price.", "2 means twice the cost."),
    Basis.MARGIN: ("A margin of {} % is not possible.", "It is a part of the price: from 0 to 99."),
    Basis.FIXED: ("A price must be more than nothing.", ""),
}
