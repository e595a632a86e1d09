"""The limits of one app: so many calls a second, and so many in a rolling day of 24 hourly buckets."""

from __future__ import annotations

from .book import Book
from .errors import Refusal

HOUR, DAY_HOURS = 3600, 24
UNLIMITED = 1_000_000  # what the headers say while the limiter is switched off


def spend(book: Book, now: float) -> dict[str, str]:
    """Count one call and give the headers that tell what is left. Raises a 429 when nothing is."""
    if not book.knobs["limiter"]:
        return _headers(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED)
    state = book.limits
    second, hour = int(now), int(now // HOUR)
    if state.get("second") != second:
        state.update(second=second, used=0)
    hours: dict[str, int] = state.setdefault("hours", {})
    for old in [each for each in hours if int(each) <= hour - DAY_HOURS]:
        del hours[old]
    a_second, a_day = book.knobs["per_second"], book.knobs["per_day"]
    today = sum(hours.values())
    if state["used"] >= a_second:
        raise _refused("Exceeded per second rate limit", 1, _told(book, a_second, today))
    if today >= a_day:
        wait = (min(map(int, hours)) + DAY_HOURS) * HOUR - now
        raise _refused(
            "Exceeded daily rate limit", int(wait) + 1, _told(book, state["used"], a_day)
        )
    state["used"] += 1
    hours[str(hour)] = hours.get(str(hour), 0) + 1
    return _told(book, state["used"], today + 1)


def _told(book: Book, used: int, today: int) -> dict[str, str]:
    a_second, a_day = book.knobs["per_second"], book.knobs["per_day"]
    return _headers(a_second, max(0, a_second - used), a_day, max(0, a_day - today))


def _headers(a_second: int, left: int, a_day: int, today: int) -> dict[str, str]:
    return {
        "x-limit-per-second": str(a_second),
        "x-remaining-this-second": str(left),
        "x-limit-per-day": str(a_day),
        "x-remaining-today": str(today),
    }


def _refused(text: str, wait: int, headers: dict[str, str]) -> Refusal:
    refusal = Refusal(429, text)
    refusal.headers = {**headers, "retry-after": str(wait)}
    return refusal
