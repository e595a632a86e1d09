"""What every store's connector promises: the claims of `ports.SalesChannel`, written once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from podbridge_desktop.domain.books import StoreEntry
from podbridge_desktop.domain.orders import Payment, StoreOrder
from podbridge_desktop.errors import NotThere, UnknownOutcome
from tests.conformance import faults
from tests.conformance.availability import AvailabilitySuite
from tests.conformance.desk import StoreDesk
from tests.conformance.listings import ListingsSuite
from tests.conformance.people import CUSTOMER, HOME
from tests.conformance.remote import RemoteSuite
from tests.conformance.store_acts import (
    NUMBER,
    OTHER_NUMBER,
    MakeListing,
    Track,
    push,
)
from tests.conformance.world import World

UNHEARD = "paid in shells"


class SalesChannelSuite(ListingsSuite, AvailabilitySuite, RemoteSuite):
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
        assert [each for each in report.abilities if not each.works and "address" in each.sentence]

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

    def test_the_book_lists_every_order_once_with_its_payment(self, world):
        world.desk.buy_many(world.desk.order_page + 5, world.clock.now())
        unpaid = world.desk.order_called(_unpaid(self.words()), world.clock.now())
        entries, pages = _book(world.connect(), world.clock.now() - timedelta(days=60))
        assert sorted({each.remote_id for each in entries}) == sorted(world.desk.orders())
        assert {each.remote_id for each in entries if not each.is_paid} == {unpaid}
        assert len(world.desk.orders()) // 90 <= pages <= len(world.desk.orders()) // 80 + 1

    def test_the_book_begins_with_the_change_that_is_asked_for(self, world):
        world.desk.buy_many(30, world.clock.now())
        since = sorted(world.desk.orders().values())[20]
        wanted = [each for each, at in world.desk.orders().items() if at >= since]
        entries, pages = _book(world.connect(), since)
        assert sorted(each.remote_id for each in entries) == sorted(wanted)
        assert pages == 1

    def test_the_book_is_read_on_where_one_second_holds_more_than_a_page(self, world):
        world.desk.buy_many(205, world.clock.now())
        now = world.clock.now()
        for each in world.desk.orders():
            world.desk.touch(each, now)
        entries, pages = _book(world.connect(), now - timedelta(days=1))
        assert sorted({each.remote_id for each in entries}) == sorted(world.desk.orders())
        assert pages <= 4

    def test_the_book_shows_the_numbers_that_were_written(self, world):
        order = world.desk.buy(world.clock.now())
        remote = world.connect()
        remote.push_tracking(push(world, order))
        (entry,), _ = _book(remote, world.clock.now() - timedelta(days=1))
        assert (entry.remote_id, entry.tracking) == (order, (NUMBER,))

    def test_what_nobody_took_is_pulled_once_more(self, world):
        """A page is taken when the next one is asked for: what broke off in between is given again."""
        world.desk.buy_many(world.desk.order_page + 5, world.clock.now())
        remote = world.connect()
        broken_off = remote.changed_orders(None, repeat=False)
        assert next(broken_off).orders
        broken_off.close()
        found = [
            each.remote_id
            for page in remote.changed_orders(None, repeat=False)
            for each in page.orders
        ]
        assert sorted(found) == sorted(world.desk.orders())

    def test_what_was_taken_is_pulled_again_when_it_changes(self, world):
        world.desk.buy_many(5, world.clock.now())
        remote = world.connect()
        for _ in remote.changed_orders(None, repeat=False):
            pass
        order = next(iter(world.desk.orders()))
        world.clock.pause(5)
        world.desk.touch(order, world.clock.now())
        found = {
            each.remote_id: each.updated_at
            for page in remote.changed_orders(None, repeat=False)
            for each in page.orders
        }
        assert found[order] == world.desk.orders()[order]

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


def _unpaid(words: dict[str, Payment]) -> str:
    return next(word for word, meaning in words.items() if not meaning.may_send)


def _book(remote: Any, since: datetime) -> tuple[list[StoreEntry], int]:
    """All entries, and on how many pages."""
    page, found, pages = remote.book(since), [], 1
    found += page.rows
    while page.after:
        page, pages = remote.book(since, page.after), pages + 1
        found += page.rows
    return found, pages


def _all(remote: Any) -> list[StoreOrder]:
    return [each for page in remote.changed_orders(None) for each in page.orders]
