"""One life of the program on a seed's database: opened on the file, and thrown away whole where it is killed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.bootstrap.connecting import Connecting
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.errors import Superseded
from podbridge_desktop.logs import redactor
from podbridge_desktop.storage import jobs, ownership
from podbridge_desktop.sync.context import Context
from tests.simulation.disk import Killed, Strike, TroubledDatabase
from tests.support.virtual import VirtualClock, VirtualEngine, VirtualRemotes, VirtualStop

MAY_NOT_RUN = timedelta(minutes=5)  # until a job that is due and does not run is looked at again
ROUNDS_A_MINUTE = 3000
STEPS = 4  # of another thread while one waits for an answer
GLANCES = tuple(timedelta(minutes=each) for each in (30, 60, 120, 240))


class WallClock:
    """The computer's own clock, which somebody may set; true time goes on meanwhile."""

    def __init__(self, true: VirtualClock) -> None:
        self._true = true
        self.wrong_by = timedelta(0)

    def now(self) -> datetime:
        return self._true.now() + self.wrong_by


class Endless(BaseException):
    """The engine goes round and round while no time passes."""


class PatientStop(VirtualStop):
    """Asked before every round of work: too often in one minute is no work any more."""

    def __init__(self, clock: VirtualClock, end: datetime) -> None:
        super().__init__(clock, end)
        self._minute, self._asked = -1, 0

    def is_set(self) -> bool:
        minute = int(self._clock.monotonic() // 60)
        self._asked = self._asked + 1 if minute == self._minute else 0
        self._minute = minute
        if self._asked > ROUNDS_A_MINUTE:
            raise Endless
        return super().is_set()


class SimulatedEngine(VirtualEngine):
    """Looks for new rounds only now and then: each look costs real time."""

    def __init__(self, ctx: Context, clock: VirtualClock, chance: random.Random) -> None:
        super().__init__(ctx, clock, random.Random(chance.random()))
        self._glances = chance

    def _next_moment(self) -> datetime:
        now, wall = self._clock.now(), self._context.clock.now()
        with self._context.database.read() as tx:
            due = jobs.next_due(tx, self._runners)
        later = now + self._glances.choice(GLANCES)
        if due is None:
            return later
        return min(later, now + (due - wall if due > wall else MAY_NOT_RUN))

    def meanwhile(self) -> None:
        """What other threads do while a call of one is on its way: a few steps of every other connection."""
        for runner in list(self._runners.values()):
            if runner.connection_id not in {job.connection_id for job in self.at_work()}:
                for _ in range(STEPS):
                    runner.step()


class Process:
    """Database, connectors and engine of one life."""

    def __init__(
        self,
        file: Path,
        keys: MemoryStore,
        clock: VirtualClock,
        wall: WallClock,
        wire: httpx.BaseTransport,
        strike: Strike,
        stall: Callable[[], None],
        chance: random.Random,
    ) -> None:
        redactor._values.clear()  # a new process knows no secret yet
        self._clock = clock
        self.database = TroubledDatabase(file, wall, strike, stall)
        self._remotes = VirtualRemotes(self.database, keys, clock, wire, wall)
        self.connecting = Connecting(self.database, keys, lambda id_: id_, self._remotes)
        self.actions = Actions(self.database)
        self._wall, self._chance = wall, chance
        self._engine: SimulatedEngine | None = None

    def run(self, until: datetime) -> None:
        """Serve as `sync --watch` does. Raises `Killed`; ends itself where another engine has taken over."""
        try:
            self._engine = self._engine or self._own()
            self._engine.run(PatientStop(self._clock, until))
        except Superseded as error:
            raise Killed from error

    @property
    def at_work(self) -> Job | None:
        """The job that runs now; of several the one that was begun last."""
        return next(reversed(self._engine.at_work()), None) if self._engine else None

    def meanwhile(self) -> None:
        """The other threads of the engine go on."""
        if self._engine is not None:
            self._engine.meanwhile()

    def _own(self) -> SimulatedEngine:
        """The engine of whoever owns the file now."""
        with self.database.write() as tx:
            fence = ownership.note_owner(tx, "sync --watch")
        fenced = self.database.only_while(lambda tx: ownership.still_mine(tx, fence))
        self._remotes.may_write = fenced.assert_held
        context = Context(fenced, self._remotes, self._wall)
        return SimulatedEngine(context, self._clock, random.Random(self._chance.random()))

    def end(self) -> None:
        """Nothing is said to anybody."""
        self._remotes.close()
        self.database.drop()
