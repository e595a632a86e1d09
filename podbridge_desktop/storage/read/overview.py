"""The big numbers, and what is going on now."""

from __future__ import annotations

from sqlalchemy import func, select

from podbridge_desktop.domain.jobs import JobState
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.reading import ActivityRow
from podbridge_desktop.domain.views import Overview
from podbridge_desktop.storage import notes, reconciling
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.notes import Note
from podbridge_desktop.storage.tables import connection, exception_case, job, order

_MOST_JOBS = 500
_GOING_ON = (JobState.READY, JobState.PARKED)


def overview(tx: Tx) -> Overview:
    """Counts by index; nothing here grows with the width of an order."""
    o, case = order.c, exception_case.c
    steps: dict[str, int] = dict(
        tx.conn.execute(select(o.step, func.count()).group_by(o.step)).all()
    )
    waiting, oldest = tx.conn.execute(
        select(func.count(), func.min(case.opened_at)).where(case.closed_at.is_(None))
    ).one()
    held = tx.conn.execute(
        select(o.currency, func.count(), func.sum(o.total - o.tax))
        .where(o.on_hold.is_(True))
        .group_by(o.currency)
        .order_by(o.currency)
    ).all()
    return Overview(
        waiting=waiting,
        on_hold=sum(count for _, count, _ in held),
        orders=sum(steps.values()),
        in_production=steps.get(Step.PRODUCTION, 0),
        at_stake=tuple(Money(brings, currency) for currency, _, brings in held),
        oldest_case=oldest,
        last_sync=tx.conn.execute(select(func.max(connection.c.last_ok_at))).scalar(),
        steps={step.value: steps.get(step.value, 0) for step in Step},
        behind=reconciling.behind(tx),
        backup_trouble=notes.get(tx, Note.BACKUP_TROUBLE),
    )


def activity(tx: Tx) -> tuple[ActivityRow, ...]:
    """Jobs that run or wait, by when they are due."""
    j = job.c
    rows = tx.conn.execute(
        select(job, connection.c.name)
        .join(connection, connection.c.id == j.connection_id)
        .where(j.state.in_(_GOING_ON))
        .order_by(j.due_at, j.id)
        .limit(_MOST_JOBS)
    )
    return tuple(
        ActivityRow(row.kind, row.name, row.state, row.due_at, row.attempts, row.last_error)
        for row in rows
    )
