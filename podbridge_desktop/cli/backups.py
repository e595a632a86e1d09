"""backup, restore, recovery-key, resume."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.passphrase import unlocked
from podbridge_desktop.cli.session import session_of
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.restoring import Restored

SAY_SO = "podbridge resume --old-computer-off"
_QUESTION = (
    "This data was restored from a backup. If the computer it was made on still runs PodBridge, both would send the same"
    " orders. Is PodBridge switched off there for good (or is this the same computer)?"
)


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command("recovery-key")(recovery_key)
    app.command()(resume)


def backup(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="Where to put it.")]
) -> None:
    """A consistent, checked and encrypted copy of all data, made while everything runs."""
    session = session_of(context)
    with session.workspace() as container:
        facts = container.backups.make(file)
        remind = container.backups.remind_of_key()
        saved = container.backups.care().recovery_key_saved_at
    made = {
        "file": str(file),
        "made_at": facts.made_at,
        "orders": facts.orders,
        "connections": facts.connections,
        "recovery_key_saved": saved is not None,
    }
    session.show(
        made, lambda: f"Backed up to {file}: {facts.orders} orders. It was read back and is whole."
    )
    if remind:
        output.note(
            "On another computer this backup opens only with its recovery key. Save that now, apart from the backups:"
            " podbridge recovery-key FILE"
        )


def recovery_key(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="A new file.")]
) -> None:
    """Save the key that opens your backups on another computer. Keep it apart from them."""
    session = session_of(context)
    with session.workspace() as container:
        container.backups.save_recovery_key(file)
    session.show(
        {"file": str(file)},
        lambda: (
            f"Saved to {file}. Keep it where the backups are not: whoever has both can read your customers' addresses."
        ),
    )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The backup.")],
    recovery_key: Annotated[
        Path | None, typer.Option(help="The recovery key of a backup from another computer.")
    ] = None,
) -> None:
    """Put a backup in the place of this data folder's data, which is kept aside. Sends nothing until you say so."""
    from podbridge_desktop.bootstrap import restoring  # noqa: PLC0415 - heavy

    session = session_of(context)
    restored = restoring.restore(unlocked(session.config()), file, recovery_key)
    session.show(_document(restored), lambda: _words(restored))


def _document(restored: Restored) -> output.Json:
    return {
        "made_at": restored.facts.made_at,
        "orders": restored.facts.orders,
        "connections": restored.facts.connections,
        "before": None if restored.before is None else str(restored.before),
        "restored": "asks",
    }


def _words(restored: Restored) -> str:
    facts = restored.facts
    lines = [f"Restored as of {output.moment(facts.made_at)}: {facts.orders} orders."]
    if restored.before is not None:
        lines.append(f"What was here before is kept in {restored.before}.")
    lines.append(
        "Nothing is sent yet. Once PodBridge is off on the old computer (or this is the same one), say so:"
        f" {SAY_SO}. Then sync: it first takes over what your suppliers and stores did since."
    )
    return "\n".join(lines)


def resume(
    context: typer.Context,
    old_computer_off: Annotated[
        bool,
        typer.Option(
            "--old-computer-off",
            help="After a restore: nothing else works on this data any more.",
        ),
    ] = False,
) -> None:
    """Go on after a restore. The next sync compares everything with the suppliers and stores before it sends."""
    session = session_of(context)
    with session.workspace() as container:
        behind = container.actions.behind()
        asks = behind is not None and behind.asks_since is not None
        if asks and not (old_computer_off or _says_yes()):
            raise BadInput(_QUESTION, hint=f"If so: {SAY_SO}", code="old_computer")
        if asks:
            container.actions.old_computer_is_off()
        behind = container.actions.behind()
    waits_for = [] if behind is None else list(behind.waits_for)
    session.show({"compares": waits_for}, lambda: _going_on(waits_for))


def _going_on(waits_for: list[str]) -> str:
    if not waits_for:
        return "Nothing is stopped."
    return f"The next sync compares {', '.join(waits_for)} with what is here; when all are done, it sends again."


def _says_yes() -> bool:
    return sys.stdin.isatty() and typer.confirm(_QUESTION, err=True)
