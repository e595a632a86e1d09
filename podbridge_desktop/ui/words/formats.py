"""The one place that turns money, times, ages and numbers into the words of the system's locale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
)
from PySide6.QtCore import QCoreApplication, QLocale

_JUST_NOW = timedelta(minutes=1)
_WRITTEN = re.compile(r"(?<![\w.,-])(-?\d+(?:\.\d+)?) ([A-Z]{3})\b")  # as `str(Money)` writes it
Clock = Callable[[], datetime]


def system_locale() -> Locale:
    """The locale the user chose for the system, or English where Babel does not know it."""
    name = QLocale.system().name()
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _now() -> datetime:
    return datetime.now(UTC)


class Formats:
    """Words for values. Times are aware and shown in this machine's zone; the clock is an argument."""

    def __init__(self, locale: Locale | None = None, now: Clock = _now) -> None:
        self._locale = locale or system_locale()
        self._now = now

    def money(self, minor: int, currency: str) -> str:
        """1420, "USD" is $14.20; the currency's own number of decimals decides."""
        places = get_currency_precision(currency)
        amount = Decimal(minor).scaleb(-places)
        return format_currency(amount, currency, locale=self._locale)

    def around(self, currency: str) -> tuple[str, str]:
        """What stands before and behind an amount, for a field in which only the number is typed."""
        before, after = re.split(r"\d(?:.*\d)?", self.money(0, currency), maxsplit=1)
        return before, after

    def sentence(self, stored: str) -> str:
        """A stored sentence with its amounts in the reader's style: beside “$21.26” nothing says “21.26 USD”."""
        return _WRITTEN.sub(self._amount, stored)

    def _amount(self, found: re.Match[str]) -> str:
        written, currency = found.groups()
        places = get_currency_precision(currency)
        decimals = len(written.partition(".")[2])
        if currency not in self._locale.currencies or decimals != places:
            return found.group()
        return format_currency(Decimal(written), currency, locale=self._locale)

    def number(self, value: int | Decimal) -> str:
        return format_decimal(value, locale=self._locale)

    def short_number(self, value: int) -> str:
        """For badges: 12,345 is 12K."""
        return format_compact_decimal(value, format_type="short", locale=self._locale)

    def percent(self, share: Decimal, *, digits: int = 0) -> str:
        """A share of one as a percentage: 0.415 is 42 %."""
        pattern = self._locale.percent_formats[None].pattern
        if digits:
            pattern = pattern.replace("0%", "0." + "0" * digits + "%").replace(
                "0\u00a0%", "0." + "0" * digits + "\u00a0%"
            )
        return format_percent(share, format=pattern, locale=self._locale)

    def date(self, when: datetime) -> str:
        return format_date(when.astimezone(), "medium", locale=self._locale)

    def time(self, when: datetime) -> str:
        return format_time(when.astimezone(), "short", locale=self._locale)

    def date_time(self, when: datetime) -> str:
        local = when.astimezone()
        return format_datetime(local, "medium", tzinfo=local.tzinfo, locale=self._locale)

    def moment(self, when: datetime) -> str:
        """Short for lists: the time today, the day this year, the date before."""
        local, today = when.astimezone(), self._now().astimezone()
        if local.date() == today.date():
            return self.time(when)
        if local.year == today.year:
            return self._skeleton(local, "MMMd")
        return format_date(local, "medium", locale=self._locale)

    def ago(self, when: datetime) -> str:
        """How long since: "just now", "2 min ago"."""
        past = self._now() - when
        if abs(past) < _JUST_NOW:
            return QCoreApplication.translate("Formats", "just now")
        return format_timedelta(
            -past, add_direction=True, format="short", threshold=0.95, locale=self._locale
        )

    def now(self) -> datetime:
        """The time that all ages are told from."""
        return self._now()

    def age(self, when: datetime) -> str:
        """How old, in minutes at least: "just now", "2 min", "3 days"; the same words as `ago` has."""
        past = abs(self._now() - when)
        if past < _JUST_NOW:
            return QCoreApplication.translate("Formats", "just now")
        return format_timedelta(past, format="short", threshold=0.95, locale=self._locale)

    def _skeleton(self, local: datetime, skeleton: str) -> str:
        pattern = self._locale.datetime_skeletons[skeleton]
        return format_date(local, pattern.pattern, locale=self._locale)


def isolated(name: str) -> str:
    """A name as it stands among other words: an Arabic or Hebrew one must not turn the whole line around."""
    return (
        f"\N{LEFT-TO-RIGHT MARK}\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
        if name
        else ""
    )
