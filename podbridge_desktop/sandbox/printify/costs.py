"""What an order costs at Printify, in cents: goods, postage by provider, taxes. Invented but steady figures."""

from __future__ import annotations

from .blueprints import VARIANTS
from .book import Json
from .errors import ADDRESS, invalid
from .providers import BY_PAIR, METHODS, Offer

US_TAX = {
    "CA": 0.0725, "NY": 0.08, "TX": 0.0625, "WA": 0.065, "IL": 0.0625, "FL": 0.06, "CO": 0.029,
}  # fmt: skip
VAT = {
    "DE": 0.19, "GB": 0.20, "FR": 0.20, "ES": 0.21, "IT": 0.22, "NL": 0.21, "AT": 0.20, "LV": 0.21, "BE": 0.21, "SE": 0.25,
}  # fmt: skip


def offer_of(line: Json) -> Offer:
    return BY_PAIR[line["blueprint"], line["provider"]]


def set_costs(order: Json, *, cents_more: int = 0) -> None:
    """Fix all amounts of an order. A method that a provider does not go by is refused with 8103.

    Where a provider sends nothing at all, the postage is 0: the order is held and a person must look.
    """
    for line in order["lines"]:
        line["cost"] = offer_of(line).cost(VARIANTS[line["variant_id"]]) + cents_more
    postage = postage_of(order["lines"], order["address"]["country"], order["method"])
    if postage is None:
        name = METHODS[order["method"]]
        raise invalid(ADDRESS, "shipping_method", f"The shipping method {name} is not available.")
    for line, cents in zip(order["lines"], postage, strict=True):
        line["shipping_cost"] = cents
    restate_totals(order)


def restate_totals(order: Json) -> None:
    """Sum up the lines, and add the taxes."""
    lines = order["lines"]
    goods = sum(line["cost"] * line["quantity"] for line in lines)
    order["total_price"] = sum(line["price"] * line["quantity"] for line in lines)
    order["total_shipping"] = sum(line["shipping_cost"] for line in lines)
    order["total_tax"] = tax_of(order["address"], lines, goods + order["total_shipping"])


def total_of(order: Json) -> int:
    """What the seller pays."""
    goods = sum(line["cost"] * line["quantity"] for line in order["lines"])
    return int(goods + order["total_shipping"] + order["total_tax"])


def postage_of(lines: list[Json], country: str, method: int) -> list[int] | None:
    """Postage by line: at each provider the dearest line pays for a first piece, the rest for further ones.

    None where the method is not to be had; a country that only the standard method misses costs 0.
    """
    rates = [offer_of(line).rate_to(country, method) for line in lines]
    if method != 1 and any(rate is None for rate in rates):
        return None
    found = [
        0 if rate is None else rate.more * line["quantity"]
        for rate, line in zip(rates, lines, strict=True)
    ]
    extra = [0 if rate is None else rate.first - rate.more for rate in rates]
    for provider in {line["provider"] for line in lines}:
        own = [place for place, line in enumerate(lines) if line["provider"] == provider]
        dearest = max(own, key=extra.__getitem__)
        found[dearest] += extra[dearest]
    return found


def is_reached(order: Json) -> bool:
    """Whether every provider sends to where the order goes."""
    country = order["address"]["country"]
    return all(offer_of(line).rate_to(country, 1) is not None for line in order["lines"])


def tax_of(address: Json, lines: list[Json], amount: int) -> int:
    """US sales tax on what is made and sent within the US; VAT in Europe."""
    country = address["country"]
    if country == "US":
        made_here = all(offer_of(line).provider.country_code == "US" for line in lines)
        return round(amount * US_TAX.get(address.get("region", ""), 0)) if made_here else 0
    return round(amount * VAT.get(country, 0))
