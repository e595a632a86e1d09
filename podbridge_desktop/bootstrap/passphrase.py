"""Keys behind a passphrase, for whoever has no keyring. `begin` and `unlock` are slow on purpose: never on the GUI thread.

Both give the configuration that goes on with the open keys; the passphrase itself is not kept.
"""

from __future__ import annotations

from dataclasses import replace

from podbridge_desktop.bootstrap import doors
from podbridge_desktop.config import Config
from podbridge_desktop.domain.passphrases import assert_good
from podbridge_desktop.errors import BadInput


def is_asked_for(config: Config) -> bool:
    """Whether this folder's keys are locked with a passphrase that nobody gave yet."""
    elsewhere = config.practice or config.session_only or config.key_file or config.unlocked
    return not elsewhere and config.workspace.passphrase_keys.exists()


def can_begin(config: Config) -> bool:
    """False beside a database: its key is in the keyring or key file that it was made with, and only there."""
    return not config.workspace.database.exists()


def begin(config: Config, passphrase: str) -> Config:
    """Lock the keys of a new folder. Raises `BadInput` for a weak passphrase or a folder whose keys are elsewhere."""
    if not can_begin(config):
        raise BadInput(
            "The data in this folder was made with another place for keys; a passphrase cannot open it.",
            hint="Unlock that keyring, or name that key file, and try again.",
        )
    assert_good(passphrase)
    store = doors.passphrase_store().begin(config.workspace.passphrase_keys, passphrase)
    return replace(config, unlocked=store)


def unlock(config: Config, passphrase: str) -> Config:
    """Raises `WrongPassphrase` (nothing is lost, ask again) or `KeysUnreadable`."""
    store = doors.passphrase_store().unlock(config.workspace.passphrase_keys, passphrase)
    return replace(config, unlocked=store)
