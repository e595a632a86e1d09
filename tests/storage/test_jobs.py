"""The queue: one wish once, the right one first, nothing side by side that must not be."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from podbridge_desktop.domain.jobs import JobKind, JobState, NewJob
from podbridge_desktop.storage import connections, jobs, tables
from podbridge_desktop.sync.lanes import Lanes
from tests.support.filled import NOON, STORE, SUPPLIER


def wish(key="a", kind=JobKind.SEND_ORDER, where=SUPPLIER, lane=None, due_at=None):
    return NewJob(
        kind, where, lane or f"lane:{key}", key, {"supplier_order": 1, "why": "x"}, due_at
    )


@pytest.fixture
def add(shop):
    def added(*wishes):
        with shop.database.write() as tx:
            jobs.add(tx, *wishes)

    return added


@pytest.fixture
def lanes():
    return Lanes()


@pytest.fixture
def begin(shop, lanes):
    return lambda where=SUPPLIER: lanes.enter(shop.database, where)


@pytest.fixture
def settle(shop, lanes):
    def settled(job, state=JobState.DONE, **values):
        with shop.database.write() as tx:
            written = jobs.settle(tx, job, state, **values)
        lanes.leave(job)
        return written

    return settled


def rows(shop):
    with shop.database.read() as tx:
        return tx.conn.execute(select(tables.job).order_by(tables.job.c.id)).all()


def test_a_job_that_begins_is_the_wish_that_was_left(add, begin):
    add(wish(kind=JobKind.CONFIRM_ORDER, lane="order:7"))
    job = begin()
    assert (job.kind, job.connection_id, job.lane, job.dedupe, job.payload) == (
        JobKind.CONFIRM_ORDER, SUPPLIER, "order:7", "a", {"supplier_order": 1, "why": "x"})  # fmt: skip
    assert (job.attempts, job.due_at, job.last_error) == (1, NOON, "")


def test_nothing_begins_without_a_wish(begin, add):
    add()
    assert begin() is None


@pytest.mark.parametrize("state", [JobState.READY, JobState.PARKED])
def test_a_wish_that_is_alive_is_not_left_twice(shop, add, begin, settle, state):
    add(wish(), wish())
    settle(begin(), state, due_at=NOON)
    add(wish())
    assert len(rows(shop)) == 1


@pytest.mark.parametrize("state", [JobState.DONE, JobState.CANCELLED, JobState.FAILED])
def test_a_wish_that_ended_may_be_left_again(shop, add, begin, settle, state):
    add(wish())
    settle(begin(), state)
    add(wish())
    assert [row.state for row in rows(shop)] == [state, "ready"]


def test_promised_money_goes_before_news_and_the_longest_due_first(shop, add, begin):
    add(
        wish("news", JobKind.POLL_SUPPLIER),
        wish("send-late", due_at=NOON),
        wish("send-early", due_at=NOON - timedelta(minutes=1)),
        wish("test", JobKind.CHECK_CONNECTION),
        wish("pay", JobKind.CONFIRM_ORDER),
        wish("stop", JobKind.CANCEL_ORDER),
        wish("not-yet", JobKind.CONFIRM_ORDER, due_at=NOON + timedelta(seconds=1)),
        wish("elsewhere", JobKind.CONFIRM_ORDER, where=STORE),
    )
    begun = [job.dedupe for job in iter(begin, None)]
    assert begun == ["pay", "stop", "send-early", "send-late", "news", "test"]


def test_one_lane_carries_one_job_at_a_time_whoever_runs_it(add, begin, settle):
    add(
        wish("pay", JobKind.CONFIRM_ORDER, lane="order:1"),
        wish("read", JobKind.RECHECK_ORDER, where=STORE, lane="order:1"),
        wish("send", lane="order:2"),
    )
    pay = begin()
    assert begin(STORE) is None
    assert begin().dedupe == "send"
    settle(pay)
    assert begin(STORE).dedupe == "read"


def test_a_job_cannot_be_settled_twice(add, begin, settle):
    add(wish())
    job = begin()
    assert settle(job)
    assert not settle(job, JobState.READY)


def test_what_ran_when_a_process_died_is_still_waiting(shop, add, begin, settle):
    add(wish())
    first = begin()
    after = Lanes()  # of the next process
    second = after.enter(shop.database, SUPPLIER)
    assert (second.id, second.attempts) == (first.id, 1)
    settle(first, JobState.READY, due_at=NOON)
    assert Lanes().enter(shop.database, SUPPLIER).attempts == 2


def test_what_runs_is_known(lanes, add, begin, settle):
    add(wish("a"), wish("b"))
    job = begin()
    assert lanes.at_work == (job,)
    settle(job)
    assert lanes.at_work == ()


# --- waiting ---------------------------------------------------------------------------------------------------------

LATER = NOON + timedelta(minutes=10)


def test_try_now_forgets_our_own_wait_but_not_the_vendors(shop, add, begin, settle):
    add(wish("ours"), wish("theirs"))
    settle(begin(), JobState.READY, due_at=LATER)
    settle(begin(), JobState.READY, due_at=LATER, not_before=LATER)
    with shop.database.write() as tx:
        jobs.try_now(tx)
    assert [job.dedupe for job in iter(begin, None)] == ["ours"]


@pytest.mark.parametrize("state", [JobState.READY, JobState.PARKED])
def test_waking_a_job_makes_it_due(shop, add, begin, settle, state):
    add(wish())
    settle(begin(), state, due_at=LATER)
    with shop.database.write() as tx:
        jobs.wake(tx, ["a", "unknown"])
    assert begin().dedupe == "a"


def test_waking_a_job_keeps_the_vendors_own_wait(shop, add, begin, settle):
    add(wish())
    settle(begin(), JobState.READY, due_at=LATER, not_before=LATER)
    with shop.database.write() as tx:
        jobs.wake(tx, ["a"])
    assert begin() is None
    shop.clock.pass_by(minutes=10)
    assert begin().dedupe == "a"


def test_what_ended_is_not_woken(shop, add, begin, settle):
    add(wish())
    settle(begin())
    with shop.database.write() as tx:
        jobs.wake(tx, ["a"])
    assert begin() is None


def test_a_key_that_works_again_wakes_what_waited_for_it(shop, add, begin, settle):
    add(wish("a"), wish("b", where=STORE))
    settle(begin(), JobState.PARKED)
    settle(begin(STORE), JobState.PARKED)
    with shop.database.write() as tx:
        jobs.wake_parked(tx, SUPPLIER)
    assert begin().dedupe == "a"
    assert begin(STORE) is None


def test_the_end_of_a_job_that_was_dropped_while_it_ran_is_not_written(shop, add, begin, settle):
    add(wish("runs"), wish("waits"))
    job = begin()
    with shop.database.write() as tx:
        jobs.drop(tx, "runs", "waits")
    assert not settle(job, JobState.READY, due_at=NOON)
    assert [row.state for row in rows(shop)] == ["cancelled", "cancelled"]


def test_the_next_due_time_counts_only_these_connections(shop, add):
    add(wish("a", due_at=LATER), wish("b", where=STORE, due_at=NOON))
    with shop.database.read() as tx:
        assert jobs.next_due(tx, [SUPPLIER]) == LATER
        assert jobs.next_due(tx, [SUPPLIER, STORE]) == NOON
        assert jobs.next_due(tx, []) is None


def test_only_a_vendors_wait_is_worth_waiting_out(shop, add, begin, settle):
    add(wish("a", due_at=NOON), wish("b"))
    settle(begin(), JobState.READY, due_at=LATER, not_before=LATER)
    with shop.database.read() as tx:
        assert jobs.waits(tx, LATER) == {SUPPLIER: LATER}
        assert jobs.waits(tx, LATER - timedelta(seconds=1)) == {}


def test_what_a_vendor_keeps_back_is_told_with_its_reason(shop, add, begin, settle):
    add(wish())
    settle(begin(), JobState.READY, due_at=LATER, not_before=LATER, error="Busy.")
    with shop.database.read() as tx:
        (row,) = jobs.waiting(tx)
    assert (row.connection_id, row.kind, row.until, row.why) == (
        SUPPLIER,
        "send_order",
        LATER,
        "Busy.",
    )


# --- broken connections ----------------------------------------------------------------------------------------------


def health(shop, word):
    with shop.database.write() as tx:
        connections.note_health(tx, SUPPLIER, word, "why")


def test_on_a_broken_connection_only_its_test_runs(shop, add, begin):
    health(shop, "broken")
    add(wish("pay", JobKind.CONFIRM_ORDER), wish("test", JobKind.CHECK_CONNECTION))
    assert [job.dedupe for job in iter(begin, None)] == ["test"]
    health(shop, "healthy")
    assert begin().dedupe == "pay"


def test_a_disconnected_connection_runs_nothing_and_keeps_its_work(shop, add, begin):
    with shop.database.write() as tx:
        connections.disconnect(tx, SUPPLIER)
    add(wish("pay", JobKind.CONFIRM_ORDER), wish("test", JobKind.CHECK_CONNECTION))
    assert begin() is None
    assert [row.state for row in rows(shop)] == ["ready", "ready"]


def test_whether_something_may_run_is_known_without_the_writers_lock(shop, add):
    add(wish())
    with shop.database.write(), shop.database.read() as tx:
        assert jobs.any_due(tx, (SUPPLIER,))
        assert not jobs.any_due(tx, (STORE,))
        assert not jobs.any_due(tx, ())


# --- tidying ---------------------------------------------------------------------------------------------------------


def test_old_ended_jobs_are_forgotten_and_living_ones_never(shop, add, begin, settle):
    add(wish("done"), wish("parked"), wish("fresh"))
    settle(begin())
    settle(begin(), JobState.PARKED)
    shop.clock.pass_by(days=2)
    settle(begin())
    with shop.database.write() as tx:
        jobs.sweep(tx, NOON + timedelta(days=1))
    assert [row.dedupe for row in rows(shop)] == ["parked", "fresh"]


def test_the_live_job_of_a_key(shop, add, begin, settle):
    add(wish())
    with shop.database.read() as tx:
        assert jobs.live(tx, "a").dedupe == "a"
        assert jobs.live(tx, "b") is None
    settle(begin())
    with shop.database.read() as tx:
        assert jobs.live(tx, "a") is None


def test_a_wish_left_while_the_same_job_runs_is_done_once_more(add, begin, settle):
    add(wish())
    first = begin()
    add(wish())
    settle(first)
    second = begin()
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 1)
    settle(second)
    assert begin() is None
