"""Secrets in one file of the data folder, encrypted with a key that a passphrase gives: for computers without a keyring.

Imported only where a passphrase is used. The passphrase itself is not kept, only the key that it gave.
"""

from __future__ import annotations

import json
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from podbridge_desktop.credentials.passphrase_file import Kdf, Sealed, bound, damaged, read_sealed
from podbridge_desktop.errors import BadInput, KeysUnreadable, StoreTrouble, WrongPassphrase
from podbridge_desktop.files import one_writer, place_first, replace_whole

_CHECK = b"the passphrase is right"
_Known = dict[str, dict[str, str]]


class PassphraseStore:
    """Replaced as a whole with every change. Begin it or unlock it; both are slow on purpose: never on the GUI thread.

    Raises `KeysUnreadable` from any call when the file is damaged or gone, `StoreTrouble` when it cannot be written:
    then what stood there before still does.
    """

    def __init__(self, path: Path, kdf: Kdf, key: bytes) -> None:
        self.place = f"passphrase file ({path.name})"
        self._path = path
        self._kdf = kdf
        self._cipher = Aead(key)
        self._lock = threading.Lock()

    @classmethod
    def begin(cls, path: Path, passphrase: str, kdf: Kdf | None = None) -> PassphraseStore:
        """A new file. Raises `BadInput` where there is one already: it is never overwritten."""
        kdf = kdf or Kdf()
        store = cls(path, kdf, kdf.key(passphrase))
        try:
            place_first(path, store._sealed({}).encode())
        except FileExistsError as error:
            raise BadInput(
                "This data folder has a passphrase already.",
                hint="Start again and type that one.",
            ) from error
        except OSError as error:
            raise _unwritten(path, error) from error
        return store

    @classmethod
    def unlock(cls, path: Path, passphrase: str) -> PassphraseStore:
        """The file that is there. Raises `WrongPassphrase`, or `KeysUnreadable` whatever the passphrase."""
        sealed = read_sealed(path)
        _keep_from_others(path)
        store = cls(path, sealed.kdf, sealed.kdf.key(passphrase))
        if store._opened(sealed.check, "check") != _CHECK:
            raise WrongPassphrase(
                "That is not the passphrase of this data folder.",
                hint="Nothing is lost: try again. Capital letters and spaces count.",
            )
        store._read()
        return store

    def get(self, owner: str, field: str) -> str | None:
        with self._lock:
            return self._read().get(owner, {}).get(field)

    def put(self, owner: str, field: str, value: str) -> None:
        with self._changing() as known:
            known.setdefault(owner, {})[field] = value

    def forget(self, owner: str) -> None:
        with self._changing() as known:
            known.pop(owner, None)

    @contextmanager
    def _changing(self) -> Iterator[_Known]:
        try:
            with self._lock, one_writer(self._path):
                known = self._read()
                yield known
                replace_whole(self._path, self._sealed(known).encode())
        except OSError as error:
            raise _unwritten(self._path, error) from error

    def _read(self) -> _Known:
        """Read anew each time: the window and the command may both be at work."""
        text = self._opened(read_sealed(self._path).secrets, "secrets")
        if text is None:
            raise damaged(self._path)
        known: _Known = json.loads(text)
        return known

    def _sealed(self, known: _Known) -> Sealed:
        parts = {"check": _CHECK, "secrets": json.dumps(known).encode()}
        closed = {
            purpose: bytes(self._cipher.encrypt(part, bound(self._kdf, purpose)))
            for purpose, part in parts.items()
        }
        return Sealed(self._kdf, **closed)

    def _opened(self, part: bytes, purpose: str) -> bytes | None:
        """None where our key does not fit, or the part is not what was written."""
        try:
            return self._cipher.decrypt(part, bound(self._kdf, purpose))
        except (CryptoError, ValueError):  # ValueError: shorter than anything encrypted can be
            return None


def _keep_from_others(path: Path) -> None:
    """It is encrypted, but nobody else need be able to guess at it."""
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        try:
            path.chmod(0o600)
        except OSError as error:
            raise KeysUnreadable(
                f"Others on this computer can read the file {path.name} in the data folder.",
                hint=f"chmod 600 {path.name}",
            ) from error


def _unwritten(path: Path, error: OSError) -> StoreTrouble:
    return StoreTrouble(
        f"The file {path.name} could not be written: {error.strerror}.",
        hint="What it held before is still there. Make room in the data folder, or mend its access rights.",
        code="keys_not_written",
    )
