"""One run of the command: its global options, and the workspace it opens when it needs one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.passphrase import unlocked
from podbridge_desktop.config import Config, read_config
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Session:
    """The global options. Commands find it in their context."""

    data_dir: Path | None = None
    key_file: Path | None = None
    as_json: bool = False

    def config(self, *, practice: bool = False) -> Config:
        """The workspace that is meant, before anything is opened."""
        return read_config(data_dir=self.data_dir, key_file=self.key_file, practice=practice)

    @contextmanager
    def workspace(self, *, practice: bool = False) -> Iterator[Container]:
        """The opened workspace; Ctrl-C and SIGTERM ask everything in it to end."""
        from podbridge_desktop.bootstrap.container import open_container  # noqa: PLC0415 - heavy

        container = open_container(unlocked(self.config(practice=practice)))
        try:
            with on_signal(container.stop):
                yield container
        finally:
            container.close()

    def show(self, document: object, words: Callable[[], str]) -> None:
        """The answer: for scripts, or in words for people."""
        if self.as_json:
            output.put_json(document)
        else:
            output.put(words())


def session_of(context: typer.Context) -> Session:
    """The session of a running command."""
    found = context.find_object(Session)
    return Session() if found is None else found


@contextmanager
def on_signal(stop: Callable[[], object]) -> Iterator[None]:
    """Call `stop` on SIGINT and SIGTERM. On a thread of its own: the main one may hold any lock just then."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(_number: int, _frame: object) -> None:
        threading.Thread(target=stop, name="stopping", daemon=True).start()

    before = {number: signal.signal(number, ask) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def connection_named(container: Container, name: str, kind: str = "") -> ConnectionRow:
    """A connection by its name. Raises `BadInput` with the names there are."""
    rows = [row for row in container.reads.connections() if kind in {"", row.kind}]
    wanted = name.casefold()
    for row in rows:
        if row.id == name or row.name.casefold() == wanted:
            return row
    known = ", ".join(row.name for row in rows) or "none yet"
    raise BadInput(
        f"There is no {kind or 'connection'} called “{name}”.", hint=f"There are: {known}."
    )


def pairs(values: Sequence[str] | None, option: str = "--field") -> dict[str, str]:
    """`KEY=VALUE` options. What is no such pair is wrong usage; its text is not repeated."""
    found = {}
    for value in values or ():
        key, equals, text = value.partition("=")
        if not equals or not key.strip():
            raise typer.BadParameter("must be KEY=VALUE", param_hint=option)
        found[key.strip()] = text
    return found
