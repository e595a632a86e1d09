"""Threads on a virtual clock: their waits pass side by side, always in the same order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.support.turns import TurnClock

START = datetime(2026, 11, 21, tzinfo=UTC)


def seconds(clock: TurnClock) -> float:
    return (clock.now() - START).total_seconds()


def test_waits_pass_side_by_side() -> None:
    clock, seen = TurnClock(START), []

    def wait(name: str, each: float) -> None:
        for _ in range(4):
            clock.pause(each)
            seen.append((name, seconds(clock)))

    threads = [
        clock.spawn("slow", lambda: wait("slow", 3)),
        clock.spawn("quick", lambda: wait("quick", 2)),
    ]
    for each in threads:
        each.join()
    assert seen == [
        ("quick", 2), ("slow", 3), ("quick", 4), ("slow", 6), ("quick", 6), ("quick", 8), ("slow", 9), ("slow", 12),
    ]  # fmt: skip


def test_a_bell_wakes_who_hears_it_and_nobody_else() -> None:
    clock, woken = TurnClock(START), {}

    def sleep(name: str, *, hears: bool) -> None:
        clock.wait(START + timedelta(hours=1), hears=hears)
        woken[name] = seconds(clock)

    threads = [
        clock.spawn("deaf", lambda: sleep("deaf", hears=False)),
        clock.spawn("hears", lambda: sleep("hears", hears=True)),
    ]
    clock.pause(5)
    clock.ring()
    for each in threads:
        each.join()
    assert woken == {"hears": 5, "deaf": 3600}
