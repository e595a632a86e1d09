"""The workspace's name and the key of its database."""

from __future__ import annotations

import json
import secrets
import uuid
from typing import TYPE_CHECKING

from podbridge_desktop.errors import StoreTrouble
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
    new = file.with_suffix(".new")
    new.write_text(json.dumps({"id": name}), encoding="utf-8")
    new.replace(file)
    return name


def known_database_key(workspace: Workspace, credentials: CredentialStore) -> bytes | None:
    """The key of a database that is there; None where this key store does not have it."""
    known = credentials.get(workspace_id(workspace), _FIELD)
    return None if known is None else bytes.fromhex(known)


def database_key(workspace: Workspace, name: str, credentials: CredentialStore) -> bytes:
    """The database's 256-bit key. Raises `StoreTrouble` when the file is there and its key is not."""
    known = credentials.get(name, _FIELD)
    if known is not None:
        return bytes.fromhex(known)
    if workspace.database.exists():
        raise StoreTrouble(
            "The data is here, but the key that opens it is kept somewhere else.",
            hint="Use the keyring, key file or passphrase file that this data folder was made with.",
        )
    key = secrets.token_bytes(32)
    credentials.put(name, _FIELD, key.hex())
    return key
