"""mockups: pictures of a product that its supplier makes when asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.engine_pass import work_off
from podbridge_desktop.cli.output import Json, Partly
from podbridge_desktop.cli.products import meant
from podbridge_desktop.cli.session import pairs, session_of
from podbridge_desktop.domain.mockups import OPEN, MockupState, MockupStyle
from podbridge_desktop.domain.views import ProductRow
from podbridge_desktop.errors import BadInput, Stopped

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container

_GLANCE = 2.0  # seconds between two looks while another process does the work


def register(app: typer.Typer) -> None:
    app.command()(mockups)


def mockups(
    context: typer.Context,
    product: Annotated[str, typer.Argument(help="An id of `podbridge products`, or a title.")],
    style: Annotated[
        list[str] | None,
        typer.Option(
            help="A style's name or id; `all` for every one. Without: show what there is."
        ),
    ] = None,
    file: Annotated[
        list[str] | None,
        typer.Option(help="PLACE=ADDRESS of a print file that the supplier does not tell."),
    ] = None,
) -> None:
    """Make pictures of a product in the styles you choose; they are kept here, and a push takes them."""
    files = pairs(file, "--file")
    if files and not style:
        raise typer.BadParameter("needs --style as well", param_hint="--file")
    session = session_of(context)
    with session.workspace() as container:
        (row,) = meant(container, [product])
        styles = container.catalogs.styles(row.id)
        if style:
            container.actions.ask_mockups(row.id, _chosen(styles, style), files)
            row = _awaited(container, row)
        document = _shape(container, row, styles)
    if style:
        _judge(row, document)
    session.show(document, lambda: _told(row, styles))


def _chosen(styles: Sequence[MockupStyle], words: Sequence[str]) -> list[MockupStyle]:
    """Styles by id, by name or by a part of the name. Raises `BadInput` for none or several."""
    if not styles:
        raise BadInput(
            "This supplier makes all pictures of a product by itself: they come with the product."
        )
    if list(words) == ["all"]:
        return list(styles)
    found: dict[str, MockupStyle] = {}
    for word in words:
        wanted = word.casefold()
        exact = [each for each in styles if word == each.id or wanted == each.name.casefold()]
        fitting = exact or [each for each in styles if wanted in each.name.casefold()]
        if len(fitting) != 1:
            names = "; ".join(f"{each.name} ({each.id})" for each in fitting or styles)
            raise BadInput(
                f"There {'are several styles' if fitting else 'is no style'} called “{word}”.",
                hint=f"There are: {names}.",
            )
        found[fitting[0].id] = fitting[0]
    return list(found.values())


def _awaited(container: Container, row: ProductRow) -> ProductRow:
    """The product once its pictures are there, or it is clear that they will not be."""
    while True:
        work_off(container, (row.supplier_id,))
        found = container.reads.product(row.id)
        wish = found.mockup_wish if found else None
        if found is None or wish is None or wish.state not in OPEN:
            return found or row
        health = container.reads.connection(row.supplier_id)
        if health is not None and health.health in {"broken", "disconnected"}:
            return found
        now = container.clock.now()
        wait = (wish.due_at - now).total_seconds() if wish.due_at else _GLANCE
        output.note(wish.message or f"{row.supplier} is making the pictures.")
        if container.stopping.wait(min(max(wait, _GLANCE / 10), 60.0)):
            raise Stopped("Stopped. The pictures are made with the next sync.")


def _shape(container: Container, row: ProductRow, styles: Sequence[MockupStyle]) -> Json:
    wish = row.mockup_wish
    return {
        "product": row.id,
        "title": row.title,
        "styles": [{"id": s.id, "name": s.name, "placement": s.placement} for s in styles],
        "state": wish.state if wish else "not_asked",
        "message": wish.message if wish else "",
        "due_at": wish.due_at if wish and wish.state in OPEN else None,
        "missing_files": wish.missing_files if wish else (),
        "pictures": [
            {
                "style": each.style,
                "placement": each.placement,
                "picture": each.picture,
                "file": container.picture(each.picture),
            }
            for each in row.mockups
        ],
    }


def _judge(row: ProductRow, document: Json) -> None:
    """Raises `Partly` where the pictures did not come."""
    wish = row.mockup_wish
    if wish is None or wish.state is MockupState.DONE:
        return
    file = wish.state is MockupState.FILE_NEEDED
    place = next(iter(wish.missing_files), "front")
    raise Partly(
        wish.message or "The pictures are not there yet.",
        document,
        hint=f"Give it: --file {place}=https://…" if file else "",
        code="file_needed" if file else "mockups_failed",
    )


def _told(row: ProductRow, styles: Sequence[MockupStyle]) -> str:
    lines = [row.title]
    if not styles:
        lines.append(f"{row.supplier} makes all pictures by itself; they come with the product.")
    lines += [f"  {each.id}  {each.name}" for each in styles]
    wish = row.mockup_wish
    if wish is not None:
        lines.append(f"{wish.state.replace('_', ' ')}: {', '.join(wish.styles)}. {wish.message}")
    lines.append(f"{len(row.mockups)} pictures are kept.")
    return "\n".join(output.printable(line) for line in lines)
