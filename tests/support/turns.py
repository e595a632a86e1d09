"""The engine's own threads on a virtual clock: one runs at a time, and a wait hands the turn to whoever is due next.

So waits for two vendors pass side by side, as they do in the program, and a run is still the same every time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.support.virtual import VirtualClock, VirtualEngine

if TYPE_CHECKING:
    from podbridge_desktop.sync.context import Context

_GLANCE = timedelta(seconds=0.5)  # between two looks whether a thread has ended


@dataclass(eq=False, slots=True)
class _Sleeper:
    """Whoever waits: until when, and whether the engine's bell wakes it before."""

    until: datetime
    hears: bool = False
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))


class TurnClock(VirtualClock):
    """A virtual clock for several threads. Time passes when all of them wait."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._sleepers: list[_Sleeper] = []

    def pause(self, seconds: float) -> None:
        self.paused += seconds
        self.wait(self._now + timedelta(seconds=seconds))

    def wait(self, until: datetime, *, hears: bool = False) -> None:
        """Let the others have their turns, and come back at `until` or, where it `hears`, when somebody rings."""
        me = _Sleeper(until, hears)
        self._sleepers.append(me)
        self._hand_on()
        me.turn.acquire()

    def ring(self) -> None:
        """Whoever hears is due now."""
        for each in self._sleepers:
            if each.hears:
                each.until = min(each.until, self._now)

    def spawn(self, name: str, work: Callable[[], None]) -> TurnThread:
        """A thread that begins at its first turn."""
        me = _Sleeper(self._now)
        self._sleepers.append(me)
        return TurnThread(self, name, work, me)

    def _hand_on(self) -> None:
        """The turn goes to whoever is due first; of several to the one that waits longest."""
        if self._sleepers:
            due = min(self._sleepers, key=lambda each: each.until)
            self._sleepers.remove(due)
            self.advance(due.until)
            due.turn.release()


class TurnThread(threading.Thread):
    """One thread of the engine."""

    def __init__(self, clock: TurnClock, name: str, work: Callable[[], None], me: _Sleeper) -> None:
        super().__init__(name=name, daemon=True)
        self._clock, self._work, self._me = clock, work, me
        self._ended = False
        self.start()

    def run(self) -> None:
        self._me.turn.acquire()
        try:
            self._work()
        finally:
            self._ended = True
            self._clock._hand_on()

    def join(self, timeout: float | None = None) -> None:  # noqa: ARG002
        while not self._ended:
            self._clock.wait(self._clock.now() + _GLANCE)


class TurnEngine(VirtualEngine):
    """The engine as the window runs it: a thread for each connection."""

    def __init__(self, ctx: Context, clock: TurnClock) -> None:
        super().__init__(ctx, clock)
        self._turns = clock
        self._spawn = clock.spawn

    def ring(self) -> None:
        super().ring()
        self._turns.ring()

    def _wait_for_bell(self, seconds: float, since: int | None = None) -> None:  # noqa: ARG002
        if since is None or since == self._rings:
            self._turns.wait(self._next_moment(), hears=True)
