"""A simulated Etsy shop over real HTTP, and our connector to it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from podbridge_desktop.connectors.api_client import Transport
from podbridge_desktop.connectors.etsy.build import build
from podbridge_desktop.connectors.etsy.channel import EtsyChannel
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant, StoreListing
from podbridge_desktop.domain.fulfilment import TrackingPush
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.ports import ConnectionSpec
from podbridge_desktop.errors import Unfinished
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.faults import Fault, Faults
from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.serve import serve
from tests.support.vendor_server import MovingClock, VendorServer, serving

NUMBER = "9400111899223197428490"
SCOPES = ("listings_r", "listings_w", "shops_r", "transactions_r", "transactions_w")


@dataclass
class Shop:
    """The shop, its faults, its clock (which our pauses move), pictures to fetch, and connectors to it."""

    vendor: EtsyVendor
    faults: Faults
    clock: MovingClock
    studio: VendorServer
    url: str = ""
    saved: dict[str, str] = field(default_factory=dict)
    made: list[EtsyChannel] = field(default_factory=list)

    def spec(
        self,
        *,
        secrets: dict[str, str] | None = None,
        fields: dict[str, str] | None = None,
        facts: dict[str, str] | None = None,
    ) -> ConnectionSpec:
        """Signed in, unless `secrets` say otherwise. What is saved is read again, as from a keyring."""
        if secrets is None:
            secrets = {
                "shared_secret": self.vendor.shared_secret,
                "refresh_token": self.vendor.grant(self.clock.now(), SCOPES),
            }
        self.saved.update(secrets)
        return ConnectionSpec(
            id="etsy-1",
            platform="etsy",
            name="Shop",
            fields={"keystring": self.vendor.keystring, **(fields or {})},
            api_url=self.url,
            facts=facts or {},
            secret=self.saved.get,
            save_secret=self.saved.__setitem__,
        )

    def channel(
        self, spec: ConnectionSpec | None = None, transport: Transport | None = None, **how: Any
    ) -> EtsyChannel:
        made = build(
            spec or self.spec(**how),
            pause=self.clock.pause,
            clock=self.clock,
            monotonic=self.clock.monotonic,
            transport=transport,
        )
        self.made.append(made)
        return made

    def trouble(self, kind: str, **how: Any) -> None:
        self.faults.order(Fault("etsy", kind, **how))

    def pushed(self, channel: Any, draft: ListingDraft, remote_id: str | None) -> StoreListing:
        """Push it as the engine does: put off while Etsy works on the pictures, and begun again."""
        while True:
            try:
                return channel.push_listing(draft, remote_id)  # type: ignore[no-any-return]
            except Unfinished as error:
                self.clock.pause(error.wait.total_seconds() if error.wait else 1)

    def product(self, *skus: str, title: str = "Candle") -> list[str]:
        """A listing made by hand; the ids of its products."""
        made = self.vendor.add_listing(title, list(skus or ("CANDLE",)), now=self.clock.now())
        return [str(each["product_id"]) for each in made["products"]]

    def buy(
        self, *lines: tuple[str, int], answers: dict[str, str] | None = None, **how: Any
    ) -> Any:
        wanted = [(product, quantity, answers or {}) for product, quantity in lines]
        return self.vendor.buy(wanted, now=self.clock.now(), **how)

    def parcel(self, receipt: Any, **how: Any) -> TrackingPush:
        push: dict[str, Any] = {
            "order_remote_id": str(receipt["id"]),
            "carrier": "USPS",
            "tracking_number": NUMBER,
            "tracking_url": f"https://example.com/t/{NUMBER}",
            "lines": tuple((str(line["id"]), line["quantity"]) for line in receipt["lines"]),
            **how,
        }
        return TrackingPush(**push)

    def calls(self, operation: str) -> int:
        return int(self.vendor.book.calls.get(operation, 0))

    @property
    def listings(self) -> list[Any]:
        """Newest first."""
        return list(reversed(self.vendor.book.listings.values()))

    def picture(self, name: str) -> str:
        """The address of a picture that can be fetched."""
        return f"{self.studio.url}/{name}.png"

    def draft(self, **how: Any) -> ListingDraft:
        """A shirt in two colors and two sizes, each color with its own picture."""
        variants = tuple(
            ListingVariant(
                options=(("Color", color), ("Size", size)),
                price=Money(price, "USD"),
                sku=f"TEE-{color[0]}-{size[0]}",
                supplier_variant_id=f"{color}-{size}",
                cost=Money(900, "USD"),
                image_url=self.picture(color),
            )
            for color in ("Black", "White")
            for size, price in (("M", 2490), ("2XL (EU 56)", 2790))
        )
        made: dict[str, Any] = {
            "reference": "podbridge-printful-4711",
            "title": "Mountain Tee, soft unisex t-shirt",
            "description_html": "<p>Soft &amp; light.</p><ul><li>Cotton</li></ul>",
            "images": (self.picture("Black"), self.picture("White")),
            "variants": variants,
            "vendor": "Printful",
            "tags": ("mountain", "tee"),
            "publish": False,
            **how,
        }
        return ListingDraft(**made)


def painted(request: Request) -> Response:
    """A small picture whose color depends on its name."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (sum(request.path.encode()) % 256, 80, 120)).save(out, "PNG")
    return Response(200, out.getvalue(), {"content-type": "image/png"})


@contextmanager
def shop() -> Iterator[Shop]:
    """A shop on a free port of this computer, until the block ends."""
    vendor, faults, clock = EtsyVendor(1), Faults(), MovingClock()
    vendor.limiter(on=False)
    with (
        serving(painted) as studio,
        serve({"etsy": vendor}, clock=clock, faults=faults) as running,
    ):
        made = Shop(vendor, faults, clock, studio, running.urls["etsy"])
        try:
            yield made
        finally:
            for channel in made.made:
                channel.close()
