"""What stands in the file whose key a passphrase gives, and how it is read without believing a word of it.

    about, format, kdf {name, n, r, p, salt}, cipher     readable; bound to what is encrypted
    check                                                encrypted with the key: a wrong passphrase cannot open it
    secrets                                              encrypted with the key: everything that is kept
    sum                                                  over all of it: a damaged file is known before anything is asked

The cost of the key stands in the file, so that a later version can raise it and still open older files.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, field
from pathlib import Path

from podbridge_desktop.errors import KeysUnreadable

FORMAT = 1
_CIPHER = "xchacha20-poly1305"
_ABOUT = (
    "Keys of PodBridge Desktop, encrypted. Only the passphrase opens them; nobody can recover it."
)
_KEY_BYTES = 32
_SALT_BYTES = 16
_MOST_MEMORY = 2**30  # a damaged or planted file must not take the whole computer


@dataclass(frozen=True, slots=True)
class Kdf:
    """How a passphrase becomes a key: scrypt, about 0.4 s and 64 MB with these figures."""

    n: int = 2**16
    r: int = 8
    p: int = 1
    salt: str = field(default_factory=lambda: os.urandom(_SALT_BYTES).hex())
    name: str = "scrypt"

    def key(self, passphrase: str) -> bytes:
        """Slow on purpose: never on the GUI thread. The same letters give the same key on every system."""
        return hashlib.scrypt(
            unicodedata.normalize("NFC", passphrase).encode(),
            salt=bytes.fromhex(self.salt),
            n=self.n,
            r=self.r,
            p=self.p,
            maxmem=self._memory() + 2**20,
            dklen=_KEY_BYTES,
        )

    def is_bearable(self) -> bool:
        """Raises `ValueError` or `TypeError` for a salt that is none."""
        figures = (self.n, self.r, self.p)
        if self.name != "scrypt" or any(type(one) is not int or one < 1 for one in figures):
            return False
        power_of_two = self.n > 1 and self.n & (self.n - 1) == 0
        salted = len(bytes.fromhex(self.salt)) >= 8
        return salted and power_of_two and self.p <= 16 and self._memory() <= _MOST_MEMORY

    def _memory(self) -> int:
        return 128 * self.r * (self.n + self.p + 2)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The file as it stands: nothing in it is open."""

    kdf: Kdf
    check: bytes
    secrets: bytes

    def encode(self) -> bytes:
        parts = {"check": self.check.hex(), "secrets": self.secrets.hex()}
        said = {"about": _ABOUT} | _head(self.kdf) | parts
        return json.dumps(said | {"sum": _sum(said)}, indent=1).encode()


def bound(kdf: Kdf, purpose: str) -> bytes:
    """What an encrypted part belongs to: it opens nowhere else, and not with another cost."""
    return _plain(_head(kdf) | {"purpose": purpose})


def read_sealed(path: Path) -> Sealed:
    """Raises `KeysUnreadable` for a file that is damaged, newer than this program, or not to be read."""
    try:
        said = json.loads(path.read_bytes())
        if said.pop("sum") != _sum(said):
            raise damaged(path)
        if said["format"] > FORMAT:
            raise _newer(path)
        kdf = Kdf(**said["kdf"])
        sealed = Sealed(kdf, bytes.fromhex(said["check"]), bytes.fromhex(said["secrets"]))
        whole = kdf.is_bearable() and said | _head(kdf) == said
    except OSError as error:
        raise KeysUnreadable(
            f"The file {path.name} in the data folder cannot be read: {error.strerror}.",
            hint="Your keys are in it. Put it back, or mend its access rights, and try again.",
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise damaged(path) from error
    if not whole:
        raise damaged(path)
    return sealed


def damaged(path: Path) -> KeysUnreadable:
    return KeysUnreadable(
        f"The file {path.name} in the data folder is damaged; your keys are in it.",
        hint="Put it back from a backup of the data folder. Nothing was changed.",
    )


def _newer(path: Path) -> KeysUnreadable:
    return KeysUnreadable(
        f"The file {path.name} in the data folder was written by a newer PodBridge.",
        hint="Update PodBridge to open it.",
    )


def _head(kdf: Kdf) -> dict[str, object]:
    return {"format": FORMAT, "kdf": asdict(kdf), "cipher": _CIPHER}


def _sum(said: dict[str, object]) -> str:
    return hashlib.sha256(_plain(said)).hexdigest()


def _plain(said: dict[str, object]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
