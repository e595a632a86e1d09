"""Backups: seven days and four weeks are kept, and nothing older than 35 days."""

from datetime import UTC, datetime, timedelta

import pytest

from podbridge_desktop.domain.rotation import LONGEST, kept

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def lived(days, at_a_day=1):
    """The backups that are there after so many days, each rotated when it was made."""
    there = frozenset()
    for number in range(days * at_a_day):
        there = kept({*there, START + timedelta(days=1 / at_a_day) * number})
    return there


@pytest.mark.parametrize("days", [40, 41, 45, 46, 100, 365])
def test_seven_days_and_four_weeks(days):
    now = START + timedelta(days=days - 1)
    there = sorted(lived(days), reverse=True)
    assert len(there) == 11
    assert there[:7] == [now - timedelta(days=number) for number in range(7)]
    weeks = [at.isocalendar()[:2] for at in there[7:]]
    assert len(set(weeks)) == 4
    assert now - there[-1] <= LONGEST


def test_the_newest_of_a_day_stays():
    there = sorted(lived(days=3, at_a_day=4))  # at 9, 15, 21 and 3 o'clock
    assert [(at.day, at.hour) for at in there] == [(1, 21), (2, 21), (3, 21), (4, 3)]


def test_a_pause_of_months_takes_nothing_away_before_there_is_new():
    old = lived(40)
    assert kept(old) == old
    late = START + timedelta(days=200)
    assert late in kept({*old, late})
    assert len(kept({*old, late})) == 11
