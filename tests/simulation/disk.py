"""The disk under the database: commits fail, the database is locked, and the process dies on either side of a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.storage.database import Database, Tx
from tests.simulation.swarm import COMMITS, Fault
from tests.support.virtual_shop import KEY

_WRITES = "BEGIN IMMEDIATE"
_AT_COMMIT = tuple(each for each in COMMITS if each is not Fault.LOCKED)
# SQLite's own words and numbers.
_SAYS = {
    Fault.DISK_FULL: ("database or disk is full", sqlcipher.SQLITE_FULL),
    Fault.DISK_ERROR: ("disk I/O error", sqlcipher.SQLITE_IOERR),
    Fault.LOCKED: ("database is locked", sqlcipher.SQLITE_BUSY),
}
Strike = Callable[[tuple[Fault, ...]], Fault | None]


class Killed(BaseException):
    """The process is dead from here on: nothing catches it, as nothing catches a kill."""


class Driver:
    """The driver's connection; only its commit is another one."""

    def __init__(self, real: Any, strike: Strike, stall: Callable[[], None]) -> None:
        self._real, self._strike, self._stall = real, strike, stall
        self.writes = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def commit(self) -> None:
        fault = self._strike(_AT_COMMIT) if self.writes else None
        if fault is Fault.KILL_BEFORE_COMMIT:
            raise Killed
        if fault in _SAYS:
            raise _error(fault)
        self._real.commit()
        if fault is Fault.KILL_AFTER_COMMIT:
            raise Killed
        if self.writes:
            self._stall()


class TroubledDatabase(Database):
    """The real database on such a disk. `strike` picks what goes wrong, and notes it; `stall` may let hours pass."""

    def __init__(self, path: Path, clock: Clock, strike: Strike, stall: Callable[[], None]) -> None:
        self._strike, self._stall = strike, stall
        self._opened: list[Driver] = []
        super().__init__(path, KEY, clock)

    def _connect(self) -> Any:
        self._opened.append(Driver(super()._connect(), self._strike, self._stall))
        return self._opened[-1]

    @contextmanager
    def _begun(self, how: str) -> Iterator[Tx]:
        if how == _WRITES and self._strike((Fault.LOCKED,)):
            raise _error(Fault.LOCKED)
        with super()._begun(how) as tx:
            tx._link.dbapi_connection.writes = how == _WRITES  # type: ignore[union-attr]
            yield tx

    @property
    def in_transaction(self) -> bool:
        """Whether the file is kept from others at this moment."""
        return any(driver.in_transaction for driver in self._opened)

    def drop(self) -> None:
        """What was not committed is gone."""
        for driver in self._opened:
            driver.rollback()
        self.close()
        for driver in self._opened:
            driver.close()


def _error(fault: Fault) -> sqlcipher.OperationalError:
    text, number = _SAYS[fault]
    error = sqlcipher.OperationalError(text)
    error.sqlite_errorcode = number
    return error
