"""The job queue: wishes go in with the state they serve, one runner claims each, `settle` writes how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    bindparam,
    func,
    select,
    text,
    type_coerce,
    update,
)

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.jobs import PRIORITY, Job, JobKind, JobState, NewJob
from podbridge_desktop.storage import reconciling, tables
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.instants import from_micros, to_micros
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import job as t
from podbridge_desktop.storage.types import Instant

# Longer than the longest pull at a vendor's slowest rate. A dead process's jobs do not wait for it: the engine's OS
# lock is free then, and the next engine takes all of them back at once.
LEASE = timedelta(hours=12)
_LIVE = (JobState.READY, JobState.RUNNING, JobState.PARKED)

_INSERT = """INSERT INTO job (kind, connection_id, lane, dedupe, payload, priority, state, due_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, 'ready', ?, ?)
ON CONFLICT (dedupe) WHERE state IN ('ready', 'running', 'parked')
DO UPDATE SET payload = excluded.payload, again = (state = 'running')"""

# While a connection's key is broken only the test of it may run: everything else would fail the same way. A
# disconnected one has no key at all: its work stays until it is connected again. After a restore nothing runs at all.
_CLAIM = f"""UPDATE job SET state = 'running', again = 0, attempts = attempts + 1, fence = fence + 1, lease_until = ?
WHERE id = (
    SELECT id FROM job AS waiting
    WHERE state = 'ready' AND connection_id = ? AND due_at <= ? AND {reconciling.NORMAL}
    AND NOT EXISTS (SELECT 1 FROM job AS busy WHERE busy.state = 'running' AND busy.lane = waiting.lane)
    AND NOT EXISTS (
        SELECT 1 FROM connection AS c WHERE c.id = waiting.connection_id
        AND (c.health = 'disconnected' OR c.health = 'broken' AND waiting.kind <> 'check_connection'))
    ORDER BY priority, due_at, id LIMIT 1)
RETURNING id, kind, connection_id, lane, dedupe, payload, state, attempts, due_at, fence, last_error"""  # noqa: S608 - our own words


def _keyless() -> ColumnElement[bool]:
    """The job's connection has no key that works (a test of a broken one may run all the same)."""
    c = tables.connection.c
    broken = (c.health == "broken") & (t.c.kind != JobKind.CHECK_CONNECTION)
    return (
        select(c.id)
        .where(c.id == t.c.connection_id, (c.health == "disconnected") | broken)
        .exists()
    )


_MINE = (t.c.id == bindparam("job_id")) & (t.c.fence == bindparam("my_fence"))
_SETTLE = Prepared(update(t).where(_MINE, t.c.state == JobState.RUNNING))
_ONCE_MORE = Prepared(update(t).where(_MINE, t.c.again))
_DUE = Prepared(
    select(t.c.id)
    .where(
        t.c.state == JobState.READY,
        t.c.connection_id == bindparam("id"),
        t.c.due_at <= bindparam("now"),
        ~_keyless(),
        text(reconciling.NORMAL),
    )
    .limit(1)
)
_RUNNING = Prepared(select(func.count()).where(t.c.state == JobState.RUNNING))
_WAITS = Prepared(
    select(t.c.connection_id, type_coerce(func.min(t.c.due_at), Instant))
    .where(
        t.c.state == JobState.READY,
        t.c.kind
        != JobKind.MAKE_MOCKUPS,  # step after step for minutes: no pass is held up by pictures
        t.c.not_before.is_not(None),
        t.c.due_at <= bindparam("before"),
        ~_keyless(),
        text(reconciling.NORMAL),
    )
    .group_by(t.c.connection_id)
)
_RECOVER = (
    update(t)
    .where(t.c.state == JobState.RUNNING)
    .values(state=JobState.READY, lease_until=None, fence=t.c.fence + 1)
)
_RECOVER_LOST = _RECOVER.where(t.c.lease_until < bindparam("now"))
_SWEEP = Prepared(
    t.delete().where(
        t.c.state.in_((JobState.DONE, JobState.CANCELLED)), t.c.settled_at < bindparam("before")
    )
)


def add(tx: Tx, *jobs: NewJob) -> None:
    """Add wishes. One that is alive already is the same wish; one that runs right now is done once more afterwards,
    since it may have read what changed since."""
    now = to_micros(tx.now)
    rows = [
        (
            job.kind.value,
            job.connection_id,
            job.lane,
            job.dedupe,
            msgspec.json.encode(job.payload).decode(),
            PRIORITY[job.kind].value,
            now if job.due_at is None else to_micros(job.due_at),
            now,
        )
        for job in jobs
    ]
    if rows:
        tx.cursor().executemany(_INSERT, rows)
        tx.changed(Topic.JOBS)


def claim(database: Database, connection_id: str) -> Job | None:
    """Take the next due job of a connection whose lane is free; None if there is none."""
    if not _has_due(database, connection_id):
        return None
    with database.write() as tx:
        now = to_micros(tx.now)
        cursor = tx.cursor()
        cursor.execute(_CLAIM, (to_micros(tx.now + LEASE), connection_id, now))
        row = cursor.fetchone()
        return None if row is None else _from_driver(row)


def _has_due(database: Database, connection_id: str) -> bool:
    """A look without the writer's lock, so that idle runners cost nobody anything."""
    with database.read() as tx:
        return claimable(tx, (connection_id,))


def claimable(tx: Tx, connection_ids: Sequence[str]) -> bool:
    """True if any of these connections has a job that is due and may run."""
    return any(_DUE.first(tx, id=id_, now=tx.now) for id_ in connection_ids)


def running(tx: Tx) -> int:
    """How many jobs run now."""
    return int(_RUNNING.scalar(tx))


def waits(tx: Tx, before: datetime) -> dict[str, datetime]:
    """By connection, when its earliest vendor's wait ends, where that is before `before`."""
    return dict(_WAITS.all(tx, before=before))


def waiting(tx: Tx) -> list[Row[Any]]:
    """Jobs that are tried again later, by a vendor's wait or by our own: connection_id, kind, until, why."""
    until = func.coalesce(t.c.not_before, t.c.due_at)
    found = select(
        t.c.connection_id,
        t.c.kind,
        type_coerce(until, Instant).label("until"),
        t.c.last_error.label("why"),
    ).where(
        t.c.state == JobState.READY,
        (t.c.not_before > tx.now) | ((t.c.due_at > tx.now) & (t.c.last_error != "")),
    )
    return list(tx.conn.execute(found.order_by(until, t.c.id)))


def _from_driver(row: Sequence[Any]) -> Job:

    id_, kind, connection_id, lane, dedupe, payload, state, attempts, due, fence, error = row
    return Job(
        id_, JobKind(kind), connection_id, lane, dedupe, msgspec.json.decode(payload), JobState(state),
        attempts, from_micros(due), fence, error,
    )  # fmt: skip


def settle(
    tx: Tx,
    job: Job,
    state: JobState,
    *,
    error: str = "",
    due_at: datetime | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Write how a claimed job ended. False: the lease was lost meanwhile, and nothing was written."""
    values = {
        "state": state,
        "last_error": error,
        "lease_until": None,
        "not_before": not_before,
        "settled_at": None if state in _LIVE else tx.now,
    }
    if due_at is not None:
        values["due_at"] = due_at
    mine = {"job_id": job.id, "my_fence": job.fence}
    done = _SETTLE.run(tx, **mine, **values)
    if state in {JobState.DONE, JobState.PARKED}:
        anew = {"state": JobState.READY, "again": False, "attempts": 0}
        _ONCE_MORE.run(tx, **mine, **anew, due_at=tx.now, settled_at=None)
    tx.changed(Topic.JOBS)
    return done == 1


def recover(tx: Tx, *, all_running: bool) -> int:
    """Give back what a dead runner held: leases that ran out, or every one when the engine begins alone."""
    if all_running:
        return tx.conn.execute(_RECOVER).rowcount
    return tx.conn.execute(_RECOVER_LOST, {"now": tx.now}).rowcount


def _now_or_when_allowed(tx: Tx) -> Any:
    """Now, or when the vendor's own wait ends."""
    return func.max(to_micros(tx.now), func.coalesce(t.c.not_before, 0))


def wake(tx: Tx, dedupes: Iterable[str]) -> None:
    """Parked or waiting jobs of these keys are due now."""
    tx.conn.execute(
        update(t)
        .where(t.c.dedupe.in_(list(dedupes)), t.c.state.in_((JobState.PARKED, JobState.READY)))
        .values(state=JobState.READY, due_at=_now_or_when_allowed(tx), settled_at=None)
    )
    tx.changed(Topic.JOBS)


def wake_parked(tx: Tx, connection_id: str) -> None:
    """Everything of a connection that waited for a person is due now (it works again)."""
    tx.conn.execute(
        update(t)
        .where(t.c.connection_id == connection_id, t.c.state == JobState.PARKED)
        .values(state=JobState.READY, due_at=tx.now)
    )
    tx.changed(Topic.JOBS)


def drop(tx: Tx, *dedupes: str) -> None:
    """Wishes that are no longer wanted."""
    tx.conn.execute(
        update(t)
        .where(t.c.dedupe.in_(dedupes), t.c.state.in_((JobState.READY, JobState.PARKED)))
        .values(state=JobState.CANCELLED, settled_at=tx.now)
    )


def try_now(tx: Tx) -> None:
    """Ignore our own back-off; a vendor's wait (`not_before`) stays."""
    tx.conn.execute(
        update(t)
        .where(t.c.state == JobState.READY, t.c.due_at > tx.now, t.c.not_before.is_(None))
        .values(due_at=tx.now)
    )


def set_back(tx: Tx, by: timedelta) -> None:
    """This computer's clock was set back: what was meant for soon is not to wait for the old time to come again."""
    micros = by // timedelta(microseconds=1)
    tx.conn.execute(
        update(t)
        .where(t.c.state.in_((JobState.READY, JobState.RUNNING)))
        .values({name: type_coerce(t.c[name], BigInteger) - micros for name in _WHEN})
    )
    tx.changed(Topic.JOBS)


_WHEN = ("due_at", "not_before", "lease_until")


def next_due(tx: Tx, connection_ids: Iterable[str]) -> datetime | None:
    """When the earliest waiting job of these connections is due."""
    row = tx.conn.execute(
        select(t.c.due_at)
        .where(t.c.state == JobState.READY, t.c.connection_id.in_(list(connection_ids)))
        .order_by(t.c.due_at)
        .limit(1)
    ).first()
    return None if row is None else row[0]


def live(tx: Tx, dedupe: str) -> Row[Any] | None:
    """The live job of a key, if there is one."""
    return tx.conn.execute(select(t).where(t.c.dedupe == dedupe, t.c.state.in_(_LIVE))).first()


def sweep(tx: Tx, before: datetime) -> None:
    """Forget jobs that ended before `before`; what they did stands in the audit trail."""
    _SWEEP.run(tx, before=before)
