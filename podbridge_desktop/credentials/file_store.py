"""Secrets in one file that only its owner can read: for servers without a keyring, chosen explicitly."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from pathlib import Path

from podbridge_desktop.errors import BadInput
from podbridge_desktop.files import one_writer, replace_whole


class FileStore:
    """A JSON file `{owner: {field: value}}`, replaced as a whole. Raises `BadInput` when others could read it."""

    def __init__(self, path: Path) -> None:
        self.place = "key file"
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:  # two processes may begin at once: the second finds what the first made
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            _assert_private(path)

    def get(self, owner: str, field: str) -> str | None:
        with self._lock:
            return self._read().get(owner, {}).get(field)

    def put(self, owner: str, field: str, value: str) -> None:
        with self._lock, one_writer(self._path):
            known = self._read()
            known.setdefault(owner, {})[field] = value
            self._write(known)

    def forget(self, owner: str) -> None:
        with self._lock, one_writer(self._path):
            known = self._read()
            known.pop(owner, None)
            self._write(known)

    def _read(self) -> dict[str, dict[str, str]]:
        text = self._path.read_text(encoding="utf-8")
        try:
            found: dict[str, dict[str, str]] = json.loads(text) if text.strip() else {}
        except ValueError as error:
            raise BadInput(f"{self._path} is not a key file of PodBridge.") from error
        if not isinstance(found, dict):
            raise BadInput(f"{self._path} is not a key file of PodBridge.")
        return found

    def _write(self, known: dict[str, dict[str, str]]) -> None:
        replace_whole(self._path, json.dumps(known).encode())


def _assert_private(path: Path) -> None:
    if sys.platform == "win32":
        return  # the profile folder's access list guards it there
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise BadInput(
            f"Others on this computer can read the key file {path.name}.",
            hint=f"chmod 600 {path.name}",
        )
