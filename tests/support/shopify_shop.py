"""A simulated Shopify store over real HTTP, and our connector to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from podbridge_desktop.connectors.shopify.build import build
from podbridge_desktop.connectors.shopify.channel import ShopifyChannel
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.fulfilment import TrackingPush
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.ports import ConnectionSpec, KeptPictures
from podbridge_desktop.sandbox.faults import Fault, Faults
from podbridge_desktop.sandbox.serve import serve
from podbridge_desktop.sandbox.shopify import ShopifyVendor
from tests.support.vendor_server import MovingClock

SECRET = "shpss_practice_secret_1"
NUMBER = "9400111899223197428490"


def number_of(gid: str) -> str:
    return gid.rpartition("/")[2]


@dataclass
class Shop:
    """The store, its faults, its clock (which our pauses move), and connectors to it."""

    vendor: ShopifyVendor
    faults: Faults
    clock: MovingClock
    url: str = ""
    saved: dict[str, str] = field(default_factory=dict)
    made: list[ShopifyChannel] = field(default_factory=list)

    def channel(
        self,
        *,
        secrets: dict[str, str] | None = None,
        fields: dict[str, str] | None = None,
        facts: dict[str, str] | None = None,
        pictures: KeptPictures | None = None,
    ) -> ShopifyChannel:
        known = {"client_secret": SECRET} if secrets is None else secrets
        spec = ConnectionSpec(
            id="shopify-1",
            platform="shopify",
            name="Shop",
            fields={
                "shop": "practice-shop-1",
                "client_id": "practice-client-id-1",
                **(fields or {}),
            },
            api_url=self.url,
            facts=facts or {},
            secret={**known, **self.saved}.get,
            save_secret=self.saved.__setitem__,
            pictures=pictures,
        )
        made = build(spec, pause=self.clock.pause, clock=self.clock, monotonic=self.clock.monotonic)
        self.made.append(made)
        return made

    def trouble(self, kind: str, **how: Any) -> None:
        self.faults.order(Fault("shopify", kind, **how))

    def product(self, *skus: str, title: str = "Mountain Mug") -> tuple[str, ...]:
        """A product made by hand in the admin; the ids of its variants."""
        made = self.vendor.add_simple_product(title, skus or ("MUG",), now=self.clock.now())
        return tuple(variant.id for variant in made.variants)

    def buy(self, *lines: tuple[str, int], **how: Any) -> Any:
        wanted = [(variant, quantity, {}) for variant, quantity in lines]
        return self.vendor.buy(wanted, now=self.clock.now(), **how)

    def parcel(self, order: Any, **how: Any) -> TrackingPush:
        """A parcel with all lines of the order, unless `lines` says otherwise."""
        lines = tuple((number_of(line.id), line.quantity) for line in order.lines)
        push: dict[str, Any] = {
            "order_remote_id": number_of(order.id),
            "carrier": "USPS",
            "tracking_number": NUMBER,
            "tracking_url": f"https://example.com/t/{NUMBER}",
            "lines": lines,
            **how,
        }
        return TrackingPush(**push)

    def writes(self, name: str) -> int:
        return int(self.vendor.ledger.writes.get(name, 0))

    def calls(self, name: str) -> int:
        return int(self.vendor.ledger.calls.get(name, 0))


def draft(**how: Any) -> ListingDraft:
    """A mug in two colours."""
    variants = tuple(
        ListingVariant(
            options=(("Color", color), ("Size", "11oz")),
            price=Money(1490, "USD"),
            sku=f"MUG-{color[0]}",
            supplier_variant_id=str(place),
            cost=Money(512, "USD"),
            image_url=f"https://example.com/{color}.png?signature=x",
        )
        for place, color in enumerate(("White", "Black"))
    )
    made: dict[str, Any] = {
        "reference": "mountain-mug-k3f9q2",
        "title": "Mountain Mug",
        "description_html": "<p>Ceramic.</p>",
        "images": ("https://example.com/White.png?signature=x",),
        "variants": variants,
        "tags": ("pod",),
        **how,
    }
    return ListingDraft(**made)


@contextmanager
def shop() -> Iterator[Shop]:
    """A store on a free port of this computer, until the block ends."""
    vendor, faults, clock = ShopifyVendor(1), Faults(), MovingClock()
    with serve({"shopify": vendor}, clock=clock, faults=faults) as running:
        made = Shop(vendor, faults, clock, running.urls["shopify"])
        try:
            yield made
        finally:
            for channel in made.made:
                channel.close()
