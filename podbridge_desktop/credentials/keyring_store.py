"""Secrets in the OS keyring, one item each; what is long is split, so that a crash leaves the old or the new whole.

Windows keeps at most 1,280 characters an item (2,560 bytes of UTF-16); some tokens are longer.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail
from keyring.errors import KeyringError, PasswordDeleteError

from podbridge_desktop.errors import KeyringMissing

log = logging.getLogger(__name__)

SERVICE = "PodBridge Desktop"
PIECE = 1000
_SAFE = tuple(
    f"keyring.backends.{name}"
    for name in ("SecretService", "kwallet", "Windows", "macOS", "libsecret")
)
_SPLIT = "\x1esplit:"  # no key begins with a control character
_T = TypeVar("_T")


class _Items(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class KeyringStore:
    """The keyring of this user. Every call may wait for the keyring's own prompt: never on the GUI thread.

    Raises `KeyringMissing` from the constructor when there is no back end that keeps secrets safely, and from any
    call when it is locked or refuses.
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        chosen = backend or self._ask(_safe_backend)
        self.place = f"keyring ({type(chosen).__module__})"
        self._items = _steady(chosen)

    def get(self, owner: str, field: str) -> str | None:
        value = self._read(_user(owner, field))
        if value is None or not value.startswith(_SPLIT):
            return value
        generation, count = value.removeprefix(_SPLIT).split(":")
        pieces = [self._read(_piece(owner, field, generation, n)) for n in range(int(count))]
        return None if None in pieces else "".join(piece or "" for piece in pieces)

    def put(self, owner: str, field: str, value: str) -> None:
        self._remember(owner, field)
        user = _user(owner, field)
        old = self._read(user)
        used = "b" if old and old.startswith(f"{_SPLIT}a") else "a"
        if len(value) <= PIECE:
            self._write(user, value)
            self._drop_pieces(owner, field, "ab")
        else:
            self._put_split(owner, field, value, used)
            self._drop_pieces(owner, field, "ab".replace(used, ""))

    def _put_split(self, owner: str, field: str, value: str, generation: str) -> None:
        """The pieces first, under a name that nothing reads yet; then the one item that points to them."""
        self._drop_pieces(owner, field, generation)  # a crash may have left some
        pieces = [value[at : at + PIECE] for at in range(0, len(value), PIECE)]
        for number, piece in enumerate(pieces):
            name = _piece(owner, field, generation, number)
            self._write(name, piece)
        head = f"{_SPLIT}{generation}:{len(pieces)}"
        self._write(_user(owner, field), head)

    def _drop_pieces(self, owner: str, field: str, generations: str) -> None:
        """Nothing points to them any more. The last first: after a crash the rest is still found from the first on."""
        for generation in generations:
            names: list[str] = []
            while self._read(name := _piece(owner, field, generation, len(names))) is not None:
                names.append(name)
            for name in reversed(names):
                self._delete(name)

    def forget(self, owner: str) -> None:
        for field in self._fields(owner):
            self._delete(_user(owner, field))
            self._drop_pieces(owner, field, "ab")
        self._delete(_user(owner, "fields"))

    def _remember(self, owner: str, field: str) -> None:
        """A keyring cannot list its items, so the names of an owner's fields are an item too."""
        fields = self._fields(owner)
        if field not in fields:
            text = json.dumps([*fields, field])
            self._write(_user(owner, "fields"), text)

    def _fields(self, owner: str) -> list[str]:
        text = self._read(_user(owner, "fields"))
        return [str(name) for name in json.loads(text)] if text else []

    def _read(self, user: str) -> str | None:
        return self._ask(lambda: self._items.get_password(SERVICE, user))

    def _write(self, user: str, value: str) -> None:
        self._ask(lambda: self._items.set_password(SERVICE, user, value))

    def _delete(self, user: str) -> None:
        try:
            self._ask(lambda: self._items.delete_password(SERVICE, user))
        except PasswordDeleteError:
            log.debug("nothing to delete for one item")

    def _ask(self, call: Callable[[], _T]) -> _T:
        try:
            return call()
        except PasswordDeleteError:
            raise
        except (KeyringError, OSError, RuntimeError) as error:  # the session's bus is gone
            raise KeyringMissing(
                "The keyring of this computer is locked or does not answer.",
                hint="Unlock it and try again, or name a key file with --key-file.",
                details=f"{type(error).__name__}: {error}",
            ) from error


def _steady(backend: KeyringBackend) -> _Items:
    """The Secret Service in its usual form is asked in our own way, which it survives."""
    if type(backend).__module__ != "keyring.backends.SecretService":
        return backend
    if getattr(backend, "scheme", "") != "default" or hasattr(backend, "preferred_collection"):
        return backend  # somebody wants it otherwise
    from podbridge_desktop.credentials.secret_service import SteadyItems  # noqa: PLC0415 - Linux only

    return SteadyItems()


def _user(owner: str, field: str) -> str:
    return f"{owner}.{field}"


def _piece(owner: str, field: str, generation: str, number: int) -> str:
    return f"{owner}.{field}#{generation}{number}"


def _came_since() -> Iterator[KeyringBackend]:
    """What this computer has by now: the library keeps what it found at its first look, and *try again* looks anew."""
    viable = KeyringBackend.get_viable_backends()
    safe = [kind for kind in viable if kind.__module__.startswith(_SAFE)]
    for kind in sorted(safe, key=lambda each: each.priority, reverse=True):
        yield kind()


def _safe_backend() -> KeyringBackend:
    """The back end in use, if it is known to keep secrets safely. A user's own choice is used, with a warning."""
    backend = keyring.get_keyring()
    if os.environ.get("PYTHON_KEYRING_BACKEND"):
        log.warning("keys are kept by %s, as the environment asks", type(backend).__module__)
        return backend
    inner = list(backend.backends) if isinstance(backend, chainer.ChainerBackend) else [backend]
    if isinstance(backend, fail.Keyring):  # none at the first look; another choice of hers stands
        inner = list(_came_since())
    for one in inner:
        if type(one).__module__.startswith(_SAFE):
            return one
    raise KeyringMissing(
        "This computer has no keyring that keeps secrets safely.",
        hint="Install one (on Linux: gnome-keyring or kwalletmanager), or name a key file with --key-file.",
        details=type(backend).__module__,
    )
