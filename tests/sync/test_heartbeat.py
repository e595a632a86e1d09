"""The engine's sign of life, and a clock of this computer that is set: nothing stalls until the old time comes again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from podbridge_desktop.domain.jobs import Job, JobKind, JobState, NewJob
from podbridge_desktop.errors import Superseded
from podbridge_desktop.storage import jobs, ownership
from podbridge_desktop.sync import timetable
from podbridge_desktop.sync.heartbeat import Heartbeat
from tests.support.filled import SUPPLIER, Filled

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Filled]:
    made = Filled(tmp_path / "podbridge.db").usual()
    with made.database.write() as tx:
        ownership.note_owner(tx, "window")
    yield made
    made.database.close()


def heart(shop: Filled) -> Heartbeat:
    return Heartbeat(shop.database, shop.clock)


def sign(shop: Filled) -> object:
    with shop.database.read() as tx:
        return ownership.sign_of_life(tx)


def next_job(shop: Filled, id_: str) -> Job | None:
    with shop.database.read() as tx:
        return jobs.pick(tx, id_, ())


def ask_rounds(shop: Filled) -> int:
    """How many rounds are asked for by a tick."""
    with shop.database.write() as tx:
        timetable.tick(tx, lambda _key: timedelta(minutes=5))
        asked = [jobs.any_due(tx, [id_]) for id_ in ("store-1", SUPPLIER)]
    done = 0
    for id_ in ("store-1", SUPPLIER):
        while (job := next_job(shop, id_)) is not None:
            with shop.database.write() as tx:
                jobs.settle(tx, job, JobState.DONE)
            done += 1
    assert any(asked) is bool(done)
    return done


def test_it_changes_while_the_owner_lives_and_costs_little(shop: Filled) -> None:
    beating = heart(shop)
    beating.beat()
    first = sign(shop)
    shop.clock.pass_by(seconds=19)
    beating.beat()
    assert sign(shop) == first
    shop.clock.pass_by(seconds=1)
    beating.beat()
    assert sign(shop) != first


@pytest.mark.parametrize("restarted", [False, True])
def test_rounds_go_on_when_the_clock_is_set_back_a_day(shop: Filled, restarted: bool) -> None:
    beating = heart(shop)
    beating.beat()
    assert ask_rounds(shop) == 6
    assert ask_rounds(shop) == 0
    shop.clock.pass_by(days=-1)
    if restarted:
        with shop.database.write() as tx:
            ownership.note_owner(tx, "window")
        beating = heart(shop)
    beating.beat()
    shop.clock.pass_by(minutes=6)
    assert ask_rounds(shop) >= 2


def test_tries_and_vendors_waits_keep_their_length_when_the_clock_is_set_back(shop: Filled) -> None:
    beating = heart(shop)
    beating.beat()
    later, told = shop.clock.now() + timedelta(minutes=10), shop.clock.now() + timedelta(minutes=30)
    with shop.database.write() as tx:
        for key, due in (("ours", later), ("vendors", told)):
            jobs.add(tx, NewJob(JobKind.SEND_ORDER, SUPPLIER, key, key, due_at=due))
        tx.conn.exec_driver_sql("UPDATE job SET not_before = due_at WHERE dedupe = 'vendors'")
    shop.clock.pass_by(days=-1)
    beating.beat()
    waits = []
    for minutes in (9, 2, 18, 2):
        shop.clock.pass_by(minutes=minutes)
        job = next_job(shop, SUPPLIER)
        waits.append(job and job.dedupe)
        if job is not None:
            with shop.database.write() as tx:
                jobs.settle(tx, job, JobState.DONE)
    assert waits == [None, "ours", None, "vendors"]


def test_a_clock_set_forward_only_brings_things_sooner(shop: Filled) -> None:
    beating = heart(shop)
    beating.beat()
    ask_rounds(shop)
    shop.clock.pass_by(days=1)
    beating.beat()
    assert ask_rounds(shop) == 8
    shop.clock.pass_by(days=-1)  # somebody corrects it
    beating.beat()
    shop.clock.pass_by(minutes=6)
    assert ask_rounds(shop) >= 2


def test_the_clocks_usual_correction_moves_nothing(shop: Filled) -> None:
    beating = heart(shop)
    beating.beat()
    due = shop.clock.now() + timedelta(minutes=10)
    with shop.database.write() as tx:
        jobs.add(tx, NewJob(JobKind.SEND_ORDER, SUPPLIER, "a", "a", due_at=due))
    shop.clock.pass_by(seconds=-30)
    beating.beat()
    with shop.database.read() as tx:
        assert jobs.next_due(tx, [SUPPLIER]) == due


def test_an_engine_that_was_followed_by_another_writes_nothing_more(shop: Filled) -> None:
    with shop.database.write() as tx:
        fence = ownership.note_owner(tx, "sync --watch")
    mine = shop.database.only_while(lambda tx: ownership.still_mine(tx, fence))
    with mine.write() as tx:
        jobs.add(tx, NewJob(JobKind.SEND_ORDER, SUPPLIER, "a", "a"))
    mine.assert_held()
    with shop.database.write() as tx:
        ownership.note_owner(tx, "sync")
    with pytest.raises(Superseded, match=r"Another program syncs this data now: sync \(process"):
        Heartbeat(mine, shop.clock).beat()
    with pytest.raises(Superseded), mine.write():
        pass
    with pytest.raises(Superseded):
        mine.assert_held()
    assert next_job(shop, SUPPLIER) is not None
