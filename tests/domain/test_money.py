"""Money is whole minor units: every currency has its own places, and nothing is ever a float."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import podbridge_desktop.domain
from podbridge_desktop.domain.money import Money, exponent, total
from podbridge_desktop.errors import BadInput

currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD", "XXX"])


@pytest.mark.parametrize(
    ("currency", "places"), [("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3), ("XXX", 2)]
)
def test_a_currency_has_its_own_places(currency, places):
    assert exponent(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "USD", 1234),
        ("12", "USD", 1200),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        ("0.005", "USD", 1),
        ("-0.005", "USD", -1),
        ("0.0049", "USD", 0),
        ("0.5", "JPY", 1),
        ("1e2", "USD", 10000),
        (Decimal("0.1") + Decimal("0.2"), "USD", 30),
        (7, "KWD", 7000),
    ],
)
def test_amounts_are_read_exactly_and_halves_go_away_from_zero(amount, currency, minor):
    assert Money.of(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "amount", ["", "twelve", "1,50", "12.3.4", "NaN", "-nan", "Infinity", "9" * 40]
)
def test_what_is_no_amount_is_refused_with_a_sentence(amount):
    with pytest.raises(BadInput, match="is not an amount of money"):
        Money.of(amount, "USD")


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(5, "USD"), "0.05 USD"),
        (Money(-1250, "USD"), "-12.50 USD"),
        (Money(0, "KWD"), "0.000 KWD"),
        (Money(1500, "JPY"), "1500 JPY"),
    ],
)
def test_it_is_written_with_the_currencys_places(money, shown):
    assert str(money) == shown


@given(st.integers(-(10**15), 10**15), currencies)
def test_what_is_written_reads_back_the_same(minor, currency):
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money


@given(st.lists(st.integers(-(10**9), 10**9)), currencies)
def test_a_sum_is_the_sum_of_its_parts(amounts, currency):
    assert total((Money(n, currency) for n in amounts), currency) == Money(sum(amounts), currency)


def test_it_is_reckoned_and_compared_in_one_currency():
    assert Money(700, "USD") + Money(50, "USD") - Money(150, "USD") == Money(600, "USD")
    assert Money(250, "USD") * 3 == Money(750, "USD")
    assert Money(1, "USD") < Money(2, "USD")
    assert Money(2, "USD") > Money(1, "USD")
    assert not Money(2, "USD") > Money(2, "USD")


@pytest.mark.parametrize("reckon", [Money.__add__, Money.__sub__, Money.__lt__, Money.__gt__])
def test_two_currencies_are_never_mixed(reckon):
    with pytest.raises(ValueError, match="cannot be reckoned together"):
        reckon(Money(1, "USD"), Money(1, "EUR"))


@pytest.mark.parametrize(
    ("minor", "currency", "percent", "price"),
    [(995, "USD", "100", 1990), (995, "USD", "33.3", 1326), (5, "USD", "10", 6), (333, "JPY", "50", 500),
     (1000, "USD", "-25", 750)],
)  # fmt: skip
def test_a_markup_is_rounded_to_the_minor_unit(minor, currency, percent, price):
    assert Money(minor, currency).marked_up(Decimal(percent)) == Money(price, currency)


def test_no_rule_of_the_domain_knows_a_float():
    """Neither a literal with a point nor the name `float`, but for the share of answered calls and a clock's seconds, which are no money."""
    found = []
    for file in Path(podbridge_desktop.domain.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if literal or (isinstance(node, ast.Name) and node.id == "float"):
                found.append(file.name)
    assert set(found) <= {"views.py", "ports.py"}
