"""The care of the data beside the engine's work: the daily backup, and a look at the whole file. Off the runners."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from podbridge_desktop.errors import Stopped, StoreDamaged


class Thread(Protocol):
    """What `spawn` gives back."""

    def join(self) -> None: ...


Spawn = Callable[[str, Callable[[], None]], Thread]
log = logging.getLogger(__name__)


class Caretaker(Protocol):
    """Keeps the data safe. Each of its calls but `due` may take seconds and raises `StoreDamaged`."""

    def look_over(self) -> None:
        """Read every page once."""
        ...

    def due(self) -> bool:
        """Whether `look_after` is to be called now; asked often."""
        ...

    def look_after(self) -> None:
        """Make the backup that is due."""
        ...


class Care:
    """One thing at a time, on a thread of `spawn` (without one: at once). `damage` once the file was found damaged."""

    def __init__(
        self, caretaker: Caretaker | None, spawn: Spawn | None, ring: Callable[[], None]
    ) -> None:
        self._caretaker = caretaker
        self._spawn = spawn
        self._ring = ring
        self._thread: Thread | None = None
        self._busy = False
        self._looked_over = False
        self.damage: StoreDamaged | None = None

    def begin(self) -> None:
        """The program starts: look the whole file over once, behind everything else."""
        if self._caretaker is not None:
            self._start(self._caretaker.look_over)

    def tick(self) -> None:
        """Do what is due."""
        if self._caretaker is not None and not self._busy and self._caretaker.due():
            self._start(self._caretaker.look_after)

    def found(self, damage: StoreDamaged) -> None:
        """Somebody met a part that cannot be read."""
        self.damage = damage
        self._ring()

    def end(self) -> None:
        """Wait until nothing is under way; raise the damage that was found."""
        if self._thread is not None:
            self._thread.join()
        if self.damage is not None:
            raise self.damage

    def _start(self, work: Callable[[], None]) -> None:
        self._busy = True
        if self._spawn is None:
            self._carry(work)
        else:
            self._thread = self._spawn("care", lambda: self._carry(work))

    def _carry(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Stopped:
            log.debug("the program closes before the care was done")
        except StoreDamaged as error:
            log.exception("the database is damaged")
            self.found(error)
        finally:
            self._busy = False
            self._go_on()

    def _go_on(self) -> None:
        """What became due during the first look is not to wait for the engine's next occasion, which may be minutes off."""
        first, self._looked_over = not self._looked_over, True
        if first and self.damage is None:
            self._ring()
