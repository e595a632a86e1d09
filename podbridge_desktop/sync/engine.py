"""The engine: plain Python, one runner per connection, no window and no Qt.

`run(stop)` serves until stopped (under the window, or `sync --watch`). `run_pass` does everything that is due once.
Threads come from `spawn`, so that QThreads carry it under the window and plain threads without one; with no `spawn`
all runs on the calling thread, in order, which is how tests and the simulation replay a run exactly.
"""

from __future__ import annotations

import logging
import random
import threading
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.jobs import Job, JobKind
from podbridge_desktop.errors import StoreDamaged, StoreTrouble, Superseded
from podbridge_desktop.storage import connections, jobs, ownership
from podbridge_desktop.sync import net, timetable
from podbridge_desktop.sync.caretaking import Care, Caretaker, Spawn, Thread
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.heartbeat import Heartbeat
from podbridge_desktop.sync.lanes import Lanes
from podbridge_desktop.sync.reconcile import catch_up
from podbridge_desktop.sync.report import PassReport, report_of
from podbridge_desktop.sync.runner import Runner

log = logging.getLogger(__name__)

WORTH_WAITING = timedelta(seconds=60)
PUSHERS = 2  # of a store: its answers and pictures take longer than its limits
_PUSHES = frozenset({JobKind.PUSH_LISTING})
_GLANCE = 0.5  # seconds between two looks for wishes of other processes


class Engine:
    """Carries out the wishes of one database. Start it only while holding the data folder's `EngineLock`."""

    def __init__(
        self,
        ctx: Context,
        *,
        spawn: Spawn | None = None,
        chance: random.Random | None = None,
        caretaker: Caretaker | None = None,
    ) -> None:
        self._ctx = ctx
        self._spawn = spawn
        self._chance = chance or random.Random()  # noqa: S311 - jitter, not a secret
        self._runners: dict[str, Runner] = {}
        self._pushers: dict[str, tuple[Runner, ...]] = {}  # of stores; at work beside theirs
        self._lanes = Lanes()
        self._bell = threading.Condition()
        self._rings = 0
        self._heart = Heartbeat(ctx.database, ctx.clock, ctx.room)
        self._trouble: StoreTrouble | None = None
        self._over: Superseded | None = None
        self._care = Care(caretaker, spawn, self.ring)
        self._behind: dict[str, str] = {}  # why connections could not be compared after a restore
        ctx.database.listen(self._on_changed)

    def _on_changed(self, changed: Changed) -> None:
        if changed.topics & {Topic.JOBS, Topic.CONNECTIONS}:
            self.ring()

    def ring(self) -> None:
        """There may be something to do, or to stop for."""
        with self._bell:
            self._rings += 1
            self._bell.notify_all()

    # --- one pass -----------------------------------------------------------------------------------------------

    def run_pass(self, stop: threading.Event, only: frozenset[str] = frozenset()) -> PassReport:
        """Do every round once, and everything that follows from it. Raises `Superseded`."""
        before = Counter(self._ctx.tally)
        with self._ctx.database.read() as tx:
            wishes = () if only else ownership.open_wishes(tx)
        self._begin(only)
        self._care.tick()
        self._behind = catch_up(self._ctx)
        if self._spawn is None:
            self._work_in_turn(stop)
        else:
            self._work_side_by_side(stop, self._spawn)
        self._care.end()
        report = self._report(before)
        if not stop.is_set():
            self._answer(wishes, report)
        return report

    def _answer(self, wishes: Sequence[ownership.Wish], report: PassReport) -> None:
        """This pass was also the one that others asked for."""
        if wishes:
            with self._ctx.database.write() as tx:
                for wish in wishes:
                    ownership.fulfil(tx, wish.id, report.as_dict())

    def run_until_idle(self, stop: threading.Event | None = None) -> None:
        """Do what is due, on this thread, without asking for any round."""
        self._renew_runners()
        self._work_in_turn(stop or threading.Event())

    def _begin(self, only: frozenset[str]) -> None:
        self._heart.beat()
        with self._ctx.database.write() as tx:
            net.catch(tx)
            timetable.ask_all(tx, only)
        self._renew_runners()
        for runner in self._everybody.values():
            runner.wake()

    def _renew_runners(self) -> None:
        with self._ctx.database.read() as tx:
            known = {stored.id: stored.is_store for stored in connections.every(tx)}
        for id_, is_store in known.items():
            if id_ not in self._runners:
                self._runners[id_] = self._runner(id_)
                if is_store and self._spawn is not None:
                    pushers = (self._runner(id_, _PUSHES) for _ in range(PUSHERS))
                    self._pushers[id_] = tuple(pushers)
        for gone in set(self._runners) - set(known):
            del self._runners[gone]
            self._pushers.pop(gone, None)

    def _runner(self, id_: str, kinds: Collection[JobKind] = jobs.ALL_KINDS) -> Runner:
        chance = random.Random(self._chance.random())  # noqa: S311 - jitter, not a secret
        return Runner(self._ctx, id_, self._lanes, chance, kinds)

    @property
    def _everybody(self) -> dict[str, Runner]:
        """Every runner by the name of its thread."""
        more = {
            f"{id_} {number}": pusher
            for id_, pushers in self._pushers.items()
            for number, pusher in enumerate(pushers, 2)
        }
        return self._runners | more

    def _work_in_turn(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self._heart.beat()
            worked = [runner.step() for runner in list(self._runners.values())]
            if any(worked):
                continue
            wait = self._vendor_wait()
            if wait is None:
                return
            stop.wait(wait)

    def _work_side_by_side(self, stop: threading.Event, spawn: Spawn) -> None:
        done = threading.Event()
        threads = [
            spawn(name, partial(self._serve, runner, stop, done))
            for name, runner in self._everybody.items()
        ]
        self._trouble = None
        try:
            while self._goes_on(stop) and self._trouble is None and not self._is_idle():
                self._heart.beat()
                self._wait_for_bell(0.05)
        finally:
            done.set()
            self.ring()
            for thread in threads:
                thread.join()
        if ended := self._over or self._trouble:
            raise ended

    def _goes_on(self, stop: threading.Event) -> bool:
        return not stop.is_set() and self._over is None

    def _serve(self, runner: Runner, stop: threading.Event, done: threading.Event) -> None:
        while self._goes_on(stop) and not done.is_set():
            seen = self._rings
            try:
                worked = runner.step()
            except Superseded as error:
                worked, self._over = False, error
            except StoreTrouble as error:  # a full disk ends a pass, but never a runner for good
                worked, self._trouble, runner.unusable = False, error, error.message
                log.exception("the database did not take a step")
                if isinstance(error, StoreDamaged):
                    self._care.found(error)
                    return
            if worked:
                self.ring()
            else:
                self._wait_for_bell(_GLANCE, since=seen)

    def _wait_for_bell(self, seconds: float, since: int | None = None) -> None:
        with self._bell:
            if since is None or since == self._rings:
                self._bell.wait(seconds)

    def _is_idle(self) -> bool:
        awake = [r.connection_id for r in self._runners.values() if not r.resting()]
        with self._ctx.database.read() as tx:
            if jobs.any_due(tx, awake):  # what runs is due until its end is written
                return False
        return self._vendor_wait() is None

    def _vendor_wait(self) -> float | None:
        """Seconds until a vendor's wait ends that is worth waiting out; None if there is none.

        A runner that rests works off nothing before its rest is over.
        """
        with self._ctx.database.read() as tx:
            now, dues = tx.now, jobs.waits(tx, tx.now + WORTH_WAITING)
        rests = {id_: runner.rests_until for id_, runner in self._runners.items()}
        due = min((max(due, rests.get(id_) or due) for id_, due in dues.items()), default=None)
        if due is None or due - now > WORTH_WAITING:
            return None
        return max(0.01, (due - now).total_seconds())

    def _report(self, before: Counter[str]) -> PassReport:
        unusable = {id_: runner.unusable for id_, runner in self._runners.items()}
        for id_, pushers in self._pushers.items():
            said = (pusher.unusable for pusher in pushers if pusher.unusable)
            unusable[id_] = unusable[id_] or next(said, "")
        with self._ctx.database.read() as tx:
            did = self._ctx.tally - before
            return report_of(tx, did, {**unusable, **self._behind}, self._ctx.no_room())

    def so_far(self) -> PassReport:
        """What was done since the engine was made."""
        return self._report(Counter())

    def at_work(self) -> tuple[Job, ...]:
        """The jobs that run now."""
        return self._lanes.at_work

    # --- for ever -----------------------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Serve until `stop`: keep the timetable, and fulfil the wishes of other processes.

        Raises `StoreDamaged` when a part of the database turns out to be unreadable, and `Superseded` when another
        engine has taken over: nothing more is sent then.
        """
        self._heart.beat()
        threads: dict[str, Thread] = {}
        damaged = threading.Event()
        next_tick: datetime | None = None
        self._care.begin()
        while self._goes_on(stop) and self._care.damage is None:
            try:
                self._heart.beat()
                now = self._ctx.clock.now()
                if next_tick is None or now >= next_tick or next_tick - now > timedelta(minutes=6):
                    next_tick = self._tick()
                    self._behind = catch_up(self._ctx)
                    self._care.tick()
                self._renew_runners()
                self._start_threads(threads, stop, damaged)
                self._fulfil_wishes(stop)
            except StoreDamaged as error:
                self._care.found(error)
            except StoreTrouble:  # tried again at the next glance: the disk may have room by then
                log.exception("the database did not take a round")
            except Superseded as error:
                self._over = error
            self._wait_for_bell(_GLANCE)
        damaged.set()
        self.ring()
        for thread in threads.values():
            thread.join()
        self._care.end()
        if self._over is not None:
            raise self._over

    def _start_threads(
        self, threads: dict[str, Thread], stop: threading.Event, damaged: threading.Event
    ) -> None:
        if self._spawn is None:
            self._work_in_turn(stop)
            return
        for name, runner in self._everybody.items():
            if name not in threads:
                threads[name] = self._spawn(name, partial(self._serve, runner, stop, damaged))

    def _tick(self) -> datetime:
        with self._ctx.database.write() as tx:
            net.catch(tx)
            jobs.sweep(tx, tx.now - timedelta(days=7))
            return timetable.tick(tx, lambda key: timedelta(seconds=int(self._ctx.setting(key))))

    def _fulfil_wishes(self, stop: threading.Event) -> None:
        with self._ctx.database.read() as tx:
            wishes = ownership.open_wishes(tx)
        if not wishes:
            return
        before = Counter(self._ctx.tally)
        with self._ctx.database.write() as tx:
            for wish in wishes:
                timetable.ask_all(tx, frozenset(wish.only))
        self._behind = catch_up(self._ctx)
        for runner in self._everybody.values():
            runner.wake()
        if self._spawn is None:
            self._work_in_turn(stop)
        while self._goes_on(stop) and not self._is_idle():
            self._heart.beat()
            self._wait_for_bell(0.05)
        if not stop.is_set():
            self._answer(wishes, self._report(before))
