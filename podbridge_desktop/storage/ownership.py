"""One engine at a time per data folder: an OS lock that the kernel frees on kill -9, and a lease with a fence.

The lock decides who may begin. The lease says who that is and that it lives; its fence grows with each owner, so that
an engine whose lock went to another (somebody removed the lock's file while it was paused) can write nothing more.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import func, select, update

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.errors import Superseded
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import engine_lease, sync_wish


class EngineLock:
    """The right to sync one data folder. Held as long as the file stays open."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "engine.lock"
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Try to get it; False when another process has it. Never waits; harmless for the one that has it."""
        if self._file is not None:
            return True
        file = self._path.open("a+b")
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give it back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Presence:
    """That somebody has a data folder open, syncing or not: a restore waits for nobody and replaces no open file.

    Where the system has no shared locks (Windows) open files cannot be replaced in any case.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "open.lock"
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Be there, beside others."""
        self._try(alone=False)

    def take_alone(self) -> bool:
        """Be the only one; False while others are there."""
        return self._try(alone=True)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _try(self, *, alone: bool) -> bool:
        file = self._path.open("a+b")
        try:
            if sys.platform != "win32":
                import fcntl  # noqa: PLC0415 - not on Windows

                fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """One process at a time makes or upgrades a data folder: two would each make a key of their own."""
    with (folder / "opening.lock").open("a+b") as file:
        _lock(file, wait=True)
        yield


def _lock(file: IO[bytes], *, wait: bool = False) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def note_owner(tx: Tx, owner: str) -> int:
    """Say who owns the engine: `window`, `sync` or `sync --watch`. Gives the fence of this ownership."""
    values = {
        "owner": owner,
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "boot": _boot(),
        "beat_at": tx.now,
    }
    row = tx.conn.execute(select(engine_lease.c.fence, engine_lease.c.beat_at)).first()
    if row is None:
        tx.conn.execute(engine_lease.insert().values(id=1, fence=1, **values))
        return 1
    values["beat_at"] = max(tx.now, row.beat_at)  # the first beat sees a clock that was set back
    tx.conn.execute(update(engine_lease).values(fence=row.fence + 1, **values))
    return int(row.fence) + 1


def forget(tx: Tx) -> None:
    """Data of another time: who had it then, and what they wished, is over."""
    tx.conn.execute(engine_lease.delete())
    tx.conn.execute(sync_wish.delete().where(sync_wish.c.done_at.is_(None)))


def owner(tx: Tx) -> str:
    """Who last took the engine, in words; empty if nobody ever did."""
    row = tx.conn.execute(_LEASE).first()
    if row is None:
        return ""
    here = row.host in {"", socket.gethostname()}
    return f"{row.owner} (process {row.pid}{'' if here else f' on {row.host}'})"


def still_mine(tx: Tx, fence: int) -> None:
    """Raises `Superseded` when another engine took over since."""
    found = tx.cursor().execute("SELECT fence FROM engine_lease").fetchone()
    if found is not None and found[0] != fence:
        raise Superseded(
            f"Another program syncs this data now: {owner(tx)}. This one does nothing more.",
            hint="What was under way is looked up by the other one.",
        )


def sign_of_life(tx: Tx) -> tuple[int, datetime] | None:
    """(fence, last beat) of the owner: changes as long as it lives."""
    row = tx.conn.execute(_LEASE).first()
    return None if row is None else (row.fence, row.beat_at)


def beat(tx: Tx) -> timedelta:
    """The owner lives. Gives how far this computer's clock was set back since the last beat; mostly not at all."""
    row = tx.conn.execute(_LEASE).first()
    if row is None:
        return timedelta(0)
    tx.conn.execute(update(engine_lease).values(beat_at=tx.now))
    before: datetime = row.beat_at
    return max(timedelta(0), before - tx.now)


_LEASE = select(engine_lease)


def _boot() -> str:
    """This start of the computer, where the system names it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A *sync now* that another process left for the owner."""

    id: int
    only: tuple[str, ...]


def wish(tx: Tx, only: tuple[str, ...]) -> int:
    """Leave a wish; returns its id."""
    inserted = tx.conn.execute(sync_wish.insert().values(asked_at=tx.now, only=list(only)))
    tx.changed(Topic.JOBS)  # the engine of this process need not wait for its next glance
    key = inserted.inserted_primary_key
    return int(key[0]) if key else 0


_OPEN = Prepared(select(sync_wish).where(sync_wish.c.done_at.is_(None)))


def open_wishes(tx: Tx) -> tuple[Wish, ...]:
    """Wishes nobody has fulfilled."""
    rows = _OPEN.all(tx)
    return tuple(Wish(row.id, tuple(row.only)) for row in rows)


def fulfil(tx: Tx, wish_id: int, report: Mapping[str, object]) -> None:
    """The pass is done; the asker reads the report."""
    tx.changed(Topic.JOBS)  # the window that asked reads the report
    tx.conn.execute(
        update(sync_wish)
        .where(sync_wish.c.id == wish_id)
        .values(done_at=tx.now, report=dict(report))
    )


def report_of(tx: Tx, wish_id: int) -> dict[str, object] | None:
    """The report of a fulfilled wish; None while it is open."""
    row = tx.conn.execute(
        select(sync_wish.c.done_at, sync_wish.c.report).where(sync_wish.c.id == wish_id)
    ).first()
    return None if row is None or row.done_at is None else dict(row.report)


def last_pass(tx: Tx) -> datetime | None:
    """When a wish was last fulfilled."""
    return tx.conn.execute(select(func.max(sync_wish.c.done_at))).scalar()
