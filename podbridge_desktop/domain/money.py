"""Money as an integer of minor units and a currency. Decimal at the edges, never float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from podbridge_desktop.errors import BadInput

# ISO 4217: currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
         "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip


def exponent(currency: str) -> int:
    """How many decimal places `currency` has."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` units (cents, yen) of `currency` (ISO 4217, three letters)."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: str) -> Money:
        """Read a decimal amount. Raises `BadInput` for what is no number. Halves round away from zero."""
        try:
            value = Decimal(amount)
            scaled = (value * 10 ** exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP)
            return cls(int(scaled), currency)
        except (
            InvalidOperation,
            ValueError,
        ) as error:  # ValueError: “NaN” is a Decimal, but no amount
            raise BadInput(f"“{amount}” is not an amount of money.") from error

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @property
    def amount(self) -> Decimal:
        """The decimal amount, with the currency's places."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __gt__(self, other: Money) -> bool:
        return other < self

    def marked_up(self, percent: Decimal) -> Money:
        """This amount plus `percent` of it, rounded to the minor unit."""
        factor = 1 + percent / 100
        return Money(int((self.minor * factor).quantize(Decimal(1), ROUND_HALF_UP)), self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be reckoned together")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, all in `currency`."""
    return sum(amounts, Money.zero(currency))
