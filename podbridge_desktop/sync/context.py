"""What every handler works with: the database, the remotes, the clock, and how to wait without sleeping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from podbridge_desktop.domain.ports import CallFigures, Clock, KeptPictures, SalesChannel, Supplier
from podbridge_desktop.domain.settings import SETTINGS
from podbridge_desktop.errors import BadInput, NoRoom, PodBridgeError, Retry
from podbridge_desktop.storage import settings
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.room import Room


class Remotes(Protocol):
    """Connectors by connection id; the same one each time, shared by all runners."""

    def channel(self, connection_id: str) -> SalesChannel: ...
    def supplier(self, connection_id: str) -> Supplier: ...
    def figures(self, connection_id: str) -> CallFigures: ...


T = TypeVar("T")
Finish = Callable[[Tx], None]
"""What a handler has left to write when its calls are over: the runner writes it together with the job's end."""

WHOLE_PAGE = 1_000  # no vendor's page is bigger
STALE = timedelta(
    minutes=3
)  # from the look that an intent rests on to its call, waits for limits included
SMALL_BITE = 25  # small enough that a window stays smooth beside it


def no_window() -> None:
    """Nobody's screen has to be let in."""


class NoPictures:
    """For work that keeps none."""

    def keep(self, url: str) -> str:
        raise BadInput("Pictures are not kept here.", details=url)

    def content(self, url: str) -> bytes:
        raise BadInput("Pictures are not kept here.", details=url)


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to each handler. `breathe` lets the screen have the interpreter between two bites of a big page."""

    database: Database
    remotes: Remotes
    clock: Clock
    breathe: Callable[[], None] = no_window
    pictures: KeptPictures = field(default_factory=NoPictures)
    room: Room | None = None
    tally: Counter[str] = field(default_factory=Counter)

    def bites(self, page: Sequence[T]) -> Iterator[Sequence[T]]:
        """What one transaction takes: a whole page, since each costs a write to the disk; little ones under a window."""
        size = WHOLE_PAGE if self.breathe is no_window else SMALL_BITE
        for start in range(0, len(page), size):
            yield page[start : start + size]
            self.breathe()

    def setting(self, key: str) -> str:
        """The value of a setting, or its default."""
        with self.database.read() as tx:
            return settings.get(tx, key) or SETTINGS[key].default

    def no_room(self) -> str:
        """Why nothing new may be sent: the disk is nearly full. Empty where there is room."""
        return "" if self.room is None else self.room.trouble()

    def assert_room(self) -> None:
        """Raises `NoRoom` where the outcome of what is to be sent might not fit on the disk."""
        if full := self.no_room():
            raise NoRoom(full)

    @contextmanager
    def intent(self, looked_at: datetime, within: timedelta = STALE) -> Iterator[Tx]:
        """Commit what the next call is for: one that spends, or mails a customer. It rests on a look at `looked_at`,
        which may be `within` so long ago.

        Raises `NoRoom` when the disk is nearly full, `Superseded` when another engine has taken over, and `Retry` when
        this one was paused (a laptop's sleep) since that look, which may be long past. Nothing was sent in either case.
        """
        self.assert_room()
        with self.database.write() as tx:
            yield tx
        self.database.assert_held()
        if abs(self.clock.now() - looked_at) > within:
            raise Retry(
                "Too much time had passed since the last look, as when a computer sleeps. PodBridge looks again first."
            )

    def time_of(self, remote: SalesChannel | Supplier) -> datetime:
        """The vendor's own clock where it is known: ours may be set while something waits."""
        return remote.vendor_now() or self.clock.now()

    def quiet_period(self, vendors_own: timedelta) -> timedelta:
        """How long an unknown write waits before it may be repeated."""
        chosen = self.setting("quiet_period")
        return timedelta(seconds=int(chosen)) if chosen else vendors_own


@contextmanager
def at(connection_id: str) -> Iterator[None]:
    """Errors raised inside are this connection's, whoever's job it is."""
    try:
        yield
    except PodBridgeError as error:
        error.connection_id = error.connection_id or connection_id
        raise
