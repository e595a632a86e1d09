"""Money, times and ages in the reader's locale."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from babel import Locale

from podbridge_desktop.ui.words.formats import Formats, system_locale

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def formats(name: str = "en_US") -> Formats:
    return Formats(Locale.parse(name), lambda: NOW)


@pytest.mark.parametrize(
    ("locale", "minor", "currency", "shown"),
    [
        ("en_US", 1420, "USD", "$14.20"),
        ("de_DE", 1420, "EUR", "14,20\u00a0€"),
        ("ja_JP", 1420, "JPY", "￥1,420"),
        ("en_US", -5, "USD", "-$0.05"),
        ("en_US", 1234, "KWD", "KWD1.234"),
    ],
)
def test_money(locale, minor, currency, shown):
    assert formats(locale).money(minor, currency) == shown


@pytest.mark.parametrize(
    ("past", "shown"),
    [
        (timedelta(seconds=10), "just now"),
        (timedelta(minutes=2), "2 min. ago"),
        (timedelta(hours=3), "3 hr. ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_ages(past, shown):
    assert formats().ago(NOW - past) == shown


def test_numbers():
    assert formats("de_DE").number(12345) == "12.345"
    assert formats().short_number(12345) == "12K"
    assert formats().percent(Decimal("0.415"), digits=1) == "41.5%"
    assert formats("de_DE").percent(Decimal("0.42")) == "42\u00a0%"
    assert formats().age(NOW - timedelta(hours=3)) == "3 hr"
    assert formats().age(NOW - timedelta(seconds=59)) == formats().ago(NOW - timedelta(seconds=59))


@pytest.mark.parametrize(
    ("locale", "currency", "around"),
    [("en_US", "USD", ("$", "")), ("de_DE", "EUR", ("", "\u00a0€")), ("ja_JP", "JPY", ("￥", ""))],
)
def test_what_stands_around_an_amount(locale, currency, around):
    assert formats(locale).around(currency) == around


@pytest.mark.parametrize(
    ("locale", "stored", "shown"),
    [
        ("en_US", "It costs 21.26 USD, not 6.65 USD.", "It costs $21.26, not $6.65."),
        ("de_DE", "It costs 21.26 EUR.", "It costs 21,26\u00a0€."),
        ("ja_JP", "It costs 1420 JPY.", "It costs ￥1,420."),
        (
            "en_US",
            "The size is 12 PCS, 3.5 USD or v1.21.26 USD.",
            "The size is 12 PCS, 3.5 USD or v1.21.26 USD.",
        ),
    ],
)
def test_a_stored_sentence_has_its_amounts_in_the_readers_style(locale, stored, shown):
    assert formats(locale).sentence(stored) == shown


def test_moment_is_as_short_as_it_can_be():
    words = formats()
    assert ":" in words.moment(NOW - timedelta(minutes=1))
    assert words.moment(NOW - timedelta(days=10)) == words.moment(NOW - timedelta(days=10))
    assert "Nov" in words.moment(NOW - timedelta(days=10))
    assert "2025" in words.moment(NOW - timedelta(days=400))
    assert "2025" in words.date_time(NOW - timedelta(days=400))
    assert "2026" in words.date(NOW)


def test_system_locale_is_known():
    assert isinstance(system_locale(), Locale)
    assert formats("de_DE").percent(Decimal("0.415"), digits=1) == "41,5\u00a0%"
