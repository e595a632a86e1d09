"""A backup: a copy of the live database, whole, checked, and encrypted with the same key.

It is made through SQLite and in steps, so that nobody waits for it, and shows one moment of the data however much is
written meanwhile. It counts only once every page and every row of it was found again, and the disk has it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from podbridge_desktop.domain.care import BackupFacts
from podbridge_desktop.errors import (
    BackupUnusable,
    PodBridgeError,
    Stopped,
    StoreTrouble,
)
from podbridge_desktop.files import settle, to_disk
from podbridge_desktop.storage import sqlite
from podbridge_desktop.storage.instants import from_micros, to_micros
from podbridge_desktop.storage.notes import Note
from podbridge_desktop.storage.revision import HEAD

T = TypeVar("T")
_PAGES = 256  # a step: a megabyte, far less than a frame
_STEPS = 200_000  # of SQLite's machine between two looks whether to stop


def never() -> bool:
    """Nobody asks to stop."""
    return False


def make(
    source: Path, target: Path, key: bytes, made_at: datetime, stop: Callable[[], bool] = never
) -> BackupFacts:
    """Copy the database that may be in use; `target` is there as a whole or as it was before.

    Raises `StoreDamaged` when the database cannot be read, `StoreTrouble` when the copy cannot be written, `Stopped`.
    """
    return _make(lambda: sqlite.unlocked(source, key), target, key, made_at, stop)


def copy_of(file: Path, target: Path, key: bytes, made_at: datetime) -> BackupFacts:
    """The same of a backup, which is left as it is."""
    return _make(lambda: sqlite.as_it_lies(file, key), target, key, made_at, never)


def _make(
    source: Callable[[], Any], target: Path, key: bytes, made_at: datetime, stop: Callable[[], bool]
) -> BackupFacts:
    new = target.with_name(f".{target.name}.new")
    try:
        new.unlink(missing_ok=True)
        rows = _copy(source, new, key, stop)
        if not _is_same(new, key, rows, stop):
            raise _not_the_same(source, stop)
        _stamp(new, key, made_at)
        facts = inspect(new, key)
        to_disk(new)
        new.replace(target)
        settle(target.parent)
    except OSError as error:
        raise _unwritten(target, error.strerror or type(error).__name__) from error
    except sqlite.Trouble as error:
        raise _unwritten(target, str(error)) from error
    finally:
        new.unlink(missing_ok=True)
    return facts


def _copy(
    source: Callable[[], Any], new: Path, key: bytes, stop: Callable[[], bool]
) -> dict[str, int]:
    """Copies one moment of the live file; returns how many rows each table has in it."""
    live = _of_live(source)
    image = None
    try:
        _of_live(lambda: live.execute("BEGIN"))  # from here on others may write: we see this moment
        rows = _of_live(lambda: _rows(live))
        image = sqlite.unlocked(new, key)
        image.execute("PRAGMA synchronous=OFF")  # the whole file is put on the disk at the end
        _of_live(lambda: live.backup(image, pages=_PAGES, progress=lambda *_: _heed(stop)))
        image.execute("PRAGMA journal_mode=DELETE")  # a single file
        return rows
    finally:
        live.close()
        if image is not None:
            image.close()


def _of_live(step: Callable[[], T]) -> T:
    try:
        return step()
    except sqlite.Trouble as error:
        if sqlite.is_damage(error):
            raise sqlite.damaged(error) from error
        raise


def _rows(conn: Any) -> dict[str, int]:
    tables = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    counts = ((name, f'SELECT count(*) FROM "{name}"') for (name,) in tables)  # noqa: S608 - our own names
    return {name: conn.execute(count).fetchone()[0] for name, count in counts}


def _is_same(new: Path, key: bytes, rows: dict[str, int], stop: Callable[[], bool]) -> bool:
    conn = sqlite.as_it_lies(new, key)
    try:
        return not troubles(conn, stop) and _rows(conn) == rows
    finally:
        conn.close()


def _not_the_same(source: Callable[[], Any], stop: Callable[[], bool]) -> StoreTrouble:
    """Damage may be copied without a word: then it is the source that is damaged, not the disk of the copy."""
    live = source()
    try:
        found = live_troubles(live, stop=stop)
    finally:
        live.close()
    if found:
        return sqlite.damaged(found)
    return StoreTrouble(
        "The backup was written, but it is not the same when read back. It was thrown away.",
        hint="The disk it was written to may be failing: choose another one.",
    )


def troubles(conn: Any, stop: Callable[[], bool] = never) -> str:
    """What is wrong with a file that nobody writes, looked at page by page and row by row; empty for a whole one."""
    found = _asked(conn, "PRAGMA cipher_integrity_check", stop)
    return found or live_troubles(conn, stop=stop)


def live_troubles(conn: Any, how: str = "integrity_check", stop: Callable[[], bool] = never) -> str:
    """The same of a file in use: `quick_check` reads every page that is used, `integrity_check` the indexes, too."""
    found = _asked(conn, f"PRAGMA {how}(1)", stop)
    return "" if found == "ok" else found


def _asked(conn: Any, question: str, stop: Callable[[], bool]) -> str:
    _heed(stop)
    conn.set_progress_handler(lambda: int(stop()), _STEPS)
    try:
        row = conn.execute(question).fetchone()
    except sqlite.Trouble as error:
        _heed(stop)
        return str(error)
    finally:
        conn.set_progress_handler(None, 0)
    return "" if row is None else str(row[0])


def _heed(stop: Callable[[], bool]) -> None:
    if stop():
        raise Stopped("the program is closing")


def _stamp(new: Path, key: bytes, made_at: datetime) -> None:
    conn = sqlite.unlocked(new, key)
    try:
        conn.execute(
            "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
            (Note.BACKED_UP_AT, str(to_micros(made_at))),
        )
    finally:
        conn.close()


def _unwritten(target: Path, why: str) -> StoreTrouble:
    return StoreTrouble(
        f"The backup {target.name} could not be written: {why}.",
        hint="Make room there, or choose another place. The backups made before are still there.",
        details=why,
    )


def inspect(path: Path, key: bytes) -> BackupFacts:
    """What a backup holds, told only if it is whole and can be opened by this program.

    Raises `BackupUnusable` with the reason in plain words.
    """
    try:
        size = path.stat().st_size
        conn = sqlite.as_it_lies(path, key)
    except OSError as error:
        raise BackupUnusable(f"The backup {path.name} cannot be read: {error.strerror}.") from error
    except sqlite.Trouble as error:
        raise _not_opened(path, error) from error
    try:
        if size == 0 or troubles(conn):
            raise _broken(path)
        facts = _facts(conn, path)
    except sqlite.Trouble as error:
        raise BackupUnusable(
            f"{path.name} is not a backup of PodBridge.", details=str(error)
        ) from error
    finally:
        conn.close()
    if facts.schema > HEAD:
        raise BackupUnusable(
            f"The backup {path.name} was made by a newer PodBridge.",
            hint="Install the newest PodBridge first.",
            code="backup_newer",
        )
    return facts


def _facts(conn: Any, path: Path) -> BackupFacts:
    def one(question: str, *values: object) -> Any:
        row = conn.execute(question, values).fetchone()
        return None if row is None else row[0]

    stamp = one("SELECT value FROM setting WHERE key = ?", Note.BACKED_UP_AT)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return BackupFacts(
        made_at=from_micros(int(stamp)) if stamp else written,
        workspace=one("SELECT value FROM setting WHERE key = ?", Note.WORKSPACE) or "",
        schema=str(one("SELECT version_num FROM alembic_version")),
        connections=one("SELECT count(*) FROM connection"),
        orders=one("SELECT count(*) FROM orders"),
    )


def _not_opened(path: Path, error: BaseException) -> PodBridgeError:
    if sqlite.is_corrupt(error):
        return _broken(path)
    return BackupUnusable(
        f"The key that is known here does not open {path.name}.",
        hint="It is the backup of another PodBridge, it is damaged at its beginning, or it is no backup. One that was made on"
        " another computer opens with its own recovery key: --recovery-key FILE.",
        details=str(error),
    )


def _broken(path: Path) -> BackupUnusable:
    return BackupUnusable(
        f"The backup {path.name} is not whole: a part of it is missing or damaged.",
        hint="Nothing was changed. Choose another backup.",
        code="backup_broken",
    )
