"""What an inventory has to be: every combination once, and nothing that differs without its property being named."""

from __future__ import annotations

from math import prod

from .book import Book, Json
from .errors import bad

FIELDS = ("price", "quantity", "sku", "readiness_state")
_KEPT_AS = {"readiness_state": "readiness_state_id"}
MOST_QUANTITY, MOST_VALUES = 999, 70
MOST_PRODUCTS, MOST_WHEN_ALL = 2500, 400


def distinct(products: list[Json]) -> list[Json]:
    """Products with the same values are one product: the last that was sent.

    Sent without any values they are all the same, which is how variations get wiped (open-api issue 337).
    """
    last = {_values(each): each for each in products}
    return list(last.values())


def _values(product: Json) -> tuple[tuple[int, str], ...]:
    return tuple((each["property_id"], each["values"][0]) for each in product["properties"])


def check_rules(
    book: Book, listing: Json, products: list[Json], on: dict[str, list[int]], most: int
) -> None:
    """Refuse what does not hold together. Raises 400."""
    if not products:
        raise bad("products must not be empty.")
    properties = [each["property_id"] for each in products[0]["properties"]]
    _check_variations(products, properties, most)
    _check_combinations(products, properties)
    for name in FIELDS:
        _check_on(name, on[name], properties, products)
    for each in products:
        _check_offering(book, listing, each)
    if not sum(each["quantity"] for each in products if each["enabled"]):
        raise bad("At least one enabled product must have a quantity greater than 0.")


def _check_variations(products: list[Json], properties: list[int], most: int) -> None:
    for each in products:
        if [part["property_id"] for part in each["properties"]] != properties:
            raise bad("All products must have the same properties in the same order.")
    if len(set(properties)) != len(properties):
        raise bad("A product can have each property only once.")
    if len(properties) > most:
        raise bad(f"A listing can have at most {most} variations.")


def _check_combinations(products: list[Json], properties: list[int]) -> None:
    counts = [
        len({each["properties"][place]["values"][0] for each in products})
        for place in range(len(properties))
    ]
    if any(count > MOST_VALUES for count in counts):
        raise bad(f"A property can have at most {MOST_VALUES} values.")
    if len(products) > MOST_PRODUCTS:
        raise bad(f"A listing can have at most {MOST_PRODUCTS} products.")
    if prod(counts) != len(products):
        raise bad(
            f"products must be every combination of the property values: {prod(counts)} expected, {len(products)} sent."
        )


def _check_on(name: str, on: list[int], properties: list[int], products: list[Json]) -> None:
    told = f"{name}_on_property"
    if set(on) - set(properties):
        raise bad(f"{told}: property IDs must be properties of the products")
    if on != [each for each in properties if each in on]:
        raise bad(f"{told}: property IDs must be in the same order as in products")
    if len(properties) == 3 and len(on) == 2:
        raise bad(f"{told}: with 3 variations it holds none, one or all 3 of them")
    if len(properties) == 3 and len(on) == 3 and len(products) > MOST_WHEN_ALL:
        raise bad(
            f"{told}: with all 3 variations a listing can have at most {MOST_WHEN_ALL} products"
        )
    seen: dict[tuple[str, ...], object] = {}
    for each in products:
        group = tuple(part["values"][0] for part in each["properties"] if part["property_id"] in on)
        value = each[_KEPT_AS.get(name, name)]
        if seen.setdefault(group, value) != value:
            raise bad(
                f"{told}: all {name} values must be consistent across all products with the same properties"
            )


def _check_offering(book: Book, listing: Json, each: Json) -> None:
    if each["price"] < 20:
        raise bad("price must be at least 0.20.")
    if not 0 <= each["quantity"] <= MOST_QUANTITY:
        raise bad(f"quantity must be between 0 and {MOST_QUANTITY}.")
    ident = each["readiness_state_id"]
    if ident is None and listing["type"] == "physical":
        raise bad(
            "A readiness_state_id is required: a listing that uses processing profiles keeps them."
        )
    if ident is not None and str(ident) not in book.readiness:
        raise bad(f"Invalid readiness_state_id: {ident}")
