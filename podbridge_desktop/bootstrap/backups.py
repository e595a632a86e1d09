"""The backups of one workspace: one a day in its own folder, and wherever the seller wants one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podbridge_desktop.domain import recovery_key, rotation
from podbridge_desktop.domain.care import BackupFacts, Care, KeptBackup
from podbridge_desktop.domain.recovery_key import RecoveryKey
from podbridge_desktop.errors import BadInput, PodBridgeError, StoreDamaged, StoreTrouble
from podbridge_desktop.files import replace_whole
from podbridge_desktop.paths import Workspace
from podbridge_desktop.storage import audit, backup, connections, notes, sqlite
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.notes import Note

log = logging.getLogger(__name__)

EVERY, TRIED_EVERY = timedelta(days=1), timedelta(hours=1)
NAME = "%Y%m%dT%H%M%SZ"  # the moment, in a file's name
_DAILY = "daily-"
SUFFIX = ".backup"


class Backups:
    """Safe from any thread; making one may take seconds. Implements `sync.engine.Caretaker`."""

    def __init__(
        self,
        workspace: Workspace,
        database: Database,
        identity: RecoveryKey,
        stopping: threading.Event,
    ) -> None:
        self._folder = workspace.backups
        self._database = database
        self._identity = identity
        self._stopping = stopping
        self._tried_at: datetime | None = None

    def make(self, file: Path) -> BackupFacts:
        """A backup for the seller. Raises `StoreTrouble`, `StoreDamaged`, or `BadInput` for an unfit place."""
        if file.is_dir() or file.absolute() == self._database.path.absolute():
            raise BadInput(f"{file.name} cannot be the backup.", hint="Name a new file.")
        return self._make(file)

    def _make(self, file: Path) -> BackupFacts:
        return backup.make(
            self._database.path,
            file,
            self._identity.key,
            self._database.now(),
            self._stopping.is_set,
        )

    def inspect(self, file: Path) -> BackupFacts:
        """What a backup holds. Raises `BackupUnusable`."""
        return backup.inspect(file, self._identity.key)

    def save_recovery_key(self, file: Path) -> None:
        """Write the key that opens the backups elsewhere. Another seller's key is not written over."""
        _assert_not_anothers(file, self._identity)
        try:
            replace_whole(
                file, recovery_key.written(self._identity, self._database.now().date()).encode()
            )
        except OSError as error:
            raise BadInput(
                f"The recovery key could not be written to {file.name}: {error.strerror}.",
                hint="Choose another place.",
            ) from error
        with self._database.write() as tx:
            notes.put_moment(tx, Note.KEY_SAVED_AT, tx.now)
            audit.add(tx, Entry(Actor.SELLER, "recovery_key_saved"))

    def remind_of_key(self) -> bool:
        """True once, where nobody has saved the recovery key yet."""
        with self._database.write() as tx:
            known = notes.get(tx, Note.KEY_SAVED_AT) or notes.get(tx, Note.KEY_REMINDED)
            notes.put(tx, Note.KEY_REMINDED, "yes")
        return not known

    def care(self) -> Care:
        """How safe the data is."""
        with self._database.read() as tx:
            trouble, saved = (
                notes.get(tx, Note.BACKUP_TROUBLE),
                notes.get_moment(tx, Note.KEY_SAVED_AT),
            )
        return Care(kept_in(self._folder), trouble, saved)

    # --- the engine's caretaker ---------------------------------------------------------------------------------

    def look_over(self) -> None:
        """Read every page once. Raises `StoreDamaged`."""
        conn = sqlite.unlocked(self._database.path, self._identity.key)
        try:
            found = backup.live_troubles(conn, "quick_check", self._stopping.is_set)
        finally:
            conn.close()
        if found:
            raise sqlite.damaged(found)

    def due(self) -> bool:
        """Whether the daily backup is to be made now."""
        now = self._database.now()
        if self._tried_at is not None and abs(now - self._tried_at) < TRIED_EVERY:
            return False
        last = next((kept.made_at for kept in kept_in(self._folder) if _is_daily(kept.file)), None)
        if last is not None and abs(now - last) < EVERY:
            return False
        with self._database.read() as tx:
            return bool(connections.every(tx))  # before that there is nothing to lose

    def look_after(self) -> None:
        """The daily backup, which also checks the whole file. A failure is noted and told, never silent.

        Raises `StoreDamaged`, and nothing else.
        """
        now = self._tried_at = self._database.now()
        trouble = ""
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._make(self._folder / f"{_DAILY}{now.astimezone(UTC).strftime(NAME)}{SUFFIX}")
            self._rotate(now)
        except StoreDamaged:
            raise
        except OSError as error:
            trouble = f"The folder of the backups cannot be used: {error.strerror}."
        except PodBridgeError as error:
            trouble = error.message
        if not self._stopping.is_set():
            self._note(trouble)

    def _note(self, trouble: str) -> None:
        if trouble:
            log.warning("the daily backup failed: %s", trouble)
        try:
            with self._database.write() as tx:
                notes.put(tx, Note.BACKUP_TROUBLE, trouble)
        except StoreDamaged:
            raise
        except StoreTrouble:
            log.exception("not even that could be noted")

    def _rotate(self, now: datetime) -> None:
        """Only what this program made, by its names; copies of another kind are kept for as long as the oldest daily."""
        there = kept_in(self._folder)
        keep = rotation.kept(each.made_at for each in there if _is_daily(each.file))
        for each in there:
            stays = (
                each.made_at in keep
                if _is_daily(each.file)
                else now - each.made_at < rotation.LONGEST
            )
            if not stays:
                each.file.unlink(missing_ok=True)


def kept_in(folder: Path) -> tuple[KeptBackup, ...]:
    """The backups of a data folder, newest first."""
    found = [KeptBackup(file, _made_at(file)) for file in _files(folder)]
    return tuple(sorted(found, key=lambda each: each.made_at, reverse=True))


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        files = folder.glob(f"*{SUFFIX}")
        yield from (file for file in files if not file.name.startswith("."))


def _is_daily(file: Path) -> bool:
    return file.name.startswith(_DAILY)


def _made_at(file: Path) -> datetime:
    """By its name, else by its file's date."""
    text = file.name.removesuffix(SUFFIX).rpartition("-")[2]
    try:
        return datetime.strptime(text, NAME).replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _assert_not_anothers(file: Path, mine: RecoveryKey) -> None:
    try:
        there = recovery_key.read(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (OSError, ValueError, BadInput) as error:
        raise BadInput(
            f"There is already another file called {file.name}.",
            hint="Choose a new name: it is not written over.",
        ) from error
    if there != mine:
        raise BadInput(
            f"{file.name} holds the recovery key of another PodBridge.",
            hint="Choose a new name: it is not written over.",
        )
