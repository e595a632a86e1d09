"""Where things are on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

APP = "PodBridge Desktop"


def default_data_dir() -> Path:
    """`PODBRIDGE_DATA_DIR`, else the platform's user data folder."""
    chosen = os.environ.get("PODBRIDGE_DATA_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path  # noqa: PLC0415 - only for those who did not choose

    return user_data_path(APP, appauthor=False)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One data folder."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "podbridge.db"

    @property
    def identity(self) -> Path:
        """Names this workspace in the keyring, so that two data folders never share a key."""
        return self.folder / "workspace.json"

    @property
    def passphrase_keys(self) -> Path:
        """Where it exists, the keys of this folder are in it, and nowhere else."""
        return self.folder / "passphrase-keys.json"

    @property
    def backups(self) -> Path:
        """The daily backups, and those made before something was changed."""
        return self.folder / "backups"

    @property
    def set_aside(self) -> Path:
        """What a restore took the place of. Nothing in it is ever removed by the program."""
        return self.folder / "set-aside"

    @property
    def restoring(self) -> Path:
        """A backup that is being prepared to take the place of the database."""
        return self.folder / "podbridge.db.restoring"

    @property
    def restored(self) -> Path:
        """One that is whole: where it is there, it takes its place at the next start at the latest."""
        return self.folder / "podbridge.db.restored"

    @property
    def restored_identity(self) -> Path:
        return self.folder / "workspace.json.restored"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def thumbnails(self) -> Path:
        return self.folder / "thumbnails"

    @property
    def mockups(self) -> Path:
        """Pictures that were made for the seller once: not a cache, nobody has them any more."""
        return self.folder / "mockups"

    @property
    def world(self) -> Path:
        """The practice world's own state."""
        return self.folder / "world"

    @property
    def practice_keys(self) -> Path:
        return self.folder / "practice-keys.json"

    def make(self) -> None:
        """Make the folder, readable by its owner only."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            self.folder.chmod(0o700)


def practice_workspace(data_dir: Path) -> Workspace:
    """Practice mode has its own folder: it can never be mixed with real connections (rulings 18)."""
    return Workspace(data_dir / "practice")
