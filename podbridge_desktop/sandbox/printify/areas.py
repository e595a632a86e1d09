"""A product's print areas: what lies where on which variants."""

from __future__ import annotations

from collections.abc import Iterable

from .blueprints import BY_ID, VARIANTS, place_sizes
from .book import Book, Json
from .errors import FIELDS, QUALITY, Refusal, invalid

FEWEST_DPI_SHARE = (
    1 / 3
)  # print areas are given for 300 dots an inch; below 100 a picture is refused
PLACING = ("id", "x", "y", "scale", "angle", "pattern")


def text_layers(product: Json) -> dict[str, Json]:
    """The texts that were written in Printify's web app; a program may place them, never make or change them."""
    return {
        str(image["id"]): image
        for area in product["areas"]
        for part in area["placeholders"]
        for image in part["images"]
        if "input_text" in image
    }


def check_areas(book: Book, product: Json, areas: Iterable[Json], numbers: list[int]) -> None:
    """Every variant must be covered, every picture known, placed and large enough."""
    texts = text_layers(product)
    covered: set[int] = set()
    for area in areas:
        covered |= set(area["variant_ids"])
        for part in area["placeholders"]:
            widths = _widths(product, area["variant_ids"], part["position"])
            for image in part["images"]:
                _check_image(book, image, widths, is_text=image["id"] in texts)
    if set(numbers) - covered:
        raise invalid(FIELDS, "print_areas", "All variants must be covered by a print area.")


def _widths(product: Json, numbers: list[int], position: str) -> list[int]:
    """How wide a position is on each of these variants, in pixels."""
    blueprint = BY_ID[product["blueprint"]]
    found = []
    for number in numbers:
        variant = VARIANTS.get(number)
        if variant is None or variant.blueprint_id != blueprint.id:
            raise invalid(FIELDS, "print_areas", f"Variant {number} does not exist.")
        sizes = {name: width for name, width, _ in place_sizes(blueprint, variant)}
        if position not in sizes:
            raise invalid(FIELDS, "print_areas", f"The position {position} is not available.")
        found.append(sizes[position])
    return found


def _check_image(book: Book, image: Json, widths: list[int], *, is_text: bool) -> None:
    upload = book.uploads.get(image["id"])
    if upload is None and not is_text:
        raise invalid(FIELDS, "print_areas", f"The image {image['id']} does not exist.")
    if image["scale"] <= 0:
        raise invalid(FIELDS, "print_areas", "The scale must be greater than 0.")
    widest = max(widths, default=0)
    if upload is not None and upload["width"] < widest * image["scale"] * FEWEST_DPI_SHARE:
        raise Refusal(400, "Validation failed.", code=QUALITY, reason="Image has low quality")


def kept_areas(product: Json, areas: list[Json]) -> list[Json]:
    """Areas as they are kept: placings, and text layers whole; what a GET told about pictures is left out."""
    texts = text_layers(product)
    return [
        {
            "variant_ids": area["variant_ids"], "background": area.get("background", "#ffffff"),
            "placeholders": [
                {"position": part["position"], "images": [_kept_image(image, texts) for image in part["images"]]}
                for part in area["placeholders"]
            ],
        }
        for area in areas
    ]  # fmt: skip


def _kept_image(image: Json, texts: dict[str, Json]) -> Json:
    placing = {name: image[name] for name in PLACING if name in image}
    return {**texts.get(str(image["id"]), {}), **placing}
