"""When a key ends: as the vendor's key tells it, else as the seller said (rulings 18). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

FIELD = "token_expires"  # in what the connector found, and in what the seller typed
SOON, PRESSING = 30, 7  # days: told on the card; and then wherever the connection is shown


def key_end(fields: Mapping[str, str], facts: Mapping[str, str]) -> datetime | None:
    """None where nobody knows. A day that was typed counts to its end."""
    told = facts.get(FIELD) or fields.get(FIELD) or ""
    try:
        if len(told) == len("2027-03-31"):
            last = date.fromisoformat(told) + timedelta(days=1)
            return datetime.combine(last, time.min, UTC)
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def days_left(end: datetime, now: datetime) -> int:
    """Whole days that the key still works; 0 on its last day, less when it has ended."""
    return (end - now) // timedelta(days=1)
