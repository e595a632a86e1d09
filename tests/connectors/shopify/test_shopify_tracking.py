"""Parcels: written once, to the right lines, with one mail; looked for before, adopted when there."""

import pytest

from podbridge_desktop.errors import NotThere, Refused, UnknownOutcome
from tests.support.shopify_shop import NUMBER, number_of

CREATE, UPDATE = "fulfillmentCreate", "fulfillmentTrackingInfoUpdate"


@pytest.fixture
def order(shop):
    first, second = shop.product("A", "B")
    return shop.buy((first, 2), (second, 1))


def line(order, place=0):
    return number_of(order.lines[place].id)


def sent(shop):
    """What the store has: (numbers, {line: quantity}) of each fulfilment."""
    return [
        (
            [t.number for t in each.tracking],
            {number_of(part.line_item_id): part.quantity for part in each.lines},
        )
        for each in shop.vendor.fulfillments
    ]


def test_a_parcel_is_written_with_its_lines_number_link_and_one_mail(shop, channel, order):
    push = shop.parcel(order, carrier="usps", lines=((line(order), 1),))
    parcel = channel.push_tracking(push)
    assert sent(shop) == [([NUMBER], {line(order): 1})]
    assert (parcel.tracking_numbers, parcel.lines, parcel.ours) == (
        (NUMBER,),
        ((line(order), 1),),
        True,
    )
    (tracking,) = shop.vendor.fulfillments[0].tracking
    assert (tracking.company, tracking.url) == ("USPS", push.tracking_url)
    assert len(shop.vendor.mails) == 1
    shipping = channel.shipping_of(push.order_remote_id)
    assert shipping.parcels == (parcel,)
    assert dict(shipping.remaining) == {line(order): 1, line(order, 1): 1}


def test_without_the_wish_no_mail_goes_out(shop, channel, order):
    channel.push_tracking(shop.parcel(order, notify_customer=False))
    assert shop.vendor.mails == []


def test_a_parcel_without_lines_takes_all_that_is_left(shop, channel, order):
    channel.push_tracking(shop.parcel(order, lines=((line(order), 1),)))
    channel.push_tracking(shop.parcel(order, tracking_number="TWO", lines=()))
    assert sent(shop)[1] == (["TWO"], {line(order): 1, line(order, 1): 1})


def test_items_sent_by_somebody_else_are_refused_with_words(shop, channel, order):
    channel.push_tracking(shop.parcel(order, tracking_number="BY-HAND"))
    with pytest.raises(Refused) as caught:
        channel.push_tracking(shop.parcel(order))
    assert caught.value.case == "tracking_refused"
    assert "another tracking number" in caught.value.message


def test_a_held_order_is_refused_before_writing(shop, channel, order):
    shop.vendor.hold(order, now=shop.clock.now())
    with pytest.raises(Refused, match="hold"):
        channel.push_tracking(shop.parcel(order))
    assert shop.writes(CREATE) == 0


def test_closed_meanwhile_with_our_number_is_adopted(shop, channel, order):
    """Two programs at once: ours looked, then the other one wrote the very parcel."""
    other = shop.channel()
    push = shop.parcel(order)
    interfere(shop, lambda: other.push_tracking(push))
    assert channel.push_tracking(push).tracking_numbers == (NUMBER,)
    assert len(shop.vendor.fulfillments) == 1


def test_closed_meanwhile_with_another_number_is_refused(shop, channel, order):
    other = shop.channel()
    interfere(shop, lambda: other.push_tracking(shop.parcel(order, tracking_number="OTHER")))
    with pytest.raises(Refused) as caught:
        channel.push_tracking(shop.parcel(order))
    assert caught.value.case == "tracking_refused"
    assert "closed" in caught.value.message


def interfere(shop, work):
    """`work` happens between our look and our write, once."""
    inner = shop.faults.before
    done = []

    def before(vendor, request, now):
        if not done and b"mutation" in request.body:
            done.append(True)
            work()
        return inner(vendor, request, now)

    shop.faults.before = before


def test_a_parcel_from_two_places_is_written_to_both_with_one_mail(shop, channel):
    first, second = shop.product("A", "B")
    shop.vendor.stock_only_at(second, shop.vendor.add_location("Shelf"), now=shop.clock.now())
    order = shop.buy((first, 1), (second, 1))
    parcel = channel.push_tracking(shop.parcel(order))
    assert sorted(quantity for _, lines in sent(shop) for quantity in lines.values()) == [1, 1]
    assert [numbers for numbers, _ in sent(shop)] == [[NUMBER], [NUMBER]]
    assert dict(parcel.lines) == {line(order): 1, line(order, 1): 1}
    assert len(shop.vendor.mails) == 1


def test_a_parcel_whose_second_place_was_lost_is_completed_without_a_second_mail(shop, channel):
    first, second = shop.product("A", "B")
    shop.vendor.stock_only_at(second, shop.vendor.add_location("Shelf"), now=shop.clock.now())
    order = shop.buy((first, 1), (second, 1))
    shop.trouble("drop", contains=CREATE, skip=1)
    with pytest.raises(UnknownOutcome):
        channel.push_tracking(shop.parcel(order))
    channel.push_tracking(shop.parcel(order))
    assert len(sent(shop)) == 2
    assert len(shop.vendor.mails) == 1


def test_a_reshipment_stands_beside_the_old_number(shop, channel, order):
    first = channel.push_tracking(shop.parcel(order))
    again = shop.parcel(order, tracking_number="NEW", beside_remote_id=first.remote_id)
    parcel = channel.push_tracking(again)
    assert parcel.remote_id == first.remote_id
    assert set(parcel.tracking_numbers) == {NUMBER, "NEW"}
    assert (shop.writes(CREATE), shop.writes(UPDATE)) == (1, 1)
    links = {each.number: each.url for each in shop.vendor.fulfillments[0].tracking}
    assert links == {NUMBER: shop.parcel(order).tracking_url, "NEW": again.tracking_url}
    assert channel.push_tracking(again) == parcel
    assert shop.writes(UPDATE) == 1


def test_a_reshipment_of_a_shipment_that_is_gone(shop, channel, order):
    with pytest.raises(NotThere):
        channel.push_tracking(shop.parcel(order, beside_remote_id="999"))


def test_another_apps_parcel_is_not_ours(shop, channel):
    ours, theirs = shop.product("OURS", "THEIRS")
    shop.vendor.stock_only_at(theirs, shop.vendor.add_service("Printful"), now=shop.clock.now())
    order = shop.buy((ours, 1), (theirs, 1))
    with pytest.raises(Refused):
        channel.push_tracking(shop.parcel(order, lines=((line(order, 1), 1),)))
    assert dict(channel.shipping_of(number_of(order.id)).remaining) == {line(order): 1}


def test_many_parcels_and_long_parcels_are_read_whole(shop, channel):
    variants = shop.product(*[f"S{place}" for place in range(45)])
    order = shop.buy(*[(variant, 1) for variant in variants])
    for place in range(12):
        channel.push_tracking(
            shop.parcel(order, tracking_number=f"N{place}", lines=((line(order, place), 1),))
        )
    channel.push_tracking(shop.parcel(order, tracking_number="REST", lines=()))
    shipping = channel.shipping_of(number_of(order.id))
    assert len(shipping.parcels) == 13
    assert len(shipping.parcels[-1].lines) == 33
    assert shipping.remaining == ()


def test_what_was_looked_at_a_moment_ago_is_not_looked_at_again(shop, channel, order):
    push = shop.parcel(order)
    channel.shipping_of(push.order_remote_id)
    looks = dict(shop.vendor.store.ledger.calls)
    channel.push_tracking(push)
    calls = shop.vendor.store.ledger.calls
    assert {name: n for name, n in calls.items() if n != looks.get(name)} == {
        "CreateFulfillment": 1
    }
    assert channel.push_tracking(push).tracking_numbers == (NUMBER,)  # looked at anew
    assert len(shop.vendor.fulfillments) == 1
