"""The token bucket: no faster than the vendor allows, corrected by what it says."""

import pytest

from podbridge_desktop.connectors.rate_limit import Level, Limiter, Rate, ratelimit_headers
from podbridge_desktop.errors import Busy, Stopped
from tests.support.vendor_server import MovingClock


@pytest.fixture
def clock():
    return MovingClock()


def limiter(clock, rate=None, **how):
    return Limiter(rate or Rate(10, 2), pause=clock.pause, monotonic=clock.monotonic, **how)


def test_a_full_bucket_lets_calls_through_at_once(clock):
    own = limiter(clock)
    for _ in range(10):
        own.acquire()
    assert clock.paused == []


def test_an_empty_bucket_waits_as_long_as_tokens_take_to_come_back(clock):
    own = limiter(clock)
    own.acquire(cost=10)
    own.acquire(cost=6)
    assert sum(clock.paused) == pytest.approx(3)


def test_a_cost_above_the_capacity_waits_for_a_full_bucket_and_no_longer(clock):
    own = limiter(clock)
    own.acquire(cost=4)
    own.acquire(cost=99)
    assert sum(clock.paused) == pytest.approx(2)


def test_a_route_has_a_bucket_of_its_own_beside_the_common_one(clock):
    own = limiter(clock, routes={"mockups": Rate(1, 0.1)})
    own.acquire("mockups")
    own.acquire()
    assert clock.paused == []
    own.acquire("mockups")
    assert sum(clock.paused) == pytest.approx(10)


def test_a_wait_over_a_minute_goes_back_to_the_job_table(clock):
    own = limiter(clock, Rate(1, 0.01))
    own.acquire()
    with pytest.raises(Busy) as caught:
        own.acquire()
    assert caught.value.wait is not None
    assert caught.value.wait.total_seconds() == pytest.approx(100)
    assert clock.paused == []


def test_answers_correct_what_is_left_and_what_is_allowed(clock):
    own = limiter(clock, gauge=ratelimit_headers)
    own.learn("", {"x-ratelimit-remaining": "1", "x-ratelimit-limit": "120"})
    assert own.level == Level(left=1, capacity=120, per_second=2)
    own.learn("", {"x-ratelimit-remaining": "nonsense"})
    own.learn("", {})
    assert own.level.left == 1


def test_a_told_wait_holds_back_everybody(clock):
    own = limiter(clock)
    own.hold(7)
    own.acquire()
    assert sum(clock.paused) == pytest.approx(7)


def test_a_stop_ends_the_wait(clock):
    def stopped(_seconds):
        raise Stopped("stop")

    own = Limiter(Rate(1, 1), pause=stopped, monotonic=clock.monotonic)
    own.acquire()
    with pytest.raises(Stopped):
        own.acquire()
