"""tracking-list: numbers that a store does not take from programs, ready to copy."""

from __future__ import annotations

from typing import Annotated

import typer

from podbridge_desktop.cli.session import connection_named, session_of


def register(app: typer.Typer) -> None:
    app.command("tracking-list")(tracking_list)


def tracking_list(
    context: typer.Context,
    store: Annotated[str | None, typer.Argument(help="One store; without: all.")] = None,
) -> None:
    """The tracking numbers to enter by hand, with the page of each order; close its case with ignore afterwards."""
    session = session_of(context)
    with session.workspace() as container:
        from podbridge_desktop.services.tracking_list import as_text  # noqa: PLC0415 - heavy

        store_id = connection_named(container, store, "store").id if store else ""
        lines = container.actions.tracking_list(store_id)
    shown = [
        {
            "store": each.store,
            "order": each.order,
            "carrier": each.carrier,
            "tracking_number": each.tracking_number,
            "tracking_url": each.tracking_url,
            "order_page": each.order_page,
        }
        for each in lines
    ]
    session.show(shown, lambda: as_text(lines) if lines else "No tracking number waits for you.")
