"""Once a night our ledger is held against both sides' lists: often enough, in few calls, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from podbridge_desktop.storage import connections
from tests.support.books import assert_nothing_twice
from tests.support.bridge import Bridge
from tests.support.nights import (
    PAIRS,
    ask,
    buy,
    found,
    kinds,
    open_shop,
    shop_of,
    tomorrow,
)

COMPARED = "SELECT count(*) FROM cursor WHERE kind = 'compared'"
JOBS = "SELECT count(*) FROM job WHERE kind = 'compare_books' AND state = 'done'"


@pytest.fixture(params=PAIRS, ids="-".join)
def bridge(request: Any, tmp_path: Path) -> Iterator[Bridge]:
    with open_shop(tmp_path, request.param) as bridge:
        yield bridge


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Bridge]:
    with open_shop(tmp_path, PAIRS[0]) as bridge:
        yield bridge


def test_a_healthy_shop_has_nothing_to_find(bridge: Bridge) -> None:
    for _ in range(4):
        buy(bridge)
        bridge.days(1)
    bridge.days(7)
    assert ask(bridge, COMPARED) == 2
    assert ask(bridge, JOBS) >= 20
    assert (found(bridge), kinds(bridge)) == (0, [])
    assert_nothing_twice(bridge.ledger(), shop_of(bridge))


def test_days_without_the_program_are_news_and_no_finding(bridge: Bridge) -> None:
    buy(bridge)
    bridge.sync()
    for _ in range(9):
        bridge.world.next_day()
        buy(bridge)
    bridge.sync()
    bridge.sync()
    assert ask(bridge, COMPARED) == 2
    assert found(bridge) == 0
    assert set(kinds(bridge)) <= {"late_orders"}  # what was paid more than three days ago


def test_it_is_done_once_a_night_however_often_somebody_syncs(one: Bridge) -> None:
    for _ in range(3):
        one.sync()
    assert ask(one, JOBS) == 0  # the first comes a day after the shop was connected
    tomorrow(one, passes=5)
    assert ask(one, JOBS) == 2
    one.world.post("advance", {"seconds": 23 * 3600})  # a little earlier in the day
    one.sync()
    assert ask(one, JOBS) == 4


def test_a_long_list_is_read_a_page_to_a_job_and_goes_on_after_a_restart(one: Bridge) -> None:
    one.world.post("vendor", {"name": "shopify", "action": "bulk-orders", "n": 200})
    one.sync()
    one.world.next_day()
    for _ in range(3):  # a pass is broken off after the first page
        job = _next_page(one)
        if job is not None:
            break
    one.restart()
    one.sync()
    assert ask(one, COMPARED) == 2
    done = "SELECT count(*) FROM job WHERE dedupe LIKE 'compare_books:%:%' AND state = 'done'"
    assert ask(one, done) == 2  # three pages of ninety
    assert (found(one), kinds(one)) == (0, [])


def _next_page(bridge: Bridge) -> Any:
    """Steps until a second page is asked for; gives what is asked."""
    engine = bridge.engine
    engine._begin(frozenset())
    asked = "SELECT payload FROM job WHERE dedupe LIKE 'compare_books:%:%' AND state = 'ready'"
    for _ in range(60):
        for runner in engine._runners.values():
            runner.step()
            if (payload := ask(bridge, asked)) is not None:
                return payload
    return None


def test_in_between_only_what_is_new_is_read_where_the_lists_are_long(one: Bridge) -> None:
    one.world.post("vendor", {"name": "shopify", "action": "bulk-orders", "n": 1_050})
    one.sync()
    tomorrow(one, passes=1)
    whole = ask(one, JOBS)
    assert whole >= 1_050 / 90 + 1
    first = _whole_at(one)
    one.days(3)
    assert ask(one, JOBS) < whole + 3 * 5
    assert _whole_at(one) == first
    one.days(4)
    assert _whole_at(one) - first >= timedelta(days=6)


def _whole_at(bridge: Bridge) -> Any:
    with bridge.container._database.read() as tx:
        return connections.get_cursor(tx, bridge.store_id(), "compared_whole")
