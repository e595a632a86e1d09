"""changes, undo-push, follow-stock: what is not as it was agreed on with the last push."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.engine_pass import work_off
from podbridge_desktop.cli.output import Json, Partly
from podbridge_desktop.cli.products import meant
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.domain.drift import Change
    from podbridge_desktop.services.drift import ListingChanges

Products = Annotated[list[str] | None, typer.Argument(help="Ids or titles; without any: all.")]


_DONE = {"live", "draft"}


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


def register(app: typer.Typer) -> None:
    app.command()(changes)
    app.command("undo-push")(undo_push)
    app.command("follow-stock")(follow_stock)


def changes(
    context: typer.Context,
    product: Products = None,
    store: Annotated[str | None, typer.Option("--store", help="Of this store only.")] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Push these once more, by your own price rules.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave them as they are now, and agree to it.")
    ] = False,
) -> None:
    """What changed at suppliers and stores since the last push, with what it does to the margin."""
    if apply and keep:
        raise typer.BadParameter("give --apply or --keep, not both")
    session = session_of(context)
    with session.workspace() as container:
        found = _found(container, product, store)
        ids = [each.listing_id for each in found]
        refused: tuple[BadInput, ...] = ()
        if keep:
            _, refused = container.actions.keep_changes(ids)
        if apply:
            _, refused = container.actions.apply_changes(ids)
            work_off(container, tuple({each.store_id for each in found}))
        states = (
            {each.listing_id: _state(container, each.product_id, each.store_id) for each in found}
            if apply
            else {}
        )
    done = "pushed" if apply else "kept" if keep else ""
    document: list[Json] = [_listing(each, states.get(each.listing_id, "")) for each in found]
    if refused:
        raise Partly(
            f"{len(refused)} of {len(found)} listings could not be done. {refused[0].message}",
            {"listings": document},
            hint=refused[0].hint,
        )
    session.show(document, lambda: _words(found, done))


def undo_push(
    context: typer.Context,
    product: Annotated[str, typer.Argument(help="Its id, or its title.")],
    to: Annotated[str, typer.Option("--to", help="The store.")],
) -> None:
    """Put back what a store showed before the last push of a product."""
    session = session_of(context)
    with session.workspace() as container:
        where = connection_named(container, to, "store")
        (row,) = meant(container, [product])
        container.actions.undo_push(where.id, row.id)
        work_off(container, (where.id,))
        state = _state(container, row.id, where.id)
    words = (
        f"{row.title}: {where.name} shows again what it showed before the last push."
        if state in _DONE
        else f"{row.title}: the store has not taken it yet. podbridge exceptions says what to do."
    )
    session.show({"product": row.id, "store": where.name, "state": state}, lambda: words)


def follow_stock(
    context: typer.Context, store: str, switch: Annotated[Switch, typer.Argument()]
) -> None:
    """Whether what a supplier has not got is taken off sale in a store, and comes back, by itself."""
    session = session_of(context)
    with session.workspace() as container:
        where = connection_named(container, store, "store")
        container.actions.follow_stock(where.id, on=switch is Switch.ON)
        work_off(container, (where.id,))
    words = (
        f"{where.name} follows its suppliers' stock."
        if switch is Switch.ON
        else f"{where.name} sells on, whatever its suppliers have."
    )
    session.show({"store": where.name, "follows_stock": switch is Switch.ON}, lambda: words)


def _found(
    container: Container, product: list[str] | None, store: str | None
) -> tuple[ListingChanges, ...]:
    store_id = connection_named(container, store, "store").id if store else ""
    found = container.actions.changes(store_id)
    if not product:
        return found
    wanted = {row.id for row in meant(container, product)}
    return tuple(each for each in found if each.product_id in wanted)


def _state(container: Container, product_id: int, store_id: str) -> str:
    row = container.reads.product(product_id)
    here = [x.state for x in row.listings if x.store_id == store_id] if row else []
    return here[0] if here else ""


def _listing(each: ListingChanges, state: str) -> Json:
    return {
        "listing": each.listing_id,
        "product": each.product_id,
        "title": each.title,
        "store": each.store,
        "changes": [_change(one) for one in each.changes],
        **({"state": state} if state else {}),
    }


def _change(one: Change) -> Json:
    return {
        "kind": one.kind,
        "variant": one.variant,
        "agreed": one.agreed,
        "now": one.now,
        "margin_before": None if one.before is None else one.before.left,
        "margin_now": None if one.after is None else one.after.left,
    }


def _words(found: tuple[ListingChanges, ...], done: str) -> str:
    if not found:
        return "Everything is as it was agreed on."
    lines = []
    for each in found:
        lines.append(f"{each.title} in {each.store}{f': {done}' if done else ''}")
        lines += [f"  {_sentence(one)}" for one in each.changes]
    return "\n".join(map(output.printable, lines))


def _sentence(one: Change) -> str:
    names = {
        "cost": "costs now", "gone_at_supplier": "is not made any more", "new_at_supplier": "is new at the supplier",
        "out_of_stock": "is out of stock at the supplier", "mockups": "pictures:", "price": "is priced in the store at",
        "sku": "has the SKU in the store", "gone_at_store": "was deleted in the store",
        "new_at_store": "was added in the store", "title": "is called in the store",
    }  # fmt: skip
    was = f" (agreed: {one.agreed})" if one.agreed else ""
    effect = ""
    if one.before is not None and one.after is not None:
        effect = f"; left of a sale: {one.after.left} (before: {one.before.left})"
    return " ".join(filter(None, (one.variant, names[one.kind], one.now))) + was + effect
