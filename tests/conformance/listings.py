"""What every store's connector promises of listings: made whole, found again, read to the last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import NotThere, UnknownOutcome
from tests.conformance import faults
from tests.conformance.acts import patiently
from tests.conformance.desk import Calls
from tests.conformance.store_acts import REFERENCE, at_last, draft, pushed
from tests.conformance.world import World


class ListingsSuite:
    """A part of the stores' suite."""

    def test_a_listing_is_made_whole_and_found_by_its_reference(self, world):
        remote = world.connect()
        made = pushed(world, remote, draft(world), None)
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

    def test_what_it_wants_to_be_told_is_offered_and_what_suggests_itself_is_taken(self, world):
        remote = world.connect()
        choices = remote.listing_choices([draft(world)])
        assert [each.field for each in choices if each.stops("")] == []
        assert all(len({x.value for x in each.offers}) == len(each.offers) for each in choices)
        picked = tuple((each.field, each.suggested) for each in choices if each.suggested)
        assert all(each.name_of(each.suggested) for each in choices if each.suggested)
        assert pushed(world, remote, replace(draft(world), choices=picked), None).live

    def test_a_listing_pushed_again_stays_as_it_is_and_costs_nothing_more(self, world):
        remote = world.connect()
        made = pushed(world, remote, draft(world), None)
        there, fees = world.desk.listings(), world.desk.fees()
        other = world.connect()
        for _ in range(2):
            again = pushed(world, other, draft(world), made.remote_id)
            assert [each.remote_id for each in again.variants] == [
                each.remote_id for each in made.variants
            ]
        assert (world.desk.listings(), world.desk.fees()) == (there, fees)

    def test_a_draft_is_seen_by_no_buyer_and_costs_nothing_until_it_is_published(self, world):
        remote = world.connect()
        made = pushed(world, remote, draft(world, publish=False), None)
        assert not made.live
        assert [each["live"] for each in world.desk.listings()] == [False]
        assert world.desk.fees() == 0
        assert pushed(world, remote, draft(world), made.remote_id).live
        assert [each["live"] for each in world.desk.listings()] == [True]

    def test_a_new_price_and_title_arrive(self, world):
        remote = world.connect()
        made = pushed(world, remote, draft(world), None)
        wanted = draft(world, title="Ridge Tee, soft unisex t-shirt")
        prices = tuple(
            replace(each, price=Money(2990, world.desk.currency)) for each in wanted.variants
        )
        pushed(world, remote, replace(wanted, variants=prices), made.remote_id)
        found = remote.find_listing(REFERENCE)
        assert found.title == wanted.title
        assert {each.price for each in found.variants} == {Money(2990, world.desk.currency)}
        assert len(world.desk.listings()) == 1

    def test_what_is_not_there_is_not_found_and_not_made_anew(self, world):
        remote = world.connect()
        assert remote.find_listing("nothing-like-it") is None
        with pytest.raises(NotThere):
            pushed(world, remote, draft(world), "999")
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


def _breaks_at(world: World, kind: str, calls: Calls, skip: int) -> bool:
    """A push breaks at its `skip`th such write, and is taken up again after a restart; False: it has no such step."""
    world.renew()
    world.trouble(kind, calls, skip=skip)
    try:
        pushed(world, world.connect(), draft(world))
    except UnknownOutcome:
        patiently(world, at_last, world, world.connect(), draft(world))
        broke = True
    else:
        broke = False
    (there,) = world.desk.listings()
    assert (there["skus"], there["pictures"], there["live"]) == (["TEE-B-M", "TEE-W-M"], 2, True)
    return broke
