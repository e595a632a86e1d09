"""What was read a moment ago is given once, and only while it is fresh."""

from __future__ import annotations

from podbridge_desktop.connectors.just_seen import MOMENT, JustSeen
from tests.support.vendor_server import MovingClock


def test_a_reading_is_given_once() -> None:
    seen: JustSeen[str] = JustSeen(MovingClock().monotonic)
    seen.put("1", "one")
    assert [seen.take("1"), seen.take("1"), seen.take("2")] == ["one", None, None]


def test_a_reading_that_is_old_is_not_given() -> None:
    clock = MovingClock()
    seen: JustSeen[str] = JustSeen(clock.monotonic)
    seen.put("1", "one")
    clock.pause(MOMENT + 1)
    assert seen.take("1") is None


def test_old_readings_do_not_pile_up() -> None:
    clock = MovingClock()
    seen: JustSeen[str] = JustSeen(clock.monotonic)
    seen.put("1", "one")
    clock.pause(MOMENT + 1)
    seen.put("2", "two")
    assert seen.take("2") == "two"
    assert not seen.holds
