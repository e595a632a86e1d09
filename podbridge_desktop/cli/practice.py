"""practice: the whole journey against simulated vendors, and the world's own switches."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import journey, output
from podbridge_desktop.cli.session import Session, on_signal, session_of

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.practice import World

_group = typer.Typer(help="A practice shop on this computer: no account, no money, nothing real.")


def register(app: typer.Typer) -> None:
    app.add_typer(_group, name="practice")


@_group.callback(invoke_without_command=True)
def practice(
    context: typer.Context,
    serve: Annotated[
        bool, typer.Option("--serve", help="Run the simulated vendors until stopped.")
    ] = False,
    shops: Annotated[int, typer.Option(min=1, max=20, help="With --serve: how many shops.")] = 1,
) -> None:
    """Play the whole journey in the terminal, from the product to the customer's tracking mail."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    if serve:
        _serve(session, shops)
    else:
        played = journey.play(session)
        if session.as_json:
            output.put_json(played)


@_group.command()
def buy(
    context: typer.Context,
    count: Annotated[int, typer.Argument(min=1, max=10_000, help="How many orders.")] = 1,
) -> None:
    """Customers of the practice shop buy something."""
    session = session_of(context)
    with _world(session) as world:
        bought = world.buy(count)
    names = ", ".join(str(order["name"]) for order in bought["orders"])
    session.show(bought, lambda: f"Bought: {names}. Sync to see them.")


@_group.command("next-day")
def next_day(
    context: typer.Context,
    count: Annotated[int, typer.Argument(min=1, max=1_000, help="How many days.")] = 1,
) -> None:
    """Days pass in the practice world: the supplier prints and ships."""
    session = session_of(context)
    with _world(session) as world:
        passed = world.next_day(count)
    session.show(passed, lambda: f"It is {passed['now'][:10]} now in the practice world.")


@contextmanager
def _world(session: Session) -> Iterator[World]:
    """The world that runs; without one, one is started for the moment."""
    from podbridge_desktop.bootstrap.practice import (  # noqa: PLC0415 - heavy
        PracticeVendors,
        running_world,
    )

    workspace = session.config(practice=True).workspace
    running = running_world(workspace.world)
    if running is not None:
        yield running
        return
    workspace.make()
    vendors = PracticeVendors(workspace.world, lively=False)
    try:
        yield vendors.world
    finally:
        vendors.stop()


def _serve(session: Session, shops: int) -> None:
    from podbridge_desktop.bootstrap import vendors  # noqa: PLC0415 - only here

    stop = threading.Event()
    announce: Callable[[Mapping[str, object]], object] = _one_line if session.as_json else _in_words
    with on_signal(stop.set):
        world = session.config(practice=True).workspace.world
        vendors.serve(world, shops=shops, announce=announce, stop=stop)


def _one_line(described: Mapping[str, object]) -> None:
    output.put(json.dumps(described))


def _in_words(described: Mapping[str, object]) -> None:
    output.put(json.dumps(described, indent=2))
    output.note("The simulated vendors run. Stop with Ctrl-C.")
