"""link: which supplier variant a listing variant is printed as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.matching.proposals import Confidence, at_least
from podbridge_desktop.domain.views import ConnectionRow, ListingVariantRow, ProductVariantRow
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.services.link_proposals import ReviewRow


def register(app: typer.Typer) -> None:
    app.command()(link)


def link(  # noqa: PLR0913, PLR0917  # the options of one command
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
    propose: Annotated[
        bool, typer.Option("--propose", help="What unlinked variants are probably printed as.")
    ] = False,
    accept: Annotated[
        Confidence | None, typer.Option(help="Link all proposals that are as sure as that.")
    ] = None,
    not_ours: Annotated[
        bool, typer.Option("--not-ours", help="You pack this variant yourself.")
    ] = False,
) -> None:
    """Say which supplier variant a listing variant is printed as."""
    given = [word for word in (store, listing_variant, supplier, supplier_variant) if word]
    whole = auto or show or propose or accept is not None
    if len(given) not in ({0, 1} if whole else {2} if not_ours else {4}):
        raise typer.BadParameter(
            "give STORE LISTING_VARIANT SUPPLIER SUPPLIER_VARIANT, or --auto, --list, --propose or --accept"
        )
    session = session_of(context)
    with session.workspace() as container:
        chosen = connection_named(container, store, "store") if store else None
        store_id = chosen.id if chosen else ""
        if chosen and listing_variant:
            variant = _listing_variant(container, chosen, listing_variant)
            _by_hand(container, chosen, variant, supplier or "", supplier_variant or "")
            linked = 1
        elif accept is not None:
            linked = _accept(container, store_id, accept)
        else:
            linked = container.actions.auto_link((store_id,) if store_id else ()) if auto else 0
        proposed = container.actions.review_links(store_id) if propose else ()
        rows = container.reads.listing_variants(store_id) if show else ()
    words = f"{linked} variants linked."
    if propose:
        session.show([_proposal(row) for row in proposed], lambda: _proposals(proposed))
    elif show:
        session.show([_link(row) for row in rows], lambda: _links(rows))
    else:
        session.show({"linked": linked}, lambda: words)


def _accept(container: Container, store_id: str, confidence: Confidence) -> int:
    proposed = [row.proposal for row in container.actions.review_links(store_id) if row.proposal]
    return container.actions.accept_links(at_least(proposed, confidence))


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


def _proposal(row: ReviewRow) -> Json:
    proposal = row.proposal
    return {
        **_link(row.variant),
        "supplier": row.supplier or None,
        "supplier_variant": proposal.link.supplier_variant_id if proposal else None,
        "supplier_title": row.printed_as or None,
        "confidence": str(proposal.confidence) if proposal else None,
        "reason": proposal.reason if proposal else None,
    }


def _proposals(rows: tuple[ReviewRow, ...]) -> str:
    cells = [
        (
            row.variant.store,
            row.variant.listing_variant_id,
            f"{row.variant.listing} {row.variant.options}".strip(),
            f"{row.supplier} {row.proposal.link.supplier_variant_id}" if row.proposal else "",
            row.proposal.confidence if row.proposal else "nothing alike",
            row.proposal.reason if row.proposal else "",
        )
        for row in rows
    ]
    head = ("STORE", "VARIANT", "LISTING", "PROPOSED", "HOW SURE", "WHY")
    return output.table(head, cells)
