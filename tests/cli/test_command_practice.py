"""The practice journey in the terminal, twice, and the practice world's own switches."""

import pytest

from podbridge_desktop.bootstrap.practice import running_world


@pytest.mark.slow
def test_the_journey_plays_to_the_end_and_plays_again(run):
    first = run("practice")
    assert first.code == 0
    for words in ("products pulled", "On Hold", "MARGIN", "Exception, order", "customer told"):
        assert words in first.out
    for name in ("Practice shop", "Practice Etsy shop"):
        assert f"products are live in {name}" in first.out
        assert f"  {name} #" in first.out.split("3. Customers buy")[1]
    for name in ("Practice Printful", "Practice Printify"):
        assert f"products pulled from {name}" in first.out
    assert "tracking synced" in first.out.split("7. The end")[1]
    again = run.json("practice")
    numbers = [order["number"] for order in again["orders"]]
    assert numbers
    assert not set(numbers) & {"#1001", "#1002"}
    assert running_world(run.data / "practice" / "world") is None


def test_buy_and_next_day_start_a_world_for_the_moment(run):
    said = run("practice", "buy", "2")
    assert said.code == 1  # nothing is on sale before the first journey
    passed = run.json("practice", "next-day", "3")
    assert (passed["days"], passed["now"][-1]) == (3, "Z")
    assert running_world(run.data / "practice" / "world") is None


def test_practice_never_touches_the_real_workspace(run):
    run.json("practice", "next-day")
    assert not (run.data / "podbridge.db").exists()
