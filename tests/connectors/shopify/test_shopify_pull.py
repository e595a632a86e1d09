"""Orders as the store has them: whole, fresh, in order, and cheap to ask for."""

from datetime import timedelta

from podbridge_desktop.connectors.shopify import order_pull, work_read
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Blocked, Payment
from podbridge_desktop.sandbox.shopify import Protected
from podbridge_desktop.sandbox.shopify.shop import ALL_SCOPES
from tests.support.shopify_shop import number_of


def pull(channel, since=None):
    return [order for page in channel.changed_orders(since) for order in page.orders]


def only(channel):
    (order,) = pull(channel)
    return order


def usd(amount):
    return Money.of(amount, "USD")


def test_an_order_with_its_money_line_and_address(shop, channel):
    (variant,) = shop.product("MUG")
    made = shop.vendor.buy(
        [(variant, 2, {"Text": "Für Oma ♥", "_hidden": "x", "Font": None})],
        now=shop.clock.now(),
        tax_percent=10,
        discount=500,
        note="Please wrap",
    )
    order = only(channel)
    assert (order.remote_id, order.number) == (number_of(made.id), "#1001")
    assert order.payment is Payment.PAID
    assert order.paid_at == shop.clock.now()
    assert order.total == order.goods + order.shipping + order.tax
    assert (order.shipping, order.refunded) == (usd("4.99"), usd(0))
    assert order.note == "Please wrap"
    (line,) = order.lines
    assert (line.variant_id, line.sku, line.quantity, line.to_fulfil) == (
        number_of(variant),
        "MUG",
        2,
        2,
    )
    assert line.blocked is None
    assert [(each.key, each.value) for each in line.properties] == [
        ("Text", "Für Oma ♥"), ("_hidden", "x"), ("Font", ""),
    ]  # fmt: skip
    assert order.ship_to is not None
    assert (order.ship_to.name, order.ship_to.country_code) == ("Robin Miller", "US")
    assert order.ship_to.email == "robin.miller@example.com"


def test_long_orders_and_many_orders_lose_no_line(shop, channel):
    variants = shop.product(*[f"SKU-{place}" for place in range(60)])
    shop.buy(*[(variant, 1) for variant in variants])
    shop.buy((variants[0], 9))
    shop.vendor.bulk_orders(300, now=shop.clock.now())
    orders = pull(channel)
    assert len(orders) == 302
    long = next(each for each in orders if len(each.lines) == 60)
    assert {line.sku for line in long.lines} == {f"SKU-{place}" for place in range(60)}
    assert all(line.to_fulfil == 1 for line in long.lines)
    truth = sum(len(each.lines) for each in shop.vendor.orders)
    assert sum(len(each.lines) for each in orders) == truth


def test_a_pull_stays_under_fifty_points_an_order(shop, channel):
    shop.vendor.settings.charge_plain_lists = True
    shop.vendor.bulk_orders(1000, now=shop.clock.now())
    channel.check()
    before = channel.figures()
    assert len(pull(channel)) == 1000
    after = channel.figures()
    assert (after.query_points - before.query_points) / 1000 < 50
    assert (after.calls - before.calls) / 1000 < 0.08
    assert after.write_calls == 0


def test_our_reckoning_of_points_is_the_stores(shop, channel):
    """Or the limiter would wait too long, or run into the wall."""
    shop.vendor.settings.charge_plain_lists = True
    shop.vendor.bulk_orders(10, now=shop.clock.now())
    ids = tuple(number_of(each.id) for each in shop.vendor.orders if len(each.lines) == 1)
    channel.read_orders(ids[:1])
    before = channel.figures().query_points
    channel.read_orders(ids)
    reckoned = (
        order_pull.detail_cost(order_pull.FIRST_LINES)
        + work_read.work_cost(order_pull.FIRST_LINES)
        + order_pull.ship_to_cost(1)
    )
    assert channel.figures().query_points - before == len(ids) * reckoned


def test_hidden_addresses_lose_nothing_else(shop, channel):
    shop.buy((shop.product()[0], 1))
    for mode in (Protected.DENIED, Protected.SILENT):
        shop.vendor.set_protected(mode)
        order = only(channel)
        assert order.address_hidden
        assert order.ship_to is None
        assert order.lines[0].to_fulfil == 1


def test_an_order_without_shipping_has_no_address_and_hides_none(shop, channel):
    shop.buy((shop.product()[0], 1), method="PICK_UP")
    order = only(channel)
    assert (order.ship_to, order.address_hidden) == (None, False)
    assert order.lines[0].blocked is Blocked.NOT_SHIPPED


def test_payment_and_the_moment_it_came(shop, channel):
    (variant,) = shop.product()
    authorized = shop.buy((variant, 1), financial="AUTHORIZED")
    shop.buy((variant, 1), financial="PENDING")
    first, second = pull(channel)
    assert (first.payment, first.paid_at) == (Payment.AUTHORIZED, None)
    assert (second.payment, second.paid_at) == (Payment.PENDING, None)
    shop.clock.at += timedelta(days=2)
    shop.vendor.pay(authorized, now=shop.clock.now())
    (paid,) = channel.read_orders((first.remote_id,))
    assert (paid.payment, paid.paid_at) == (Payment.PAID, shop.clock.now())


def test_the_capture_counts_also_behind_many_other_payments(shop, channel):
    (variant,) = shop.product()
    order = shop.buy((variant, 4), financial="AUTHORIZED")
    shop.clock.at += timedelta(hours=1)
    shop.vendor.pay(order, now=shop.clock.now())
    captured = shop.clock.now()
    for _ in range(3):
        shop.clock.at += timedelta(hours=1)
        shop.vendor.refund(order, now=shop.clock.now(), amount=100)
    found = only(channel)
    assert found.paid_at == captured
    assert found.refunded == usd("3.00")
    assert found.payment is Payment.PARTIALLY_REFUNDED


def test_refunds_and_edits_change_what_is_to_be_sent(shop, channel):
    first, second = shop.product("A", "B")
    order = shop.buy((first, 3), (second, 1))
    one, two = order.lines
    shop.vendor.refund(order, {one.id: 1}, now=shop.clock.now())
    shop.vendor.edit_order(order, {two.id: 0}, now=shop.clock.now(), add=[(second, 2, {})])
    lines = only(channel).lines
    assert [(line.quantity, line.to_fulfil) for line in lines] == [(2, 2), (0, 0), (2, 2)]
    assert lines[1].blocked is Blocked.DONE


def test_a_cancelled_order_wants_nothing(shop, channel):
    order = shop.buy((shop.product()[0], 1))
    shop.vendor.cancel_order(order, now=shop.clock.now())
    found = only(channel)
    assert found.cancelled_at == shop.clock.now()
    assert (found.lines[0].to_fulfil, found.lines[0].blocked) == (0, Blocked.DONE)


def test_holds_and_preorders_block_with_the_stores_words(shop, channel):
    (variant,) = shop.product()
    held, early = shop.buy((variant, 1)), shop.buy((variant, 1))
    shop.vendor.hold(held, now=shop.clock.now(), reason="INCORRECT_ADDRESS")
    shop.vendor.schedule(early, now=shop.clock.now())
    one, two = pull(channel)
    assert (one.lines[0].blocked, one.lines[0].blocked_by) == (Blocked.HELD, "Incorrect address")
    assert two.lines[0].blocked is Blocked.SCHEDULED
    shop.vendor.release_hold(held, now=shop.clock.now())
    assert {each.lines[0].to_fulfil for each in pull(channel)} == {0, 1}


def test_another_apps_items_are_left_to_it_and_named(shop, channel):
    ours, theirs = shop.product("OURS", "THEIRS")
    shop.vendor.stock_only_at(theirs, shop.vendor.add_service("Printful"), now=shop.clock.now())
    shop.buy((ours, 1), (theirs, 1))
    one, two = only(channel).lines
    assert (one.to_fulfil, one.blocked) == (1, None)
    assert (two.to_fulfil, two.blocked, two.blocked_by) == (0, Blocked.OTHER_APP, "Printful")


def test_an_order_over_many_places_is_read_to_the_last(shop, channel):
    variants = shop.product(*"ABCDEFGH")
    for place, variant in enumerate(variants[1:]):
        shop.vendor.stock_only_at(
            variant, shop.vendor.add_location(f"Shelf {place}"), now=shop.clock.now()
        )
    shop.buy(*[(variant, 1) for variant in variants])
    assert [line.to_fulfil for line in only(channel).lines] == [1] * 8


def test_missing_right_to_see_work_is_not_the_same_as_nothing_to_do(shop, channel):
    shop.buy((shop.product()[0], 1))
    shop.vendor.set_scopes([s for s in ALL_SCOPES if "fulfillment_orders" not in s])
    assert only(channel).lines[0].blocked is Blocked.HIDDEN


def test_a_deleted_variant_leaves_the_line(shop, channel):
    first, second = shop.product("A", "B")
    shop.buy((first, 1), (second, 1))
    shop.vendor.delete_variant(first, now=shop.clock.now())
    lines = only(channel).lines
    assert [(line.variant_id is None, line.sku) for line in lines] == [(True, "A"), (False, "B")]


def test_test_orders_and_foreign_currency_orders(shop, channel):
    (variant,) = shop.product()
    shop.buy((variant, 1), test=True, presentment=("EUR", 0.9))
    order = only(channel)
    assert order.is_test
    assert order.total.currency == "USD"


def test_orders_are_read_fresh_while_the_search_still_sleeps(shop, channel):
    shop.vendor.settings.index_lag_seconds = 10
    order = shop.buy((shop.product()[0], 1))
    assert pull(channel) == []
    (found,) = channel.read_orders((number_of(order.id), "999"))
    assert found.number == "#1001"
    shop.clock.at += timedelta(seconds=11)
    assert [each.number for each in pull(channel)] == ["#1001"]


def details_read(shop):
    return shop.vendor.store.ledger.calls.get("OrderDetailsAndAll", 0)


def take_all(channel, since):
    """As the engine pulls: every page is taken, and what was taken is not asked for again."""
    pages = channel.changed_orders(since, repeat=False)
    return [order.number for page in pages for order in page.orders]


def test_what_was_taken_costs_no_details_until_it_changes_again(shop, channel):
    (variant,) = shop.product()
    order = shop.buy((variant, 1))
    since = shop.clock.now()
    shop.clock.pause(60)
    assert take_all(channel, since) == ["#1001"]
    read = details_read(shop)
    assert take_all(channel, since) == []
    assert details_read(shop) == read
    shop.vendor.hold(order, now=shop.clock.now())
    assert take_all(channel, since) == ["#1001"]


def test_what_changed_a_moment_before_it_was_read_is_read_again(shop, channel):
    (variant,) = shop.product()
    order = shop.buy((variant, 1))
    since = shop.clock.now()
    assert take_all(channel, since) == ["#1001"]
    shop.vendor.hold(order, now=shop.clock.now())  # in the same second
    shop.clock.pause(60)
    assert take_all(channel, since) == ["#1001"]
    assert take_all(channel, since) == []


def test_a_page_that_nobody_took_is_given_again(shop, channel):
    (variant,) = shop.product()
    shop.buy((variant, 1))
    since = shop.clock.now()
    shop.clock.pause(60)
    pages = channel.changed_orders(since, repeat=False)
    next(pages)
    pages.close()
    assert take_all(channel, since) == ["#1001"]


def questions(shop):
    calls = shop.vendor.store.ledger.calls
    return {name: count for name, count in calls.items() if name.startswith("Order")}


def test_few_orders_are_told_by_one_question(shop, channel):
    variants = shop.product("A", "B")
    made = [shop.buy(*((each, 2) for each in variants)) for _ in range(3)]
    found = channel.read_orders(tuple(number_of(each.id) for each in made))
    assert [len(order.lines) for order in found] == [2, 2, 2]
    assert all(line.to_fulfil == 2 for order in found for line in order.lines)
    assert all(order.ship_to is not None for order in found)
    assert questions(shop) == {"OrderDetailsAndAll": 1}


def test_a_store_that_refuses_a_part_is_asked_in_parts_from_then_on(shop, channel):
    (variant,) = shop.product()
    shop.vendor.set_protected(Protected.DENIED)
    made = shop.buy((variant, 1))
    for _ in range(2):
        (order,) = channel.read_orders((number_of(made.id),))
        assert (order.address_hidden, order.lines[0].to_fulfil) == (True, 1)
    parts = dict.fromkeys(("OrderDetails", "OrderWork", "OrderShipTo"), 2)
    assert questions(shop) == {"OrderDetailsAndAll": 1, **parts}


def test_the_question_for_everything_may_be_too_dear_for_the_store(shop, channel):
    variants = shop.product(*(f"SKU-{number}" for number in range(12)))
    made = [shop.buy(*((each, 1) for each in variants)) for _ in range(16)]
    found = channel.read_orders(tuple(number_of(each.id) for each in made))
    assert [len(order.lines) for order in found] == [12] * 16
    assert "OrderDetailsAndAll" not in questions(shop)
