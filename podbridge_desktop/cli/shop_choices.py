"""choices: a store's own lists (profiles, partners, categories …), and what a push picks from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.products import meant
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.listing_choices import ListingChoice, Offer, settled
from podbridge_desktop.domain.platforms import Platform
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import BadInput, PodBridgeError

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.services.products import PushRequest

ShippingProfile = Annotated[str | None, typer.Option(help="Its name or number at the store.")]
ProcessingProfile = Annotated[str | None, typer.Option(help="Its name or number.")]
ReturnPolicy = Annotated[str | None, typer.Option(help="Its name or number.")]
ProductionPartner = Annotated[str | None, typer.Option(help="Its name or number.")]
Category = Annotated[str | None, typer.Option(help="Its name, the way to it (A > B), or number.")]
Section = Annotated[str | None, typer.Option(help="A section of the shop, by name or number.")]
WhoMade = Annotated[str | None, typer.Option(help="Whose design it is.")]
_SHOWN = 40  # of a list on the screen


def register(app: typer.Typer) -> None:
    app.command()(choices)


def choices(
    context: typer.Context,
    store: Annotated[str, typer.Argument(help="The store.")],
    product: Annotated[
        list[str] | None, typer.Argument(help="What suggests itself for these products.")
    ] = None,
    search: Annotated[str, typer.Option(help="Only names with these words.")] = "",
) -> None:
    """What can be picked for a pushed product: read at the store now, with what is picked without your word."""
    session = session_of(context)
    with session.workspace() as container:
        row = connection_named(container, store, "store")
        rows = meant(container, product) if product else []
        from podbridge_desktop.services.products import PushRequest  # noqa: PLC0415 - heavy

        asked = [PushRequest(each.id, row.id) for each in rows]
        found = [_searched(each, search) for each in container.shop_lists.of(row.id, asked)]
        last = last_picks(container, asked)
    labels = {form.name: form.label for form in platform_of(row).listing_choices}
    shown = [_shape(each, labels, last) for each in found]
    session.show(shown, lambda: _told(row, found, labels, last))


def platform_of(store: ConnectionRow) -> Platform:
    """The form of a store's platform."""
    from podbridge_desktop.bootstrap.connecting import known_platforms  # noqa: PLC0415 - heavy

    return known_platforms()[store.platform]


def words_of(store: ConnectionRow, given: Mapping[str, str | None]) -> dict[str, str]:
    """What the seller chose, under the store's own names. Raises `BadInput` for what it does not ask for."""
    told = {name: value for name, value in given.items() if value is not None}
    platform = platform_of(store)
    chosen = {}
    for name, value in told.items():
        field = platform.choice(name)
        if field is None:
            known = ", ".join(each.name for each in platform.listing_choices)
            raise BadInput(
                f"{store.name} has no choice called “{name}”.",
                hint=f"There are: {known}." if known else "",
            )
        chosen[field.name] = value
    return chosen


def picked(
    container: Container, store: ConnectionRow, asked: list[PushRequest], words: dict[str, str]
) -> tuple[list[PushRequest], tuple[str, ...]]:
    """The pushes with the seller's words as the store's ids, and what she should know first.

    Raises `BadInput` where she has to pick. A store that does not answer is left to the engine.
    """
    if not platform_of(store).listing_choices:
        return asked, ()
    try:
        lists = container.shop_lists.of(store.id, asked)
    except BadInput:
        raise
    except PodBridgeError:
        return [replace(each, choices=tuple(words.items())) for each in asked], ()
    last = {**last_picks(container, asked), **dict(settled(lists, words))}
    chosen = {  # what she picked last and is gone from the store counts no more
        each.field: value if each.name_of(value) else ""
        for each in lists
        if (value := last.get(each.field)) is not None
    }
    for choice in lists:
        if choice.stops(chosen.get(choice.field, "")):
            raise _to_pick(choice)
    told = tuple(each.trouble for each in lists if each.trouble and not chosen.get(each.field))
    return [replace(each, choices=tuple(chosen.items())) for each in asked], told


def _to_pick(choice: ListingChoice) -> BadInput:
    option = choice.field.replace("_", "-")
    if not choice.offers:
        return BadInput(choice.trouble, code="lacking_at_store")
    few = len(choice.offers) <= _SHOWN
    there = f" There are: {'; '.join(map(_offer, choice.offers))}." if few else ""
    return BadInput(
        f"{choice.trouble}{there} Nothing was pushed.",
        hint=f"Pick one: --{option} NAME, or --field {choice.field}=NAME.",
        code="ambiguous",
    )


def last_picks(container: Container, asked: Sequence[PushRequest]) -> dict[str, str]:
    """What was picked last, where all these begin with the same."""
    every = [container.actions.remembered_choices(x.store_id, x.product_id) for x in asked]
    first = every[0] if every else {}
    return {k: v for k, v in first.items() if all(other.get(k) == v for other in every)}


def _searched(choice: ListingChoice, search: str) -> ListingChoice:
    words = search.casefold().split()
    fits = (each for each in choice.offers if all(w in each.name.casefold() for w in words))
    return replace(choice, offers=tuple(fits))


def _shape(choice: ListingChoice, labels: Mapping[str, str], last: Mapping[str, str]) -> Json:
    return {
        "field": choice.field,
        "label": labels.get(choice.field, choice.field),
        "picked": last.get(choice.field) or choice.suggested,
        "needed": choice.needed,
        "message": choice.trouble,
        "offers": [{"id": each.value, "name": each.name} for each in choice.offers],
    }


def _told(
    store: ConnectionRow,
    found: Sequence[ListingChoice],
    labels: Mapping[str, str],
    last: Mapping[str, str],
) -> str:
    if not found:
        return f"{store.name} asks for nothing beside the product."
    lines = []
    for choice in found:
        taken = last.get(choice.field) or choice.suggested
        lines.append(f"{labels.get(choice.field, choice.field)} (--field {choice.field}=NAME)")
        lines += [
            f"  {'*' if each.value == taken else ' '} {each.value}  {each.name}"
            for each in choice.offers[:_SHOWN]
        ]
        more = len(choice.offers) - _SHOWN
        if more > 0:
            lines.append(f"    and {more} more: --search TEXT finds them")
        if choice.trouble:
            lines.append(f"    {choice.trouble}")
    lines.append("* is taken without a word of yours.")
    return "\n".join(output.printable(line) for line in lines)


def _offer(offer: Offer) -> str:
    return f"{offer.value} ({offer.name})"
