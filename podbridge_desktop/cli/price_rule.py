"""A price rule as it is typed: one of --markup, --price, --plus, --times and --margin, and --ending."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from podbridge_desktop.domain.pricing import Basis, PriceRule, Rounding

Markup = Annotated[str | None, typer.Option(help="Percent on each variant's cost.")]
Price = Annotated[str | None, typer.Option(help="One price for all variants.")]
Plus = Annotated[str | None, typer.Option(help="An amount on each variant's cost.")]
Times = Annotated[str | None, typer.Option(help="So many times each variant's cost.")]
Margin = Annotated[
    str | None, typer.Option(help="Percent of the price that shall be left after all costs.")
]
Ending = Annotated[Rounding, typer.Option(help="Where reckoned prices end; always up.")]

_OPTION = {
    Basis.MARKUP: "--markup", Basis.FIXED: "--price", Basis.PLUS: "--plus", Basis.TIMES: "--times",
    Basis.MARGIN: "--margin",
}  # fmt: skip


def rule_of(said: dict[Basis, str | None], ending: Rounding) -> PriceRule | None:
    """The rule that was typed, if one was. Raises `BadInput` for a number that leaves no price."""
    given = {basis: text for basis, text in said.items() if text is not None}
    if len(given) > 1:
        names = " or ".join(_OPTION[basis] for basis in given)
        raise typer.BadParameter(f"give {names}, not both", param_hint="--price")
    for basis, text in given.items():
        if not _is_number(text):
            raise typer.BadParameter("must be a number", param_hint=_OPTION[basis])
        return PriceRule.typed(basis, text, Rounding.EXACT if basis is Basis.FIXED else ending)
    if ending is not Rounding.EXACT:
        raise typer.BadParameter("says nothing without a price rule", param_hint="--ending")
    return None


def _is_number(text: str) -> bool:
    try:
        return Decimal(text.strip().rstrip("%").strip().replace(",", ".")).is_finite()
    except InvalidOperation:
        return False
