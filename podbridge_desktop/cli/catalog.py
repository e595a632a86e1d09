"""catalog: the blanks that a supplier prints on, with their costs and print areas."""

from __future__ import annotations

from typing import Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.products import area_shape
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.catalog import CatalogHead, CatalogItem, PrintArea

A_PAGE = 50


def register(app: typer.Typer) -> None:
    app.command()(catalog)


def catalog(
    context: typer.Context,
    supplier: Annotated[str, typer.Argument(help="The supplier's name.")],
    item: Annotated[
        str, typer.Argument(help="A blank's id: its variants, costs and print areas.")
    ] = "",
    search: Annotated[str, typer.Option(help="Words of title or brand.")] = "",
    page: Annotated[int, typer.Option(min=1, help=f"{A_PAGE} blanks each.")] = 1,
) -> None:
    """What a supplier can print on. Asked there once a day."""
    session = session_of(context)
    with session.workspace() as container:
        id_ = connection_named(container, supplier, "supplier").id
        if item:
            found = container.catalogs.item(id_, item)
            session.show(_item(found), lambda: _whole(found))
            return
        heads = container.catalogs.heads(id_, search)
    shown = heads[(page - 1) * A_PAGE : page * A_PAGE]
    pages = max(1, -(-len(heads) // A_PAGE))
    document: Json = {
        "page": page,
        "pages": pages,
        "total": len(heads),
        "items": [_head(each) for each in shown],
    }
    none = "No blank product has these words." if search else "It shows no blank products."
    session.show(document, lambda: _list(shown, page, pages, len(heads), none))


def _head(head: CatalogHead) -> Json:
    return {
        "id": head.remote_id,
        "title": head.title,
        "brand": head.brand,
        "image": head.image_url,
        "discontinued": head.discontinued,
    }


def _item(item: CatalogItem) -> Json:
    return {
        **_head(item.head),
        "variants": [
            {
                "id": each.remote_id,
                "title": each.title,
                "options": dict(each.options),
                "cost": each.cost,
                "availability": each.availability,
            }
            for each in item.variants
        ],
        "print_areas": [area_shape(each) for each in item.print_areas],
        "makers": [{"id": id_, "name": name} for id_, name in item.makers],
        "note": item.note,
    }


def _list(heads: tuple[CatalogHead, ...], page: int, pages: int, total: int, none: str) -> str:
    if not heads:
        return none if not total else "There are no more pages."
    rows = [(h.remote_id, h.title, h.brand, "discontinued" * h.discontinued) for h in heads]
    shown = output.table(("ID", "TITLE", "BRAND", ""), rows)
    return f"{shown}\nPage {page} of {pages}, {total} in all."


def _whole(item: CatalogItem) -> str:
    lines = [f"{item.head.title} ({item.head.remote_id})", item.note]
    if item.makers and not item.variants:
        lines += ["Made by several print providers; give the id of one:"]
    lines += [f"  {id_}  {name}" for id_, name in item.makers]
    if item.variants:
        rows = [
            (
                each.remote_id,
                " / ".join(value for _, value in each.options) or each.title,
                output.amount(each.cost),
                each.availability.replace("_", " "),
            )
            for each in item.variants
        ]
        lines += [output.table(("ID", "VARIANT", "COST", "STOCK"), rows)]
    lines += [output.printable(area_words(each)) for each in item.print_areas]
    return "\n".join(filter(None, lines))


def area_words(area: PrintArea) -> str:
    """A print area in a line: place, size, resolution."""
    size = f"{area.width} × {area.height} px" if area.width and area.height else "size not told"
    dpi = f" at {area.dpi} dpi" if area.dpi else ""
    some = f", {len(area.variants)} variants" if area.variants else ""
    return f"Print area {area.title}: {size}{dpi}{some}"
