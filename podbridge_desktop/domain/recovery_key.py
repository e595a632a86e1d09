"""The recovery key: what opens a seller's backups on another computer, in a form that can be printed and typed."""

from __future__ import annotations

import hashlib
import re
from base64 import b32decode, b32encode
from dataclasses import dataclass, field
from datetime import date

from podbridge_desktop.errors import BadInput

_KEY, _CHECK, _GROUP = 32, 3, 4  # bytes, bytes, letters
_LINE = re.compile(
    r"^\s*(?P<name>workspace|key)\s*:\s*(?P<value>.+?)\s*$", re.IGNORECASE | re.MULTILINE
)
_WORKSPACE = re.compile(r"[0-9a-f]{12}")

_TEXT = """\
PodBridge recovery key

This key opens the backups of your PodBridge on another computer.
Whoever has it and one of your backups can read your customers' addresses. Keep it, but not beside the backups: in a
password manager, or printed in a safe place. Nobody can make it again for you.

Workspace: {workspace}
Key: {letters}
Saved: {day}

With it: podbridge restore BACKUP --recovery-key THIS-FILE
In the window: Backups, Restore a backup.
"""


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """`workspace` is the name of the data, `key` its 256 bits."""

    workspace: str
    key: bytes = field(repr=False)


def written(recovery: RecoveryKey, day: date) -> str:
    """The text of the file."""
    letters = b32encode(recovery.key + _check(recovery)).decode()
    groups = "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
    return _TEXT.format(workspace=recovery.workspace, letters=groups, day=day.isoformat())


def read(text: str) -> RecoveryKey:
    """The key of such a text, however its letters are spaced. Raises `BadInput` when it is none, or mistyped."""
    found = {each["name"].lower(): each["value"] for each in _LINE.finditer(text)}
    workspace = found.get("workspace", "").lower()
    letters = re.sub(r"[^A-Z2-7]", "", found.get("key", "").upper())
    if not _WORKSPACE.fullmatch(workspace) or not letters:
        raise BadInput(
            "This is no recovery key of PodBridge.",
            hint="It is the file that “Save the recovery key” or podbridge recovery-key made.",
        )
    try:
        plain = b32decode(letters)
    except ValueError as error:
        raise _mistyped() from error
    recovery = RecoveryKey(workspace, plain[:_KEY])
    if plain[_KEY:] != _check(recovery):
        raise _mistyped()
    return recovery


def _mistyped() -> BadInput:
    return BadInput(
        "The recovery key is not complete, or a letter of it is wrong.",
        hint="Compare it with what you saved or printed.",
    )


def _check(recovery: RecoveryKey) -> bytes:
    return hashlib.sha256(recovery.workspace.encode() + recovery.key).digest()[:_CHECK]
