"""What an order costs at Printful: goods, postage, taxes. Invented but steady figures, in US dollars."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .blanks import BY_ID, VARIANTS, Variant
from .book import Json

CENT = Decimal("0.01")
US_TAX = {
    "CA": "0.0725",
    "NY": "0.08",
    "TX": "0.0625",
    "WA": "0.065",
    "IL": "0.0625",
    "FL": "0.06",
    "CO": "0.029",
}
VAT = {
    "DE": "0.19",
    "GB": "0.20",
    "FR": "0.20",
    "ES": "0.21",
    "IT": "0.22",
    "NL": "0.21",
    "AT": "0.20",
    "LV": "0.21",
}
FARTHER = {"US": "1", "CA": "1.9", "AU": "1.7", "JP": "1.6", "BR": "2.4"}
SPEEDS = {"STANDARD": "1", "PRINTFUL_FAST": "2.4", "PRINTFUL_OVERNIGHT": "5.5"}
NAMES = {
    "STANDARD": "Flat Rate (3-4 business days after fulfillment)",
    "PRINTFUL_FAST": "Express (2-3 business days after fulfillment)",
    "PRINTFUL_OVERNIGHT": "Overnight (1 business day after fulfillment)",
}
FIELDS = (
    "subtotal", "discount", "shipping", "digitization", "additional_fee", "fulfillment_fee", "retail_delivery_fee",
    "tax", "vat", "total",
)  # fmt: skip


def speeds_to(country: str) -> tuple[str, ...]:
    """The shipping methods offered to a country."""
    return (
        tuple(SPEEDS)
        if country == "US"
        else ("STANDARD", "PRINTFUL_FAST")
        if country in VAT
        else ("STANDARD",)
    )


def postage(items: list[tuple[int, int]], country: str, speed: str) -> Decimal:
    """What sending (variant id, quantity) pairs costs: the dearest first parcel, the rest added."""
    first, more = Decimal(0), Decimal(0)
    for variant_id, quantity in items:
        blank = BY_ID[VARIANTS[variant_id].product_id]
        begin, each = Decimal(blank.first_parcel), Decimal(blank.each_more)
        more += each * quantity
        first = max(first, begin - each)
    return cents((first + more) * Decimal(FARTHER.get(country, "1.3")) * Decimal(SPEEDS[speed]))


def blank_price(prices: Json, variant: Variant) -> str:
    """What Printful asks for a blank now; `prices` are those that changed, by the text of the variant's id."""
    return str(prices.get(str(variant.id), variant.price))


def item_price(prices: Json, variant_id: int, placements: list[str]) -> Decimal:
    """The blank with its first print, and what further placements add."""
    variant = VARIANTS[variant_id]
    areas = {area.placement: Decimal(area.price) for area in BY_ID[variant.product_id].areas}
    return Decimal(blank_price(prices, variant)) + sum(
        (areas.get(name, Decimal(0)) for name in placements), Decimal(0)
    )


def order_costs(order: Json) -> dict[str, str]:
    """All cost fields of an order as text with two places."""
    recipient = order["recipient"]
    country, state = (
        str(recipient.get("country_code") or ""),
        str(recipient.get("state_code") or ""),
    )
    goods = sum((Decimal(item["price"]) * item["quantity"] for item in order["items"]), Decimal(0))
    sending = postage(
        [(item["variant_id"], item["quantity"]) for item in order["items"]],
        country,
        order["shipping"],
    )
    taxed = goods + sending
    tax = cents(taxed * Decimal(US_TAX.get(state, "0"))) if country == "US" else Decimal(0)
    vat = cents(taxed * Decimal(VAT.get(country, "0")))
    delivery = Decimal("0.29") if (country, state) == ("US", "CO") else Decimal(0)
    amounts = dict.fromkeys(FIELDS, Decimal(0))
    amounts |= {
        "subtotal": goods,
        "shipping": sending,
        "tax": tax,
        "vat": vat,
        "retail_delivery_fee": delivery,
    }
    amounts["total"] = goods + sending + tax + vat + delivery
    return {"currency": "USD", **{name: f"{amount:.2f}" for name, amount in amounts.items()}}


def retail_costs(order: Json) -> dict[str, str | None]:
    """What the buyer paid: only whole when every item has a retail price."""
    given = order["retail_costs"] or {}
    told: dict[str, str | None] = {"currency": given.get("currency") or order["currency"]}
    prices = [item["retail_price"] for item in order["items"]]
    if any(price is None for price in prices):
        return {
            **told,
            **dict.fromkeys(("subtotal", "discount", "shipping", "tax", "vat", "total")),
        }
    goods = sum(
        (Decimal(item["retail_price"]) * item["quantity"] for item in order["items"]), Decimal(0)
    )
    parts = {name: Decimal(str(given.get(name) or 0)) for name in ("discount", "shipping", "tax")}
    total = goods - parts["discount"] + parts["shipping"] + parts["tax"]
    amounts = {"subtotal": goods, **parts, "vat": Decimal(0), "total": total}
    return {**told, **{name: f"{amount:.2f}" for name, amount in amounts.items()}}


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
