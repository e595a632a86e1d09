"""Reading orders: every change once and in order, and what Etsy's filter of changes leaves out."""

from datetime import timedelta

import pytest

from podbridge_desktop.connectors.etsy import order_pull
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.errors import Busy, VendorFault


def pulled(channel, since=None):
    return list(channel.changed_orders(since))


def ids(pages):
    return [order.remote_id for page in pages for order in page.orders]


def buy(shop, count=1):
    (product,) = shop.product("CANDLE")
    made = []
    for _ in range(count):
        made.append(shop.buy((product, 1), keep_stock=True))
        shop.clock.pause(1)
    return made


def test_an_order_with_what_the_buyer_wrote(shop, channel):
    (product,) = shop.product("CANDLE")
    receipt = shop.buy((product, 2), answers={"Name": "O'Neil & Sons"}, note="It's a gift")
    (order, *_) = [each for page in pulled(channel) for each in page.orders]
    assert (order.remote_id, order.payment) == (str(receipt["id"]), Payment.PAID)
    assert order.note == "It's a gift"
    (line,) = order.lines
    assert (line.sku, line.quantity, line.to_fulfil) == ("CANDLE", 2, 2)
    assert [(each.key, each.value) for each in line.properties] == [("Name", "O'Neil & Sons")]


def test_a_line_is_of_the_variant_that_the_listings_name(shop, channel):
    first, second = shop.product("CANDLE-HONEY", "CANDLE-WAX")
    shop.buy((second, 1))
    (batch,) = channel.listings()
    known = {each.sku: each.remote_id for each in batch[0].variants}
    order = pulled(channel)[0].orders[0]
    assert order.lines[0].variant_id == known["CANDLE-WAX"] != known["CANDLE-HONEY"]
    assert first != second


def test_nothing_changed_and_nothing_was_swept_gives_nothing(shop, channel):
    assert pulled(channel, shop.clock.now()) == []


def test_more_changes_of_one_second_than_fit_into_a_page(shop, channel, monkeypatch):
    monkeypatch.setattr(order_pull, "PAGE", 4)
    (product,) = shop.product("CANDLE")
    made = [shop.buy((product, 1), keep_stock=True) for _ in range(9)]
    shop.clock.pause(1)
    later = shop.buy((product, 1), keep_stock=True)
    found = ids(pulled(channel, shop.clock.now() - timedelta(days=1)))
    assert set(found) == {str(each["id"]) for each in (*made, later)}


def test_a_page_is_full_at_its_end_exactly(shop, channel, monkeypatch):
    monkeypatch.setattr(order_pull, "PAGE", 4)
    made = buy(shop, 4)
    since = shop.clock.now() - timedelta(days=1)
    assert set(ids(pulled(channel, since))) == {str(each["id"]) for each in made}


# the sweeps


def test_a_cancellation_that_counts_as_no_change_is_swept_up_within_the_hour(shop, channel):
    (receipt,) = buy(shop)
    pulled(channel)
    shop.vendor.cancel_order(receipt, now=shop.clock.now())
    since = shop.clock.now()
    shop.clock.pause(30 * 60)
    assert pulled(channel, since) == []
    shop.clock.pause(31 * 60)
    (page,) = pulled(channel, since)
    assert page.orders[0].cancelled_at is not None
    assert page.through == since  # it says nothing of the changes


def test_a_refund_of_an_open_order_is_seen_within_ten_minutes(shop, channel):
    (receipt,) = buy(shop)
    pulled(channel)
    shop.vendor.refund(receipt, 100, now=shop.clock.now())
    since = shop.clock.now()
    shop.clock.pause(11 * 60)
    (page,) = pulled(channel, since)
    assert page.orders[0].payment is Payment.PARTIALLY_REFUNDED


def test_a_late_payment_surfaces_between_older_orders(shop, channel):
    (product,) = shop.product("CANDLE")
    receipt = shop.buy((product, 1), financial="PENDING")
    pulled(channel)
    shop.clock.pause(11 * 60)
    shop.vendor.pay(receipt, now=shop.clock.now())
    (order, *_) = [o for page in pulled(channel, shop.clock.now()) for o in page.orders]
    assert (order.payment, order.paid_at) == (Payment.PAID, order.placed_at)


def test_the_sweep_of_open_orders_gives_every_order_once(shop, channel):
    buy(shop, 100)  # a page and then one that repeats its last rows
    swept = pulled(channel, shop.clock.now() + timedelta(days=1))
    assert len(ids(swept)) == len(set(ids(swept))) == 100


def test_many_open_orders_are_swept_less_often(shop, channel):
    receipt, *_ = buy(shop, 380)  # four pages
    pulled(channel)
    shop.vendor.refund(receipt, 100, now=shop.clock.now())
    shop.clock.pause(11 * 60)
    since = shop.clock.now()
    assert pulled(channel, since) == []
    shop.clock.pause(2 * 60)
    assert str(receipt["id"]) in ids(pulled(channel, since))


def test_a_sweep_that_broke_is_done_again_next_time(shop, channel):
    buy(shop)
    since = shop.clock.now() + timedelta(days=1)
    shop.trouble("server_error", path="/receipts$", times=2, skip=1)
    with pytest.raises(VendorFault):
        pulled(channel, since)
    assert len(ids(pulled(channel, since))) == 1


# single orders


def test_an_order_is_read_afresh(shop, channel):
    (receipt,) = buy(shop)
    shop.vendor.cancel_order(receipt, now=shop.clock.now())
    (order,) = channel.read_orders((str(receipt["id"]),))
    assert order.cancelled_at is not None


# limits and bad answers


def test_a_short_wait_is_waited_out(shop, channel):
    (receipt,) = buy(shop)
    channel.read_orders(("1",))
    shop.trouble("rate_limited", retry_after=1.0, times=2)
    assert len(channel.read_orders((str(receipt["id"]),))) == 1
    assert 1.0 in [round(each, 3) for each in shop.clock.paused]


def test_a_long_wait_goes_back_to_the_timetable_but_never_for_a_day(shop, channel):
    channel.read_orders(("1",))
    shop.trouble("rate_limited", retry_after=86_000.0)
    with pytest.raises(Busy) as told:
        channel.read_orders(("1",))
    assert told.value.wait == timedelta(minutes=15)


def test_a_shop_that_stays_busy_is_left_in_peace(shop, channel):
    channel.read_orders(("1",))
    shop.trouble("rate_limited", retry_after=1.0, times=20)
    with pytest.raises(Busy):
        channel.read_orders(("1",))


def test_the_limit_is_kept_without_a_single_refusal(shop):
    shop.vendor.limiter(on=True)
    channel = shop.channel()
    for _ in range(30):
        channel.read_orders(("1",))
    assert channel.figures().failures == 0
    assert channel.figures().left < 5000 == channel.figures().limit


def test_when_the_day_is_used_up_it_is_said(shop):
    shop.vendor.turn(limiter=True, per_day=6)
    channel = shop.channel()
    for _ in range(5):
        channel.read_orders(("1",))
    with pytest.raises(Busy, match="24 hours"):
        channel.read_orders(("1",))


def test_figures_count_both_clients(shop, channel):
    channel.read_orders(("1",))
    figures = channel.figures()
    assert (figures.calls, figures.write_calls) == (3, 0)  # token, who am I, the order
