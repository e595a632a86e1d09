"""What every store's connector promises: the claims of `ports.SalesChannel`, written once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant, StoreListing
from podbridge_desktop.domain.fulfilment import TrackingPush
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Payment, StoreOrder
from podbridge_desktop.domain.ports import SalesChannel
from podbridge_desktop.errors import NotThere, UnknownOutcome
from tests.conformance import faults
from tests.conformance.acts import Act, patiently
from tests.conformance.desk import Calls, StoreDesk
from tests.conformance.people import CUSTOMER, HOME
from tests.conformance.remote import RemoteSuite
from tests.conformance.world import World

NUMBER, OTHER_NUMBER = "9400111899223197428490", "9400111899223197428506"
REFERENCE = "podbridge-printful-4711"
UNHEARD = "paid in shells"


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


def at_last(remote: SalesChannel, wanted: ListingDraft) -> StoreListing:
    """As the engine does it: looked for by our reference, then made or brought on."""
    known = remote.find_listing(wanted.reference)
    return remote.push_listing(wanted, known.remote_id if known else None)


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
        return draft(world, reference=f"podbridge-printful-{len(world.desk.listings())}")

    def do(self, remote: Any, thing: Any) -> Any:
        return remote.push_listing(thing, None)

    def count(self, world: World, thing: Any) -> int:
        """Its own mark is the store's affair; nothing else of its title stands there in a test of it."""
        return sum(each["title"] == thing.title for each in world.desk.listings())

    def is_found(self, remote: Any, thing: Any) -> bool:
        return remote.find_listing(thing.reference) is not None

    def again(self, remote: Any, thing: Any) -> Any:
        return at_last(remote, thing)


class SalesChannelSuite(RemoteSuite):
    """`class TestX(SalesChannelSuite): desk = X` is all that a connector needs to join."""

    desk: type[StoreDesk]
    acts = (Track(), MakeListing())

    @classmethod
    def words(cls) -> dict[str, Payment]:
        return {**cls.desk.payments, UNHEARD: Payment.UNKNOWN}

    def order(self, world: World, _remote: Any) -> str:
        return world.desk.buy(world.clock.now())

    def read(self, remote: Any, order: str) -> StoreOrder:
        (found,) = remote.read_orders((order,))
        return found

    # orders

    def test_an_order_is_read_as_it_was_bought(self, world):
        order = world.desk.buy(world.clock.now())
        found = self.read(world.connect(), order)
        assert found.remote_id == order
        assert (found.payment, found.cancelled_at, found.address_hidden) == (
            Payment.PAID,
            None,
            False,
        )
        assert [(each.quantity, each.to_fulfil) for each in found.lines] == [(1, 1), (2, 2)]
        assert len({each.variant_id for each in found.lines}) == 2
        assert (found.ship_to.name, found.ship_to.address1) == (CUSTOMER.name, HOME.address1)
        assert (found.ship_to.zip, found.ship_to.country_code) == (HOME.zip, HOME.country_code)
        assert found.total == found.goods + found.shipping + found.tax
        assert found.total.currency == world.desk.currency
        assert found.paid_at == found.placed_at == world.clock.at.replace(microsecond=0)

    def test_an_order_that_is_gone_is_left_out(self, world):
        order = world.desk.buy(world.clock.now())
        found = world.connect().read_orders((order, "999"))
        assert [each.remote_id for each in found] == [order]

    def test_every_word_has_its_meaning_and_an_unheard_one_sends_nothing(
        self, world, word, meaning
    ):
        order = world.desk.order_called(word, world.clock.now())
        remote = world.connect()
        assert self.read(remote, order).payment is meaning
        pulled = {each.remote_id: each for each in _all(remote)}
        assert pulled[order].payment is meaning
        assert not Payment.UNKNOWN.may_send

    def test_hidden_addresses_are_told_and_lose_nothing_else(self, world):
        order = world.desk.buy(world.clock.now())
        open_to_all = self.read(world.connect(), order)
        world.desk.hide_addresses()
        remote = world.connect()
        found = self.read(remote, order)
        assert (found.ship_to, found.address_hidden) == (None, True)
        assert (found.lines, found.total) == (open_to_all.lines, open_to_all.total)
        report = remote.check()
        assert report.address_access == "no"
        assert [each for each in report.missing if "address" in each.sentence]

    def test_addresses_are_unknown_before_the_first_order_and_told_once_seen(self, world):
        remote = world.connect()
        assert remote.check().address_access == "unknown"
        world.desk.buy(world.clock.now())
        assert remote.check().address_access == "yes"

    # the pull

    def test_a_shop_without_orders_has_none(self, world):
        assert _all(world.connect()) == []

    def test_all_orders_are_pulled_oldest_change_first(self, world):
        world.desk.buy_many(world.desk.order_page + 5, world.clock.now())
        pages = list(world.connect().changed_orders(None))
        found = [each for page in pages for each in page.orders]
        assert sorted(each.remote_id for each in found) == sorted(world.desk.orders())
        assert [each.updated_at for each in found] == sorted(each.updated_at for each in found)
        assert len(pages) > 1
        through = [page.through for page in pages]
        assert through == sorted(through)
        assert through[-1] == max(world.desk.orders().values())

    def test_only_what_changed_since_is_pulled_again(self, world):
        world.desk.buy_many(30, world.clock.now())
        remote = world.connect()
        list(remote.changed_orders(None))
        changes = sorted(world.desk.orders().values())
        since = changes[20]
        wanted = [each for each, at in world.desk.orders().items() if at >= since]
        found = [each.remote_id for page in remote.changed_orders(since) for each in page.orders]
        assert sorted(found) == sorted(wanted)

    def test_what_changes_while_orders_are_pulled_is_pulled_and_hides_none(self, world):
        world.desk.buy_many(world.desk.order_page + 5, world.clock.now())
        there = sorted(world.desk.orders(), key=world.desk.orders().get)
        touched = (there[0], there[world.desk.order_page // 2], there[-1])
        bought: list[str] = []

        def meanwhile() -> None:
            world.clock.pause(5)
            for each in touched:
                world.desk.touch(each, world.clock.now())
            bought.append(world.desk.buy(world.clock.now()))

        world.door.meanwhile(world.desk.order_list, meanwhile)
        found = _all(world.connect())
        latest = {each.remote_id: each.updated_at for each in found}
        assert latest == world.desk.orders()
        assert bought[0] in latest
        times = Counter(each.remote_id for each in found)
        assert [each for each in times if times[each] > 1 and each not in touched] == []

    # parcels

    def test_a_parcel_stands_with_its_order_and_the_buyer_is_told_once(self, world):
        remote, order = world.connect(), world.desk.buy(world.clock.now())
        lines = tuple((each.remote_id, each.quantity) for each in self.read(remote, order).lines)
        assert sorted(remote.shipping_of(order).remaining) == sorted(lines)
        written = remote.push_tracking(push(world, order, lines=lines))
        assert written.tracking_numbers == (NUMBER,)
        assert (world.desk.parcels(order), world.desk.mails()) == ([NUMBER], 1)
        shipping = remote.shipping_of(order)
        assert [each.tracking_numbers for each in shipping.parcels] == [(NUMBER,)]
        assert shipping.remaining == ()
        assert [each.to_fulfil for each in self.read(remote, order).lines] == [0, 0]

    def test_a_parcel_asked_for_again_is_the_same_and_mails_nobody(self, world):
        remote, order = world.connect(), world.desk.buy(world.clock.now())
        first = remote.push_tracking(push(world, order))
        assert world.connect().push_tracking(push(world, order)) == first
        assert (world.desk.parcels(order), world.desk.mails()) == ([NUMBER], 1)

    @pytest.mark.parametrize("kind", faults.AFTER)
    def test_a_parcel_whose_answer_was_lost_mails_the_buyer_once(self, world, kind):
        remote, order = world.connect(), world.desk.buy(world.clock.now())
        world.trouble(kind, world.desk.track)
        with pytest.raises(UnknownOutcome):
            remote.push_tracking(push(world, order))
        remote.push_tracking(push(world, order))
        assert (world.desk.parcels(order), world.desk.mails()) == ([NUMBER], 1)

    def test_a_reshipment_stands_beside_the_first_parcel(self, world):
        remote, order = world.connect(), world.desk.buy(world.clock.now())
        first = remote.push_tracking(push(world, order))
        again = push(world, order, OTHER_NUMBER, beside_remote_id=first.remote_id)
        for _ in range(2):
            assert OTHER_NUMBER in remote.push_tracking(again).tracking_numbers
        assert sorted(world.desk.parcels(order)) == [NUMBER, OTHER_NUMBER]
        assert world.desk.mails() == 2

    def test_an_order_that_is_gone_takes_no_parcel(self, world):
        remote = world.connect()
        world.desk.buy(world.clock.now())
        for work in (remote.shipping_of, lambda order: remote.push_tracking(push(world, order))):
            with pytest.raises(NotThere):
                work("999")

    # listings

    def test_a_listing_is_made_whole_and_found_by_its_reference(self, world):
        remote = world.connect()
        made = remote.push_listing(draft(world), None)
        (there,) = world.desk.listings()
        assert there == {
            "id": made.remote_id,
            "title": draft(world).title,
            "skus": ["TEE-B-M", "TEE-W-M"],
            "pictures": 2,
            "live": True,
        }
        assert made.live
        assert made.image_problems == ()
        assert {each.sku: dict(each.options) for each in made.variants} == {
            "TEE-B-M": {"Color": "Black", "Size": "M"},
            "TEE-W-M": {"Color": "White", "Size": "M"},
        }
        assert world.connect().find_listing(REFERENCE).remote_id == made.remote_id

    def test_a_listing_pushed_again_stays_as_it_is_and_costs_nothing_more(self, world):
        remote = world.connect()
        made = remote.push_listing(draft(world), None)
        there, fees = world.desk.listings(), world.desk.fees()
        other = world.connect()
        for _ in range(2):
            again = other.push_listing(draft(world), made.remote_id)
            assert [each.remote_id for each in again.variants] == [
                each.remote_id for each in made.variants
            ]
        assert (world.desk.listings(), world.desk.fees()) == (there, fees)

    def test_a_draft_is_seen_by_no_buyer_and_costs_nothing_until_it_is_published(self, world):
        remote = world.connect()
        made = remote.push_listing(draft(world, publish=False), None)
        assert not made.live
        assert [each["live"] for each in world.desk.listings()] == [False]
        assert world.desk.fees() == 0
        assert remote.push_listing(draft(world), made.remote_id).live
        assert [each["live"] for each in world.desk.listings()] == [True]

    def test_a_new_price_and_title_arrive(self, world):
        remote = world.connect()
        made = remote.push_listing(draft(world), None)
        wanted = draft(world, title="Ridge Tee, soft unisex t-shirt")
        prices = tuple(
            replace(each, price=Money(2990, world.desk.currency)) for each in wanted.variants
        )
        remote.push_listing(replace(wanted, variants=prices), made.remote_id)
        found = remote.find_listing(REFERENCE)
        assert found.title == wanted.title
        assert {each.price for each in found.variants} == {Money(2990, world.desk.currency)}
        assert len(world.desk.listings()) == 1

    def test_what_is_not_there_is_not_found_and_not_made_anew(self, world):
        remote = world.connect()
        assert remote.find_listing("nothing-like-it") is None
        with pytest.raises(NotThere):
            remote.push_listing(draft(world), "999")
        assert world.desk.listings() == []

    @pytest.mark.parametrize("kind", ["drop", *faults.AFTER])
    def test_a_push_that_breaks_at_any_step_is_finished_by_the_next(self, world, kind):
        for calls in world.desk.writes:
            steps = 0
            while _breaks_at(world, kind, calls, steps):
                steps += 1
            assert steps
        world.renew()

    def test_all_listings_are_read_once(self, world):
        world.desk.put_up(world.desk.listing_page + 5, world.clock.now())
        found = [each for batch in world.connect().listings() for each in batch]
        assert sorted(each.remote_id for each in found) == sorted(
            each["id"] for each in world.desk.listings()
        )
        assert all(each.variants for each in found)

    def test_a_listing_deleted_while_all_are_read_hides_no_other(self, world):
        world.desk.put_up(world.desk.listing_page + 5, world.clock.now())
        there = [each["id"] for each in world.desk.listings()]
        gone = [there[0], there[1], there[-1]]
        world.door.meanwhile(
            world.desk.listing_list, lambda: [world.desk.take_down(each) for each in gone]
        )
        found = [each.remote_id for batch in world.connect().listings() for each in batch]
        assert set(there) - set(gone) <= set(found) <= set(there)
        assert len(found) == len(set(found))


def _all(remote: Any) -> list[StoreOrder]:
    return [each for page in remote.changed_orders(None) for each in page.orders]


def _breaks_at(world: World, kind: str, calls: Calls, skip: int) -> bool:
    """A push breaks at its `skip`th such write, and is taken up again after a restart; False: it has no such step."""
    world.renew()
    world.trouble(kind, calls, skip=skip)
    try:
        world.connect().push_listing(draft(world), None)
    except UnknownOutcome:
        patiently(world, at_last, world.connect(), draft(world))
        broke = True
    else:
        broke = False
    (there,) = world.desk.listings()
    assert (there["skus"], there["pictures"], there["live"]) == (["TEE-B-M", "TEE-W-M"], 2, True)
    return broke
