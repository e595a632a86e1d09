"""The products that the practice account starts with: ten, as a small seller has them, over four print providers."""

from __future__ import annotations

from dataclasses import dataclass

from .blueprints import BY_ID, Blueprint, Variant
from .book import SHOP_ID, Book, Json
from .products import keep_product, make_product, own_sku
from .providers import BY_PAIR
from .uploads import add_upload

DAY = 86_400
ART = {"mime_type": "image/png", "width": 4500, "height": 5400, "size": 1_820_400}
NAME_FIELDS: list[Json] = [
    {"field_id": "front_text", "label": "Name", "type": "textbox", "text_options": {"character_limit": 20}},
    {"field_id": "front_image", "label": "Photo", "type": "image"},
]  # fmt: skip

NAME_LAYER: Json = {
    "name": "Your Name", "type": "text/svg", "height": 120, "width": 800, "x": 0.5, "y": 0.85, "scale": 0.4, "angle": 0,
    "input_text": "Your Name", "font_family": "Lora", "font_size": 120, "font_weight": 400, "font_color": "#2b3440",
    "font_style": "normal", "text_align": "center",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Design:
    """A product to start with. `prices` are cents by size, the last one holds for all further sizes; without a code
    the SKUs are Printify's own."""

    title: str
    art: str
    code: str
    blueprint: int
    provider: int
    colors: tuple[str, ...]
    prices: tuple[int, ...]
    tags: tuple[str, ...]
    personal: bool = False


DESIGNS: tuple[Design, ...] = (
    Design("Moonlit Pines Tee", "moon", "PINES-TEE", 6, 5, ("Black", "Forest Green", "Heather Navy"), (2700, 2700, 2700, 2700, 2950),
           ("Men's Clothing", "T-shirts", "Forest")),
    Design("Moonlit Pines Tee (EU)", "moon", "PINES-TEE-EU", 6, 9, ("Black", "Forest Green"), (2700, 2700, 2700, 2700, 2950),
           ("Men's Clothing", "T-shirts")),
    Design("Rolling Wave Hoodie", "wave", "ROLLING-HOODIE", 77, 5, ("Black", "Maroon", "Sport Grey"), (4800, 4800, 4800, 4800, 5200),
           ("Hoodies", "Ocean")),
    Design("First Light Bodysuit", "sun", "FIRSTLIGHT-BABY", 33, 5, ("White", "Butter", "Pink"), (2300,), ("Kids", "Bodysuits")),
    Design("Sleepy Sun Mug", "sun", "SLEEPYSUN-MUG", 68, 9, ("White",), (1590, 1890), ("Home & Living", "Mugs")),
    Design("Wildflower Tote", "bloom", "WILDFLOWER-TOTE", 553, 27, ("Natural", "Black"), (2600,), ("Accessories", "Totes")),
    Design("Quiet Lake Poster", "ridge", "QUIETLAKE-POSTER", 282, 1, ("Matte",), (1900, 2600, 3900), ("Home & Living", "Posters")),
    Design("Garden Bloom Stickers", "bloom", "", 384, 1, ("White",), (450, 520, 590, 750), ("Home & Living", "Stickers")),
    Design("Harbour Wave Cap", "wave", "HARBOUR-CAP", 1447, 27, ("Black", "Khaki", "Navy"), (2900,), ("Accessories", "Hats")),
    Design("Your Name Mug", "sunrise", "YOURNAME-MUG", 68, 9, ("White",), (1890, 2190), ("Home & Living", "Mugs"), personal=True),
)  # fmt: skip


def plant(book: Book, at: int, shop: int = SHOP_ID) -> None:
    """Put the designs into a shop."""
    for number, design in enumerate(DESIGNS):
        _plant_one(book, shop, design, at - (len(DESIGNS) - number) * DAY)


def _plant_one(book: Book, shop: int, design: Design, at: int) -> None:
    blueprint = BY_ID[design.blueprint]
    product = make_product(book, shop, at, design.blueprint, design.provider, delay=0)
    facts = {**ART, "sha256": f"{book.chance('art', design.art).getrandbits(256):064x}"}
    upload = add_upload(book, f"art-{design.art}.png", facts, at)
    product["variants"] = [
        {"id": kind.id, "sku": _sku(book, design, blueprint, kind), "price": _price(design, blueprint, kind), "enabled": True,
         "default": False}
        for kind in BY_PAIR[design.blueprint, design.provider].variants(blueprint)
        if kind.color in design.colors
    ]  # fmt: skip
    product["variants"][0]["default"] = True
    placed: list[Json] = [{"id": upload["id"], "x": 0.5, "y": 0.5, "scale": 1, "angle": 0}]
    if design.personal:
        placed.append({**NAME_LAYER, "id": book.new_id(at)})
    product["areas"] = [{
        "variant_ids": [each["id"] for each in product["variants"]], "background": "#ffffff",
        "placeholders": [{"position": blueprint.places[0].position, "images": placed}],
    }]  # fmt: skip
    product |= {
        "title": design.title, "tags": list(design.tags), "fields": NAME_FIELDS if design.personal else [],
        "description": f"<p>{design.title}: our own drawing, printed for you when you order it.</p>",
    }  # fmt: skip
    keep_product(book, product)


def _price(design: Design, blueprint: Blueprint, kind: Variant) -> int:
    place = blueprint.sizes.index(kind.size)
    return design.prices[min(place, len(design.prices) - 1)]


def _sku(book: Book, design: Design, blueprint: Blueprint, kind: Variant) -> str:
    """The design's code with colour and size, where the product has several."""
    if not design.code:
        return own_sku(book)
    parts = [design.code]
    if len(design.colors) > 1:
        parts.append("".join(word[:3] for word in kind.color.upper().split()))
    if len(blueprint.sizes) > 1:
        parts.append(
            "".join(each for each in kind.size.name.upper() if each.isascii() and each.isalnum())
        )
    return "-".join(parts)
