"""The encrypted database file: how it is opened, and the only two ways to use it (`write`, `read`).

One writer at a time in this process (a lock) and among processes (`BEGIN IMMEDIATE`). A transaction is never kept
open while a request is on the wire. Listeners hear what changed after the commit, on the thread that committed.
"""

from __future__ import annotations

import copy
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import StoreDamaged, StoreTrouble
from podbridge_desktop.storage import sqlite

MINIMUM_SQLITE = (3, 51, 3)  # older ones can corrupt a WAL that is reset while it is read

_NO_ROOM = (sqlcipher.SQLITE_FULL, sqlcipher.SQLITE_IOERR)


class Tx:
    """One transaction: its one moment `now`, what it has changed so far, and two ways to ask the database.

    `cursor()` is the driver's own, for bulk and for what is `Prepared`; `conn` is SQLAlchemy's, for all else.
    """

    def __init__(self, engine: Engine, link: PoolProxiedConnection, now: datetime) -> None:
        self.now = now
        self.changes = Changed()
        self._engine, self._link = engine, link
        self.last: dict[object, Callable[[Tx], None]] = {}
        self._conn: Connection | None = None

    @property
    def conn(self) -> Connection:
        """SQLAlchemy's connection, in this transaction."""
        if self._conn is None:
            self._conn = Connection(self._engine, self._link)
        return self._conn

    def changed(self, *topics: Topic, order_id: int | None = None) -> None:
        """Note that `topics` changed (of one order, where only that)."""
        ids = frozenset() if order_id is None else frozenset({order_id})
        self.changes |= Changed(frozenset(topics), ids)

    def at_end(self, key: object, work: Callable[[Tx], None]) -> None:
        """Let `work` be done once before the commit, however often it is asked for under this key."""
        self.last[key] = work

    def finish(self) -> None:
        """Do what was put off until now, and what that puts off."""
        while self.last:
            self.last.pop(next(iter(self.last)))(self)

    def cursor(self) -> Any:
        """The driver's own cursor inside this transaction."""
        return self._link.cursor()

    def close(self) -> None:
        """Give the connection back."""
        (self._conn or self._link).close()


class Database:
    """One database file, opened with its key. Safe to use from any thread."""

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        self.path = path
        self._key = key
        self._clock = clock
        self._writer = threading.RLock()
        self._listeners: list[Callable[[Changed], None]] = []
        self._frozen: list[StoreTrouble] = []  # shared by every view of this file
        self.when_full: Callable[[], None] = _nothing_to_throw_off
        self.holds: Callable[[Tx], None] | None = None  # asked in every transaction that writes
        _assert_version()
        self.engine = create_engine(
            "sqlite://",
            creator=self._connect,
            module=sqlcipher,
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            hide_parameters=True,  # an error's text would hold names and addresses
        )
        event.listen(self.engine, "begin", _begin)

    def _connect(self) -> Any:
        try:
            return sqlite.connect(self.path, self._key, read_only=bool(self._frozen))
        except (sqlcipher.DatabaseError, sqlite3.Error) as error:
            told = StoreDamaged if sqlite.is_damage(error) else StoreTrouble
            raise told(
                "The database cannot be opened with the key of this computer.",
                hint="Restore a backup, or put back the keyring item that belongs to this data folder.",
                details=str(error),
            ) from error

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` after each commit that changed something, on the committing thread."""
        self._listeners.append(listener)

    def only_while(self, holds: Callable[[Tx], None]) -> Database:
        """The same file for one whose every transaction fails once `holds` raises."""
        view = copy.copy(self)
        view.holds = holds
        return view

    def assert_held(self) -> None:
        """Raises what `holds` raises, now."""
        if self.holds is not None:
            with self.read() as tx:
                self.holds(tx)

    def freeze(self, why: StoreTrouble) -> None:
        """From now on it is only read; whoever wants to write is told `why`."""
        self._frozen[:] = [why]
        self.engine.dispose()  # a new connection cannot write at all

    @property
    def frozen(self) -> StoreTrouble | None:
        """Why it is only read; None where it may be written."""
        return self._frozen[0] if self._frozen else None

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A write transaction: all or nothing. Raises `StoreTrouble` when the disk does not take it."""
        if self._frozen:
            raise copy.copy(self._frozen[0])
        with self._writer:
            try:
                with self._begun("BEGIN IMMEDIATE") as tx:
                    if self.holds is not None:
                        self.holds(tx)
                    yield tx
                    tx.finish()
            except (DBAPIError, sqlcipher.DatabaseError) as error:
                cause = _cause(error)
                if sqlite.is_damage(cause):
                    raise sqlite.damaged(cause) from error
                if isinstance(cause, sqlcipher.OperationalError):
                    if cause.sqlite_errorcode & 0xFF in _NO_ROOM:
                        self.when_full()
                    raise _told(cause) from error
                raise
        if tx.changes:
            for listener in self._listeners:
                listener(tx.changes)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A consistent reading; it never waits for the writer. Raises `StoreTrouble` for what a newer file has not."""
        try:
            with self._begun("BEGIN") as tx:
                yield tx
        except (DBAPIError, sqlcipher.DatabaseError) as error:
            cause = _cause(error)
            if sqlite.is_damage(cause):
                raise sqlite.damaged(cause) from error
            if not self._frozen:
                raise
            raise StoreTrouble(
                f"{self._frozen[0].message} This part of it cannot be shown.",
                hint=self._frozen[0].hint,
                code=self._frozen[0].code,
                details=str(cause),
            ) from error

    def now(self) -> datetime:
        """The moment, by the clock of every transaction."""
        return self._clock.now()

    @contextmanager
    def _begun(self, how: str) -> Iterator[Tx]:
        """A transaction that ends with the block. Begun and ended by the driver: through SQLAlchemy it costs ten times more."""
        link = self.engine.raw_connection()
        tx = Tx(self.engine, link, self._clock.now())
        try:
            link.cursor().execute(how)
            yield tx
            link.commit()
        except BaseException:
            link.rollback()
            raise
        finally:
            tx.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _cause(error: DBAPIError | sqlcipher.DatabaseError) -> BaseException:
    """The driver's own error, whichever way a statement went."""
    return error.orig or error if isinstance(error, DBAPIError) else error


def _assert_version() -> None:
    found = tuple(int(part) for part in sqlcipher.sqlite_version.split("."))
    if found < MINIMUM_SQLITE:
        needed = ".".join(map(str, MINIMUM_SQLITE))
        raise StoreTrouble(
            f"The SQLite inside this installation is {sqlcipher.sqlite_version}; {needed} or newer is needed.",
            hint="Install PodBridge again.",
        )


def _told(cause: sqlcipher.OperationalError) -> StoreTrouble:
    if cause.sqlite_errorcode & 0xFF == sqlcipher.SQLITE_BUSY:
        return StoreTrouble(
            "Another program is writing to the database and does not come to an end.",
            hint="It may be paused or stuck: let it go on or end it, then try again.",
            code="database_busy",
            details=str(cause),
        )
    return StoreTrouble(
        "The database could not be written.",
        hint="Check that the disk is not full, then try again.",
        details=str(cause),
    )


def _nothing_to_throw_off() -> None:
    """Where nobody keeps a ballast."""


def _begin(conn: Connection) -> None:
    """For what SQLAlchemy begins itself, as a migration; in a transaction of ours there is nothing to begin."""
    driver: Any = conn.connection.driver_connection
    if not driver.in_transaction:
        conn.exec_driver_sql("BEGIN IMMEDIATE")
