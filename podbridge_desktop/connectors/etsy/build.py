"""Puts the connector of one Etsy shop together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from podbridge_desktop.connectors.api_client import ApiClient, Transport
from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.connectors.etsy import limits
from podbridge_desktop.connectors.etsy.address import (
    KEYS_PAGE,
    api_base,
    keystring,
    shared_secret,
    shop_number,
)
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.auth import TokenSource
from podbridge_desktop.connectors.etsy.channel import EtsyChannel
from podbridge_desktop.connectors.pictures import HttpPictures
from podbridge_desktop.connectors.rate_limit import Limiter, Pause, Rate
from podbridge_desktop.domain.pictures import kept_name
from podbridge_desktop.domain.ports import Clock, ConnectionSpec
from podbridge_desktop.errors import BadInput, SignInFailed

SIGN_IN = Rate(5, 1)


def build(
    spec: ConnectionSpec,
    *,
    pause: Pause,
    clock: Clock,
    monotonic: Callable[[], float],
    transport: Transport | None = None,
) -> EtsyChannel:
    """Raises `BadInput` for a keystring, shop number or `--api-url` that cannot be used. Makes no call."""
    base = api_base(spec.api_url)
    key = keystring(spec.fields.get("keystring", ""))
    given = shop_number(spec.fields.get("shop_id", ""))
    day = limits.DayBudget(monotonic)

    def client(limiter: Limiter, headers: Callable[[], Mapping[str, str]]) -> ApiClient:
        return ApiClient(
            base_url=base,
            allowed_hosts=frozenset({host_of(base)}),
            headers=headers,
            limiter=limiter,
            pause=pause,
            vendor="Etsy",
            transport=transport,
            may_write=spec.may_write,
            told_wait=limits.told_wait,
        )

    sign_in = client(Limiter(SIGN_IN, pause=pause, monotonic=monotonic), dict)
    api = EtsyApi(
        http=client(
            limits.limiter(day, pause=pause, monotonic=monotonic),
            lambda: {"x-api-key": _whole_key(key, spec)},
        ),
        sign_in=sign_in,
        tokens=TokenSource(spec, clock, sign_in, pause),
        day=day,
        shop_id=given or spec.facts.get("shop_id", ""),
    )
    pictures, here = HttpPictures(transport), is_loopback(host_of(base))

    def fetch(url: str) -> bytes:
        if kept_name(url) is not None and spec.pictures is not None:
            return spec.pictures.content(url)
        return pictures.fetch(url, this_computer=here)

    return EtsyChannel(
        api,
        shop_id=given,
        fetch=fetch,
        pause=pause,
        now=clock.now,
        monotonic=monotonic,
    )


def _whole_key(key: str, spec: ConnectionSpec) -> str:
    """Both halves, which Etsy wants with every call. Raises `SignInFailed` where one is missing."""
    try:
        return f"{key}:{shared_secret(spec.secret('shared_secret') or '', key)}"
    except BadInput as error:
        raise SignInFailed(
            error.message, hint=f"Copy it from {KEYS_PAGE} and connect the shop again."
        ) from error
