"""A backup of every earlier step is restored: nothing is made, paid or mailed a second time, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.products import PushRequest
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge, running_bridge

SUPPLIERS = ("printful", "printify")


@pytest.fixture(params=["shopify", "etsy"])
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bridge(tmp_path: Path, store: str) -> Iterator[Bridge]:
    with running_bridge(tmp_path, platforms=(store, *SUPPLIERS)) as found:
        if store == "etsy":
            found.practice.etsy["etsy"].turn(image_delay=0.0)
        yield found


def open_shop(bridge: Bridge, mode: Mode) -> None:
    """Products of both suppliers on sale, at a price that no order loses money at."""
    bridge.connect(mode)
    bridge.sync()
    rows = bridge.container.reads.products()
    for supplier in {row.supplier for row in rows}:
        for product in [row for row in rows if row.supplier == supplier][:2]:
            rule = PriceRule(Basis.FIXED, Decimal("99.00"))
            request = PushRequest(product.id, bridge.store_id(bridge.stores[0]), rule=rule)
            bridge.container.actions.push(request)
    bridge.sync()


def approve_one(bridge: Bridge) -> None:
    for case in bridge.cases()[:1]:
        bridge.container.actions.resolve(case.id, Action.APPROVE, {})


def approve_all(bridge: Bridge) -> None:
    for case in bridge.cases():
        bridge.container.actions.resolve(case.id, Action.APPROVE, {})


def steps(*, days: int) -> list[Callable[[Bridge], object]]:
    """What a seller and her customers do, cut where a backup may fall."""
    buy = lambda bridge: bridge.buy(2, country="US")  # noqa: E731
    return [
        buy, Bridge.sync, approve_one, Bridge.sync, buy, Bridge.sync, approve_all, Bridge.sync, approve_all,
        Bridge.sync, *[lambda bridge: bridge.world.next_day(), Bridge.sync] * days,
    ]  # fmt: skip


def come_back(bridge: Bridge, backup: Path) -> None:
    """Restore, say that the old computer is off, and sync; before that nothing leaves the bridge."""
    before: list[object] = writes(bridge)
    bridge.restore(backup)
    assert bridge.sync().restored == "asks"
    assert writes(bridge) == before
    bridge.container.actions.old_computer_is_off()
    report = bridge.sync()
    assert (report.restored, report.unusable) == ("", {})
    assert bridge.container.actions.behind() is None


def writes(bridge: Bridge) -> list[object]:
    """What has happened in the vendors' books. A token that Etsy renews is nothing that happened."""
    books = bridge.ledger()["vendors"].values()
    return [e for book in books for e in book.get("events", ()) if e.get("event") != "refresh"]


def to_the_end(bridge: Bridge) -> None:
    for _ in range(14):
        approve_all(bridge)
        bridge.sync()
        if all(order.row.step is Step.TRACKING_SYNCED for order in bridge.orders()):
            return
        bridge.world.next_day()
        bridge.sync()


def assert_whole(bridge: Bridge, store: str) -> None:
    ledger = bridge.ledger()
    assert_all_made(ledger, store)
    assert_nothing_twice(ledger, store)
    assert {order.row.step for order in bridge.orders()} == {Step.TRACKING_SYNCED}
    assert [(case.kind, case.message) for case in bridge.cases()] == []
    assert len(bridge.orders()) == len(ledger["vendors"][store]["orders"])


@pytest.mark.slow
@pytest.mark.parametrize("mode", [Mode.ASSIST, Mode.AUTOMATIC])
def test_from_the_end_back_to_every_step(bridge: Bridge, store: str, mode: Mode) -> None:
    """All is made and sent; whatever the backup remembers, nothing is done again."""
    open_shop(bridge, mode)
    backups = []
    for number, step in enumerate(steps(days=4)):
        step(bridge)
        backups.append(bridge.folder / f"{number}.backup")
        bridge.container.backups.make(backups[-1])
    to_the_end(bridge)
    assert_whole(bridge, store)
    mails, done = len(bridge.ledger()["vendors"][store]["mails"]), writes(bridge)
    for backup in backups:
        come_back(bridge, backup)
        for _ in range(2):
            approve_all(bridge)
            bridge.sync()
        assert_whole(bridge, store)
        assert len(bridge.ledger()["vendors"][store]["mails"]) == mails, backup.name
        assert writes(bridge) == done, backup.name


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "lag"), [(Mode.ASSIST, 1), (Mode.AUTOMATIC, 1), (Mode.ASSIST, 4)])
def test_again_and_again_on_the_way(bridge: Bridge, store: str, mode: Mode, lag: int) -> None:
    """After each step the data of some steps ago comes back, and the journey goes on from there."""
    open_shop(bridge, mode)
    backups = []
    for number, step in enumerate(steps(days=5)):
        backups.append(bridge.folder / f"{number}.backup")
        bridge.container.backups.make(backups[-1])
        step(bridge)
        come_back(bridge, backups[max(0, len(backups) - lag)])
    to_the_end(bridge)
    assert_whole(bridge, store)
