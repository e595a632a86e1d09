"""Calls a second and calls a day, as Etsy's headers tell them."""

from datetime import timedelta

import pytest

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.etsy.limits import DayBudget, limiter, told_wait
from podbridge_desktop.errors import Busy
from tests.support.vendor_server import MovingClock


@pytest.fixture
def clock():
    return MovingClock()


@pytest.fixture
def day(clock):
    return DayBudget(clock.monotonic)


def made(day, clock):
    return limiter(day, pause=clock.pause, monotonic=clock.monotonic)


def today(left, limit=5000):
    return {"x-remaining-today": str(left), "x-limit-per-day": str(limit)}


def test_it_begins_with_four_a_second(day, clock):
    calls = made(day, clock)
    for _ in range(5):
        calls.acquire()
    assert sum(clock.paused) == pytest.approx(1.0)


def test_it_keeps_a_tenth_below_what_etsy_says(day, clock):
    calls = made(day, clock)
    calls.learn("", {"x-limit-per-second": "10", "x-remaining-this-second": "9"})
    assert (calls.level.capacity, calls.level.per_second) == (1.0, 9.0)


def test_what_is_left_of_a_second_gives_no_more_than_our_own_pace(day, clock):
    calls = made(day, clock)
    calls.acquire()
    calls.learn("", {"x-limit-per-second": "5", "x-remaining-this-second": "4"})
    calls.acquire()
    assert sum(clock.paused) == pytest.approx(0.25)


@pytest.mark.parametrize("most", [{"x-limit-per-second": "5"}, {}])
def test_a_second_that_others_used_up_is_waited_out(day, clock, most):
    calls = made(day, clock)
    calls.learn("", {**most, "x-remaining-this-second": "0"})
    calls.acquire()
    assert sum(clock.paused) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("headers", "rate"),
    [
        ({"x-limit-per-second": "1"}, 0.8),
        ({"x-remaining-this-second": "2"}, 4.0),
        ({"x-limit-per-second": "many"}, 4.0),
        ({}, 4.0),
    ],
)
def test_odd_headers(day, clock, headers, rate):
    calls = made(day, clock)
    calls.learn("", headers)
    assert calls.level.per_second == rate


def test_a_day_that_etsy_has_not_spoken_of_is_open(day):
    day.ask(spare=True)
    assert (day.left, day.limit) == (None, None)


def test_the_last_tenth_of_a_day_is_for_orders_and_tracking(day, clock):
    made(day, clock).learn("", today(400))
    day.ask(spare=False)
    with pytest.raises(Busy, match="24 hours"):
        day.ask(spare=True)
    assert (day.left, day.limit) == (400, 5000)


def test_an_empty_day_lets_one_call_find_out_after_a_while(day, clock):
    day.learn(today(0))
    with pytest.raises(Busy):
        day.ask(spare=False)
    clock.pause(15 * 60)
    day.ask(spare=False)


def test_without_a_limit_the_tenth_is_nothing(day):
    day.learn({"x-remaining-today": "3"})
    day.ask(spare=True)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"retry-after": "1"}, 1), ({"retry-after": "86400"}, 900), ({}, 2)],
)
def test_waits_are_honoured_within_reason(headers, wait):
    assert told_wait(Answer(429, headers, b"")) == timedelta(seconds=wait)
