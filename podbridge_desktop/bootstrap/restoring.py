"""Coming back from a backup: it is looked at, prepared beside the data, and put in its place in a way that no crash halves.

    look ─→ copy, migrate, mark as restored ─→ `*.restored` is there (from here on it is done, now or at the next start)
         ─→ what was there goes aside ─→ the restored file takes its place

The next start sends nothing until somebody says that the old computer is off (`storage.reconciling`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.bootstrap.backups import NAME, SUFFIX, kept_in
from podbridge_desktop.bootstrap.clock import SystemClock
from podbridge_desktop.bootstrap.key_place import key_place
from podbridge_desktop.bootstrap.workspace import (
    identity_text,
    keep_database_key,
    known_database_key,
    mark,
    workspace_id,
)
from podbridge_desktop.config import Config
from podbridge_desktop.domain import recovery_key
from podbridge_desktop.domain.care import BackupFacts
from podbridge_desktop.domain.recovery_key import RecoveryKey
from podbridge_desktop.errors import (
    BackupUnusable,
    BadInput,
    PodBridgeError,
    StoreDamaged,
    StoreTrouble,
)
from podbridge_desktop.files import replace_whole, settle, to_disk
from podbridge_desktop.paths import Workspace
from podbridge_desktop.storage import audit, backup, connections, notes, ownership, reconciling
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.notes import Note
from podbridge_desktop.storage.upgrade import upgrade

if TYPE_CHECKING:
    from podbridge_desktop.domain.ports import CredentialStore


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where that is which was there before; None where there was nothing."""

    facts: BackupFacts
    before: Path | None


def look(config: Config, file: Path, recovery: Path | None = None) -> BackupFacts:
    """What a backup holds and whether it may be restored here. Changes nothing.

    Raises `BackupUnusable` (code `recovery_key_needed` where only that key opens it) or `BadInput`.
    """
    return _looked_at(config, key_place(config), file, recovery)[1]


def restore(config: Config, file: Path, recovery: Path | None = None) -> Restored:
    """Put a backup in the place of the data; may take a minute, and the data must be closed.

    Raises what `look` raises, `BadInput` while another process has the data open, `StoreTrouble` for a full disk.
    """
    workspace = config.workspace
    workspace.make()
    with ownership.opening(workspace.folder), _alone(config):
        finish(workspace)
        credentials = key_place(config)
        identity, facts = _looked_at(config, credentials, file, recovery)
        try:
            kept = _kept(workspace, credentials)
            _prepare(config, file, identity, facts)
            keep_database_key(identity, credentials)
            _commit(workspace, identity)
            aside = finish(workspace)
        except OSError as error:
            raise StoreTrouble(
                f"The backup could not be put in place: {error.strerror}.",
                hint="Make room on the disk, close every other PodBridge, and try again.",
            ) from error
    if kept is not None and aside is not None:
        shutil.rmtree(aside, ignore_errors=True)
    return Restored(facts, kept or aside)


# --- looking -------------------------------------------------------------------------------------------------------


def _looked_at(
    config: Config, credentials: CredentialStore, file: Path, recovery: Path | None
) -> tuple[RecoveryKey, BackupFacts]:
    identity = _identity(config.workspace, credentials, recovery)
    facts = backup.inspect(file, identity.key)
    if facts.workspace not in {"", mark(identity.workspace, practice=config.practice)}:
        raise BackupUnusable(
            f"The backup {file.name} belongs to other data than this folder's.",
            hint="Practice and real data are never mixed, nor are those of two sellers.",
        )
    return identity, facts


def _identity(
    workspace: Workspace, credentials: CredentialStore, recovery: Path | None
) -> RecoveryKey:
    """Whose backup may be restored here, and its key."""
    mine = _own(workspace, credentials)
    if recovery is None:
        if mine is None:
            raise BackupUnusable(
                "Nothing on this computer opens this backup.",
                hint="Give the recovery key that was saved with it: --recovery-key FILE.",
                code="recovery_key_needed",
            )
        return mine
    given = _read(recovery)
    if given != mine and _is_taken(workspace, mine, given):
        raise BackupUnusable(
            "This data folder belongs to another PodBridge: its own data is here.",
            hint="Restore the backup into an empty data folder.",
        )
    return given


def _read(file: Path) -> RecoveryKey:
    try:
        return recovery_key.read(file.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise BadInput(f"The recovery key {file.name} cannot be read: {error.strerror}.") from error


def _own(workspace: Workspace, credentials: CredentialStore) -> RecoveryKey | None:
    if not workspace.identity.exists():
        return None
    key = known_database_key(workspace, credentials)
    return None if key is None else RecoveryKey(workspace_id(workspace), key)


def _is_taken(workspace: Workspace, mine: RecoveryKey | None, given: RecoveryKey) -> bool:
    """Whether somebody else's data is here: a database that is not empty, or cannot be looked into."""
    if not workspace.database.exists():
        return False
    if mine is None:
        return workspace_id(workspace) != given.workspace
    database = Database(workspace.database, mine.key, SystemClock())
    try:
        with database.read() as tx:
            return bool(connections.every(tx))
    except PodBridgeError:
        return True
    finally:
        database.close()


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    """Raises `BadInput` with the name of whoever has the data open."""
    folder = config.workspace.folder
    engine, presence = ownership.EngineLock(folder), ownership.Presence(folder)
    try:
        if not engine.take() or not presence.take_alone():
            raise BadInput(
                f"This data is open: {_owner(config)}.",
                hint="Close it, or stop that command, then restore.",
                code="in_use",
            )
        yield
    finally:
        presence.release()
        engine.release()


def _owner(config: Config) -> str:
    """Who has it open, by its own note."""
    with suppress(PodBridgeError):
        mine = _own(config.workspace, key_place(config))
        if mine is not None:
            database = Database(config.workspace.database, mine.key, SystemClock())
            try:
                with database.read() as tx:
                    return ownership.owner(tx) or "another PodBridge"
            finally:
                database.close()
    return "another PodBridge"


# --- putting in place ----------------------------------------------------------------------------------------------


def _kept(workspace: Workspace, credentials: CredentialStore) -> Path | None:
    """A backup of what is there; None where there is nothing, or it cannot be read: then the files themselves stay."""
    mine = _own(workspace, credentials)
    if mine is None or not workspace.database.exists():
        return None
    workspace.backups.mkdir(mode=0o700, exist_ok=True)
    now = datetime.now(UTC)
    while (file := workspace.backups / f"before-restore-{now.strftime(NAME)}{SUFFIX}").exists():
        now += timedelta(seconds=1)  # it may be the very one that is to be restored
    try:
        backup.make(workspace.database, file, mine.key, now)
    except StoreTrouble:
        return None
    return file


def _prepare(config: Config, file: Path, identity: RecoveryKey, facts: BackupFacts) -> None:
    new = config.workspace.restoring
    new.unlink(missing_ok=True)
    backup.copy_of(file, new, identity.key, facts.made_at)
    database = Database(new, identity.key, SystemClock())
    try:
        upgrade(database, identity.key)
        with database.write() as tx:
            notes.put(tx, Note.WORKSPACE, mark(identity.workspace, practice=config.practice))
            notes.put(tx, Note.BACKED_UP_AT, "")
            notes.put(tx, Note.BACKUP_TROUBLE, "")
            ownership.forget(tx)
            told = {"backup": facts.made_at.isoformat(), "schema": facts.schema}
            audit.add(tx, Entry(Actor.SELLER, "restored", facts=told))
            reconciling.begin(tx, facts.made_at)
    finally:
        database.close()
    to_disk(new)


def _commit(workspace: Workspace, identity: RecoveryKey) -> None:
    replace_whole(workspace.restored_identity, identity_text(identity.workspace).encode())
    workspace.restoring.replace(workspace.restored)
    settle(workspace.folder)


def assert_not_lost(config: Config, credentials: CredentialStore) -> None:
    """Raises `StoreDamaged` where the database is gone and there is a backup: no empty one takes its place unasked."""
    there = kept_in(config.workspace.backups)
    if there and _own(config.workspace, credentials) is not None:
        raise StoreDamaged(
            "The database of this data folder is gone.",
            hint=f"Restore the newest backup: podbridge restore {there[0].file.name}, or in the window.",
        )


def finish(workspace: Workspace) -> Path | None:
    """Let a prepared restore take its place. Returns where the files are that were there before, if there were any.

    Also called at each start: a restore that a crash cut short is done then.
    """
    if not workspace.restored.exists():
        return None
    aside = workspace.set_aside / datetime.now(UTC).strftime(NAME)
    old = workspace.database
    for end in ("-wal", "-shm", ""):
        _move_aside(old.with_name(f"{old.name}{end}"), aside)
    if workspace.restored_identity.exists():
        _move_aside(workspace.identity, aside)
        workspace.restored_identity.replace(workspace.identity)
    workspace.restored.replace(old)
    settle(workspace.folder)
    return aside if aside.exists() else None


def _move_aside(file: Path, aside: Path) -> None:
    if file.exists():
        aside.mkdir(parents=True, exist_ok=True)
        file.replace(aside / file.name)
