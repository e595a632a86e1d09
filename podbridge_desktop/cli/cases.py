"""exceptions, resolve: everything that needs a person."""

from __future__ import annotations

from typing import Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.session import pairs, session_of
from podbridge_desktop.cli.shapes import case_shape
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.views import CaseRow
from podbridge_desktop.errors import BadInput


def register(app: typer.Typer) -> None:
    app.command("exceptions")(list_cases)
    app.command()(resolve)


def list_cases(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
) -> None:
    """Open cases, most urgent first: what happened, and what can be done."""
    session = session_of(context)
    with session.workspace() as container:
        rows = container.reads.cases(closed=every)
    session.show([case_shape(row) for row in rows], lambda: _words(rows))


def resolve(
    context: typer.Context,
    case: Annotated[int, typer.Argument(help="The case's number.")],
    action: Annotated[Action, typer.Option(help="One of the actions the case offers.")],
    field: Annotated[
        list[str] | None, typer.Option(help="KEY=VALUE: city=Berlin, supplier=NAME, variant=ID …")
    ] = None,
) -> None:
    """Work off one case; the next sync carries it out. `retry` always looks first, then tries."""
    fields = pairs(field)
    session = session_of(context)
    with session.workspace() as container:
        known = container.reads.case(case)
        if known is None:
            raise BadInput(f"There is no case {case}.", code="not_found")
        container.actions.resolve(case, action, fields)
        after = container.reads.case(case) or known
    closed = after.closed_at is not None
    ending = "closed" if closed else "noted; the next sync carries it out"
    session.show(
        {"id": case, "action": action, "closed": closed},
        lambda: f"Case {case}: {action.value.replace('_', ' ')}, {ending}.",
    )


def _words(rows: tuple[CaseRow, ...]) -> str:
    if not rows:
        return "Nothing needs you."
    return "\n".join(_one(row) for row in rows)


def sentences(row: CaseRow) -> str:
    """What happened and what to do; a remedy that the message says already is not said again."""
    return row.message if row.remedy in row.message else f"{row.message} {row.remedy}".strip()


def _one(row: CaseRow) -> str:
    about = f"order {row.order_number}" if row.order_number else row.connection or ""
    of_store = row.store if row.store != about else ""  # a store's own case names it once
    closed = " (closed)" if row.closed_at else ""
    actions = ", ".join(action.value for action in row.actions)
    lines = (
        f"{row.id}. {row.title}{closed}: {about} {of_store or ''}".rstrip(),
        f"   {sentences(row)}",
        f"   resolve {row.id} --action {actions}",
    )
    return "\n".join(output.printable(line) for line in lines)
