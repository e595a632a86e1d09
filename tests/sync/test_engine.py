"""The engine on threads: it serves until stopped, fulfils others' wishes, and stops without losing anything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.storage import jobs, wishes
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge


def plain_thread(name: str, work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name=name)
    thread.start()
    return thread


@pytest.fixture
def served(bridge: Bridge) -> Iterator[Bridge]:
    """An open shop in Automatic whose engine serves on threads of its own."""
    bridge.open_shop(Mode.AUTOMATIC)
    stop = bridge.container.stopping
    engine = bridge.container.engine(spawn=plain_thread)
    main = plain_thread("engine", lambda: engine.run(stop))
    yield bridge
    bridge.container.stop()
    engine.ring()
    main.join(10)
    assert not main.is_alive()


def await_report(bridge: Bridge, wish: int) -> dict[str, object]:
    """The report of a pass that another thread makes."""
    done = threading.Event()
    bridge.container.listen(lambda _changed: done.set())
    for _ in range(600):
        report = bridge.container.actions.sync_report(wish)
        if report is not None:
            return report
        done.wait(0.1)
        done.clear()
    raise AssertionError("the wish was never fulfilled")


def test_a_wish_is_fulfilled_and_reported(served: Bridge) -> None:
    served.buy(6)
    report = await_report(served, served.container.actions.sync_now())
    assert (report["pulled"], report["sent"], report["confirmed"]) == (6, 6, 6)
    assert_all_made(served.ledger())


def test_many_orders_side_by_side_are_made_once(served: Bridge) -> None:
    for _ in range(4):
        served.buy(8)
        await_report(served, served.container.actions.sync_now())
        served.world.next_day()
    for _ in range(5):
        served.world.next_day()
        await_report(served, served.container.actions.sync_now())
    ledger = served.ledger()
    assert_nothing_twice(ledger)
    assert_all_made(ledger)


def test_a_pass_on_threads_does_what_a_pass_in_turn_does(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(5)
    engine = bridge.container.engine(spawn=plain_thread)
    report = engine.run_pass(threading.Event())
    assert (report.pulled, report.sent, report.confirmed) == (5, 5, 5)


def test_stopping_in_the_middle_loses_nothing(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(12)
    stop = threading.Event()
    engine = bridge.container.engine(spawn=plain_thread)
    seen = threading.Event()
    bridge.container.listen(lambda _changed: seen.set())
    passing = plain_thread("pass", lambda: engine.run_pass(stop))
    seen.wait(10)
    stop.set()
    engine.ring()
    passing.join(10)
    assert not passing.is_alive()
    bridge.restart()
    bridge.sync()
    bridge.sync()
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


@pytest.mark.slow
@pytest.mark.expects_log
def test_a_database_that_takes_nothing_for_a_while_ends_the_pass_and_loses_nothing(
    bridge: Bridge,
) -> None:
    """Another program holds the file's write lock longer than anybody waits; then lets go of it."""
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(3)
    intruder = bridge.intruder()

    def lock_once(_changed: object) -> None:
        if not intruder.in_transaction:
            intruder.execute("BEGIN IMMEDIATE")

    engine = bridge.container.engine(spawn=plain_thread)
    bridge.container.listen(lock_once)
    with pytest.raises(StoreTrouble):
        engine.run_pass(threading.Event())
    intruder.execute("ROLLBACK")
    intruder.close()
    bridge.restart()
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_pass_does_not_wait_for_work_whose_vendor_rests(bridge: Bridge) -> None:
    """The wait of the work is over, the rest is not: that would be a look a hundred times a second, for hours."""
    bridge.open_shop()
    shop, now = bridge.store_id(), bridge.container.clock.now()
    bridge.engine._runners[shop]._rest = now, now + timedelta(hours=2)
    with bridge.container._database.write() as tx:
        jobs.add(tx, wishes.check(shop))
        tx.conn.exec_driver_sql("UPDATE job SET not_before = due_at WHERE state = 'ready'")
    stop = threading.Event()
    alarm = threading.Timer(5, stop.set)
    alarm.start()
    bridge.engine.run_until_idle(stop)
    alarm.cancel()
    assert not stop.is_set()
