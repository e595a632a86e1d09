"""Where this run keeps its keys: a key file that was chosen, memory, the folder's passphrase file, or the OS keyring.

The passphrase file decides by being there: the keys of a folder that has one are in it, whether or not a keyring
appears later. Nothing else is imported for all this.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.bootstrap import doors
from podbridge_desktop.config import Config
from podbridge_desktop.credentials.file_store import FileStore
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.errors import BadInput, PassphraseNeeded

if TYPE_CHECKING:
    from podbridge_desktop.credentials.keyring_store import KeyringStore
    from podbridge_desktop.credentials.passphrase_store import PassphraseStore

    KeyPlace = KeyringStore | FileStore | MemoryStore | PassphraseStore


def key_place(config: Config) -> KeyPlace:
    """The key store in use. Nothing is ever kept in plain text unless a key file was chosen.

    Raises `KeyringMissing` without a safe keyring, `PassphraseNeeded` where a passphrase locks the keys and was not
    given, `BadInput` for a key file that cannot be used.
    """
    if config.practice:
        return _key_file(config.workspace.practice_keys)  # nothing real is in it
    if config.key_file is not None:
        return _key_file(config.key_file)
    if config.session_only:
        return MemoryStore()
    if config.unlocked is not None:
        return config.unlocked
    if config.workspace.passphrase_keys.exists():
        raise PassphraseNeeded(
            "The keys of this data folder are locked with a passphrase.",
            hint="Type it in the window or on a terminal. For a server, begin a folder of its own with --key-file FILE.",
        )
    return doors.os_keyring()


def _key_file(path: Path) -> FileStore:
    try:
        return FileStore(path)
    except OSError as error:
        raise BadInput(
            f"The key file {path.name} cannot be used: {error.strerror}.",
            hint="Name a file that you may read and write.",
            details=str(error),
        ) from error
