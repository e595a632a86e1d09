"""The workspace's name and the key of its database."""

from __future__ import annotations

import json
import secrets
import uuid
from typing import TYPE_CHECKING

from podbridge_desktop.domain.recovery_key import RecoveryKey
from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.files import replace_whole
from podbridge_desktop.paths import Workspace

if TYPE_CHECKING:
    from podbridge_desktop.domain.ports import CredentialStore

_FIELD = "database_key"


def workspace_id(workspace: Workspace) -> str:
    """A random name that stays with the folder."""
    file = workspace.identity
    if file.exists():
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreTrouble(
                f"The file {file.name} in the data folder is damaged; it names the key of this data.",
                hint="Put it back from a backup of the data folder.",
            ) from error
    name = uuid.uuid4().hex[:12]
    replace_whole(file, identity_text(name).encode())
    return name


def identity_text(name: str) -> str:
    """What stands in the file that names a workspace."""
    return json.dumps({"id": name})


def mark(name: str, *, practice: bool) -> str:
    """The same name inside the database, where it tells a backup's owner; practice data is marked as such."""
    return f"practice-{name}" if practice else name


def known_database_key(workspace: Workspace, credentials: CredentialStore) -> bytes | None:
    """The key of a database that is there; None where this key store does not have it."""
    known = credentials.get(workspace_id(workspace), _FIELD)
    return None if known is None else bytes.fromhex(known)


def keep_database_key(identity: RecoveryKey, credentials: CredentialStore) -> None:
    """Keep the key of data that was restored here."""
    credentials.put(identity.workspace, _FIELD, identity.key.hex())


def database_key(workspace: Workspace, name: str, credentials: CredentialStore) -> bytes:
    """The database's 256-bit key. Raises `StoreTrouble` when the file is there and its key is not."""
    known = credentials.get(name, _FIELD)
    if known is not None:
        return bytes.fromhex(known)
    if workspace.database.exists():
        raise StoreTrouble(
            "The data is here, but the key that opens it is kept somewhere else.",
            hint="Use the keyring, key file or passphrase file that this data folder was made with. If it is lost: restore a"
            " backup with your recovery key.",
            code="database_key_missing",
        )
    key = secrets.token_bytes(32)
    credentials.put(name, _FIELD, key.hex())
    return key
