"""How safe the data is: what the window's *Backups* and the doctor show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in the data folder. `made_at` by its name."""

    file: Path
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says of itself. `workspace` is empty in copies that an early version made."""

    made_at: datetime
    workspace: str
    schema: str
    connections: int
    orders: int


@dataclass(frozen=True, slots=True)
class Care:
    """`backups` newest first; `trouble` says why the last daily one failed, empty where it did not."""

    backups: tuple[KeptBackup, ...]
    trouble: str
    recovery_key_saved_at: datetime | None

    @property
    def last(self) -> datetime | None:
        """When the newest good one was made."""
        return self.backups[0].made_at if self.backups else None


@dataclass(frozen=True, slots=True)
class Behind:
    """After a restore: nothing is sent. `asks_since` is the moment that was restored, until somebody said that the old
    computer is off; `waits_for` names the connections that were not compared with their vendors yet."""

    asks_since: datetime | None
    waits_for: tuple[str, ...]
