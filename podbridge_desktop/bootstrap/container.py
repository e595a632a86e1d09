"""One opened workspace with all its parts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.bootstrap.clock import PracticeClock, SystemClock
from podbridge_desktop.bootstrap.connecting import Connecting
from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.bootstrap.workspace import database_key, workspace_id
from podbridge_desktop.config import Config
from podbridge_desktop.connectors.api_client import Transport
from podbridge_desktop.credentials.file_store import FileStore
from podbridge_desktop.credentials.keyring_store import KeyringStore
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.ports import Clock, CredentialStore
from podbridge_desktop.domain.reading import Reads
from podbridge_desktop.logs import start_log
from podbridge_desktop.storage import connections, ownership
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.ownership import EngineLock
from podbridge_desktop.storage.read import ReadModels
from podbridge_desktop.storage.upgrade import upgrade
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.engine import Engine, Spawn


@dataclass(slots=True)
class Container:
    """What the faces work with. `stopping` ends every wait of every part."""

    config: Config
    clock: Clock
    reads: Reads
    actions: Actions
    connecting: Connecting
    stopping: threading.Event
    _database: Database
    _remotes: Remotes
    _lock: EngineLock

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` after every commit that changed something, on the committing thread."""
        self._database.listen(listener)

    def take_engine(self, owner: str) -> bool:
        """Become the one that syncs this workspace; False when another process is."""
        if not self._lock.take():
            return False
        with self._database.write() as tx:
            ownership.note_owner(tx, owner)
        return True

    def readdress(self, connection_id: str, api_url: str) -> None:
        """Practice mode's vendors have new addresses at each start."""
        with self._database.write() as tx:
            connections.readdress(tx, connection_id, api_url)
        self._remotes.forget(connection_id)

    def engine_owner(self) -> str:
        """Who syncs this workspace, in words."""
        with self._database.read() as tx:
            return ownership.owner(tx)

    def engine(self, *, spawn: Spawn | None, breathe: Callable[[], None] = lambda: None) -> Engine:
        """The engine; run it only after `take_engine` said yes."""
        return Engine(Context(self._database, self._remotes, self.clock, breathe), spawn=spawn)

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


def open_container(config: Config, *, transport: Transport | None = None) -> Container:
    """Open a workspace, making or upgrading it as needed.

    Raises `KeyringMissing` without a safe keyring, `StoreTrouble` when the database cannot be opened, `BadInput` for
    an unusable key file.
    """
    workspace = config.workspace
    workspace.make()
    start_log(workspace.logs)
    credentials = _credentials(config)
    name = workspace_id(workspace)
    clock: Clock = (
        PracticeClock(workspace.world / "clock.json") if config.practice else SystemClock()
    )
    key = database_key(workspace, name, credentials)
    database = Database(workspace.database, key, clock)
    upgrade(database, key)
    stopping = threading.Event()

    def owner_of(connection_id: str) -> str:
        return f"{name}.{connection_id}"

    remotes = Remotes(database, credentials, owner_of, clock, stopping, transport)
    return Container(
        config=config,
        clock=clock,
        reads=ReadModels(database),
        actions=Actions(database),
        connecting=Connecting(database, credentials, owner_of, remotes),
        stopping=stopping,
        _database=database,
        _remotes=remotes,
        _lock=EngineLock(workspace.folder),
    )


def _credentials(config: Config) -> CredentialStore:
    """The key store in use. Nothing is ever kept in plain text unless a key file was chosen."""
    if config.practice:
        return FileStore(config.workspace.practice_keys)  # nothing real is in it
    if config.key_file is not None:
        return FileStore(Path(config.key_file))
    return MemoryStore() if config.session_only else KeyringStore()
