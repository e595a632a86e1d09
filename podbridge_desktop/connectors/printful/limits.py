"""Printful's limits: 120 calls a minute each for versions 1 and 2, tighter ones on some calls.

Version 1 counts in fixed windows, version 2 in a bucket that fills by two a second. Each (method, route) has a
bucket of its own that learns from its own answers, so that a tight call never slows the others; answers that speak
of the general limit also correct the bucket that all calls of that version share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from podbridge_desktop.connectors.rate_limit import (
    Level,
    Limiter,
    Pause,
    Rate,
    ratelimit_headers,
)

GENERAL = Rate(capacity=120, per_second=2)
MOCKUPS = "POST /v2/mockup-tasks"
# What a new store may ask for; one with 10 USD of orders may five times as much, which the headers tell.
TIGHT = {MOCKUPS: Rate(capacity=2, per_second=2 / 60)}
ROUTES_V1 = (
    "GET /stores/{id}",
    "GET /countries",
    "GET /store/products",
    "GET /store/products/{id}",
    "GET /sync/products",
    "GET /sync/products/{id}",
    "GET /products",
    "GET /products/{id}",
    "GET /product-templates",
    "GET /product-templates/{id}",
    "GET /mockup-generator/printfiles/{id}",
    "GET /orders",
    "GET /orders/{id}",
    "POST /orders",
    "POST /orders/{id}/confirm",
    "DELETE /orders/{id}",
)
ROUTES_V2 = (
    "GET /v2/stores",
    "GET /v2/oauth-scopes",
    "GET /v2/orders/{id}/shipments",
    "GET /v2/catalog-products/{id}/mockup-styles",
    "GET /v2/mockup-tasks",
    MOCKUPS,
)


def gauge(headers: Mapping[str, str]) -> Level | None:
    """What the headers say. In a fixed window nothing comes back before its end, so the rate is set to reach it."""
    level = ratelimit_headers(headers)
    if level is None or "x-ratelimit-policy" in headers:
        return level
    try:
        reset = float(headers.get("x-ratelimit-reset", "60"))
    except ValueError:
        reset = 60.0
    return Level(level.left, level.capacity, 1 / max(reset, 1.0))


def correct_shared(limiter: Limiter, headers: Mapping[str, str]) -> None:
    """Correct the shared bucket where the answer speaks of the general limit."""
    level = gauge(headers)
    if level is not None and (level.capacity or 0) >= GENERAL.capacity:
        limiter.correct(level)


def limiter(routes: tuple[str, ...], *, pause: Pause, monotonic: Callable[[], float]) -> Limiter:
    return Limiter(
        GENERAL,
        pause=pause,
        monotonic=monotonic,
        routes={route: TIGHT.get(route, GENERAL) for route in routes},
        gauge=gauge,
    )
