"""`podbridge`: everything the window can do to orders, products and exceptions, for scripts and for servers.

Exit status: 0 done, 1 failed (one plain sentence on stderr), 2 wrong usage, 3 done but a connection could not be used.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from podbridge_desktop import __version__
from podbridge_desktop.cli import (
    backups,
    care,
    cases,
    catalog,
    changes,
    connections,
    links,
    mockups,
    order_steps,
    orders,
    output,
    practice,
    products,
    push,
    routes,
    selling,
    shop_choices,
    syncing,
    tracking_list,
)
from podbridge_desktop.cli.session import Session
from podbridge_desktop.errors import PodBridgeError, Stopped, StoreTrouble
from podbridge_desktop.logs import redactor

log = logging.getLogger(__name__)

_WITH_VALUE = {"--data-dir", "--key-file"}
WRONG_USAGE = 2

app = typer.Typer(
    name="podbridge",
    help="The bridge between a print-on-demand seller's stores and suppliers, without a window.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (
    connections,
    routes,
    syncing,
    products,
    catalog,
    mockups,
    push,
    changes,
    shop_choices,
    selling,
    links,
    orders,
    order_steps,
    cases,
    tracking_list,
    care,
    backups,
    practice,
):
    group.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        output.put(f"PodBridge Desktop {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="The workspace. Default: the user data folder, or PODBRIDGE_DATA_DIR."),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(help="Keep keys in this file instead of the keyring. Or PODBRIDGE_KEY_FILE."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON document on stdout and nothing else there.")
    ] = False,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Global options; they may stand before or after the verb."""
    context.obj = Session(data_dir, key_file, as_json)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The same arguments with the global options first, wherever they stood."""
    front: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            rest += [word, *left]
            break
        name, equals, _ = word.partition("=")
        if word == "--json" or name in _WITH_VALUE:
            front.append(word)
            if name in _WITH_VALUE and not equals and left:
                front.append(left.pop(0))
        else:
            rest.append(word)
    return front + rest


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Never raises, never shows a traceback."""
    arguments = hoisted(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    _stop_by_terminate()
    try:
        done = typer.main.get_command(app).main(arguments, "podbridge", standalone_mode=False)
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except BrokenPipeError:
        # The reader has gone (`| head`): point stdout elsewhere, or Python complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except typer.TyperException as error:
        return _wrong_usage(error, as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _failed(Stopped("Stopped."), as_json)
    except PodBridgeError as error:
        return _failed(error, as_json)
    except Exception as error:  # noqa: BLE001 - the last door: logged, and said in plain words
        return _failed(_unexpected(error), as_json)


def _stop_by_terminate() -> None:
    """Before a workspace is open and after it is closed, SIGTERM ends the command as Ctrl-C does."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _failed(error: PodBridgeError, as_json: bool) -> int:
    output.note(redactor.clean(f"{error.message} {error.hint}".strip()))
    if as_json:
        output.put_json(output.error_of(error))
    return 1


def _wrong_usage(error: typer.TyperException, as_json: bool) -> int:
    said = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    hint = f"Try '{context.command_path} --help'." if context is not None else ""
    output.note(f"{said}\n{hint}" if hint and "\n" not in said else said)
    if as_json:
        wrong = PodBridgeError(said.splitlines()[0] if said else "", hint=hint, code="usage")
        wrong.title = "Wrong usage"
        output.put_json(output.error_of(wrong))
    return WRONG_USAGE


def _unexpected(error: Exception) -> PodBridgeError:
    """A mistake of ours, or of the computer's: the log keeps the whole, the person gets a sentence."""
    if logging.getLogger("podbridge_desktop").handlers:
        log.error("the command failed", exc_info=error)
    if isinstance(error, OSError):
        return StoreTrouble(
            f"A file could not be used: {error.strerror or type(error).__name__}.",
            hint="Check the folder and its access rights.",
        )
    return PodBridgeError(
        f"PodBridge made a mistake ({type(error).__name__}). Nothing is lost.",
        hint="The log in the data folder says more.",
        code="bug",
    )
