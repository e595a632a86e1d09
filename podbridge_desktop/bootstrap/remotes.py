"""Connectors, built once per connection and shared by all runners; built anew when a connection was changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from weakref import WeakSet

from podbridge_desktop.bootstrap import doors
from podbridge_desktop.domain.ports import (
    CallFigures,
    Clock,
    ConnectionSpec,
    CredentialStore,
    KeptPictures,
    SalesChannel,
    Supplier,
)
from podbridge_desktop.errors import Skip, Stopped
from podbridge_desktop.logs import redactor
from podbridge_desktop.storage import connections
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Database

if TYPE_CHECKING:
    from podbridge_desktop.connectors.api_client import Transport
    from podbridge_desktop.connectors.registry import Connector


class Remotes:
    """Implements `sync.context.Remotes`."""

    def __init__(
        self,
        database: Database,
        credentials: CredentialStore,
        owner_of: Callable[[str], str],
        clock: Clock,
        stopping: threading.Event,
        transport: Transport | None = None,
        pictures: KeptPictures | None = None,
    ) -> None:
        self._database = database
        self._credentials = credentials
        self._owner_of = owner_of
        self._clock = clock
        self._stopping = stopping
        self._pictures = pictures
        self._transport = transport
        self.may_write: Callable[[], None] = lambda: None  # an engine's fence, once there is one
        self._built: dict[str, tuple[StoredConnection, Connector]] = {}
        # Every one that lives, also those that were replaced and those that only test a connection.
        self._alive: WeakSet[Connector] = WeakSet()
        self._lock = threading.Lock()

    def channel(self, connection_id: str) -> SalesChannel:
        return cast("SalesChannel", self._get(connection_id))

    def supplier(self, connection_id: str) -> Supplier:
        return cast("Supplier", self._get(connection_id))

    def figures(self, connection_id: str) -> CallFigures:
        return self._get(connection_id).figures()

    def _get(self, connection_id: str) -> Connector:
        """The connector; another one when the connection was changed meanwhile, also by another process."""
        with self._database.read() as tx:
            stored = connections.find(tx, connection_id)
        if stored is None:
            raise Skip("the connection was removed")
        with self._lock:
            known = self._built.get(connection_id)
            if known is not None and _same_door(known[0], stored):
                return known[1]
            built = self._make(self._spec(stored))
            self._built[connection_id] = (stored, built)
        if known is not None:
            known[1].close()
        return built

    def build(self, spec: ConnectionSpec) -> Connector:
        """A connector of its own: for a connection that is only being tested."""
        with self._lock:
            return self._make(spec)

    def _make(self, spec: ConnectionSpec) -> Connector:
        """Held by the lock, so that none is made behind the back of `abort`."""
        if self._stopping.is_set():
            raise Stopped("the program is closing")
        made = self.build_one(spec)
        self._alive.add(made)
        return made

    def build_one(self, spec: ConnectionSpec) -> Connector:
        """By this clock, waiting as long as the program goes on."""
        return doors.build(spec, pause=self._pause, clock=self._clock, transport=self._transport)

    def forget(self, connection_id: str) -> None:
        """The connection was changed or removed: build it anew when it is next needed."""
        with self._lock:
            old = self._built.pop(connection_id, None)
        if old is not None:
            old[1].close()

    def close(self) -> None:
        """Close every client; a call that still waits for an answer is cut off."""
        with self._lock:
            for _, connector in self._built.values():
                connector.abort()
                connector.close()
            self._built.clear()

    def abort(self) -> None:
        """Cut off every call that waits for an answer (the program is closing)."""
        with self._lock:
            for connector in list(self._alive):
                connector.abort()

    def _spec(self, stored: StoredConnection) -> ConnectionSpec:
        owner = self._owner_of(stored.id)

        def secret(field: str) -> str | None:
            value = self._credentials.get(owner, field)
            if value:
                redactor.register(value)
            return value

        def save(field: str, value: str) -> None:
            redactor.register(value)
            self._credentials.put(owner, field, value)

        return ConnectionSpec(
            id=stored.id,
            platform=stored.platform,
            name=stored.name,
            fields=stored.fields,
            api_url=stored.api_url,
            facts=stored.facts,
            secret=secret,
            save_secret=save,
            pictures=self._pictures,
            may_write=self._may_write,
        )

    def _may_write(self) -> None:
        self.may_write()  # that of the engine there is now; connectors outlive engines

    def _pause(self, seconds: float) -> None:
        """Wait, unless the program stops."""
        if self._stopping.wait(seconds):
            raise Stopped("the program is closing")


def _same_door(one: StoredConnection, other: StoredConnection) -> bool:
    return (one.fields, one.api_url, one.account_id) == (
        other.fields,
        other.api_url,
        other.account_id,
    )
