"""link: which supplier variant a listing variant is printed as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.views import ConnectionRow, ListingVariantRow, ProductVariantRow
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container


def register(app: typer.Typer) -> None:
    app.command()(link)


def link(
    context: typer.Context,
    store: Annotated[str | None, typer.Argument()] = None,
    listing_variant: Annotated[str | None, typer.Argument(help="The store's id, or SKU.")] = None,
    supplier: Annotated[str | None, typer.Argument()] = None,
    supplier_variant: Annotated[
        str | None, typer.Argument(help="The supplier's id, or SKU.")
    ] = None,
    auto: Annotated[
        bool, typer.Option("--auto", help="Link what is certain: equal SKUs, exact references.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--list", help="Every listing variant and its link.")
    ] = False,
    not_ours: Annotated[
        bool, typer.Option("--not-ours", help="You pack this variant yourself.")
    ] = False,
) -> None:
    """Say which supplier variant a listing variant is printed as."""
    given = [word for word in (store, listing_variant, supplier, supplier_variant) if word]
    by_hand = len(given) == 4 or (not_ours and len(given) == 2)
    if len(given) not in ({0, 1} if auto or show else {2} if not_ours else {4}):
        raise typer.BadParameter(
            "give STORE LISTING_VARIANT SUPPLIER SUPPLIER_VARIANT, or --auto, or --list"
        )
    session = session_of(context)
    with session.workspace() as container:
        chosen = connection_named(container, store, "store") if store else None
        if by_hand and chosen and listing_variant:
            variant = _listing_variant(container, chosen, listing_variant)
            _by_hand(container, chosen, variant, supplier or "", supplier_variant or "")
            linked = 1
        else:
            ids = (chosen.id,) if chosen else ()
            linked = container.actions.auto_link(ids) if auto else 0
        rows = container.reads.listing_variants(chosen.id if chosen else "") if show else ()
    words = f"{linked} variants linked."
    if show:
        session.show([_link(row) for row in rows], lambda: _links(rows))
    else:
        session.show({"linked": linked}, lambda: words)


def _listing_variant(container: Container, store: ConnectionRow, word: str) -> str:
    """A listing variant by the store's id or its SKU, also one that only an order's case names."""
    rows = container.reads.listing_variants(store.id)
    asked = {
        case.facts.get("variant", "")
        for case in container.reads.cases()
        if case.kind is CaseKind.LINK and case.connection_id == store.id
    }
    bare = word.rpartition("/")[2]
    if bare in asked | {row.listing_variant_id for row in rows}:
        return bare
    same = {row.listing_variant_id for row in rows if row.sku and row.sku == word}
    return _only(same, f"{store.name} has no variant “{word}”.")


def _supplier_variant(rows: tuple[ProductVariantRow, ...], supplier: str, word: str) -> str:
    if word in {row.remote_id for row in rows}:
        return word
    same = {row.remote_id for row in rows if row.sku and row.sku == word}
    return _only(same, f"{supplier} has no variant “{word}”.")


def _only(found: set[str], otherwise: str) -> str:
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise BadInput(
            "Several variants have this SKU.", hint=f"Give the id: {', '.join(sorted(found))}."
        )
    raise BadInput(otherwise, hint="Sync first; podbridge link --list and products show the ids.")


def _by_hand(
    container: Container, store: ConnectionRow, variant: str, supplier: str, made_as: str
) -> None:
    if not supplier:
        container.actions.not_ours(store.id, variant)
        return
    maker = connection_named(container, supplier, "supplier")
    rows = container.reads.supplier_variants(maker.id)
    chosen = _supplier_variant(rows, maker.name, made_as)
    container.actions.link(store.id, variant, maker.id, chosen)


def _link(row: ListingVariantRow) -> Json:
    return {
        "store": row.store,
        "listing_variant": row.listing_variant_id,
        "listing": row.listing,
        "options": row.options,
        "sku": row.sku,
        "link": row.link,
        "supplier": row.supplier or None,
        "supplier_variant": row.supplier_variant_id or None,
        "supplier_title": row.supplier_variant or None,
    }


def _links(rows: tuple[ListingVariantRow, ...]) -> str:
    cells = [
        (
            row.store,
            row.listing_variant_id,
            f"{row.listing} {row.options}".strip(),
            row.sku,
            {"linked": f"{row.supplier} {row.supplier_variant_id}", "not_ours": "not ours"}.get(
                row.link or "", "NOT LINKED"
            ),
        )
        for row in rows
    ]
    return output.table(("STORE", "VARIANT", "LISTING", "SKU", "LINK"), cells)
