"""push: listings made or renewed in a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.engine_pass import one_pass, work_off
from podbridge_desktop.cli.output import Json, Partly
from podbridge_desktop.cli.price_rule import Ending, Margin, Markup, Plus, Price, Times, rule_of
from podbridge_desktop.cli.products import listing, meant
from podbridge_desktop.cli.session import connection_named, pairs, session_of
from podbridge_desktop.cli.shop_choices import (
    Category,
    ProcessingProfile,
    ProductionPartner,
    ReturnPolicy,
    Section,
    ShippingProfile,
    WhoMade,
    picked,
    words_of,
)
from podbridge_desktop.domain.differences import TEXTS, Difference
from podbridge_desktop.domain.pricing import Basis, Rounding
from podbridge_desktop.domain.views import ConnectionRow, ProductRow
from podbridge_desktop.errors import BadInput, Unreachable

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.services.products import PushRequest

UNUSABLE = 3
_DONE = {"live", "draft"}


def register(app: typer.Typer) -> None:
    app.command()(push)


def push(  # noqa: PLR0913, PLR0917 - one option each
    context: typer.Context,
    product: Annotated[list[str], typer.Argument(help="Ids of `podbridge products`, or titles.")],
    to: Annotated[str, typer.Option("--to", help="The store.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would appear; write nothing.")
    ] = False,
    markup: Markup = None,
    price: Price = None,
    plus: Plus = None,
    times: Times = None,
    margin: Margin = None,
    ending: Ending = Rounding.EXACT,
    draft: Annotated[bool, typer.Option("--draft", help="Do not show it to buyers yet.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also texts that were changed by hand in the store.")
    ] = False,
    field: Annotated[
        list[str] | None, typer.Option(help="KEY=VALUE: a choice this store asks for.")
    ] = None,
    shipping_profile: ShippingProfile = None,
    processing_profile: ProcessingProfile = None,
    return_policy: ReturnPolicy = None,
    production_partner: ProductionPartner = None,
    category: Category = None,
    section: Section = None,
    who_made: WhoMade = None,
) -> None:
    """Make or renew listings in a store. Costs are read afresh, and the command returns when it is done."""
    said = {
        Basis.MARKUP: markup, Basis.FIXED: price, Basis.PLUS: plus, Basis.TIMES: times, Basis.MARGIN: margin,
    }  # fmt: skip
    rule = rule_of(said, ending)
    words = {
        "shipping_profile": shipping_profile, "processing_profile": processing_profile, "return_policy": return_policy,
        "production_partner": production_partner, "category": category, "section": section, "who_made": who_made,
        **pairs(field),
    }  # fmt: skip
    session = session_of(context)
    with session.workspace() as container:
        store = _store(container, to)
        chosen = words_of(store, words)
        rows = meant(container, product)
        _fresh_costs(container, rows)
        from podbridge_desktop.services.products import PushRequest  # noqa: PLC0415 - heavy

        asked = [
            PushRequest(
                row.id, store.id, rule, publish=not draft, replace=TEXTS if replace else frozenset()
            )
            for row in rows
        ]
        asked, told = picked(container, store, asked, chosen)
        previews = [_preview(container, request, told) for request in asked]
        document: Json = {"store": store.name, "dry_run": dry_run, "products": previews}
        unusable: object = {}
        if not dry_run:
            for request in asked:
                container.actions.push(request)
            unusable = work_off(container, (store.id,))["unusable"]
            for shown, request in zip(previews, asked, strict=True):
                shown.update(_outcome(container, request))
    _judge(document, previews, unusable)
    session.show(document, lambda: _pushed(previews, dry_run=dry_run))
    if unusable and not dry_run:
        raise typer.Exit(UNUSABLE)


def _store(container: Container, name: str) -> ConnectionRow:
    store = connection_named(container, name, "store")
    if store.health == "disconnected":
        raise BadInput(f"{store.name} is disconnected.", hint="Connect it again first.")
    return store


def _fresh_costs(container: Container, rows: list[ProductRow]) -> None:
    """A price is reckoned on today's cost or not at all."""
    ids = tuple(sorted({row.supplier_id for row in rows}))
    _refuse_without_costs(container, ids, {"disconnected"})  # nobody asks it, so nothing would fail
    report = one_pass(container, ids)
    _refuse_without_costs(container, ids, {"disconnected", "broken"})
    unusable = report["unusable"]
    suppliers = {row.supplier for row in rows}
    for name, why in (unusable if isinstance(unusable, dict) else {}).items():
        if name in suppliers:
            raise Unreachable(
                f"The costs could not be read afresh: {why}",
                hint="Try again when it can be reached.",
            )


def _refuse_without_costs(container: Container, ids: tuple[str, ...], unfit: set[str]) -> None:
    """Raises `Unreachable` for a supplier of which only old costs are known."""
    for id_ in ids:
        row = container.reads.connection(id_)
        if row is not None and row.health in unfit:
            why = row.health_message or f"{row.name} is {row.health}."
            raise Unreachable(
                f"The costs could not be read afresh: {why}",
                hint=f"Connect {row.name} again first, or see what it says: podbridge check",
            )


def _preview(container: Container, request: PushRequest, told: tuple[str, ...]) -> Json:
    found = container.actions.preview_push(request)
    return {
        "product": request.product_id,
        "title": found.draft.title,
        "variants": [
            {"options": dict(v.options), "sku": v.sku, "price": v.price, "cost": v.cost}
            for v in found.draft.variants
        ],
        "images": found.draft.images,
        "stays": [] if request.replace else _stays(found.differences),
        "warnings": (*found.warnings, *told),
    }


def _stays(differences: Sequence[Difference]) -> list[str]:
    """Texts that were changed by hand in the store."""
    return [each.field.value for each in differences if each.by_hand and each.field in TEXTS]


def _outcome(container: Container, request: PushRequest) -> Json:
    row = container.reads.product(request.product_id)
    here = [x for x in row.listings if x.store_id == request.store_id] if row else []
    if not here:
        return {"state": "not_pushed", "listing_id": None, "url": "", "message": ""}
    return {**listing(here[0]), "message": here[0].message}


def _judge(document: Json, shown: list[Json], unusable: object) -> None:
    """A push that the store refused is a failure. Raises `Partly` with everything that was done."""
    if document["dry_run"] or unusable:
        return
    failed = [one for one in shown if one["state"] not in _DONE]
    if failed:
        first = failed[0]
        raise Partly(
            f"{len(failed)} of {len(shown)} products did not reach the store. {first['title']}: "
            f"{first['message'] or 'it still waits'}",
            document,
            hint="podbridge exceptions says what to do.",
            code="push_refused",
        )


def _pushed(shown: list[Json], *, dry_run: bool) -> str:
    lines = []
    for one in shown:
        variants, warnings = one["variants"], one["warnings"]
        count = len(variants) if isinstance(variants, list) else 0
        state = "would be pushed" if dry_run else f"{one['state']} {one['url']}"
        lines.append(output.printable(f"{one['title']}: {count} variants, {state}"))
        if dry_run and isinstance(variants, list):
            lines += [_priced(variant) for variant in variants]
        if stays := one["stays"]:
            words = " and ".join(stays) if isinstance(stays, list) else ""
            lines.append(f"  Stays as it was changed in the store: {words} (--replace replaces it)")
        lines += [
            f"  Warning: {warning}" for warning in (warnings if isinstance(warnings, tuple) else ())
        ]
    return "\n".join(lines)


def _priced(variant: Json) -> str:
    options = variant["options"]
    names = " / ".join(options.values()) if isinstance(options, dict) else ""
    return output.printable(
        f"  {names}  {variant['sku']}  price {variant['price']}, cost {variant['cost']}"
    )
