"""A small file system of its own for a test that fills a disk; where this account may not mount one, it is not run."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MB = 1_000_000


class SmallDisk:
    """Its folder, and a filler that leaves just so much free."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.folder).free

    def leave(self, megabytes: float) -> None:
        """Fill it until so much is free, even beside a process that goes on writing here."""
        self.empty()
        with self._filler.open("wb") as file:
            while not self._fill(file.fileno(), self.free - int(megabytes * MB)):
                pass

    @staticmethod
    def _fill(file: int, size: int) -> bool:
        try:
            os.posix_fallocate(file, 0, size - size % 4096)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return False
        return True

    def empty(self) -> None:
        """Somebody has made room."""
        self._filler.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    folder.mkdir()
    if not sys.platform.startswith("linux"):
        pytest.skip("a file system in memory is mounted as Linux does it")
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes * MB}", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("this account may not mount a small disk")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
