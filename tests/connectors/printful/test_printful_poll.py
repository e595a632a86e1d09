"""How few calls it takes to know the news: few orders by one list, many by short ones, all of them twice a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from podbridge_desktop.connectors.printful.poll import FEW, LONGEST, NEEDS_A_LOOK
from podbridge_desktop.domain.fulfilment import SupplierStatus, Watched

LISTS, ONE = "GET /orders", "GET /orders/{id}"


class Store:
    """Orders at the account, and what our ledger would know of them."""

    def __init__(self, account, printful):
        self.account, self.printful = account, printful
        self.known = {}
        self.began = account.clock.now()

    def make(self, count):
        for number in range(count):
            name = f"s7k3qd-{len(self.known)}{number}-m2x4qpa"
            made = self.printful.create_order(self.account.request(name, count=1))
            self.printful.confirm_order(made.remote_id)
            now = self.account.clock.now()
            self.known[made.remote_id] = Watched(made.remote_id, "pending", now)
            self.account.clock.pause(60)
        return self

    def poll(self):
        """The news of one poll, learnt as the engine learns them."""
        since = self.began - timedelta(days=1)
        batches = self.printful.news(tuple(self.known.values()), since)
        found = [each for batch in batches for each in batch]
        news = [each for each in found if each.raw_status != self.known[each.remote_id].raw_status]
        for each in news:
            sent_at = self.known[each.remote_id].sent_at
            self.known[each.remote_id] = Watched(each.remote_id, each.raw_status, sent_at)
        return [each.remote_id for each in news]

    def cost(self):
        """(lists, single orders) that one poll reads, and its news."""
        before = self.account.calls(LISTS), self.account.calls(ONE)
        news = self.poll()
        return self.account.calls(LISTS) - before[0], self.account.calls(ONE) - before[1], news


@pytest.fixture
def store(account, printful):
    return Store(account, printful)


@pytest.fixture
def many(store):
    """Some orders in production, and the memory of many that were delivered since."""
    store.make(3)
    store.account.clock.pause(7200)
    store.poll()
    for number in range(FEW):
        ident = str(500 + number)
        store.known[ident] = Watched(ident, "fulfilled", store.account.clock.now(), delivered=True)
    return store


def test_few_orders_cost_one_list(store):
    store.make(2)
    store.poll()
    assert store.cost() == (1, 0, [])
    held = next(iter(store.known))
    store.account.vendor.hold(held)
    assert store.cost() == (1, 0, [held])


def test_many_orders_cost_the_short_lists_and_that_of_what_is_packed(many):
    assert many.cost() == (len(NEEDS_A_LOOK) + 1, 0, [])


@pytest.mark.parametrize("what", ["hold", "fail", "cancel", "ship"])
def test_what_a_person_or_the_store_must_know_is_found_among_many(many, what):
    first, *_ = many.known
    getattr(many.account.vendor, what)(first)
    assert many.poll() == [first]


def test_what_leaves_a_short_list_is_news_as_well(many):
    first, *_ = many.known
    many.account.vendor.hold(first)
    many.poll()
    many.account.vendor.release(first)
    assert many.cost()[1:] == (1, [first])


def test_an_order_that_is_gone_from_a_short_list_and_everywhere_is_no_news(many):
    many.known["77"] = Watched("77", "onhold", many.account.clock.now())
    assert many.cost()[1:] == (1, [])


def test_an_order_whose_word_was_forgotten_is_read(many):
    first, *_ = many.known
    many.known[first] = Watched(first, "", many.known[first].sent_at)
    assert many.cost()[1:] == (1, [first])


def test_also_of_an_order_on_its_way_that_somebody_asks_about(store):
    store.make(1)
    store.poll()
    [ident] = store.known
    store.account.vendor.ship(ident)
    store.poll()
    store.known[ident] = Watched(ident, "", store.began)
    assert store.cost() == (0, 1, [ident])


def test_nothing_is_asked_while_everything_is_on_its_way(store):
    store.make(1)
    store.poll()
    [ident] = store.known
    store.account.vendor.ship(ident)
    assert store.poll() == [ident]
    assert store.cost() == (0, 0, [])


def test_a_parcel_without_a_number_is_asked_about_on_and_on(store):
    store.account.vendor.turn(numbers_named=False)
    store.make(1)
    store.poll()
    store.account.vendor.ship(next(iter(store.known)))
    store.poll()
    assert store.cost()[0] == 1
    store.account.vendor.turn(numbers_named=True)
    store.poll()
    assert store.cost()[0] == 0


def test_what_does_not_leave_for_weeks_is_left_to_the_sweeps(store):
    store.make(1)
    store.poll()
    [ident] = store.known
    store.known[ident] = Watched(ident, "pending", store.began - LONGEST)
    assert store.cost()[0] == 0


def test_a_page_that_nobody_took_is_given_again(store):
    store.make(1)
    store.poll()
    [ident] = store.known
    store.account.vendor.ship(ident)
    given = store.printful.news(tuple(store.known.values()), store.began)
    [reading] = next(given)
    given.close()
    assert reading.status is SupplierStatus.SHIPPED
    assert store.poll() == [ident]


def test_what_was_seen_before_anybody_asked_about_it_is_news_later(store):
    """After a restore the ledger learns of orders that the lists showed before."""
    store.make(2)
    store.poll()
    early, late = store.known
    unknown = store.known.pop(late)
    store.account.vendor.ship(late)
    assert store.poll() == []
    store.known[late] = unknown
    assert store.poll() == [late]
    assert early in store.known


def test_twice_a_day_all_orders_are_read_back_to_the_oldest(store):
    store.make(2)
    store.poll()
    first, second = store.known
    for ident in (first, second):
        store.account.vendor.ship(ident)
    store.poll()
    store.known[first] = Watched(first, "what it was before", store.began, delivered=True)
    assert store.poll() == []
    store.account.clock.pause(12 * 3600)
    assert store.cost() == (1, 0, [first])
