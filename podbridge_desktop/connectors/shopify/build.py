"""Puts the connector of one Shopify store together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from podbridge_desktop.connectors.api_client import ApiClient, Transport, upload
from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.connectors.rate_limit import Limiter, Pause, Rate
from podbridge_desktop.connectors.shopify.address import base_url, shop_domain
from podbridge_desktop.connectors.shopify.auth import TokenSource
from podbridge_desktop.connectors.shopify.channel import ShopifyChannel
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.staged import PictureUploads
from podbridge_desktop.domain.ports import Clock, ConnectionSpec

BUCKET = Rate(2000, 100)  # corrected by the first answer
SIGN_IN = Rate(10, 1)


def build(
    spec: ConnectionSpec,
    *,
    pause: Pause,
    clock: Clock,
    monotonic: Callable[[], float],
    transport: Transport | None = None,
) -> ShopifyChannel:
    """Raises `BadInput` for a shop address or `--api-url` that cannot be used. Makes no call."""
    domain = shop_domain(spec.fields.get("shop", ""))
    base = base_url(domain, spec.api_url)
    limiter = Limiter(BUCKET, pause=pause, monotonic=monotonic, gauge=lambda _headers: None)

    def client(own: Limiter) -> ApiClient:
        return ApiClient(
            base_url=base,
            allowed_hosts=frozenset({host_of(base)}),
            headers=_no_headers,
            limiter=own,
            pause=pause,
            vendor="Shopify",
            transport=transport,
            may_write=spec.may_write,
        )

    api = AdminApi(
        http=client(limiter),
        sign_in=client(Limiter(SIGN_IN, pause=pause, monotonic=monotonic)),
        limiter=limiter,
        tokens=TokenSource(spec, clock),
    )
    return ShopifyChannel(
        api,
        domain=domain,
        facts=spec.facts,
        pause=pause,
        monotonic=monotonic,
        uploads=PictureUploads(
            api,
            spec.pictures,
            partial(upload, transport=transport),
            here=is_loopback(host_of(base)),
        ),
    )


def _no_headers() -> Mapping[str, str]:
    return {}  # the key goes with each call: it changes in between
