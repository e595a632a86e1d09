"""Which lanes are at work. Only the engine knows, in memory: beginning a job costs no write to the disk."""

from __future__ import annotations

import threading

from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.storage import jobs
from podbridge_desktop.storage.database import Database


class Lanes:
    """Shared by the runners of one engine, from any thread: a lane carries one job at a time."""

    def __init__(self) -> None:
        self._busy: dict[str, Job] = {}
        self._lock = threading.Lock()

    def enter(self, database: Database, connection_id: str) -> Job | None:
        """The next due job of a connection whose lane is free, which it then holds; None if there is none."""
        with self._lock:
            with database.read() as tx:
                job = jobs.pick(tx, connection_id, self._busy)
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
