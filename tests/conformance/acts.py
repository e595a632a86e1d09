"""One change at a vendor, as the suites try it: begun, counted in the vendor's own books, looked up, done again."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Protocol

from podbridge_desktop.errors import Retry, Unfinished
from tests.conformance.desk import Calls
from tests.conformance.world import World

PATIENCE = 60.0
TRIES = 8


class Act(Protocol):
    """A write of the port. `thing` is what `prepare` gave: a name, a number, a request."""

    name: str

    @abstractmethod
    def calls(self, world: World) -> Calls:
        """The call that does it."""

    @abstractmethod
    def prepare(self, world: World, remote: Any) -> Any:
        """All that is needed first."""

    @abstractmethod
    def do(self, remote: Any, thing: Any) -> Any: ...

    @abstractmethod
    def count(self, world: World, thing: Any) -> int:
        """How often it stands in the vendor's books."""

    @abstractmethod
    def is_found(self, remote: Any, thing: Any) -> bool:
        """What our look-up says."""

    def again(self, remote: Any, thing: Any) -> Any:
        """The next attempt of the engine; where it looks first, so does this."""
        return self.do(remote, thing)


def patiently(world: World, work: Any, *given: Any, later_is: type[Retry] = Retry) -> Any:
    """As the engine does it: what is to be tried later is tried later."""
    for _ in range(TRIES):
        try:
            return work(*given)
        except later_is as later:
            world.clock.pause(later.wait.total_seconds() if later.wait else PATIENCE)
    raise AssertionError("still not now after so many tries")


def to_its_end(world: World, work: Any, *given: Any) -> Any:
    """What the vendor still works on is asked for again. Everything else is raised."""
    return patiently(world, work, *given, later_is=Unfinished)
