"""Exchange rates that the seller can see and set. An unknown one is asked for, never guessed (rulings 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from podbridge_desktop.domain.money import Money, exponent
from podbridge_desktop.errors import BadInput

Pair = tuple[str, str]  # from, to


@dataclass(frozen=True, slots=True)
class Rates:
    """How much of one currency a unit of another is worth. A rate serves both ways."""

    known: Mapping[Pair, Decimal] = field(default_factory=dict)

    def rate(self, of: str, to: str) -> Decimal | None:
        """None where nobody said it."""
        if of == to:
            return Decimal(1)
        straight, back = self.known.get((of, to)), self.known.get((to, of))
        if straight is not None:
            return straight
        return None if back is None else 1 / back

    def convert(self, amount: Money, to: str) -> Money:
        """The amount in another currency, halves away from zero. Raises `BadInput` without a rate."""
        rate = self.rate(amount.currency, to)
        if rate is None:
            raise BadInput(
                f"The rate from {amount.currency} to {to} is not known.",
                hint=f"Say how many {to} one {amount.currency} is, or give a fixed price.",
                code="rate_missing",
            )
        if amount.currency == to:
            return amount
        scaled = (amount.amount * rate * 10 ** exponent(to)).quantize(Decimal(1), ROUND_HALF_UP)
        return Money(int(scaled), to)


def checked_rate(text: str) -> Decimal:
    """What the seller typed. Raises `BadInput` for what is no rate."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except ArithmeticError as error:
        raise BadInput(
            f"“{text}” is not a rate.", hint="A rate is a number such as 0.92."
        ) from error
    if not found.is_finite() or not Decimal("0.000001") <= found <= 1_000_000:
        raise BadInput(f"“{text}” is not a rate.", hint="A rate is a number such as 0.92.")
    return found
