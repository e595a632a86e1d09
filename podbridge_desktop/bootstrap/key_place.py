"""Where this run keeps its keys: the OS keyring, a key file that was chosen, or memory. Nothing else is imported for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.bootstrap import doors
from podbridge_desktop.config import Config
from podbridge_desktop.credentials.file_store import FileStore
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.credentials.keyring_store import KeyringStore

    KeyPlace = KeyringStore | FileStore | MemoryStore


def key_place(config: Config) -> KeyPlace:
    """The key store in use. Nothing is ever kept in plain text unless a key file was chosen.

    Raises `KeyringMissing` without a safe keyring, `BadInput` for a key file that cannot be used.
    """
    if config.practice:
        return _key_file(config.workspace.practice_keys)  # nothing real is in it
    if config.key_file is not None:
        return _key_file(config.key_file)
    return MemoryStore() if config.session_only else doors.os_keyring()


def _key_file(path: Path) -> FileStore:
    try:
        return FileStore(path)
    except OSError as error:
        raise BadInput(
            f"The key file {path.name} cannot be used: {error.strerror}.",
            hint="Name a file that you may read and write.",
            details=str(error),
        ) from error
