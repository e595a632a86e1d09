"""Reads Printful's loose values: amounts as text or number, times as seconds or ISO text, addresses of pictures."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import msgspec

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.printful.wire import Time, Word
from podbridge_desktop.domain.money import Money

T = TypeVar("T")
_ABSURD = Decimal(10) ** 12  # above it something else went wrong than the price


def amount(raw: msgspec.Raw) -> Decimal | None:
    """A decimal written as text or number; None for null, empty text, what is no number and what no order costs."""
    try:
        value = Decimal(bytes(raw).decode().strip().strip('"').strip())
    except (InvalidOperation, UnicodeDecodeError):
        return None
    return value if value.is_finite() and abs(value) < _ABSURD else None


def money(raw: msgspec.Raw, currency: str | None) -> Money | None:
    value = amount(raw)
    return None if value is None or not currency else Money.of(value, currency)


def loose(raw: msgspec.Raw, kind: type[T]) -> T | None:
    """`raw` as `kind`, or None where it is something else."""
    try:
        return parsed(raw, kind, strict=True)
    except Unreadable:
        return None


def word(value: Word) -> str:
    return "" if value is None else str(value).strip()


def url(value: str | None) -> str:
    """An address without the blanks that some of Printful's carry in front."""
    return (value or "").strip().strip("\u200b").strip()


def moment(value: Time) -> datetime | None:
    """A time in UTC; None where there is none (0 counts as none)."""
    try:
        return _moment(value)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(value: Time) -> datetime | None:
    if value is None or value in {"", 0}:
        return None
    if isinstance(value, int | float) or value.strip().isdigit():
        return datetime.fromtimestamp(float(value), UTC)
    read = datetime.fromisoformat(value.strip())
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
