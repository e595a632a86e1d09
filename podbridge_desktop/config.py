"""What a run of the program was asked to be: read once at the start, then only passed on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.paths import Workspace, default_data_dir, practice_workspace

if TYPE_CHECKING:
    from podbridge_desktop.credentials.passphrase_store import PassphraseStore


@dataclass(frozen=True, slots=True)
class Config:
    """The workspace, whether it is practice, and how keys are kept."""

    workspace: Workspace
    practice: bool = False
    key_file: Path | None = None
    session_only: bool = False  # keys in memory: gone with the window
    unlocked: PassphraseStore | None = None  # the folder's passphrase was given


def read_config(
    *, data_dir: Path | None = None, key_file: Path | None = None, practice: bool = False
) -> Config:
    """Options first, then the environment (`PODBRIDGE_DATA_DIR`, `PODBRIDGE_KEY_FILE`), then the default."""
    folder = data_dir or default_data_dir()
    named = os.environ.get("PODBRIDGE_KEY_FILE")
    return Config(
        workspace=practice_workspace(folder) if practice else Workspace(folder),
        practice=practice,
        key_file=key_file or (Path(named) if named else None),
    )
