"""What every supplier's connector promises: the claims of `ports.Supplier`, written once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from podbridge_desktop.domain.fulfilment import (
    SupplierOrderReading,
    SupplierOrderRequest,
    SupplierStatus,
    Watched,
)
from podbridge_desktop.errors import NotThere, Skip
from tests.conformance.desk import SupplierDesk
from tests.conformance.remote import RemoteSuite
from tests.conformance.supplier_acts import NAME, Cancel, Confirm, Create, charges, request, rows
from tests.conformance.world import World

UNHEARD = "teleported"
S = SupplierStatus


class SupplierSuite(RemoteSuite):
    """`class TestX(SupplierSuite): desk = X` is all that a connector needs to join."""

    desk: type[SupplierDesk]
    acts = (Create(), Confirm(), Cancel())

    @classmethod
    def words(cls) -> dict[str, SupplierStatus]:
        return {**cls.desk.statuses, UNHEARD: S.UNKNOWN}

    def order(self, world: World, remote: Any) -> str:
        return remote.create_order(request(world)).remote_id

    def read(self, remote: Any, order: str) -> SupplierOrderReading:
        return replace(remote.read_order(order), seen_at=None)

    # an order's life

    def test_an_order_stands_there_as_it_was_asked_for_and_costs_nothing_yet(self, world):
        remote, asked = world.connect(), request(world)
        made = remote.create_order(asked)
        assert (made.external_id, made.status) == (NAME, S.DRAFT)
        assert [(each.reference, each.variant_id, each.quantity) for each in made.lines] == [
            (each.reference, each.variant_id, each.quantity) for each in asked.lines
        ]
        (row,) = rows(world)
        assert str(row["id"]) == made.remote_id
        assert [each["quantity"] for each in row["items"]] == [1, 2]
        assert charges(world) == []

    def test_an_order_is_found_by_its_name_and_by_its_number(self, world):
        remote = world.connect()
        made = remote.create_order(request(world))
        found = remote.find_order(NAME, world.clock.now() - timedelta(days=1))
        assert (found.remote_id, found.external_id) == (made.remote_id, NAME)
        assert self.read(remote, made.remote_id) == replace(found, seen_at=None)
        assert found.costs.total == found.costs.items + found.costs.shipping + found.costs.tax
        assert found.costs.total.currency == world.desk.currency

    def test_a_name_that_is_nearly_the_same_is_another(self, world):
        remote = world.connect()
        remote.create_order(request(world))
        assert remote.find_order(NAME[:-1]) is None
        assert remote.find_order(NAME + "b") is None
        assert [remote.find_orders(each) for each in (NAME + "b", NAME[1:])] == [(), ()]

    def test_a_name_that_the_vendor_has_already_is_adopted(self, world):
        world.desk.keep_names_apart()
        remote = world.connect()
        first = remote.create_order(request(world))
        assert remote.create_order(request(world)).remote_id == first.remote_id
        assert len(rows(world)) == 1

    def test_releasing_spends_once_and_what_it_told(self, world):
        remote = world.connect()
        made = remote.create_order(request(world))
        told = remote.read_order(made.remote_id).costs
        assert remote.confirm_order(made.remote_id).status is S.ACCEPTED
        assert charges(world) == [told.total]

    def test_a_cancelled_order_is_never_made(self, world):
        remote = world.connect()
        made = remote.create_order(request(world))
        world.clock.pause(60)
        assert remote.read_order(made.remote_id).can_cancel
        remote.cancel_order(made.remote_id)
        assert not remote.read_order(made.remote_id).can_cancel
        try:
            assert remote.confirm_order(made.remote_id).status is S.CANCELLED
        finally:
            assert charges(world) == []

    def test_what_is_gone_is_not_there(self, world):
        remote = world.connect()
        works = (remote.read_order, remote.confirm_order, remote.cancel_order, remote.parcels)
        for work in works:
            with pytest.raises(NotThere):
                work("999")

    def test_a_quote_is_honest_and_changes_nothing_where_there_is_one(self, world):
        remote, asked = world.connect(), request(world)
        if remote.drafts_are_free:
            with pytest.raises(Skip):
                remote.quote(asked)
            return
        quoted = remote.quote(asked)
        assert quoted.total == quoted.items + quoted.shipping + quoted.tax
        assert rows(world) == []
        found = remote.read_order(remote.create_order(asked).remote_id)
        assert (quoted.items, quoted.shipping) == (found.costs.items, found.costs.shipping)

    def test_the_vendors_clock_is_the_vendors(self, world):
        remote = world.connect()
        made = remote.create_order(request(world))
        seen_at = remote.read_order(made.remote_id).seen_at
        assert seen_at == world.clock.now().replace(microsecond=0)
        assert remote.vendor_now() in {None, seen_at}

    def test_parcels_are_told_once_they_left_and_alike_each_time(self, world):
        remote = world.connect()
        made = remote.create_order(request(world))
        assert [each for each in remote.parcels(made.remote_id) if each.shipped_at] == []
        remote.confirm_order(made.remote_id)
        world.clock.pause(7200)
        remote.read_order(made.remote_id)
        world.desk.ship(made.remote_id)
        parcels = remote.parcels(made.remote_id)
        assert parcels
        assert all(each.shipped_at and each.tracking_number for each in parcels)
        assert len({each.remote_id for each in parcels}) == len(parcels)
        assert remote.parcels(made.remote_id) == parcels
        inside = dict(line for each in parcels for line in each.lines)
        assert inside in ({}, {"14200000000": 1, "14200000001": 2})

    # its words

    def test_every_word_has_its_meaning_and_an_unheard_one_has_none(self, world, word, meaning):
        remote = world.connect()
        made = remote.create_order(request(world))
        world.desk.say(made.remote_id, word)
        for reading in (remote.read_order(made.remote_id), remote.find_order(NAME)):
            assert (reading.status, reading.raw_status) == (meaning, word)

    def test_a_new_word_is_news_and_told_once(self, world, word, meaning):
        remote = world.connect()
        made = remote.create_order(request(world))
        known = remote.read_order(made.remote_id).raw_status
        world.desk.say(made.remote_id, word)
        news = _news(world, remote, [Watched(made.remote_id, known, world.clock.now())])
        told = [(each.status, each.raw_status) for each in news]
        assert told == [(meaning, word)] or (word == known and told == [])

    def test_what_has_left_is_named_until_it_has_arrived(self, world):
        """A number may come late, and an arrival may change no word."""
        remote = world.connect()
        made = remote.create_order(request(world))
        remote.confirm_order(made.remote_id)
        world.clock.pause(7200)
        remote.read_order(made.remote_id)
        world.desk.ship(made.remote_id)
        known = remote.read_order(made.remote_id).raw_status
        news = _news(world, remote, [Watched(made.remote_id, known, world.clock.now())])
        assert [each.remote_id for each in news] == [made.remote_id]

    # long lists

    def test_a_long_list_is_searched_to_its_end(self, world):
        remote = world.connect()
        names = _many(world, remote)
        found = remote.find_orders("s7k3qd-")
        assert sorted(each.external_id for each in found) == sorted(names)
        assert [each.external_id for each in remote.find_orders("s7k3qd-3-")] == [
            "s7k3qd-3-m2x4qpa"
        ]
        oldest = world.clock.now() - timedelta(days=30)
        assert remote.find_order(names[0], oldest).external_id == names[0]

    def test_orders_that_arrive_while_the_list_is_read_hide_none(self, world):
        remote = world.connect()
        names = _many(world, remote)
        other = world.connect()

        def arrive(number: int) -> None:
            other.create_order(_small(world, f"sother-{number}-m2x4qpa"))

        world.door.meanwhile(world.desk.order_list, lambda: arrive(1), lambda: arrive(2))
        found = [each.external_id for each in remote.find_orders("s7k3qd-")]
        assert sorted(found) == sorted(names)
        assert len(rows(world, "sother-1-m2x4qpa")) == 1

    def test_all_that_changed_among_many_is_told_once(self, world):
        remote = world.connect()
        names = _many(world, remote)
        ids = [str(rows(world, name)[0]["id"]) for name in names]
        known = remote.read_order(ids[0]).raw_status
        word = next(each for each, means in world.desk.statuses.items() if means is S.CANCELLED)
        changed = {ids[0], ids[len(ids) // 2], ids[-1]}
        for each in changed:
            world.desk.say(each, word)
        begun = world.clock.now() - timedelta(days=1)
        news = _news(world, remote, [Watched(each, known, begun) for each in ids])
        told = [each.remote_id for each in news if each.raw_status != known]
        assert sorted(told) == sorted(changed)

    def test_the_book_lists_every_order_newest_first_and_says_how_far_back_it_told(self, world):
        remote = world.connect()
        begun = world.clock.now()
        names = _many(world, remote)
        page = remote.book(begun - timedelta(days=1))
        assert world.clock.now() > page.back_to > begun
        told = [each.external_id for each in page.rows if each.made_at >= page.back_to]
        assert told == names[: -len(told) - 1 : -1]
        rest = remote.book(begun - timedelta(days=1), page.after)
        assert {each.external_id for each in (*page.rows, *rest.rows)} == set(names)
        assert (rest.after, rest.back_to) == ("", begun - timedelta(days=1))

    def test_the_book_ends_where_it_is_old_enough(self, world):
        remote = world.connect()
        _many(world, remote)
        since = world.clock.now() - timedelta(minutes=3)
        page = remote.book(since)
        assert (page.after, page.back_to) == ("", since)

    def test_the_book_tells_the_numbers_of_what_has_left(self, world):
        remote = world.connect()
        made = remote.create_order(request(world))
        remote.confirm_order(made.remote_id)
        (before,) = remote.book(world.clock.now() - timedelta(days=1)).rows
        assert before.tracking == ()
        world.desk.ship(made.remote_id)
        (after,) = remote.book(world.clock.now() - timedelta(days=1)).rows
        numbers = {each.tracking_number for each in remote.parcels(made.remote_id)}
        assert set(after.tracking) == numbers
        assert (after.remote_id, after.made_at) == (made.remote_id, before.made_at)

    def test_all_products_are_read_once(self, world):
        world.desk.fill(world.desk.product_page + 5)
        found = [each.remote_id for each in world.connect().products()]
        assert sorted(found) == sorted(world.desk.products())
        assert len(found) > world.desk.product_page

    def test_a_product_deleted_while_the_list_is_read_hides_no_other(self, world):
        world.desk.fill(world.desk.product_page + 5)
        there = world.desk.products()
        gone = there[:2]
        world.door.meanwhile(
            world.desk.product_list,
            lambda: [world.desk.drop(each) for each in gone],
        )
        found = [each.remote_id for each in world.connect().products()]
        assert set(there) - set(gone) <= set(found) <= set(there)
        assert len(found) == len(set(found))

    def test_products_have_what_a_listing_needs(self, world):
        known = {each.remote_id: each for p in world.connect().products() for each in p.variants}
        for variant in world.desk.variants():
            assert known[variant].cost is not None
            assert known[variant].cost.currency == world.desk.currency
            assert known[variant].image_url


def _small(world: World, name: str) -> SupplierOrderRequest:
    whole = request(world, name)
    return replace(whole, lines=whole.lines[:1])


def _many(world: World, remote: Any) -> list[str]:
    """More orders than a list gives at once, one a minute."""
    names = [f"s7k3qd-{number}-m2x4qpa" for number in range(world.desk.order_page + 5)]
    for name in names:
        remote.create_order(_small(world, name))
        world.clock.pause(60)
    return names


def _news(world: World, remote: Any, watched: list[Watched]) -> list[SupplierOrderReading]:
    since = world.clock.now() - timedelta(days=2)
    return [each for batch in remote.news(watched, since) for each in batch]
