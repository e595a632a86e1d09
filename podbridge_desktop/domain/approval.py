"""Whether a supplier order may be released: by rule (Automatic) or by the seller, never by accident."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode


class Verdict(StrEnum):
    RELEASE = "release"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Limits:
    """The seller's standing rules for one route; None means: no such rule."""

    min_margin_percent: Decimal | None = None
    max_cost: Money | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    case: CaseKind | None = None
    sentence: str = ""


def margin_percent(income: Money, cost: Money) -> Decimal | None:
    """Margin in percent of income; None when income is nothing."""
    if income.minor <= 0:
        return None
    return Decimal(income.minor - cost.minor) * 100 / Decimal(income.minor)


def decide(mode: Mode, cost: Money | None, income: Money, limits: Limits) -> Decision:
    """Automatic releases what costs a known amount, earns something and keeps the seller's limits (product.md)."""
    if cost is None:
        return Decision(
            Verdict.ASK,
            CaseKind.COST_UNKNOWN,
            "The supplier has not said yet what this order costs.",
        )
    if cost.currency == income.currency and cost > income:
        loss = cost - income
        return Decision(
            Verdict.ASK,
            CaseKind.LOSS,
            f"This order costs {cost} and brings {income}: you would lose {loss}.",
        )
    if mode is not Mode.AUTOMATIC:
        return Decision(
            Verdict.ASK, CaseKind.APPROVAL, f"This order costs {cost}. It waits for your approval."
        )
    return _by_rule(cost, income, limits)


def _by_rule(cost: Money, income: Money, limits: Limits) -> Decision:
    if cost.currency != income.currency:
        return Decision(
            Verdict.ASK,
            CaseKind.APPROVAL,
            f"The cost is in {cost.currency}, the income in {income.currency}: no exchange rate is set, so you decide.",
        )
    if limits.max_cost is not None and cost.currency != limits.max_cost.currency:
        return Decision(
            Verdict.ASK,
            CaseKind.APPROVAL,
            f"Your limit is in {limits.max_cost.currency}, the cost in {cost.currency}.",
        )
    if limits.max_cost is not None and cost > limits.max_cost:
        return Decision(
            Verdict.ASK,
            CaseKind.APPROVAL,
            f"The cost {cost} is above your limit of {limits.max_cost}.",
        )
    margin = margin_percent(income, cost)
    floor = limits.min_margin_percent
    if floor is not None and (margin is None or margin < floor):
        shown = "nothing" if margin is None else f"{margin:.1f} %"
        return Decision(
            Verdict.ASK, CaseKind.APPROVAL, f"The margin is {shown}, your floor is {floor} %."
        )
    return Decision(Verdict.RELEASE)
