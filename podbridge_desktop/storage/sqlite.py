"""What is SQLite's own: opening with SQLCipher and the pragmas, what a damaged file is, full-text search."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher

from podbridge_desktop.errors import StoreDamaged

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    *(("fullfsync=1",) if sys.platform == "darwin" else ()),
)

Trouble = sqlcipher.DatabaseError  # what the driver raises for a file it cannot read, lock or write
_OWNER_ONLY = 0o600
_AS_WE_USE_IT: dict[str, Any] = {
    "isolation_level": None, "check_same_thread": False, "timeout": 10, "cached_statements": 512,
}  # fmt: skip
_DAMAGED: frozenset[int] = frozenset({sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB})
_making = threading.Lock()
SEARCH_DDL = "CREATE VIRTUAL TABLE order_search USING fts5(text, tokenize='trigram')"


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """Open (or make) the file with a raw 256-bit key; the first read proves the key."""
    conn = unlocked(path, key)
    for pragma in ("query_only=ON",) if read_only else _PRAGMAS:
        conn.execute(f"PRAGMA {pragma}")
    return conn


def unlocked(path: Path, key: bytes) -> Any:
    """The same without our settings: for copies, which are single files."""
    _keep_to_owner(path)
    return _unlock(sqlcipher.connect(str(path), **_AS_WE_USE_IT), key)


def as_it_lies(path: Path, key: bytes) -> Any:
    """A file that nobody writes, read without a lock and without leaving anything beside it."""
    return _unlock(
        sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, **_AS_WE_USE_IT
        ),
        key,
    )


def _unlock(conn: Any, key: bytes) -> Any:
    try:
        # A raw key needs no derivation: opening costs no more than a plain file.
        conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        conn.execute("PRAGMA cipher_log_level = NONE")  # page errors would flood stderr
        conn.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        conn.close()
        raise
    return conn


def _keep_to_owner(path: Path) -> None:
    """Only the owner reads it, its WAL and its index, which take the file's own rights when SQLite makes them."""
    if os.name != "posix":
        return
    with _making, suppress(OSError):  # what is wrong with the place, SQLite says
        # An existing file is never opened here: closing it would drop SQLite's locks on it.
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY))
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if file.exists() and file.stat().st_mode & 0o077:
                file.chmod(_OWNER_ONLY)


def is_damage(error: BaseException) -> bool:
    """Whether the driver says that the file itself is damaged (or was never ours)."""
    return _code(error) in _DAMAGED


def damaged(why: BaseException | str) -> StoreDamaged:
    """What a database is called that cannot be read any more."""
    return StoreDamaged(
        "The database of this data folder is damaged: a part of it cannot be read.",
        hint="Restore the newest backup: podbridge restore FILE, or in the window. Nothing is overwritten by itself.",
        details=str(why),
    )


def is_corrupt(error: BaseException) -> bool:
    """Whether the key opened it and the content is not whole."""
    return bool(_code(error) == sqlcipher.SQLITE_CORRUPT)


def _code(error: BaseException) -> int:
    """The first byte; what stands above it says more than is asked here."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def has_table(conn: Connection, name: str) -> bool:
    found = conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (name,))
    return found.first() is not None


def search_text(words: str) -> str:
    """A typed search as an FTS5 query: every word must occur, nothing is syntax."""
    typed = words.replace("\0", " ")  # FTS5 would end the query there
    return " ".join(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in typed.split())
