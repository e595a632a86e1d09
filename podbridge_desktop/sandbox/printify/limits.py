"""Rate limits of the whole account: 600 calls a minute, tighter ones for the catalog and for publishing."""

from __future__ import annotations

import math

from .book import Book, Json
from .errors import Refusal

# name: (how many calls, in how many seconds)
WINDOWS = {"general": (600, 60), "catalog": (100, 60), "publish": (200, 1800)}
DAY = 86_400


def spend(book: Book, kind: str, now: float) -> None:
    """Count one call. Raises 429 when the minute, or the call's own window, is used up."""
    if not book.knobs["limiter"]:
        return
    for name in ("general", kind):
        if name in WINDOWS:
            _count(book, name, *WINDOWS[name], now)


def spend_product(book: Book, now: float) -> None:
    """Count a product that is made with mock-ups, where the account has a limit for the day."""
    if book.knobs["daily_products"]:
        _count(book, "products", int(book.knobs["daily_products"]), DAY, now)


def _count(book: Book, name: str, limit: int, seconds: int, now: float) -> None:
    state: Json = book.limits.setdefault(name, {"start": now, "used": 0})
    if not 0 <= now - state["start"] < seconds:
        state.update(start=now, used=0)
    if state["used"] >= limit:
        refusal = Refusal(429, "Too many requests")
        if book.knobs["retry_after"]:
            refusal.headers["retry-after"] = str(math.ceil(state["start"] + seconds - now))
        raise refusal
    state["used"] += 1
