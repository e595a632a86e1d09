"""The disk under the database: commits fail, the database is locked, and the process dies on either side of a commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, event

from podbridge_desktop.storage.database import Database
from tests.simulation.process import Killed
from tests.simulation.swarm import COMMITS, Fault

# SQLite's own words and numbers.
_SAYS = {
    Fault.DISK_FULL: ("database or disk is full", sqlcipher.SQLITE_FULL),
    Fault.DISK_ERROR: ("disk I/O error", sqlcipher.SQLITE_IOERR),
    Fault.LOCKED: ("database is locked", sqlcipher.SQLITE_BUSY),
}


class Disk:
    """Stands between SQLAlchemy and the driver. `strike` picks what goes wrong with a commit, and notes it."""

    def __init__(self, strike: Callable[[tuple[Fault, ...]], Fault | None]) -> None:
        self._strike = strike
        self._committing = False

    def __call__(self, database: Database) -> None:
        """Watch one life's database."""
        dialect = database.engine.dialect
        commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            if not self._committing:
                commit(connection)
                return
            self._committing = False
            self._commit(lambda: commit(connection))

        dialect.do_commit = do_commit  # type: ignore[method-assign]
        event.listen(database.engine, "begin", self._begin, insert=True)
        event.listen(database.engine, "commit", self._before_commit)

    def _begin(self, conn: Connection) -> None:
        if _writes(conn) and self._strike((Fault.LOCKED,)):
            raise _error(Fault.LOCKED)

    def _before_commit(self, conn: Connection) -> None:
        self._committing = _writes(conn)

    def _commit(self, commit: Callable[[], None]) -> None:
        fault = self._strike(tuple(each for each in COMMITS if each is not Fault.LOCKED))
        if fault is Fault.KILL_BEFORE_COMMIT:
            raise Killed
        if fault in _SAYS:
            raise _error(fault)
        commit()
        if fault is Fault.KILL_AFTER_COMMIT:
            raise Killed


def _error(fault: Fault) -> sqlcipher.OperationalError:
    text, number = _SAYS[fault]
    error = sqlcipher.OperationalError(text)
    error.sqlite_errorcode = number
    return error


def _writes(conn: Connection) -> bool:
    return bool(conn.get_execution_options().get("podbridge_write"))
