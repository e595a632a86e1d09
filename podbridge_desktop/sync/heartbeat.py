"""The engine says that it lives, and by that notices a clock that was set back; a ballast thrown off is made again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.storage import ownership
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.room import Room
from podbridge_desktop.sync import timetable

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=20)
_CORRECTION = timedelta(minutes=1)  # a smaller step is the usual setting by the network


class Heartbeat:
    """Beat it as often as you like. Raises `Superseded` when another engine has taken over."""

    def __init__(self, database: Database, clock: Clock, room: Room | None = None) -> None:
        self._database, self._clock, self._room = database, clock, room
        self._last: datetime | None = None

    def beat(self) -> None:
        """Write a sign of life where the last one is `EVERY` old, or of a time that has not come yet."""
        now = self._clock.now()
        if self._last is not None and self._last <= now < self._last + EVERY:
            return
        with self._database.write() as tx:
            back = ownership.beat(tx)
            if back > _CORRECTION:
                log.info("the clock of this computer was set back by %s", back)
                timetable.set_back(tx, back)
        if self._room is not None:
            self._room.take_ballast()
        self._last = now
