"""Several products are brought to a store at once, and never while it is asked for all that it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.storage import connections
from podbridge_desktop.sync import timetable
from podbridge_desktop.sync.lanes import Lanes
from tests.support.bridge import Bridge, running_bridge


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running_bridge(tmp_path) as found:
        found.connect()
        found.sync()
        yield found


@pytest.fixture
def store(bridge: Bridge) -> str:
    """Three products wait to be pushed."""
    for product in bridge.container.reads.products()[:3]:
        bridge.container.actions.push(PushRequest(product.id, bridge.store_id()))
    return bridge.store_id()


def test_pushes_go_side_by_side_each_in_its_lane(bridge: Bridge, store: str) -> None:
    lanes, database = Lanes(), bridge.container._database
    found = [lanes.enter(database, store, {JobKind.PUSH_LISTING}) for _ in range(4)]
    assert [each is not None for each in found] == [True, True, True, False]
    assert len({each.lane for each in found if each}) == 3


def test_no_push_while_the_listings_are_pulled_and_the_other_way_round(
    bridge: Bridge, store: str
) -> None:
    lanes, database = Lanes(), bridge.container._database
    with database.write() as tx:
        known = connections.find(tx, store)
        assert known is not None
        timetable.ask(tx, known, JobKind.PULL_LISTINGS)
    only = {JobKind.PULL_LISTINGS}
    pulling = lanes.enter(database, store, only)
    assert pulling is not None
    assert lanes.enter(database, store, {JobKind.PUSH_LISTING}) is None
    lanes.leave(pulling)
    pushing = lanes.enter(database, store, {JobKind.PUSH_LISTING})
    assert pushing is not None
    assert lanes.enter(database, store, only) is None
    lanes.leave(pushing)
    assert lanes.enter(database, store, only) is not None
