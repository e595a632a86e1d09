"""The writes of a store's port: a parcel, and a listing, which takes many calls."""

from __future__ import annotations

from typing import Any

from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant, StoreListing
from podbridge_desktop.domain.fulfilment import TrackingPush
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.ports import SalesChannel
from tests.conformance.acts import Act, to_its_end
from tests.conformance.desk import Calls
from tests.conformance.world import World

NUMBER, OTHER_NUMBER = "9400111899223197428490", "9400111899223197428506"
REFERENCE = "podbridge-printful-4711"


def push(world: World, order: str, number: str = NUMBER, **how: Any) -> TrackingPush:
    """One parcel with everything of the order."""
    made: dict[str, Any] = {
        "order_remote_id": order,
        "carrier": "USPS",
        "tracking_number": number,
        "tracking_url": f"https://example.com/t/{number}",
        "lines": (),
        **how,
    }
    return TrackingPush(**made)


def draft(world: World, **how: Any) -> ListingDraft:
    """A shirt in two colors, each with its own picture."""
    variants = tuple(
        ListingVariant(
            options=(("Color", color), ("Size", "M")),
            price=Money(2490, world.desk.currency),
            sku=f"TEE-{color[0]}-M",
            supplier_variant_id=color,
            cost=Money(900, world.desk.currency),
            image_url=f"{world.pictures}/{color}.png",
        )
        for color in ("Black", "White")
    )
    made: dict[str, Any] = {
        "reference": REFERENCE,
        "title": "Mountain Tee, soft unisex t-shirt",
        "description_html": "<p>Soft.</p>",
        "images": tuple(each.image_url for each in variants),
        "variants": variants,
        "vendor": "Printful",
        "tags": ("mountain",),
        **how,
    }
    return ListingDraft(**made)


def pushed(
    world: World, remote: SalesChannel, wanted: ListingDraft, remote_id: str | None = None
) -> StoreListing:
    """Pushed to its end."""
    return to_its_end(world, remote.push_listing, wanted, remote_id)  # type: ignore[no-any-return]


def at_last(world: World, remote: SalesChannel, wanted: ListingDraft) -> StoreListing:
    """As the engine does it: looked for by our reference, then made or brought on."""
    known = remote.find_listing(wanted.reference)
    return pushed(world, remote, wanted, known.remote_id if known else None)


class Track(Act):
    """A parcel is written to its order; the buyer gets a mail."""

    name = "track"

    def calls(self, world: World) -> Calls:
        return world.desk.track

    def prepare(self, world: World, _remote: Any) -> Any:
        return push(world, world.desk.buy(world.clock.now()))

    def do(self, remote: Any, thing: Any) -> Any:
        return remote.push_tracking(thing)

    def count(self, world: World, thing: Any) -> int:
        return world.desk.parcels(thing.order_remote_id).count(NUMBER)

    def is_found(self, remote: Any, thing: Any) -> bool:
        parcels = remote.shipping_of(thing.order_remote_id).parcels
        return any(NUMBER in each.tracking_numbers for each in parcels)


class MakeListing(Act):
    """A listing is made; the next attempt looks for its reference first."""

    name = "list"

    def calls(self, world: World) -> Calls:
        return world.desk.make

    def prepare(self, world: World, _remote: Any) -> Any:
        self._world = world
        return draft(world, reference=f"podbridge-printful-{len(world.desk.listings())}")

    def do(self, remote: Any, thing: Any) -> Any:
        return pushed(self._world, remote, thing)

    def count(self, world: World, thing: Any) -> int:
        """Its own mark is the store's affair; nothing else of its title stands there in a test of it."""
        return sum(each["title"] == thing.title for each in world.desk.listings())

    def is_found(self, remote: Any, thing: Any) -> bool:
        return remote.find_listing(thing.reference) is not None

    def again(self, remote: Any, thing: Any) -> Any:
        return at_last(self._world, remote, thing)
