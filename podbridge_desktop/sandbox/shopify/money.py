"""Amounts in hundredths of the store's currency, and the two ways the API writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar


def cents(amount: object) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value(ROUND_HALF_UP))


def price(amount: int) -> str:
    """The form of the `Money` scalar: always two decimals."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency; `amount` is in the `Decimal` form, where 36 is written 36.0."""

    typename: ClassVar[str] = "MoneyV2"
    hundredths: int
    currency_code: str

    @property
    def amount(self) -> str:
        text = price(self.hundredths)
        return text.removesuffix("0")


@dataclass(frozen=True, slots=True)
class MoneyBag:
    """One amount in the store's and in the buyer's currency."""

    shop_money: Money
    presentment_money: Money
