"""What every store's connector promises of stock: a variant is taken off sale and comes back, nothing else changes."""

from __future__ import annotations

import pytest

from podbridge_desktop.errors import NotThere, UnknownOutcome
from tests.conformance import faults
from tests.conformance.acts import patiently
from tests.conformance.store_acts import draft, pushed
from tests.conformance.world import World

BLACK, WHITE = "TEE-B-M", "TEE-W-M"


def made(world: World):
    remote = world.connect()
    listing = pushed(world, remote, draft(world), None)
    return remote, listing, {each.sku: each.remote_id for each in listing.variants}


class AvailabilitySuite:
    """A part of the stores' suite."""

    def test_a_variant_is_taken_off_sale_and_comes_back(self, world):
        remote, listing, ids = made(world)
        there, fees = world.desk.listings(), world.desk.fees()
        assert world.desk.buyable(listing.remote_id) == {BLACK: True, WHITE: True}
        wanted = {ids[BLACK]: False, ids[WHITE]: True}
        for _ in range(2):
            assert remote.set_availability(listing.remote_id, wanted) == wanted
            assert world.desk.buyable(listing.remote_id) == {BLACK: False, WHITE: True}
        (found,) = [each for batch in world.connect().listings() for each in batch]
        assert {each.sku: each.available for each in found.variants} == {BLACK: False, WHITE: True}
        assert {each.price for each in found.variants} == {each.price for each in listing.variants}
        remote.set_availability(listing.remote_id, dict.fromkeys(ids.values(), True))
        assert world.desk.buyable(listing.remote_id) == {BLACK: True, WHITE: True}
        assert (world.desk.listings(), world.desk.fees()) == (there, fees)

    def test_when_nothing_is_left_nothing_can_be_bought_and_it_comes_back_without_a_fee(self, world):  # fmt: skip
        remote, listing, ids = made(world)
        fees = world.desk.fees()
        none = dict.fromkeys(ids.values(), False)
        for _ in range(2):
            assert remote.set_availability(listing.remote_id, none) == none
        assert set(world.desk.buyable(listing.remote_id).values()) == {False}
        back = {ids[BLACK]: True, ids[WHITE]: False}
        assert remote.set_availability(listing.remote_id, back, revive=True) == back
        assert world.desk.buyable(listing.remote_id) == {BLACK: True, WHITE: False}
        assert world.desk.fees() == fees

    def test_what_is_not_named_or_not_there_stays_as_it_is(self, world):
        remote, listing, ids = made(world)
        found = remote.set_availability(listing.remote_id, {ids[WHITE]: False, "nothing": False})
        assert {ids[WHITE]: False} == {key: found[key] for key in found if key != "nothing"}
        assert world.desk.buyable(listing.remote_id) == {BLACK: True, WHITE: False}
        with pytest.raises(NotThere):
            remote.set_availability("999", {"1": False})

    @pytest.mark.parametrize("kind", faults.BROKEN)
    def test_a_change_whose_answer_is_lost_is_finished_by_the_next(self, world, kind):
        remote, listing, ids = made(world)
        wanted = {ids[BLACK]: False, ids[WHITE]: True}
        world.trouble(kind, world.desk.restock)
        with pytest.raises(UnknownOutcome):
            remote.set_availability(listing.remote_id, wanted)
        assert patiently(world, remote.set_availability, listing.remote_id, wanted) == wanted
        assert world.desk.buyable(listing.remote_id) == {BLACK: False, WHITE: True}
