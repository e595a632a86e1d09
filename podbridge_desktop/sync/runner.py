"""A connection's runner: picks a job, carries it out, settles it. The job loop is the only catch-all."""

from __future__ import annotations

import logging
import random
from collections.abc import Collection
from datetime import datetime, timedelta

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.jobs import Job, JobKind, JobState
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import Busy, PodBridgeError, Stopped, Unreachable
from podbridge_desktop.storage import connections, jobs
from podbridge_desktop.storage.jobs import ALL_KINDS
from podbridge_desktop.sync import settle
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.handlers import HANDLERS
from podbridge_desktop.sync.lanes import Lanes

log = logging.getLogger(__name__)

REST = timedelta(seconds=30)


class Runner:
    """Serves one connection, or its jobs of some kinds. Used by one thread at a time."""

    def __init__(
        self,
        ctx: Context,
        connection_id: str,
        lanes: Lanes,
        chance: random.Random,
        kinds: Collection[JobKind] = ALL_KINDS,
    ) -> None:
        self.connection_id = connection_id
        self._kinds = kinds
        self.unusable: str = ""  # why the connection could not be used, in words
        self._ctx = ctx
        self._lanes = lanes
        self._chance = chance
        self._rest: tuple[datetime, datetime] | None = None
        self._unsettled: Job | None = None

    def resting(self) -> bool:
        """True while the vendor cannot be reached: trying each waiting job would only take time."""
        return self.rests_until is not None

    @property
    def rests_until(self) -> datetime | None:
        """When its rest ends; None while it has none."""
        if self._rest is None:
            return None
        since, until = self._rest
        rests = since <= self._ctx.clock.now() < until  # a clock that was set back ends it too
        return until if rests else None

    def wake(self) -> None:
        """*Try now*: forget that it could not be reached."""
        self._rest = None
        self.unusable = ""

    def step(self) -> bool:
        """Carry out the next due job; False if there is none (or the vendor is out of reach)."""
        self._give_back()
        if self.resting():
            return False
        job = self._unsettled = self._lanes.enter(
            self._ctx.database, self.connection_id, self._kinds
        )
        if job is None:
            return False
        try:
            self._succeeded(job, HANDLERS[job.kind](job, self._ctx))
        except Exception as error:  # noqa: BLE001 - judged by class in one place, never swallowed
            self._failed(job, error)
        self._settled(job)
        return True

    def _give_back(self) -> None:
        """A job whose end the database did not take (a full disk): nobody is called before it takes something again."""
        if self._unsettled is not None:
            with self._ctx.database.write() as tx:
                jobs.settle(tx, self._unsettled, JobState.READY, due_at=tx.now)
            self._settled(self._unsettled)

    def _settled(self, job: Job) -> None:
        self._lanes.leave(job)
        self._unsettled = None

    def _succeeded(self, job: Job, finish: Finish | None) -> None:
        with self._ctx.database.write() as tx:
            if finish is not None:
                finish(tx)
            settle.succeeded(tx, job)
            if job.kind in settle.ROUNDS:
                stored = connections.find(tx, self.connection_id)
                if stored is not None and stored.health in {"healthy", "offline"}:
                    connections.note_health(tx, self.connection_id, "healthy")
                connections.note_figures(tx, self.connection_id, self._figures())

    def _figures(self) -> CallFigures:
        return self._ctx.remotes.figures(self.connection_id)

    def _failed(self, job: Job, error: Exception) -> None:
        if not isinstance(error, PodBridgeError):
            log.debug("job %s raised %r", job.dedupe, error)
        with self._ctx.database.write() as tx:
            settle.failed(tx, job, error, self._chance)
            mine = getattr(error, "connection_id", None) in {None, self.connection_id}
            if isinstance(error, Unreachable) and mine:
                connections.note_health(tx, self.connection_id, "offline", error.message)
            tx.changed(Topic.JOBS)
        if isinstance(error, Unreachable | Busy) and mine:
            now = self._ctx.clock.now()
            self._rest = now, now + (error.wait or REST)
        if isinstance(error, PodBridgeError) and not isinstance(error, Stopped):
            self.unusable = error.message if _says_unusable(job, error) else self.unusable


def _says_unusable(job: Job, error: PodBridgeError) -> bool:
    """A missing right says so where a whole round cannot be done for it."""
    lacks = error.code == "permission_missing" and job.kind in settle.ROUNDS
    return lacks or error.code in {"unreachable", "sign_in_failed", "vendor_fault"}
