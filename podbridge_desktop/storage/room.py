"""Room on the disk: how much is lacking for safe sending, and a ballast that is thrown off so that outcomes fit.

With less than `NEEDED` free nothing new is sent. If the disk fills up all the same, the ballast makes way for what
vendors have answered already; it is made again when there is room.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

MB = 1_000_000
NEEDED = 200 * MB
BALLAST = 32 * MB
_LAST = 8 * MB  # the database's own log takes so much before it is folded in
_PIECE = MB


class Room:
    """The disk of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ballast = folder / "ballast"

    def free(self) -> int:
        """Bytes that this user may still write."""
        return shutil.disk_usage(self._folder).free

    def lacking(self) -> int:
        """Bytes that are missing to `NEEDED`; 0 where there is room."""
        return max(0, NEEDED - self.free())

    def trouble(self) -> str:
        """What is lacking, in a sentence; empty where there is room."""
        lacking = self.lacking()
        if not lacking:
            return ""
        return (
            f"The disk of the data folder has {self.free() // MB} MB left, and PodBridge needs {NEEDED // MB} MB to send"
            f" safely: free {-(-lacking // MB)} MB more. Until then nothing new is sent; what is under way is recorded."
        )

    def make_way(self) -> None:
        """Throw the ballast off if the disk is really full."""
        if self.lacking() > NEEDED - _LAST:
            self._ballast.unlink(missing_ok=True)

    def take_ballast(self) -> None:
        """Make the ballast where there is room for it and it is not there."""
        if self._ballast.exists() or self.free() < NEEDED + BALLAST:
            return
        partial = self._ballast.with_suffix(".partial")
        with suppress(OSError):  # somebody else took the room meanwhile: tried again later
            _fill(partial)
            partial.replace(self._ballast)


def _fill(file: Path) -> None:
    """Bytes that really stand on the disk: zeros might be kept as a hole, or packed."""
    with file.open("wb") as ballast:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(ballast.fileno(), 0, BALLAST)
        else:
            for _ in range(BALLAST // _PIECE):
                ballast.write(os.urandom(_PIECE))
        ballast.flush()
        os.fsync(ballast.fileno())
