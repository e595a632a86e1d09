"""products: what the suppliers make, and how it stands in each store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.catalog import PrintArea
from podbridge_desktop.domain.views import ListingRow, ProductRow
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container


def register(app: typer.Typer) -> None:
    app.command("products")(list_products)


def list_products(
    context: typer.Context,
    supplier: Annotated[str | None, typer.Option(help="Only this supplier's.")] = None,
    search: Annotated[str, typer.Option(help="Words of title, id or SKU.")] = "",
) -> None:
    """The products with their variants, costs, and how they stand in each store."""
    session = session_of(context)
    with session.workspace() as container:
        id_ = connection_named(container, supplier, "supplier").id if supplier else ""
        rows = container.reads.products(id_, search)
    session.show([_product(row) for row in rows], lambda: _products(rows))


def _product(row: ProductRow) -> Json:
    return {
        "id": row.id,
        "remote_id": row.remote_id,
        "title": row.title,
        "supplier": row.supplier,
        "gone": row.gone,
        "not_pushable": row.not_pushable,
        "print_areas": [area_shape(area) for area in row.print_areas],
        "variants": [
            {
                "id": v.remote_id,
                "title": v.title,
                "options": dict(v.options),
                "sku": v.sku,
                "cost": v.cost,
                "availability": v.availability,
            }
            for v in row.variants
        ],
        "stores": [listing(x) for x in row.listings],
    }


def area_shape(area: PrintArea) -> Json:
    """Sizes in pixels; null where the supplier does not tell."""
    return {
        "placement": area.placement,
        "title": area.title,
        "technique": area.technique,
        "width": area.width or None,
        "height": area.height or None,
        "dpi": area.dpi,
        "variants": area.variants,
    }


def listing(row: ListingRow) -> Json:
    return {
        "store": row.store,
        "state": row.state,
        "listing_id": row.listing_id,
        "url": row.url,
    }


def _products(rows: tuple[ProductRow, ...]) -> str:
    if not rows:
        return "No products are known yet. Sync first: podbridge sync"
    cells = [
        (
            str(row.id),
            row.title,
            row.supplier,
            _count(row),
            _costs(row),
            ", ".join(f"{x.store}: {x.state.replace('_', ' ')}" for x in row.listings),
        )
        for row in rows
    ]
    return output.table(("ID", "TITLE", "SUPPLIER", "VARIANTS", "COST", "STORES"), cells)


def _count(row: ProductRow) -> str:
    """How many variants, and of how many the supplier has none."""
    out, ended = row.unavailable
    missing = [f"{out} out of stock"] * bool(out) + [f"{ended} discontinued"] * bool(ended)
    return f"{len(row.variants)} ({', '.join(missing)})" if missing else str(len(row.variants))


def _costs(row: ProductRow) -> str:
    costs = row.costs
    if not costs:
        return "-"
    low, high = costs[0], costs[-1]
    return str(low) if low == high else f"{low.amount}-{high}"


def meant(container: Container, wanted: list[str]) -> list[ProductRow]:
    """Products by our id, the supplier's id or the title. Raises `BadInput` for none or several."""
    known = container.reads.products()
    if not known:
        raise BadInput("No products are known yet.", hint="Sync first: podbridge sync")
    found = [_one_product(known, word) for word in wanted]
    return list({row.id: row for row in found}.values())


def _one_product(known: tuple[ProductRow, ...], word: str) -> ProductRow:
    by_id = [row for row in known if str(row.id) == word]
    found = by_id or [
        row for row in known if row.remote_id == word or row.title.casefold() == word.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(
            f"There is no product “{word}”.", hint="podbridge products shows what there is."
        )
    names = ", ".join(f"{row.id} ({row.supplier})" for row in found)
    raise BadInput(
        f"Several products are called “{word}”.", hint=f"Give the id: {names}.", code="ambiguous"
    )
