"""Which platforms there are: their forms for the connect screens, and the connector behind each."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from podbridge_desktop.connectors.api_client import Transport
from podbridge_desktop.connectors.printful import build as printful
from podbridge_desktop.connectors.printful.form import FORM as PRINTFUL
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.connectors.shopify import build as shopify
from podbridge_desktop.connectors.shopify.form import FORM as SHOPIFY
from podbridge_desktop.domain.platforms import Platform
from podbridge_desktop.domain.ports import Clock, ConnectionSpec, SalesChannel, Supplier
from podbridge_desktop.errors import BadInput

Connector = SalesChannel | Supplier


class Builder(Protocol):
    """How every connector is put together."""

    def __call__(
        self,
        spec: ConnectionSpec,
        *,
        pause: Pause,
        clock: Clock,
        monotonic: Callable[[], float],
        transport: Transport | None = None,
    ) -> Connector: ...


_BUILDERS: dict[str, Builder] = {"shopify": shopify.build, "printful": printful.build}
PLATFORMS: dict[str, Platform] = {"shopify": SHOPIFY, "printful": PRINTFUL}


def build(
    spec: ConnectionSpec,
    *,
    pause: Pause,
    clock: Clock,
    monotonic: Callable[[], float] = time.monotonic,
    transport: Transport | None = None,
) -> Connector:
    """The connector of a connection. Makes no call; `BadInput` for fields that cannot be used."""
    builder = _BUILDERS.get(spec.platform)
    if builder is None:
        raise BadInput(
            f"PodBridge does not know the platform “{spec.platform}”.",
            hint=f"Known: {', '.join(sorted(_BUILDERS))}.",
        )
    return builder(spec, pause=pause, clock=clock, monotonic=monotonic, transport=transport)
