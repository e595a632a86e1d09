"""Mock-ups: drawn a while after a product was made, one picture for all sizes of a colour."""

from __future__ import annotations

from podbridge_desktop.sandbox import pictures

from .blueprints import VARIANTS, picture_of
from .book import Book, Json
from .call import Call, Reply, Route
from .errors import not_found
from .products import blueprint_of

CAMERA = 2187


def design_of(book: Book, product: Json) -> str:
    """The design on a product: that of its first placed picture."""
    for area in product["areas"]:
        for placeholder in area["placeholders"]:
            for image in placeholder["images"]:
                if image["id"] in book.uploads:
                    return str(book.uploads[image["id"]]["art"])
    return "plain"


def images_of(call: Call, product: Json) -> list[Json]:
    """Addresses of the mock-ups; none while they are being drawn."""
    if call.at < product["drawn_at"]:
        return []
    colors: dict[str, list[int]] = {}
    for each in product["variants"]:
        colors.setdefault(VARIANTS[each["id"]].color_code, []).append(each["id"])
    first = next((each["id"] for each in product["variants"] if each["default"]), None)
    position = _position(product)
    return [
        {"src": address(call, product, numbers[0]), "variant_ids": numbers, "position": position, "is_default": first in numbers}
        for numbers in colors.values()
    ]  # fmt: skip


def _position(product: Json) -> str:
    for area in product["areas"]:
        for placeholder in area["placeholders"]:
            return str(placeholder["position"])
    return "front"


def address(call: Call, product: Json, variant: int) -> str:
    picture = picture_of(
        blueprint_of(product), VARIANTS[variant].color_code, design_of(call.book, product)
    )
    return call.address(f"mockup/{product['id']}/{variant}/{CAMERA}/{picture}")


def mockup(call: Call) -> Reply:
    """A mock-up's bytes, as long as the product is there."""
    product = call.book.products.get(call.args["product"])
    if product is None or call.at < product["drawn_at"]:
        raise not_found()
    return own_picture(call)


def own_picture(call: Call) -> Reply:
    """The vendor's own pictures: catalog, uploads, previews."""
    try:
        return Reply(raw=pictures.draw(call.args["name"]), media="image/png")
    except ValueError as error:
        raise not_found() from error


ROUTES = (
    Route("GET", "/pictures/{name}", own_picture, public=True),
    Route("GET", "/mockup/{product}/{variant}/{camera}/{name}", mockup, public=True),
)
