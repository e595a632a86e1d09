"""What an order's lines must be, in their three shapes: by product, by SKU, and made while ordering."""

from __future__ import annotations

from .blueprints import BY_ID, VARIANTS, place_sizes
from .book import Json
from .call import Call
from .catalog import stock_of
from .errors import ADDRESS, invalid, missing
from .product_calls import new_product
from .products import find_product, offer_of, variant_of
from .providers import BY_PAIR
from .uploads import add_upload, fetch

EXPRESS, ECONOMY = 3, 4


def lines_of(call: Call, given: list[Json], method: int, name: str) -> list[Json]:
    """The lines of an order, checked. `name` is what products made on the fly are called."""
    if not given:
        raise missing(ADDRESS, "line_items")
    made = [_line(call, each, number, name) for number, each in enumerate(given)]
    lines = [line for line in made if line is not None]
    if not lines:
        raise invalid(ADDRESS, "line_items", "No line item could be matched to a product.")
    _check_method(lines, method)
    return lines


def _check_method(lines: list[Json], method: int) -> None:
    for number, line in enumerate(lines):
        offer = BY_PAIR[line["blueprint"], line["provider"]]
        fits = {EXPRESS: offer.express, ECONOMY: offer.economy}.get(method, True)
        if not fits or (method in {EXPRESS, ECONOMY} and line["on_the_fly"]):
            raise invalid(
                ADDRESS,
                f"line_items.{number}",
                "The line item is not eligible for the shipping method.",
            )


def _line(call: Call, given: Json, number: int, name: str) -> Json | None:
    where = f"line_items.{number}"
    if given["quantity"] < 1:
        raise invalid(ADDRESS, f"{where}.quantity", "The quantity must be at least 1.")
    found = _found(call, given, where, name)
    return None if found is None else _kept(call, given, *found)


def _found(call: Call, given: Json, where: str, name: str) -> tuple[Json, Json] | None:
    if "product_id" in given:
        return _by_product(call, given, where)
    if "sku" in given:
        return _by_sku(call, given, where)
    if "blueprint_id" in given:
        return _on_the_fly(call, given, where, name)
    raise missing(ADDRESS, f"{where}.product_id")


def _kept(call: Call, given: Json, product: Json, variant: Json) -> Json:
    kind, offer = VARIANTS[variant["id"]], offer_of(product)
    return {
        "id": call.book.new_id(call.at), "product_id": product["id"], "variant_id": kind.id,
        "blueprint": product["blueprint"], "provider": offer.provider_id, "quantity": given["quantity"],
        "external_id": given.get("external_id"), "sku": variant["sku"], "title": product["title"], "label": kind.title,
        "price": variant["price"], "cost": 0, "shipping_cost": 0, "status": "pending", "sent_at": None, "fulfilled_at": None,
        "sent": 0, "on_the_fly": "blueprint_id" in given, "personal": given.get("personalisation"),
        "stock": stock_of(call.book, offer.provider_id, kind.id),
    }  # fmt: skip


def _by_product(call: Call, given: Json, where: str) -> tuple[Json, Json]:
    product = find_product(call.book, call.shop, given["product_id"])
    if product is None:
        raise invalid(ADDRESS, f"{where}.product_id", "The selected product is invalid.")
    if "variant_id" not in given:
        raise missing(ADDRESS, f"{where}.variant_id")
    variant = variant_of(product, given["variant_id"])
    if variant is None or not variant["enabled"]:
        raise invalid(ADDRESS, f"{where}.variant_id", "The selected variant is invalid.")
    return product, variant


def _by_sku(call: Call, given: Json, where: str) -> tuple[Json, Json] | None:
    found = call.book.index.by_sku(call.shop, given["sku"])
    if found is None and call.book.knobs["unknown_sku"] != "drop":
        raise invalid(ADDRESS, f"{where}.sku", "The selected SKU is invalid.")
    return found


def _on_the_fly(call: Call, given: Json, where: str, name: str) -> tuple[Json, Json]:
    for field in ("print_provider_id", "variant_id", "print_areas"):
        if field not in given:
            raise missing(ADDRESS, f"{where}.{field}")
    offer = BY_PAIR.get((given["blueprint_id"], given["print_provider_id"]))
    if offer is None or given["variant_id"] not in VARIANTS:
        raise invalid(ADDRESS, f"{where}.variant_id", "The selected variant is invalid.")
    kind = VARIANTS[given["variant_id"]]
    positions = [position for position, _, _ in place_sizes(BY_ID[kind.blueprint_id], kind)]
    for position in given["print_areas"]:
        if position not in positions:
            raise invalid(ADDRESS, f"{where}.print_areas", f"The position {position} is invalid.")
    placeholders = [
        {"position": position, "images": [_image(call, each) for each in _images(images)]}
        for position, images in given["print_areas"].items()
    ]
    body = {
        "title": name, "description": name, "blueprint_id": offer.blueprint_id, "print_provider_id": offer.provider_id,
        "variants": [{"id": kind.id, "price": offer.cost(kind)}], "print_details": given.get("print_details"),
        "print_areas": [{"variant_ids": [kind.id], "placeholders": placeholders}],
    }  # fmt: skip
    product = new_product(call, body)
    return product, product["variants"][0]


def _images(given: str | list[Json]) -> list[Json]:
    return [{"src": given}] if isinstance(given, str) else given


def _image(call: Call, given: Json) -> Json:
    if not isinstance(given, dict) or not isinstance(given.get("src"), str):
        raise missing(ADDRESS, "print_areas.src")
    upload = add_upload(
        call.book, given["src"].rpartition("/")[2], fetch(call, given["src"]), call.at
    )
    return {
        "id": upload["id"], "x": given.get("x", 0.5), "y": given.get("y", 0.5), "scale": given.get("scale", 1),
        "angle": given.get("angle", 0),
    }  # fmt: skip


def quoted(call: Call, given: list[Json]) -> list[Json]:
    """Lines that are only priced; those made on the fly need no print areas and leave no product behind."""
    lines = []
    for number, each in enumerate(given):
        if "blueprint_id" not in each:
            line = _line(call, each, number, "")
        else:
            line = _quoted_blank(each, number)
        if line is not None:
            lines.append(line)
    if not lines:
        raise missing(ADDRESS, "line_items")
    return lines


def _quoted_blank(given: Json, number: int) -> Json:
    offer = BY_PAIR.get((given["blueprint_id"], given.get("print_provider_id", 0)))
    kind = VARIANTS.get(given.get("variant_id", 0))
    if offer is None or kind is None or kind.blueprint_id != offer.blueprint_id:
        raise invalid(
            ADDRESS, f"line_items.{number}.variant_id", "The selected variant is invalid."
        )
    return {
        "blueprint": offer.blueprint_id, "provider": offer.provider_id, "variant_id": kind.id, "quantity": given["quantity"],
        "on_the_fly": True,
    }  # fmt: skip
