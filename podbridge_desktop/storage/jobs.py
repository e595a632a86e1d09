"""The job queue: wishes go in with the state they serve, a runner picks one, `settle` writes how it ended.

That a job runs is known to the engine alone, in memory: the data folder has one engine. What ran when a process died is
simply still waiting, and every step may be repeated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.instants import to_micros
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import job as t
from podbridge_desktop.storage.types import Instant

ALL_KINDS = frozenset(JobKind)
_LIVE = (JobState.READY, JobState.PARKED)

_INSERT = """INSERT INTO job (kind, connection_id, lane, dedupe, payload, priority, state, due_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, 'ready', ?, ?)
ON CONFLICT (dedupe) WHERE state IN ('ready', 'parked') DO UPDATE SET payload = excluded.payload, asked = asked + 1"""


def _keyless() -> ColumnElement[bool]:
    """While a connection's key is broken only the test of it may run: everything else would fail the same way.

    A disconnected one has no key at all: its work stays until it is connected again.
    """
    c = tables.connection.c
    broken = (c.health == "broken") & (t.c.kind != JobKind.CHECK_CONNECTION)
    return (
        select(c.id)
        .where(c.id == t.c.connection_id, (c.health == "disconnected") | broken)
        .exists()
    )


_MAY_RUN = (
    (t.c.state == JobState.READY)
    & (t.c.connection_id == bindparam("connection"))
    & (t.c.due_at <= bindparam("now"))
    & ~_keyless()
    & text(reconciling.NORMAL)
)
_NEXT = Prepared(select(t).where(_MAY_RUN).order_by(t.c.priority, t.c.due_at, t.c.id))
_DUE = Prepared(select(t.c.id).where(_MAY_RUN).limit(1))
_THIS = (t.c.id == bindparam("this")) & (t.c.state == JobState.READY)
_KEEP = Prepared(update(t).where(_THIS))
_END = Prepared(update(t).where(_THIS, t.c.asked == bindparam("as_asked")))
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
_OF_KEY = Prepared(select(t).where(t.c.dedupe == bindparam("key"), t.c.state.in_(_LIVE)))
_LIVING = update(t).where(t.c.dedupe == bindparam("key"), t.c.state.in_(_LIVE))
_WAKE = Prepared(
    _LIVING.values(
        state=JobState.READY,
        due_at=func.max(bindparam("now", type_=Instant), func.coalesce(t.c.not_before, 0)),
    )
)
_DROP = Prepared(_LIVING)
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


def pick(
    tx: Tx, connection_id: str, busy: Collection[str], kinds: Collection[JobKind] = ALL_KINDS
) -> Job | None:
    """The next due job of a connection, of one of these kinds and in none of the busy lanes; None if there is none."""
    for row in _NEXT.each(tx, connection=connection_id, now=tx.now):
        if row.lane not in busy and row.kind in kinds:
            return _job(row)
    return None


def _job(row: Any) -> Job:
    return Job(
        row.id, JobKind(row.kind), row.connection_id, row.lane, row.dedupe, row.payload, row.attempts + 1,
        row.due_at, row.asked, row.last_error,
    )  # fmt: skip


def any_due(tx: Tx, connection_ids: Iterable[str]) -> bool:
    """True if any of these connections has a job that is due and may run, or runs."""
    return any(_DUE.first(tx, connection=id_, now=tx.now) for id_ in connection_ids)


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


def settle(
    tx: Tx,
    job: Job,
    state: JobState,
    *,
    error: str = "",
    due_at: datetime | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Write how a job that was picked ended. False: it was dropped meanwhile, and nothing was written.

    One that was asked for again meanwhile may have read what changed since: it is due once more, as a new one.
    """
    ended: dict[str, object] = {
        "state": state,
        "attempts": job.attempts,
        "last_error": error,
        "not_before": not_before,
        "settled_at": None if state in _LIVE else tx.now,
    }
    if due_at is not None:
        ended["due_at"] = due_at
    tx.changed(Topic.JOBS)
    if state is JobState.READY:
        return _KEEP.run(tx, this=job.id, **ended) == 1
    done = _END.run(tx, this=job.id, as_asked=job.asked, **ended)
    return (done or _KEEP.run(tx, this=job.id, attempts=0, last_error=error, due_at=tx.now)) == 1


def wake(tx: Tx, dedupes: Iterable[str]) -> None:
    """Parked or waiting jobs of these keys are due now, or when the vendor's own wait ends."""
    for key in dedupes:
        _WAKE.run(tx, key=key, now=tx.now)
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
    for key in dedupes:
        _DROP.run(tx, key=key, state=JobState.CANCELLED, settled_at=tx.now)


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
        .where(t.c.state == JobState.READY)
        .values({name: type_coerce(t.c[name], BigInteger) - micros for name in _WHEN})
    )
    tx.changed(Topic.JOBS)


_WHEN = ("due_at", "not_before")


def next_due(tx: Tx, connection_ids: Iterable[str]) -> datetime | None:
    """When the earliest waiting job of these connections is due."""
    row = tx.conn.execute(
        select(t.c.due_at)
        .where(t.c.state == JobState.READY, t.c.connection_id.in_(list(connection_ids)))
        .order_by(t.c.due_at)
        .limit(1)
    ).first()
    return None if row is None else row[0]


def live(tx: Tx, dedupe: str) -> Any:
    """The live job of a key, or None."""
    return _OF_KEY.first(tx, key=dedupe)


def sweep(tx: Tx, before: datetime) -> None:
    """Forget jobs that ended before `before`; what they did stands in the audit trail."""
    _SWEEP.run(tx, before=before)
