"""approve, hold, release, cancel, pick: each records the wish, and the next sync carries it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli.output import Json, Partly
from podbridge_desktop.cli.session import session_of
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container

Refs = Annotated[
    list[str], typer.Argument(help="The store's number (#1001), its id, or ours; several are fine.")
]
Work = Callable[["Container", int, int | None], object]


class Ambiguous(BadInput):
    """Several orders answer to the reference."""

    code = "ambiguous"
    title = "Several orders are called that"


def register(app: typer.Typer) -> None:
    for verb in (approve, hold, release, cancel, pick):
        app.command()(verb)


def one_order(container: Container, ref: str) -> tuple[int, int | None]:
    """The order a reference means, and the supplier order where it named that one."""
    found = container.reads.find_order(ref)
    if found.order_id is not None:
        return found.order_id, found.supplier_order_id
    if found.candidates:
        raise Ambiguous(
            f"Several orders are called “{ref}”.",
            hint=f"Give one of: {'; '.join(found.candidates)}.",
        )
    raise BadInput(
        f"There is no order “{ref}”.",
        hint="podbridge orders shows what there is.",
        code="not_found",
    )


def approve(context: typer.Context, refs: Refs) -> None:
    """Approve all that waits of these orders, at the cost known now."""
    _each(context, refs, "approved", lambda c, order, part: c.actions.approve(order, part))


def hold(
    context: typer.Context,
    refs: Refs,
    reason: Annotated[str, typer.Option(help="Why, for yourself.")] = "",
) -> None:
    """Hold orders back: nothing of them is sent or paid until `release`, approved or not."""
    _each(context, refs, "held", lambda c, order, _: c.actions.hold(order, reason))


def release(context: typer.Context, refs: Refs) -> None:
    """End a hold."""
    _each(context, refs, "released", lambda c, order, _: c.actions.release(order))


def cancel(context: typer.Context, refs: Refs) -> None:
    """Cancel at the supplier what can still be cancelled."""
    _each(context, refs, "cancelled", lambda c, order, part: c.actions.cancel(order, part))


def pick(context: typer.Context, refs: Refs) -> None:
    """Send orders from before PodBridge after all; every supplier is asked first whether it knows them."""
    _each(context, refs, "picked", lambda c, order, _: c.actions.pick(order))


def _each(context: typer.Context, refs: list[str], done: str, work: Work) -> None:
    """Do it for each; what cannot be done stops none of the others. A reference nobody knows stops all, first."""
    session = session_of(context)
    finished: list[str] = []
    failed: list[Json] = []
    with session.workspace() as container:
        meant = [(ref, *one_order(container, ref)) for ref in refs]
        for ref, order_id, part in meant:
            try:
                work(container, order_id, part)
            except BadInput as error:
                failed.append({"ref": ref, "message": error.message, "hint": error.hint})
            else:
                finished.append(ref)
    document: Json = {done: finished, "failed": failed}
    if failed:
        first = failed[0]
        others = f" {len(finished)} of {len(refs)} {done}." if len(refs) > 1 else ""
        raise Partly(
            f"{first['message']}{others}", document, hint=str(first["hint"]), code="bad_input"
        )
    words = f"{', '.join(finished)}: {done}. The next sync carries it out."
    session.show(document, lambda: words)
