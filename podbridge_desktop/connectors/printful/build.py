"""Puts the connector of one Printful store together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from podbridge_desktop.connectors.api_client import Answer, ApiClient, Transport
from podbridge_desktop.connectors.endpoint import host_of, replaced
from podbridge_desktop.connectors.printful import limits
from podbridge_desktop.connectors.printful.api import Door, PrintfulApi
from podbridge_desktop.connectors.printful.client import PrintfulSupplier
from podbridge_desktop.connectors.printful.refusals import wait_told
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.domain.ports import Clock, ConnectionSpec
from podbridge_desktop.errors import BadInput, SignInFailed

ADDRESS = "https://api.printful.com"


def build(
    spec: ConnectionSpec,
    *,
    pause: Pause,
    clock: Clock,
    monotonic: Callable[[], float] = time.monotonic,
    transport: Transport | None = None,
) -> PrintfulSupplier:
    """Raises `BadInput` for a store number or `--api-url` that cannot be used. Makes no call."""
    store_id = _store_id(spec)
    base = replaced(ADDRESS, spec.api_url)

    def door(routes: tuple[str, ...]) -> Door:
        limiter = limits.limiter(routes, pause=pause, monotonic=monotonic)

        def told_wait(answer: Answer) -> timedelta:
            wait = wait_told(answer)
            if answer.route not in limits.TIGHT:  # those have a lock-out of their own
                limiter.hold(
                    wait.total_seconds()
                )  # all calls of this version: each further one locks us out longer
            return wait

        client = ApiClient(
            base_url=base,
            allowed_hosts=frozenset({host_of(base)}),
            headers=lambda: _headers(spec),
            limiter=limiter,
            pause=pause,
            vendor="Printful",
            transport=transport,
            may_write=spec.may_write,
            told_wait=told_wait,
        )
        return Door(client, limiter)

    return PrintfulSupplier(
        PrintfulApi(door(limits.ROUTES_V1), door(limits.ROUTES_V2), store_id),
        clock=clock,
        store_id=store_id,
        store_type=spec.facts.get("store_type", ""),
        currency=spec.facts.get("currency", ""),
        sees_templates=spec.facts.get("token_reach") == "account",
    )


def _store_id(spec: ConnectionSpec) -> str:
    """The store named by the seller, else the only one that an account-wide token was found to see."""
    given = spec.fields.get("store_id", "").strip()
    if given and not given.isdecimal():
        raise BadInput(
            f"“{given}” is not the number of a Printful store.",
            hint="It stands in Printful’s address bar when the store is open, and is digits only.",
        )
    if not given and spec.facts.get("token_reach") == "account":
        return spec.facts.get("store_id", "")
    return given


def _headers(spec: ConnectionSpec) -> Mapping[str, str]:
    token = (spec.secret("token") or "").strip()
    if not token:
        raise SignInFailed(
            "There is no Printful token for this connection.",
            hint="Enter the token in the connection again.",
        )
    return {"authorization": f"Bearer {token}"}
