"""How few calls it takes to know the news: few orders one by one, many by short lists, all of them twice a day."""

from datetime import timedelta

import pytest

from podbridge_desktop.connectors.printify.limits import ErrorShare
from podbridge_desktop.connectors.printify.poll import FEW, count_by_pages
from podbridge_desktop.domain.fulfilment import SupplierStatus, Watched
from tests.support.vendor_server import MovingClock

LIST = "GET /v1/shops/{shop}/orders.json"
ONE = "GET /v1/shops/{shop}/orders/{order}.json"
DAY = 86_400


class Shop:
    """Orders at the account, and what our ledger would know of them."""

    def __init__(self, account, printify):
        self.account, self.printify = account, printify
        self.known = {}
        self.began = account.clock.now()

    def make(self, count, *, release=True):
        for _ in range(count):
            name = f"s7k3qd-{len(self.known)}-m2x4qpa"
            made = self.printify.create_order(self.account.request(name))
            if release:
                self.printify.confirm_order(made.remote_id)
            word = "sending-to-production" if release else "on-hold"
            self.known[made.remote_id] = Watched(made.remote_id, word, self.account.clock.now())
            self.account.later(60)
        self.account.later(600)
        return self

    def poll(self):
        """The news of one poll, learnt as the engine learns them."""
        since = self.began - timedelta(days=1)
        found = [
            reading
            for batch in self.printify.news(tuple(self.known.values()), since)
            for reading in batch
        ]
        for each in found:
            old = self.known[each.remote_id]
            looked = self.account.clock.now() if each.parcels else old.looked_at
            arrived = bool(each.parcels) and all(parcel.delivered_at for parcel in each.parcels)
            self.known[each.remote_id] = Watched(
                each.remote_id, each.raw_status, old.sent_at, looked, old.delivered or arrived
            )
        return found

    def calls(self):
        return self.account.calls(LIST), self.account.calls(ONE)

    def cost(self):
        """(lists, single orders) that one poll reads, and its news."""
        lists, ones = self.calls()
        news = self.poll()
        return self.account.calls(LIST) - lists, self.account.calls(ONE) - ones, news


@pytest.fixture
def shop(account, printify):
    return Shop(account, printify)


@pytest.fixture(params=[True, False], ids=["totals", "no totals"])
def many(shop, request):
    """Many orders in production, all known as such."""
    shop.account.vendor.turn(order_totals=request.param)
    shop.make(25)
    shop.poll()
    shop.poll()
    return shop


def ids(readings):
    return [each.remote_id for each in readings]


def test_few_open_orders_are_read_one_by_one(shop):
    shop.make(FEW)
    shop.poll()
    lists, ones, news = shop.cost()
    assert (lists, ones, len(news)) == (0, FEW, FEW)
    assert {each.status for each in news} == {SupplierStatus.IN_PRODUCTION}


def test_the_first_poll_reads_the_whole_list_and_so_does_each_half_day(shop):
    shop.make(FEW + 1)
    assert len(shop.poll()) == FEW + 1
    assert shop.cost()[2] == []
    shop.account.later(DAY / 2)
    assert shop.cost()[2] == []
    word = next(iter(shop.known.values()))
    shop.known[word.remote_id] = Watched(word.remote_id, "sending-to-production", word.sent_at)
    shop.account.later(DAY / 2)
    assert ids(shop.poll()) == [word.remote_id]


def test_where_nothing_happened_many_orders_cost_the_short_lists(many):
    lists, ones, news = many.cost()
    assert (ones, news) == (0, [])
    assert lists <= FEW + 2


def test_trouble_is_found_by_the_short_lists(many):
    first, second, *_ = many.known
    many.account.vendor.hold(first)
    many.account.vendor.cancel(second)
    _, ones, news = many.cost()
    assert ones == 2
    assert {each.remote_id: each.status for each in news} == {
        first: SupplierStatus.ON_HOLD, second: SupplierStatus.CANCELLED}  # fmt: skip


def test_what_leaves_a_short_list_is_news_as_well(many):
    first = next(iter(many.known))
    many.account.vendor.hold(first)
    many.poll()
    assert many.cost()[1:] == (0, [])
    many.account.vendor.release(first)
    [news] = many.poll()
    assert (news.remote_id, news.status) == (first, SupplierStatus.IN_PRODUCTION)


def test_shipped_orders_are_found_by_their_count_however_young_they_are(many):
    oldest, *_, newest = many.known
    for ident in (oldest, newest):
        many.account.vendor.ship(ident)
    _, ones, news = many.cost()
    assert ones == 2
    assert ids(news) == [newest, oldest]
    assert all(each.status is SupplierStatus.SHIPPED and each.parcels for each in news)
    assert many.cost()[1:] == (0, [])


def test_one_that_shipped_is_not_looked_for_in_many_pages_until_it_has_waited(shop):
    """The list of what has shipped lately is long, and one more shipped order is not worth all its pages."""
    shop.make(FEW * 10 + FEW + 2)
    shop.poll()
    first, *rest = shop.known
    for ident in rest[: FEW * 10]:
        shop.account.vendor.ship(ident)
    assert len(shop.poll()) == FEW * 10
    shop.account.vendor.ship(first)
    assert shop.poll() == []
    shop.account.later(3600)
    assert ids(shop.poll()) == [first]
    lists, ones, news = shop.cost()
    assert (lists, ones, news) == (FEW, 0, [])


def test_an_order_that_is_not_ours_is_looked_for_once(many):
    ident = many.printify.create_order(many.account.request("s7k3qd-99-m2x4qpa")).remote_id
    many.printify.confirm_order(ident)
    many.account.vendor.ship(ident)
    quiet, _, news = many.cost()
    assert news == []
    assert many.cost()[0] < quiet


def test_an_order_that_a_short_list_told_is_not_searched_for(many):
    first = next(iter(many.known))
    many.account.vendor.hold(first)
    many.poll()
    many.account.vendor.release(first)
    many.account.vendor.ship(first)
    assert ids(many.poll()) == [first]
    assert many.cost()[1:] == (0, [])


def test_an_order_whose_word_was_forgotten_is_read(many):
    first = next(iter(many.known.values()))
    many.known[first.remote_id] = Watched(first.remote_id, "", first.sent_at)
    assert ids(many.poll()) == [first.remote_id]


def test_an_order_of_which_nobody_knows_when_it_was_sent_is_found(many):
    first = next(iter(many.known))
    many.known[first] = Watched(first, many.known[first].raw_status)
    many.account.vendor.ship(first)
    assert ids(many.poll()) == [first]


def test_delivery_is_looked_for_every_six_hours(shop):
    shop.make(1)
    [ident] = shop.known
    shop.account.vendor.ship(ident)
    shop.poll()
    assert shop.cost()[1] == 0
    shop.account.later(6 * 3600)
    assert shop.cost()[1] == 1
    shop.account.vendor.deliver(ident)
    shop.account.later(6 * 3600)
    assert shop.poll()[0].parcels[0].delivered_at is not None
    shop.account.later(6 * 3600)
    assert shop.poll() == []


def test_delivery_is_looked_for_no_longer_than_45_days(shop):
    shop.make(1)
    [ident] = shop.known
    shop.account.vendor.ship(ident)
    sent_at = shop.began - timedelta(days=46)
    shop.known[ident] = Watched(ident, "fulfilled", sent_at, shop.began)
    shop.poll()
    shop.account.later(6 * 3600)
    assert shop.cost()[1] == 0


def test_of_many_on_their_way_the_arrival_is_told_by_the_sweep(shop):
    shop.make(FEW + 1)
    first, *_ = shop.known
    for ident in shop.known:
        shop.account.vendor.ship(ident)
    shop.poll()
    shop.poll()
    shop.account.vendor.deliver(first)
    shop.account.later(6 * 3600)
    assert shop.poll() == []
    shop.account.later(6 * 3600)
    [news] = shop.poll()
    assert (news.remote_id, news.parcels[0].delivered_at is not None) == (first, True)


def test_a_shipped_order_whose_parcels_were_never_read_is_read_at_once(shop):
    shop.make(1)
    [ident] = shop.known
    shop.account.vendor.ship(ident)
    shop.known[ident] = Watched(ident, "fulfilled", shop.known[ident].sent_at)
    assert ids(shop.poll()) == [ident]


def test_a_delivered_order_is_read_only_when_it_was_made_anew(shop):
    shop.make(2)
    first, second = shop.known
    for ident in (first, second):
        shop.account.vendor.ship(ident)
        shop.account.vendor.deliver(ident)
        shop.known[ident] = Watched(ident, "fulfilled", shop.began, shop.began, delivered=True)
    assert shop.poll() == []
    shop.account.vendor.reship(second)
    assert shop.poll() == []
    shop.account.later(DAY / 2)
    assert ids(shop.poll()) == [second]


def test_an_order_that_is_gone_is_asked_for_twice_a_day_only(shop):
    shop.make(1)
    gone = "5a96f649b2439217d070f507"
    shop.known[gone] = Watched(gone, "in-production", shop.began)
    [news] = [each for each in shop.poll() if each.remote_id == gone]
    assert (news.status, news.raw_status) == (SupplierStatus.UNKNOWN, "not found")
    assert gone not in ids(shop.poll())
    shop.account.later(DAY / 2)
    assert gone in ids(shop.poll())


def test_lists_are_read_back_no_further_than_the_oldest_order(shop):
    shop.make(30, release=False)
    for ident in shop.known:
        shop.account.vendor.cancel(ident)
    shop.known.clear()
    shop.account.later(9 * DAY)
    shop.began = shop.account.clock.now()
    shop.make(FEW + 1)
    shop.poll()
    lists, _, _ = shop.cost()
    assert lists == FEW  # one page of each short list, and one count
    shop.account.later(DAY / 2)
    assert shop.cost()[0] == FEW + 1  # and one page of the whole list


def test_too_many_errors_leave_only_the_short_lists(shop):
    shop.make(3)
    shop.poll()
    for _ in range(60):
        shop.poll()
    for number in range(12):
        with pytest.raises(Exception, match="does not have this"):
            shop.printify.read_order(f"{number:024x}")
    lists, ones, news = shop.cost()
    assert (ones, news) == (0, [])
    assert lists > 0
    shop.account.vendor.ship(next(iter(shop.known)))
    shop.account.later(3601)
    assert shop.cost()[1] > 0


# the share of errors, and a list without a total


def test_the_share_counts_the_last_hour_and_needs_some_calls():
    clock = MovingClock()
    share = ErrorShare(clock.monotonic)
    for number in range(99):
        share.note(error=number < 9)
    assert not share.too_high
    share.note(error=False)
    assert share.too_high
    clock.pause(3601)
    assert not share.too_high
    for number in range(100):
        share.note(error=number < 3)
    assert not share.too_high


@pytest.mark.parametrize("known", [0, 7, 30, 95, 120, 500])
@pytest.mark.parametrize("length", [0, 1, 9, 10, 11, 99, 100, 101, 237])
def test_a_list_that_does_not_tell_is_counted_by_its_last_page(length, known):
    asked = []

    def rows(number):
        asked.append(number)
        return max(0, min(10, length - (number - 1) * 10))

    counted = count_by_pages(rows, known)
    assert counted == (length if known <= length + 10 else known // 10 * 10)
    assert len(asked) <= 12
