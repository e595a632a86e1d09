"""What is SQLite's own: opening with SQLCipher and the pragmas, full-text search, copying a live file."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher

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
_making = threading.Lock()
SEARCH_DDL = "CREATE VIRTUAL TABLE order_search USING fts5(text, tokenize='trigram')"


def connect(path: Path, key: bytes) -> Any:
    """Open (or make) the file with a raw 256-bit key; the first read proves the key."""
    _keep_to_owner(path)
    conn = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
    # A raw key needs no derivation: opening costs no more than a plain file.
    conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    conn.execute("PRAGMA cipher_log_level = NONE")  # page errors would flood stderr
    conn.execute("SELECT count(*) FROM sqlite_master")
    for pragma in _PRAGMAS:
        conn.execute(f"PRAGMA {pragma}")
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


def copy(source: Path, target: Path, key: bytes) -> None:
    """A consistent copy of a live file, in steps, under the same key."""
    with connect(source, key) as live, connect(target, key) as image:
        live.backup(image, pages=256)
        image.execute("PRAGMA journal_mode=DELETE")
    live.close()
    image.close()


def has_table(conn: Connection, name: str) -> bool:
    found = conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (name,))
    return found.first() is not None


def search_text(words: str) -> str:
    """A typed search as an FTS5 query: every word must occur, nothing is syntax."""
    typed = words.replace("\0", " ")  # FTS5 would end the query there
    return " ".join(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in typed.split())
