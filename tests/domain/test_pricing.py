"""Prices by rule: never below what the rule promises, and what is left of them is told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.pricing import USUAL, Basis, PriceRule, Rounding, SellingCosts, margin
from podbridge_desktop.domain.rates import Rates, checked_rate
from podbridge_desktop.errors import BadInput
from tests.support.filled import usd

NONE = SellingCosts()
ETSY = USUAL["etsy"]


def price(basis, value, cost="9.95", rounding=Rounding.EXACT, costs=NONE):
    return PriceRule(basis, Decimal(value), rounding).price(usd(cost), "USD", costs)


@pytest.mark.parametrize(
    ("basis", "value", "found"),
    [
        (Basis.MARKUP, "100", "19.90"),
        (Basis.MARKUP, "-50", "4.98"),
        (Basis.PLUS, "8", "17.95"),
        (Basis.TIMES, "2.5", "24.88"),
        (Basis.MARGIN, "50", "19.90"),
        (Basis.FIXED, "25", "25"),
    ],
)
def test_each_basis(basis, value, found):
    assert price(basis, value) == usd(found)


def test_a_margin_is_left_after_shipping_and_fees_as_well():
    costs = SellingCosts(Decimal("9.5"), Decimal("0.45"), shipping=Decimal("4.50"))
    found = price(Basis.MARGIN, 40, costs=costs)
    left = margin(found, usd("9.95"), costs)
    assert abs(left.percent - 40) < Decimal("0.1")
    assert left.left == found - usd("9.95") - usd("4.50") - left.fees


def test_what_is_lost_is_less_than_nothing():
    assert margin(usd("5"), usd("9.95"), ETSY).left == usd("-5.88")


@pytest.mark.parametrize(
    "values", [("-1", "0", "0"), ("100", "0", "0"), ("1", "NaN", "0"), ("1", "0", "-2")]
)
def test_selling_costs_that_cannot_be(values):
    with pytest.raises(BadInput):
        SellingCosts(*map(Decimal, values))


def test_a_margin_that_fees_eat_is_refused():
    with pytest.raises(BadInput, match="leave nothing"):
        price(Basis.MARGIN, 95, costs=ETSY)


@pytest.mark.parametrize(
    ("rounding", "cost", "found"),
    [
        (Rounding.NINETY_NINE, "10.00", "10.99"),
        (Rounding.NINETY_NINE, "10.99", "10.99"),
        (Rounding.NINETY_NINE, "11.00", "11.99"),
        (Rounding.NINETY_NINE, "0.10", "0.99"),
        (Rounding.NINETY_FIVE, "10.96", "11.95"),
        (Rounding.WHOLE, "10.01", "11.00"),
        (Rounding.WHOLE, "11.00", "11.00"),
    ],
)
def test_endings_go_up(rounding, cost, found):
    assert price(Basis.MARKUP, 0, cost, rounding) == usd(found)


def test_currencies_without_cents_end_whole():
    rule = PriceRule(Basis.TIMES, Decimal("1.5"), Rounding.NINETY_NINE)
    assert rule.price(Money(1001, "JPY"), "JPY", NONE) == Money(1502, "JPY")


def test_a_fixed_price_needs_no_cost_and_no_more_decimals_than_there_are():
    assert PriceRule(Basis.FIXED, Decimal(25)).price(None, "USD", NONE) == usd("25")
    with pytest.raises(BadInput, match="more decimals than JPY"):
        PriceRule(Basis.FIXED, Decimal("25.5")).price(None, "JPY", NONE)


def test_without_a_cost_nothing_is_reckoned():
    with pytest.raises(BadInput, match="cost is not known"):
        PriceRule().price(None, "USD", NONE)


@pytest.mark.parametrize(
    ("basis", "value"),
    [
        (Basis.MARKUP, "-100"),
        (Basis.MARKUP, "NaN"),
        (Basis.PLUS, "-1"),
        (Basis.TIMES, "0"),
        (Basis.MARGIN, "100"),
        (Basis.MARGIN, "-1"),
        (Basis.FIXED, "0"),
        (Basis.FIXED, "Infinity"),
    ],
)
def test_a_rule_that_leaves_no_price_cannot_be_made(basis, value):
    with pytest.raises(BadInput):
        PriceRule(basis, Decimal(value))


costs = st.integers(1, 500_000).map(lambda cents: Money(cents, "USD"))
endings = st.sampled_from(Rounding)


@given(costs, endings, st.integers(0, 80))
def test_a_rounded_price_keeps_the_margin(cost, rounding, percent):
    found = PriceRule(Basis.MARGIN, Decimal(percent), rounding).price(cost, "USD", ETSY)
    exact = PriceRule(Basis.MARGIN, Decimal(percent)).price(cost, "USD", ETSY)
    assert exact.minor - 1 <= found.minor < exact.minor + 101


def test_rates_serve_both_ways_and_are_never_guessed():
    rates = Rates({("USD", "EUR"): Decimal("0.8")})
    assert rates.convert(usd("10"), "EUR") == Money(800, "EUR")
    assert rates.convert(Money(800, "EUR"), "USD") == usd("10")
    assert rates.convert(usd("10"), "USD") == usd("10")
    with pytest.raises(BadInput, match="USD to GBP is not known") as told:
        rates.convert(usd("10"), "GBP")
    assert told.value.code == "rate_missing"


@pytest.mark.parametrize("text", ["", "abc", "0", "-1", "NaN", "Infinity", "1e99"])
def test_what_is_no_rate(text):
    with pytest.raises(BadInput, match="is not a rate"):
        checked_rate(text)


def test_a_rate_with_a_comma():
    assert checked_rate(" 0,92 ") == Decimal("0.92")
