"""Which lanes are at work. Only the engine knows, in memory: beginning a job costs no write to the disk."""

from __future__ import annotations

import threading
from collections.abc import Collection

from podbridge_desktop.domain.jobs import Job, JobKind
from podbridge_desktop.storage import jobs
from podbridge_desktop.storage.database import Database

# What a store is told while it is asked for everything might be missing in the answer, and count as deleted there.
_APART = {
    JobKind.PUSH_LISTING: JobKind.PULL_LISTINGS,
    JobKind.PULL_LISTINGS: JobKind.PUSH_LISTING,
}


class Lanes:
    """Shared by the runners of one engine, from any thread: a lane carries one job at a time."""

    def __init__(self) -> None:
        self._busy: dict[str, Job] = {}
        self._lock = threading.Lock()

    def enter(
        self, database: Database, connection_id: str, kinds: Collection[JobKind] = jobs.ALL_KINDS
    ) -> Job | None:
        """The next due job of a connection whose lane is free, which it then holds; None if there is none."""
        with self._lock:
            at_work = {
                job.kind for job in self._busy.values() if job.connection_id == connection_id
            }
            apart = {_APART[kind] for kind in at_work if kind in _APART}
            with database.read() as tx:
                job = jobs.pick(tx, connection_id, self._busy, set(kinds) - apart)
            if job is not None:
                self._busy[job.lane] = job
            return job

    def leave(self, job: Job) -> None:
        """The job's end is written (or could not be): its lane is free."""
        with self._lock:
            self._busy.pop(job.lane, None)

    @property
    def at_work(self) -> tuple[Job, ...]:
        """The jobs that run now."""
        with self._lock:
            return tuple(self._busy.values())
