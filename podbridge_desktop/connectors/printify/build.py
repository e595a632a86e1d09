"""Puts the connector of one Printify shop together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

from podbridge_desktop.connectors.api_client import ApiClient, Transport
from podbridge_desktop.connectors.endpoint import host_of, replaced
from podbridge_desktop.connectors.printify import limits
from podbridge_desktop.connectors.printify.api import PrintifyApi
from podbridge_desktop.connectors.printify.check import USUAL_CURRENCY, is_native
from podbridge_desktop.connectors.printify.client import PrintifySupplier, Shop
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.domain.ports import Clock, ConnectionSpec
from podbridge_desktop.errors import BadInput, SignInFailed

ADDRESS = "https://api.printify.com"


def build(
    spec: ConnectionSpec,
    *,
    pause: Pause,
    clock: Clock,
    monotonic: Callable[[], float] = time.monotonic,
    transport: Transport | None = None,
) -> PrintifySupplier:
    """Raises `BadInput` for a shop number, currency or `--api-url` that cannot be used. Makes no call."""
    base, currency = replaced(ADDRESS, spec.api_url), _given_currency(spec)

    def token() -> str:
        return (spec.secret("token") or "").strip()

    shop = Shop(
        id=_shop_id(spec),
        given_currency=currency,
        currency=currency or spec.facts.get("currency") or USUAL_CURRENCY,
        approval=spec.fields.get("approval", ""),
        native=is_native(spec.facts.get("sales_channel")),
        token=token,
    )
    client = ApiClient(
        base_url=base,
        allowed_hosts=frozenset({host_of(base)}),
        headers=lambda: _headers(token()),
        limiter=limits.limiter(pause=pause, monotonic=monotonic),
        pause=pause,
        vendor="Printify",
        transport=transport,
        may_write=spec.may_write,
    )
    api = PrintifyApi(client, limits.ErrorShare(monotonic), shop.id)
    return PrintifySupplier(api, shop=shop, clock=clock)


def _shop_id(spec: ConnectionSpec) -> str:
    """The shop named by the seller, else the one that the test found."""
    given = spec.fields.get("shop_id", "").strip()
    if given and not given.isdecimal():
        raise BadInput(
            f"“{given}” is not the number of a Printify shop.",
            hint="Leave it empty to see the shops of the account with their numbers.",
        )
    return given or spec.facts.get("shop_id", "")


def _given_currency(spec: ConnectionSpec) -> str:
    given = spec.fields.get("currency", "").strip().upper()
    if given and not re.fullmatch("[A-Z]{3}", given):
        raise BadInput(f"“{given}” is not a currency.", hint="Three letters, for example EUR.")
    return given


def _headers(token: str) -> Mapping[str, str]:
    if not token:
        raise SignInFailed(
            "There is no Printify token for this connection.",
            hint="Enter the token in the connection again.",
        )
    return {
        "authorization": f"Bearer {token}",
        "content-type": "application/json;charset=utf-8",
    }
