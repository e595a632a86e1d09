"""Which platforms there are: their forms for the connect screens, and the connector behind each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from podbridge_desktop.connectors.api_client import Transport
from podbridge_desktop.connectors.etsy import auth_browser as etsy_sign_in
from podbridge_desktop.connectors.etsy import build as etsy
from podbridge_desktop.connectors.etsy.form import FORM as ETSY
from podbridge_desktop.connectors.printful import build as printful
from podbridge_desktop.connectors.printful.form import FORM as PRINTFUL
from podbridge_desktop.connectors.printify import build as printify
from podbridge_desktop.connectors.printify.form import FORM as PRINTIFY
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.connectors.shopify import auth_browser as shopify_sign_in
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


class SignIn(Protocol):
    """One attempt to sign in by the store's own page. What is returned are the secrets to be kept."""

    @property
    def url(self) -> str:
        """The page on which the seller lets the app in."""
        ...

    def wait(
        self, open_browser: Callable[[str], object], stop: threading.Event
    ) -> Mapping[str, str]:
        """Open the page and wait until the browser comes back."""
        ...

    def paste(self, address: str, stop: threading.Event) -> Mapping[str, str]:
        """Where it could not come back: the address it ended on, as the seller pasted it."""
        ...


class SignInBeginner(Protocol):
    """Makes an attempt from what the seller typed. Raises `BadInput` for what is missing."""

    def __call__(
        self, fields: Mapping[str, str], given: Mapping[str, str], *, api_url: str | None = None
    ) -> SignIn: ...


_BUILDERS: dict[str, Builder] = {
    "shopify": shopify.build,
    "etsy": etsy.build,
    "printful": printful.build,
    "printify": printify.build,
}
PLATFORMS: dict[str, Platform] = {
    "shopify": SHOPIFY,
    "etsy": ETSY,
    "printful": PRINTFUL,
    "printify": PRINTIFY,
}
SIGN_INS: dict[str, SignInBeginner] = {
    "shopify": shopify_sign_in.attempt,
    "etsy": etsy_sign_in.begin,
}


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
