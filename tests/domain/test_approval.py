"""Money is released by rule only where cost, income and every limit are known and kept."""

from decimal import Decimal

import pytest

from podbridge_desktop.domain.approval import Limits, Verdict, decide, margin_percent
from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from tests.support.filled import usd

EUR10 = Money(1000, "EUR")
NO_LIMITS = Limits()


def floor(percent):
    return Limits(min_margin_percent=Decimal(percent))


def ceiling(money):
    return Limits(max_cost=money)


@pytest.mark.parametrize("mode", Mode)
def test_an_unknown_cost_is_always_asked_about(mode):
    found = decide(mode, None, usd("20"), NO_LIMITS)
    assert (found.verdict, found.case) == (Verdict.ASK, CaseKind.COST_UNKNOWN)


@pytest.mark.parametrize("mode", Mode)
def test_a_loss_is_always_asked_about_and_named(mode):
    found = decide(mode, usd("20.50"), usd("20"), NO_LIMITS)
    assert (found.verdict, found.case) == (Verdict.ASK, CaseKind.LOSS)
    assert "you would lose 0.50 USD" in found.sentence


@pytest.mark.parametrize("mode", [Mode.ASSIST, Mode.WATCH])
def test_only_automatic_releases_by_itself(mode):
    found = decide(mode, usd("5"), usd("20"), NO_LIMITS)
    assert (found.verdict, found.case) == (Verdict.ASK, CaseKind.APPROVAL)


def test_automatic_releases_what_earns_something():
    found = decide(Mode.AUTOMATIC, usd("20"), usd("20"), NO_LIMITS)
    assert (found.verdict, found.case, found.sentence) == (Verdict.RELEASE, None, "")


@pytest.mark.parametrize(
    ("cost", "limits", "word"),
    [
        (EUR10, NO_LIMITS, "no exchange rate"),
        (usd("10"), ceiling(EUR10), "Your limit is in EUR"),
        (usd("10.01"), ceiling(usd("10")), "above your limit of 10.00 USD"),
        (usd("15.01"), floor(25), "The margin is 25.0 %"),
        (usd("16"), floor("20.5"), "your floor is 20.5 %"),
    ],
)
def test_automatic_asks_where_a_rule_does_not_hold(cost, limits, word):
    found = decide(Mode.AUTOMATIC, cost, usd("20"), limits)
    assert (found.verdict, found.case) == (Verdict.ASK, CaseKind.APPROVAL)
    assert word in found.sentence


@pytest.mark.parametrize("limits", [ceiling(usd("10")), floor(50), Limits(Decimal(50), usd("10"))])
def test_a_limit_that_is_just_kept_releases(limits):
    assert decide(Mode.AUTOMATIC, usd("10"), usd("20"), limits).verdict is Verdict.RELEASE


def test_an_order_that_brings_nothing_has_no_margin_and_keeps_no_floor():
    found = decide(Mode.AUTOMATIC, usd("0"), usd("0"), floor(0))
    assert (found.verdict, found.sentence) == (
        Verdict.ASK, "The margin is nothing, your floor is 0 %.")  # fmt: skip


@pytest.mark.parametrize(
    ("income", "cost", "margin"),
    [("20", "15", Decimal(25)), ("20", "30", Decimal(-50)), ("0", "5", None), ("-1", "5", None)],
)
def test_margin_is_in_percent_of_income(income, cost, margin):
    assert margin_percent(usd(income), usd(cost)) == margin
