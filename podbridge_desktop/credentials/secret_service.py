"""Linux's Secret Service over one connection, asked so that it survives.

gnome-keyring (42 to 50 at least) has two races. It knows a new caller a moment *after* the caller's first call came in;
where that call asks for a property, the whole daemon ends, and D-Bus starts another one, which is locked. And it looks
up the alias of the default collection in one thread while another one writes it; where that misses, the collection
seems not to exist. The `keyring` library connects anew for every item, asks for a property first, and by the alias.

Here one connection serves the whole run, its first call is one that harms nobody who does not know us yet, and the
collection goes by its own path. What is kept is found by the `keyring` library, and the other way round.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TypeVar

import secretstorage
from jeepney import DBusErrorResponse
from jeepney.io.blocking import DBusConnection
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError
from secretstorage.defines import SS_PATH
from secretstorage.exceptions import ItemNotFoundException, SecretServiceNotAvailableException
from secretstorage.util import SERVICE_IFACE, DBusAddressWrapper

_APPLICATION = "Python keyring library"  # as the library itself marks what it keeps
_GONE = (OSError, DBusErrorResponse, ItemNotFoundException, SecretServiceNotAvailableException)
_T = TypeVar("_T")


class SteadyItems:
    """Any thread may call; a call may wait for the keyring's own prompt. Raises errors of the `keyring` library."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._collection: secretstorage.Collection | None = None
        self._close: Callable[[], object] = _nothing

    def get_password(self, service: str, username: str) -> str | None:
        def read(collection: secretstorage.Collection) -> str | None:
            for item in collection.search_items(_attributes(service, username)):
                _unlock(item)
                return item.get_secret().decode()
            return None

        return self._ask(read)

    def set_password(self, service: str, username: str, password: str) -> None:
        label = f"Password for '{username}' on '{service}'"
        attributes = _attributes(service, username) | {"application": _APPLICATION}

        def write(collection: secretstorage.Collection) -> None:
            collection.create_item(label, attributes, password.encode(), replace=True)

        self._ask(write)

    def delete_password(self, service: str, username: str) -> None:
        def delete(collection: secretstorage.Collection) -> bool:
            for item in collection.search_items(_attributes(service, username)):
                item.delete()
                return True
            return False

        if not self._ask(delete):
            raise PasswordDeleteError("There is no such item.")

    def _ask(self, call: Callable[[secretstorage.Collection], _T]) -> _T:
        with self._lock:
            try:
                return self._at_most_twice(call)
            except _GONE as error:
                self._drop()
                raise InitError(f"The keyring does not answer: {error}") from error
            except secretstorage.SecretStorageException as error:
                raise KeyringLocked(f"The keyring stays closed: {error}") from error

    def _at_most_twice(self, call: Callable[[secretstorage.Collection], _T]) -> _T:
        """A connection that was good before may have lost its other end: then once more, over a new one."""
        if self._collection is not None:
            try:
                return call(self._unlocked())
            except _GONE:
                self._drop()
        return call(self._unlocked())

    def _unlocked(self) -> secretstorage.Collection:
        if self._collection is None:
            connection = secretstorage.dbus_init()
            self._close = weakref.finalize(self, connection.close)
            self._collection = default_collection(connection)
        _unlock(self._collection)
        return self._collection

    def _drop(self) -> None:
        self._close()
        self._collection = None


def default_collection(connection: DBusConnection) -> secretstorage.Collection:
    """The collection that programs share; the keyring asks its owner before it makes a first one."""
    path = default_path(connection)
    if path is None:
        return secretstorage.create_collection(connection, "Default", "default")
    return secretstorage.Collection(connection, path)


def default_path(connection: DBusConnection) -> str | None:
    """Also makes us known to the keyring: whoever it does not know yet is told that there is none, and asks again."""
    service = DBusAddressWrapper(SS_PATH, SERVICE_IFACE, connection)
    for _ in range(2):
        (path,) = service.call("ReadAlias", "s", "default")
        if path != "/":
            return str(path)
    return None


def _attributes(service: str, username: str) -> dict[str, str]:
    return {"service": service, "username": username}


def _unlock(what: secretstorage.Collection | secretstorage.Item) -> None:
    if what.is_locked():
        what.unlock()
        if what.is_locked():
            raise KeyringLocked("Its owner did not open it.")


def _nothing() -> None:
    """There is no connection yet."""
