"""One pass of the engine, by this process or by the one that owns it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from podbridge_desktop.errors import OwnerSilent, Stopped

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container

log = logging.getLogger(__name__)

_GLANCE = 0.2  # seconds between two looks for the owner's report
SILENT = 180.0  # seconds without a sign of life: far more than an owner's longest step
Report = dict[str, object]


class Crew:
    """Plain threads for the engine. One that breaks ends the run, and its error is raised by `check`."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._broken: list[Exception] = []

    def spawn(self, name: str, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=self._carry, args=(work,), name=name)
        thread.start()
        return thread

    def _carry(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            log.exception("a runner ended")
            self._broken.append(error)
            self._stopping.set()

    def check(self) -> None:
        """Raise what ended a thread, if anything did."""
        if self._broken:
            raise self._broken[0]


def one_pass(
    container: Container, only: tuple[str, ...] = (), *, patience: float = SILENT
) -> Report:
    """Everything is looked at once and what is due is done.

    Another owner of the engine is asked and waited for; when it goes away, this process does it. Raises `Stopped`
    when asked to end meanwhile, `OwnerSilent` when the owner gives no sign of life for `patience` seconds.
    """
    reported = _by_owner(container, only, patience)
    if reported is not None:
        return reported
    crew = Crew(container.stopping)
    engine = container.engine(spawn=crew.spawn)
    done = engine.run_pass(container.stopping, frozenset(only))
    crew.check()
    if container.stopping.is_set():
        raise Stopped("Stopped before the pass was done.", hint="The next sync goes on from here.")
    return done.as_dict()


def work_off(container: Container, only: tuple[str, ...]) -> Report:
    """What is due is done, and nothing else is looked at; an owner of the engine looks at `only` as well."""
    reported = _by_owner(container, only)
    if reported is not None:
        return reported
    engine = container.engine(spawn=None)
    engine.run_until_idle(container.stopping)
    if container.stopping.is_set():
        raise Stopped("Stopped before it was done.", hint="The next sync goes on from here.")
    return engine.so_far().as_dict()


def _by_owner(
    container: Container, only: tuple[str, ...], patience: float = SILENT
) -> Report | None:
    """The report of the process that owns the engine; None when this one has taken it."""
    wish: int | None = None
    owner = ""
    alive, seen = container.owners_sign_of_life(), time.monotonic()
    while not container.take_engine("sync"):
        if wish is None:
            owner, wish = container.engine_owner(), container.actions.sync_now(only)
        report = container.actions.sync_report(wish)
        if report is not None:
            return {**report, "owner": owner}
        if (sign := container.owners_sign_of_life()) != alive:
            alive, seen = sign, time.monotonic()
        if time.monotonic() - seen > patience:
            raise OwnerSilent(
                f"{owner} syncs this data, but gives no sign of life: it may be paused or stuck.",
                hint="Let it go on or end it, then sync again. What you asked for is kept.",
            )
        if container.stopping.wait(_GLANCE):
            raise Stopped("Stopped. The other program finishes the pass.")
    return None
