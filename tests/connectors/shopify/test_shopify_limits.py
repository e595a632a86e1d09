"""Throttling, dear questions, partial answers and odd words of the Admin API."""

import pytest

from podbridge_desktop.connectors.shopify import packing
from podbridge_desktop.errors import Busy, Refused, SignInFailed, UnknownOutcome, VendorFault
from podbridge_desktop.sandbox.http import answer_json

THROTTLED = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
DEAR = {"message": "Query cost is too high", "extensions": {"code": "MAX_COST_EXCEEDED"}}


def answers(shop, *bodies, contains=b"graphql"):
    """The store gives these answers first, then its own."""
    waiting = list(bodies)
    inner = shop.faults.before

    def before(vendor, request, now):
        if (
            waiting
            and request.path.endswith("graphql.json")
            and contains in b"graphql" + request.body
        ):
            made = waiting.pop(0)
            return made if not isinstance(made, dict) else answer_json(made)
        return inner(vendor, request, now)

    shop.faults.before = before


def throttled(available, requested):
    cost = {
        "requestedQueryCost": requested,
        "throttleStatus": {
            "maximumAvailable": 2000,
            "currentlyAvailable": available,
            "restoreRate": 100,
        },
    }
    return {"errors": [THROTTLED], "extensions": {"cost": cost}}


def test_a_throttled_read_waits_as_long_as_the_store_needs(shop, channel):
    answers(shop, throttled(200, 700))
    list(channel.changed_orders(None))
    assert 5 <= sum(shop.clock.paused) < 6


def test_a_throttled_write_is_sent_again_because_it_never_ran(shop, channel):
    order = shop.buy((shop.product()[0], 1))
    answers(shop, throttled(0, 10), contains=b"mutation")
    channel.push_tracking(shop.parcel(order))
    assert shop.writes("fulfillmentCreate") == 1
    assert sum(shop.clock.paused) >= 1


def test_endless_throttling_becomes_busy(shop, channel):
    answers(shop, *[throttled(0, 100)] * 50)
    with pytest.raises(Busy):
        list(channel.changed_orders(None))


def test_a_backlog_paces_itself_and_is_hardly_ever_throttled(shop, channel):
    shop.vendor.bulk_orders(150, now=shop.clock.now())
    list(channel.changed_orders(None))
    assert channel.figures().left is not None
    assert sum(shop.clock.paused) > 10


def test_a_question_that_the_store_finds_too_dear_is_halved(shop, channel):
    shop.vendor.bulk_orders(20, now=shop.clock.now())
    answers(shop, {"errors": [DEAR]}, contains=b"OrderDetails")
    (page,) = channel.changed_orders(None)
    assert len(page.orders) == 20


def test_a_question_that_cannot_be_halved_is_refused(shop, channel):
    answers(shop, {"errors": [DEAR]})
    with pytest.raises(Refused):
        list(channel.changed_orders(None))


@pytest.mark.parametrize(
    ("status", "error"),
    [(402, SignInFailed), (423, SignInFailed), (404, SignInFailed), (430, Busy), (400, Refused)],
)
def test_each_status_has_its_meaning(shop, channel, status, error):
    answers(shop, answer_json({"errors": "no"}, status))
    with pytest.raises(error):
        list(channel.changed_orders(None))


@pytest.mark.parametrize(
    "body",
    [
        {
            "data": None,
            "errors": [
                {"message": "Internal error", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
            ],
        },
        {"data": None, "errors": [{"message": "boom", "path": ["fulfillmentCreate"]}]},
        {"data": {"fulfillmentCreate": None}},
        {"data": {"fulfillmentCreate": {"fulfillment": None, "userErrors": []}}},
        {"data": {"fulfillmentCreate": {"fulfillment": {"id": 7}}}},
        {"data": None},
        {},
    ],
    ids=["internal", "midway", "null", "empty", "misshapen", "no data", "nothing"],
)
def test_a_write_without_a_clear_answer_is_unknown(shop, channel, body):
    order = shop.buy((shop.product()[0], 1))
    answers(shop, body, contains=b"mutation")
    with pytest.raises(UnknownOutcome):
        channel.push_tracking(shop.parcel(order))


def test_a_write_that_was_not_understood_was_not_done(shop, channel):
    order = shop.buy((shop.product()[0], 1))
    answers(shop, {"errors": [{"message": "Field 'x' doesn't exist"}]}, contains=b"mutation")
    with pytest.raises(Refused):
        channel.push_tracking(shop.parcel(order))


def test_words_of_a_later_version_do_not_stop_the_pull(shop, channel):
    order = shop.buy((shop.product()[0], 1))
    (work,) = shop.vendor.fulfillment_orders(order)
    work.status = "MEDITATING"
    (page,) = channel.changed_orders(None)
    (found,) = page.orders
    assert found.lines[0].to_fulfil == 0
    assert found.lines[0].blocked_by == "MEDITATING"


def test_an_answer_of_another_shape_is_the_stores_fault(shop, channel):
    answers(shop, {"data": {"orders": {"nodes": [{"id": 1}]}}}, {"data": {"orders": 3}})
    with pytest.raises(VendorFault):
        list(channel.changed_orders(None))


def test_packs_stay_under_the_ceiling_and_lose_nothing():
    sized = [(str(place), 1 + place % 13) for place in range(777)]
    packs = list(packing.pack(sized, lambda size: 16 + 5 * size))
    assert sorted(each for pack in packs for each in pack.ids) == sorted(each for each, _ in sized)
    needs = dict(sized)
    for pack in packs:
        assert len(pack.ids) * (16 + 5 * pack.size) <= packing.CEILING
        assert all(needs[each] <= pack.size for each in pack.ids)
        waste = sum(5 * (pack.size - needs[each]) for each in pack.ids)
        assert waste <= packing.SLACK


def test_a_pack_never_names_more_than_a_list_may_hold():
    packs = list(packing.pack([(str(place), 1) for place in range(600)], lambda _size: 1))
    assert [len(pack.ids) for pack in packs] == [250, 250, 100]
