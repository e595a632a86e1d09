"""rates, presets, selling-costs: how stores sell."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.price_rule import Ending, Margin, Markup, Plus, Price, Times, rule_of
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.domain.pricing import Basis, PriceRule, Rounding, SellingCosts
from podbridge_desktop.errors import BadInput

if TYPE_CHECKING:
    from podbridge_desktop.services.selling import Preset


def register(app: typer.Typer) -> None:
    app.command()(rates)
    app.command()(presets)
    app.command("selling-costs")(selling_costs)


def rates(
    context: typer.Context,
    base: Annotated[str | None, typer.Argument(metavar="FROM", help="Such as USD.")] = None,
    quote: Annotated[str | None, typer.Argument(metavar="TO", help="Such as EUR.")] = None,
    rate: Annotated[str | None, typer.Argument(help="How many TO one FROM is.")] = None,
) -> None:
    """List the exchange rates that prices are reckoned with, or set one. It serves both ways."""
    told = [word for word in (base, quote, rate) if word is not None]
    session = session_of(context)
    with session.workspace() as container:
        if base is not None and quote is not None and rate is not None:
            container.actions.keep_rate(base, quote, rate)
        elif told:
            raise typer.BadParameter("give FROM, TO and the rate", param_hint="RATE")
        known = container.actions.rates().known
    rows = [{"from": of, "to": to, "rate": str(worth)} for (of, to), worth in sorted(known.items())]
    session.show(rows, lambda: _rates(rows))


def _rates(rows: list[dict[str, str]]) -> str:
    if not rows:
        return (
            "No rates are set. One is needed where a cost is in another currency than the store's."
        )
    return output.table(("FROM", "TO", "RATE"), [tuple(row.values()) for row in rows])


def presets(  # noqa: PLR0913, PLR0917 - one option each
    context: typer.Context,
    store: Annotated[str, typer.Argument(help="The store.")],
    name: Annotated[str | None, typer.Argument(help="Keep a rule under this name.")] = None,
    markup: Markup = None,
    price: Price = None,
    plus: Plus = None,
    times: Times = None,
    margin: Margin = None,
    ending: Ending = Rounding.EXACT,
    default: Annotated[
        bool, typer.Option("--default", help="It counts wherever no other price is given.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the one of this name.")] = False,
) -> None:
    """List, keep or forget a store's price presets."""
    said = {
        Basis.MARKUP: markup, Basis.FIXED: price, Basis.PLUS: plus, Basis.TIMES: times, Basis.MARGIN: margin,
    }  # fmt: skip
    rule = rule_of(said, ending)
    if (rule is not None or forget) and name is None:
        raise typer.BadParameter("give the preset's name", param_hint="NAME")
    session = session_of(context)
    with session.workspace() as container:
        row = connection_named(container, store, "store")
        if name is not None and forget:
            container.actions.forget_preset(row.id, name)
        elif name is not None:
            wanted = rule or _known(container.actions.selling(row.id)[1], name)
            container.actions.keep_preset(row.id, name, wanted, is_default=default)
        found = container.actions.selling(row.id)[1]
    shown = [_preset(each) for each in found]
    session.show(shown, lambda: _presets(shown))


def _known(found: tuple[Preset, ...], name: str) -> PriceRule:
    """The rule that it has: `--default` alone makes a known one the default."""
    for preset in found:
        if preset.name == name:
            return preset.rule
    raise BadInput(
        f"There is no preset “{name}” yet.", hint="Give its rule, such as --margin 40 --ending .99"
    )


def _preset(preset: Preset) -> Json:
    rule = preset.rule
    return {
        "name": preset.name,
        "basis": rule.basis.value,
        "value": str(rule.value),
        "ending": rule.rounding.value,
        "default": preset.is_default,
    }


def _presets(shown: list[Json]) -> str:
    if not shown:
        return "This store has no presets: prices follow the setting markup_percent."
    cells = [
        (
            str(p["name"]),
            f"{p['basis']} {p['value']}",
            str(p["ending"]),
            "yes" if p["default"] else "",
        )
        for p in shown
    ]
    return output.table(("NAME", "RULE", "ENDING", "DEFAULT"), cells)


def selling_costs(
    context: typer.Context,
    store: Annotated[str, typer.Argument(help="The store.")],
    percent: Annotated[str | None, typer.Option(help="Fees, in percent of the price.")] = None,
    fixed: Annotated[str | None, typer.Option(help="Fees per sale, an amount.")] = None,
    shipping: Annotated[
        str | None, typer.Option(help="The supplier's postage, where buyers do not pay it.")
    ] = None,
) -> None:
    """What a sale costs beside the goods: shown, or set. An estimate that margins are reckoned with."""
    typed = {
        name: _amount(text, name)
        for name, text in (("percent", percent), ("fixed", fixed), ("shipping", shipping))
        if text is not None
    }
    session = session_of(context)
    with session.workspace() as container:
        row = connection_named(container, store, "store")
        now = container.actions.selling(row.id)[0].costs
        if typed:
            before = {"percent": now.percent, "fixed": now.fixed, "shipping": now.shipping}
            now = SellingCosts(**{**before, **typed})
            container.actions.keep_selling_costs(row.id, now)
    document: Json = {
        "store": row.name,
        "currency": row.currency,
        "percent": str(now.percent),
        "fixed": str(now.fixed),
        "shipping": str(now.shipping),
    }
    words = f"{row.name}: {now.percent} % of the price, {now.fixed} {row.currency} a sale, postage {now.shipping} {row.currency}"
    session.show(document, lambda: words)


def _amount(text: str, option: str) -> Decimal:
    try:
        found = Decimal(text.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise typer.BadParameter("must be a number", param_hint=f"--{option}")
    return found
