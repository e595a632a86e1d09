"""Reads Printify's loose values: times with a blank, ids as text or number, amounts in cents, addresses of pages."""

from __future__ import annotations

from datetime import UTC, datetime

from podbridge_desktop.connectors.printify.wire import Cents, Word
from podbridge_desktop.domain.money import Money

_ABSURD = 10**14  # above it something else went wrong than the price


def word(value: Word) -> str:
    return "" if value is None else str(value).strip()


def cents(value: Cents) -> int | None:
    """Whole cents; None for what is no number, and for what no order costs."""
    try:
        amount = 0 if value is None else int(value)
    except (ValueError, OverflowError):
        return None
    return None if value is None or abs(amount) >= _ABSURD else amount


def money(value: Cents, currency: str) -> Money | None:
    amount = cents(value)
    return None if amount is None else Money(amount, currency)


def moment(value: str | None) -> datetime | None:
    """A time in UTC; None where there is none. 1970 stands for *never* at Printify."""
    try:
        read = datetime.fromisoformat((value or "").strip())
    except ValueError:
        return None
    aware = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    return aware if aware.year > 1970 else None


def page(value: str | None) -> str:
    """The address of a page; other things than web pages are not opened."""
    text = (value or "").strip()
    return text if text.lower().startswith(("https://", "http://")) else ""
