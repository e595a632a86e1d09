"""On a terminal the passphrase of a data folder is asked for; elsewhere opening says what is missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.errors import WrongPassphrase

if TYPE_CHECKING:
    from podbridge_desktop.config import Config

_TRIES = 3


def unlocked(config: Config) -> Config:
    """The same configuration, with the keys open where a person could be asked for the passphrase."""
    from podbridge_desktop.bootstrap import passphrase  # noqa: PLC0415 - help and usage need none of it

    if not passphrase.is_asked_for(config) or not sys.stdin.isatty():
        return config
    for _ in range(_TRIES - 1):
        try:
            return passphrase.unlock(config, _asked())
        except WrongPassphrase as error:
            output.note(f"{error.message} {error.hint}")
    return passphrase.unlock(config, _asked())


def _asked() -> str:
    return str(typer.prompt("Passphrase of this data folder", hide_input=True, err=True))
