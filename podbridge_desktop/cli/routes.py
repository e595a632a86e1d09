"""route, import-addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.views import RouteRow


class ModeChoice(StrEnum):
    """Who sends the orders."""

    WATCH = "watch"
    ASSIST = "assist"
    AUTOMATIC = "automatic"


def register(app: typer.Typer) -> None:
    app.command()(route)
    app.command("import-addresses")(import_addresses)


def route(
    context: typer.Context,
    store: str,
    supplier: str,
    mode: Annotated[
        ModeChoice | None,
        typer.Option(help="watch: only look; assist: you approve each order; automatic: by rule."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", help="now, or a date: orders paid before it are never sent."),
    ] = None,
    min_margin: Annotated[str | None, typer.Option(help="Percent. Below it you decide.")] = None,
    max_cost: Annotated[str | None, typer.Option(help="Amount. Above it you decide.")] = None,
) -> None:
    """Let a supplier make a store's orders. A new route begins now: older orders stand as before PodBridge."""
    from podbridge_desktop.services.routes import RouteWish  # noqa: PLC0415 - heavy

    session = session_of(context)
    begins = _begins(since)
    with session.workspace() as container:
        store_row = connection_named(container, store, "store")
        maker = connection_named(container, supplier, "supplier")
        chosen = None if mode is None else Mode(mode.value)
        at = container.clock.now() if begins == "now" else begins
        wish = RouteWish(
            store_row.id, maker.id, chosen, at if isinstance(at, datetime) else None,
            min_margin, max_cost,
        )  # fmt: skip
        container.actions.set_route(wish)
        row = next(
            r
            for r in container.reads.routes()
            if (r.store_id, r.supplier_id) == (store_row.id, maker.id)
        )
    session.show(_shown(row), lambda: _words(row))


def import_addresses(
    context: typer.Context,
    store: str,
    file: Annotated[Path, typer.Argument(help="The store's own orders export (CSV).")],
) -> None:
    """Take addresses from the store's own orders file, where the store refuses them to programs."""
    session = session_of(context)
    with session.workspace() as container:
        row = connection_named(container, store, "store")
        taken, strangers = container.actions.import_addresses(row.id, file)
    session.show(
        {"store": row.name, "taken": taken, "unknown": strangers},
        lambda: f"{taken} orders got their address; {strangers} rows fit no order that waits.",
    )


def _begins(text: str | None) -> datetime | str | None:
    """`now`, a date (its first moment here) or a time with or without a zone."""
    if text is None or text == "now":
        return text
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            "must be now, or a date such as 2026-11-21", param_hint="--from"
        ) from error
    return found.astimezone(UTC)


def _shown(row: RouteRow) -> Json:
    return {
        "store": row.store,
        "supplier": row.supplier,
        "mode": row.mode,
        "since": row.since,
        "min_margin": row.min_margin_percent,
        "max_cost": row.max_cost,
        "guard_answer": row.guard_answer,
    }


def _words(row: RouteRow) -> str:
    limits = []
    if row.min_margin_percent is not None:
        limits.append(f"a margin under {row.min_margin_percent} % waits for you")
    if row.max_cost is not None:
        limits.append(f"a cost over {row.max_cost} waits for you")
    rules = f"; {', '.join(limits)}" if limits else ""
    since = output.moment(row.since)
    return f"{row.store} → {row.supplier}: {row.mode.value}, for orders paid since {since}{rules}."
