"""One opened workspace with all its parts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podbridge_desktop.bootstrap import doors, restoring
from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.bootstrap.backups import Backups
from podbridge_desktop.bootstrap.catalogs import Catalogs
from podbridge_desktop.bootstrap.clock import PracticeClock, SystemClock
from podbridge_desktop.bootstrap.connecting import Connecting
from podbridge_desktop.bootstrap.fit_folder import refuse_unfit
from podbridge_desktop.bootstrap.key_place import key_place
from podbridge_desktop.bootstrap.pictures import Pictures
from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.bootstrap.shop_lists import ShopLists
from podbridge_desktop.bootstrap.workspace import database_key, mark, workspace_id
from podbridge_desktop.config import Config
from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.ports import CheckReport, Clock, CredentialStore
from podbridge_desktop.domain.reading import Reads
from podbridge_desktop.domain.recovery_key import RecoveryKey
from podbridge_desktop.errors import (
    BadInput,
    PodBridgeError,
    SignInFailed,
    StoreTrouble,
    Unreachable,
)
from podbridge_desktop.logs import start_log
from podbridge_desktop.paths import Workspace
from podbridge_desktop.storage import connections, notes, ownership
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.notes import Note
from podbridge_desktop.storage.ownership import EngineLock, Presence
from podbridge_desktop.storage.read import ReadModels
from podbridge_desktop.storage.room import Room
from podbridge_desktop.storage.upgrade import facts as database_facts
from podbridge_desktop.storage.upgrade import upgrade
from podbridge_desktop.sync.caretaking import Spawn
from podbridge_desktop.sync.check_connection import look_again
from podbridge_desktop.sync.context import Context, no_window
from podbridge_desktop.sync.engine import Engine
from podbridge_desktop.sync.settle import key_refused

if TYPE_CHECKING:
    from podbridge_desktop.connectors.api_client import Transport


@dataclass(slots=True)
class Container:
    """What the faces work with. `stopping` ends every wait of every part."""

    config: Config
    clock: Clock
    reads: Reads
    actions: Actions
    connecting: Connecting
    backups: Backups
    stopping: threading.Event
    keys_in: str  # where keys are kept, in words
    _database: Database
    _remotes: Remotes
    catalogs: Catalogs
    shop_lists: ShopLists
    _lock: EngineLock
    _presence: Presence
    _pictures: Pictures
    _room: Room
    _fence: int | None = None  # of our own ownership

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` after every commit that changed something, on the committing thread."""
        self._database.listen(listener)

    @property
    def only_shown(self) -> StoreTrouble | None:
        """Why this data is only read and nothing of it is sent; None where all works."""
        return self._database.frozen

    def take_engine(self, owner: str) -> bool:
        """Become the one that syncs this workspace; False when another process is.

        Raises `StoreTrouble` where the data is only shown.
        """
        if self.only_shown is not None:
            raise self.only_shown
        if not self._lock.take():
            return False
        try:
            with self._database.write() as tx:
                self._fence = ownership.note_owner(tx, owner)
        except StoreTrouble:
            self._lock.release()
            raise
        return True

    def leave_engine(self) -> None:
        """Our engine ended while another program has taken over; it may be taken again later."""
        self._lock.release()

    def _still_owner(self, tx: Tx) -> None:
        if self._fence is not None:
            ownership.still_mine(tx, self._fence)

    def owners_sign_of_life(self) -> object:
        """Changes as long as the process that syncs this workspace lives."""
        with self._database.read() as tx:
            return ownership.sign_of_life(tx)

    def no_room(self) -> str:
        """Why nothing new is sent: the disk is nearly full. Empty where there is room."""
        return self._room.trouble()

    def engine_is_free(self) -> bool:
        """True if nobody syncs this workspace now. A lock of its own, so that asking never gives ours away."""
        probe = EngineLock(self.config.workspace.folder)
        free = probe.take()
        probe.release()
        return free

    def readdress(self, connection_id: str, api_url: str) -> None:
        """Practice mode's vendors have new addresses at each start."""
        with self._database.write() as tx:
            connections.readdress(tx, connection_id, api_url)
        self._remotes.forget(connection_id)

    def engine_owner(self) -> str:
        """Who syncs this workspace, in words."""
        with self._database.read() as tx:
            return ownership.owner(tx)

    def engine(self, *, spawn: Spawn | None, breathe: Callable[[], None] = no_window) -> Engine:
        """The engine; run it only after `take_engine` said yes."""
        fenced = self._database.only_while(self._still_owner)
        self._remotes.may_write = fenced.assert_held
        context = Context(
            fenced, self._remotes, self.clock, breathe, self._pictures.kept, self._room
        )
        return Engine(
            context, spawn=spawn, caretaker=None if self.config.practice else self.backups
        )

    def check(self, connection_id: str) -> CheckReport:
        """Test a connection now and keep what was found. Raises the connector's own plain error."""
        with self._database.read() as tx:
            stored = connections.find(tx, connection_id)
        if stored is None:
            raise BadInput("There is no such connection.")
        context = Context(self._database, self._remotes, self.clock)
        try:
            return look_again(stored, context)
        except PodBridgeError as error:
            with self._database.write() as tx:
                if isinstance(error, SignInFailed):
                    key_refused(tx, stored.id, error)
                elif isinstance(error, Unreachable):
                    connections.note_health(tx, stored.id, "offline", error.message)
            raise

    def picture(self, url: str) -> Path | None:
        """A product's picture as a file on this computer; None where it cannot be had. May wait for the network."""
        return self._pictures.get(url)

    def versions(self) -> dict[str, str]:
        """What the database says of itself, for the doctor."""
        return database_facts(self._database)

    def stop(self) -> None:
        """Ask everything to end: waits return, calls on the wire are cut off."""
        self.stopping.set()
        self._remotes.abort()

    def close(self) -> None:
        """Close clients and database; the engine must have ended."""
        self.stop()
        self._remotes.close()
        self._lock.release()
        self._database.close()
        self._presence.release()


def open_container(config: Config, *, transport: Transport | None = None) -> Container:
    """Open a workspace, making or upgrading it as needed.

    Raises `KeyringMissing` without a safe keyring, `StoreTrouble` when the database cannot be opened, `BadInput` for
    an unusable key file.
    """
    workspace = config.workspace
    _make(workspace)
    credentials = key_place(config)
    clock: Clock = (
        PracticeClock(workspace.world / "clock.json") if config.practice else SystemClock()
    )
    presence = Presence(workspace.folder)
    try:
        with ownership.opening(workspace.folder):
            presence.take()
            name, key, database = _open(config, credentials, clock)
    except BaseException:
        presence.release()
        raise
    room = Room(workspace.folder)
    database.when_full = room.make_way
    stopping = threading.Event()

    def owner_of(connection_id: str) -> str:
        return f"{name}.{connection_id}"

    def vendors_here() -> list[str]:
        with database.read() as tx:
            every = sorted(connections.every(tx), key=lambda known: known.is_store)
        return [c.api_url for c in every if c.api_url and is_loopback(host_of(c.api_url))]

    pictures = Pictures(
        workspace.thumbnails, workspace.mockups, doors.LateFetcher(transport), vendors_here
    )
    remotes = Remotes(database, credentials, owner_of, clock, stopping, transport, pictures.kept)
    return Container(
        config=config,
        clock=clock,
        reads=ReadModels(database),
        actions=Actions(database),
        connecting=Connecting(database, credentials, owner_of, remotes),
        backups=Backups(workspace, database, RecoveryKey(name, key), stopping),
        stopping=stopping,
        keys_in=credentials.place,
        _database=database,
        _remotes=remotes,
        catalogs=Catalogs(database, remotes),
        shop_lists=ShopLists(database, remotes),
        _lock=EngineLock(workspace.folder),
        _presence=presence,
        _room=room,
        _pictures=pictures,
    )


def _open(
    config: Config, credentials: CredentialStore, clock: Clock
) -> tuple[str, bytes, Database]:
    """The workspace's name, its key and its database, made or brought up to date."""
    workspace = config.workspace
    restoring.finish(workspace)
    if not workspace.database.exists():
        restoring.assert_not_lost(config, credentials)
    name = workspace_id(workspace)
    key = database_key(workspace, name, credentials)
    database = Database(workspace.database, key, clock)
    try:
        upgrade(database, key, workspace.backups)
        _mark(database, mark(name, practice=config.practice))
    except BaseException:
        database.close()
        raise
    return name, key, database


def _mark(database: Database, whose: str) -> None:
    """So that a backup says whose it is."""
    with database.read() as tx:
        known = notes.get(tx, Note.WORKSPACE)
    if known != whose and database.frozen is None:
        with database.write() as tx:
            notes.put(tx, Note.WORKSPACE, whose)


def _make(workspace: Workspace) -> None:
    refuse_unfit(workspace.folder)
    try:
        workspace.make()
        Room(workspace.folder).make_way()  # the log and the database need a little to open at all
        start_log(workspace.logs)
    except OSError as error:
        raise StoreTrouble(
            f"The data folder cannot be used: {error.strerror}.",
            hint="Choose another one with --data-dir, or mend its access rights.",
            details=str(error),
        ) from error
