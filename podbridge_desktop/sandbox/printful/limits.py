"""Rate limits: fixed windows on version 1, a token bucket on version 2, tighter ones with a lock-out on some calls."""

from __future__ import annotations

import math

from .book import Book, Json
from .errors import Refusal

GENERAL = 120
WINDOW = 60
UNLIMITED = 1_000_000  # what the headers say while the limiter is switched off
# How many calls a window takes before the door is closed for a minute. Mockups: a knob, 2 for a new store, else 10.
TIGHT = {"products": 10, "public": 30}


def spend(book: Book, kind: str, path: str, now: float) -> dict[str, str]:
    """Count one call and give the headers that tell what is left. Raises a 429 when nothing is."""
    if not book.knobs["limiter"]:
        return _headers(UNLIMITED, UNLIMITED, WINDOW)
    if kind == "mockups":
        return _mockups(book, path, now)
    if kind in TIGHT:
        return _window(book, kind, TIGHT[kind], now, locks=kind != "public")
    if path.startswith("/v2/"):
        return _bucket(book, now)
    return _window(book, "v1", GENERAL, now, locks=False)


def _mockups(book: Book, path: str, now: float) -> dict[str, str]:
    """One quota for both versions; only version 2 says the wait in a header."""
    try:
        return _window(book, "mockups", int(book.knobs["mockup_quota"]), now, locks=True)
    except Refusal as refusal:
        if path.startswith("/v2/"):
            refusal.headers["retry-after"] = refusal.headers["x-ratelimit-reset"]
        raise


def _window(book: Book, kind: str, limit: int, now: float, *, locks: bool) -> dict[str, str]:
    state: Json = book.limits.setdefault(kind, {"start": now, "used": 0, "locked": 0.0})
    if now < state["locked"]:
        raise _too_many(state["locked"] - now, limit)
    if now - state["start"] >= WINDOW or now < state["start"]:
        state.update(start=now, used=0)
    left = state["start"] + WINDOW - now
    if state["used"] >= limit:
        if locks:
            state["locked"] = now + WINDOW
            left = WINDOW
        raise _too_many(left, limit)
    state["used"] += 1
    return _headers(limit, limit - state["used"], math.ceil(left))


def _bucket(book: Book, now: float) -> dict[str, str]:
    state: Json = book.limits.setdefault("v2", {"tokens": float(GENERAL), "at": now})
    rate = GENERAL / WINDOW
    passed = max(0.0, now - state["at"])
    state.update(tokens=min(float(GENERAL), state["tokens"] + passed * rate), at=now)
    policy = {"x-ratelimit-policy": f"{GENERAL};w={WINDOW}"}
    if state["tokens"] < 1:
        refusal = _too_many((1 - state["tokens"]) / rate, GENERAL)
        refusal.headers |= {**policy, "retry-after": str(math.ceil((1 - state["tokens"]) / rate))}
        raise refusal
    state["tokens"] -= 1
    left = int(state["tokens"])
    return {**_headers(GENERAL, left, math.ceil((GENERAL - state["tokens"]) / rate)), **policy}


def _headers(limit: int, left: int, reset: int) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(reset),
    }


def _too_many(wait: float, limit: int) -> Refusal:
    seconds = max(1, math.ceil(wait))
    message = f"You've recently sent too many requests. Please try again after {seconds} seconds."
    refusal = Refusal(429, message)
    refusal.headers = _headers(limit, 0, seconds)
    return refusal
