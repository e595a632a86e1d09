"""When a key ends, from what the vendor's key tells or what the seller typed."""

from datetime import UTC, datetime, timedelta

import pytest

from podbridge_desktop.domain.key_end import days_left, key_end

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_the_keys_own_word_counts_before_the_sellers():
    told = {"token_expires": "2027-06-30T08:00:00+00:00"}
    assert key_end({"token_expires": "2027-12-31"}, told) == datetime(2027, 6, 30, 8, tzinfo=UTC)


def test_a_day_that_was_typed_counts_to_its_end():
    assert key_end({"token_expires": "2027-03-31"}, {}) == datetime(2027, 4, 1, tzinfo=UTC)


def test_a_time_without_a_zone_is_utc():
    assert key_end({}, {"token_expires": "2027-03-31T10:00:00"}) == datetime(2027, 3, 31, 10, tzinfo=UTC)  # fmt: skip


@pytest.mark.parametrize("told", ["", "soon", "2027-13-01", "31.03.2027 x"])
def test_what_is_no_time_is_nobodys_word(told):
    assert key_end({"token_expires": told}, {}) is None


@pytest.mark.parametrize(("hours", "days"), [(0, 0), (23, 0), (24, 1), (-1, -1), (24 * 30, 30)])
def test_whole_days_are_counted(hours, days):
    assert days_left(NOON + timedelta(hours=hours), NOON) == days
