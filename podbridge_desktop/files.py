"""Files that survive a crash: the old or the new one is there as a whole, never half of one."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """The window and the command may change the file at once: one waits, so that neither undoes the other."""
    lock = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(lock)
        yield
    finally:
        os.close(lock)  # which frees it, as does a crash


def replace_whole(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`, readable by its owner only."""
    new = _written(path, content)
    try:
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    settle(path.parent)


def place_first(path: Path, content: bytes) -> None:
    """The same where nothing may be yet. Raises `FileExistsError`: of two that begin at once, the second loses."""
    new = _written(path, content)
    try:
        if sys.platform == "win32":
            new.rename(path)  # refuses there what is taken
        else:
            os.link(new, path)
    finally:
        new.unlink(missing_ok=True)
    settle(path.parent)


def _written(path: Path, content: bytes) -> Path:
    new = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def settle(folder: Path) -> None:
    """The new name itself survives a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def to_disk(path: Path) -> None:
    """Wait until the disk has the content of a file that somebody else wrote."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _wait_for(lock: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(lock, fcntl.LOCK_EX)
