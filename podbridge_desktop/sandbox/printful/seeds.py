"""The products that the practice account starts with: eight designs on eight blanks, as a small seller has them."""

from __future__ import annotations

from dataclasses import dataclass

from .blanks import BY_ID, picture_of
from .book import Book, Json
from .files import add_picture


@dataclass(frozen=True, slots=True)
class Design:
    """A product to start with: `prices` are the shop's prices, the last one holds for all further sizes."""

    name: str
    design: str
    code: str
    blank: int
    colors: tuple[str, ...]
    sizes: int
    prices: tuple[str, ...]


DESIGNS: tuple[Design, ...] = (
    Design("Sunrise Ridge Tee", "sunrise", "SUNRISE-TEE", 71, ("White", "Black", "Navy", "Sage", "Asphalt", "Mustard"), 5,
           ("26.00", "26.00", "26.00", "26.00", "28.50")),
    Design("Night Owl Hoodie", "moon", "NIGHTOWL-HOODIE", 146, ("Black", "Forest", "Maroon"), 5,
           ("49.00", "49.00", "49.00", "49.00", "52.00")),
    Design("Slow Morning Mug", "wave", "SLOWMORNING-MUG", 19, ("White",), 2, ("16.00", "19.00")),
    Design("Farmers’ Market Tote", "bloom", "MARKET-TOTE", 367, ("Oyster", "Black"), 1, ("24.00",)),
    Design("Alpine Lake Poster", "ridge", "ALPINE-POSTER", 1, ("",), 4, ("29.00", "39.00", "22.00", "17.00")),
    Design("Little Wave Cap", "wave", "WAVE-CAP", 206, ("Black", "Khaki", "Navy", "Pink", "White"), 1, ("28.00",)),
    Design("Wild Bloom Sticker", "bloom", "BLOOM-STICKER", 358, ("White",), 3, ("5.50", "6.50", "7.50")),
    Design("Tiny Sun Bodysuit", "sun", "TINYSUN-BODY", 285, ("White", "Butter", "Light Blue", "Pink"), 4, ("24.00",)),
)  # fmt: skip


def plant(book: Book, store: int, at: int) -> None:
    """Put the designs into a native store, and two templates into the account."""
    for number, design in enumerate(DESIGNS):
        _plant_one(book, store, design, at - (len(DESIGNS) - number) * 86400)
    for title, blank, mark in (
        ("Sunrise template", 71, "sunrise"),
        ("Bloom template", 19, "bloom"),
    ):
        ident = book.next_id("template")
        template = {
            "id": ident,
            "product_id": blank,
            "external_product_id": f"{mark}-template",
            "title": title,
        }
        book.templates[str(ident)] = {**template, "design": mark, "created": at}


def _plant_one(book: Book, store: int, design: Design, at: int) -> None:
    ident = book.next_id("product")
    blank = BY_ID[design.blank]
    name = f"{book.chance('seed', design.code).getrandbits(52):013x}"
    product: Json = {
        "id": ident, "store": store, "external_id": name, "name": design.name, "thumbnail": None, "is_ignored": False,
        "created": at, "updated": at, "variants": [],
    }  # fmt: skip
    art = f"pictures/art-{design.design}.png"
    printed = add_picture(book, store, art, at, at, role="default", url=art)
    sizes = [size for size, _ in blank.sizes][: design.sizes]
    for kind in blank.variants:
        if kind.color not in design.colors or kind.size not in sizes:
            continue
        price = design.prices[min(sizes.index(kind.size), len(design.prices) - 1)]
        preview = add_picture(
            book, store, picture_of(blank, kind.color_code, design.design), at, at, role="preview"
        )
        _add(
            book,
            product,
            kind.id,
            price,
            _sku(design.code, kind.color, kind.size),
            printed["id"],
            preview["id"],
        )
    book.products[str(ident)] = product
    book.names[f"p:{store}:{name}"] = ident


def _add(
    book: Book, product: Json, kind: int, price: str, sku: str, printed: int, preview: int
) -> None:
    blank = next(
        blank for blank in BY_ID.values() if any(each.id == kind for each in blank.variants)
    )
    place = blank.areas[0].placement
    ident = book.next_id("variant")
    name = f"{book.chance('seed', sku).getrandbits(52):013x}"
    product["variants"].append({
        "id": ident, "external_id": name, "variant_id": kind, "retail_price": price, "sku": sku, "is_ignored": False,
        "options": [], "preview": preview,
        "files": [{"id": printed, "type": "default" if place == "front" else place, "options": []}],
    })  # fmt: skip
    book.names[f"v:{product['store']}:{name}"] = ident
    book.variants[str(ident)] = product["id"]


def _sku(code: str, color: str, size: str) -> str:
    """A SKU as sellers write them: SUNRISE-TEE-BLACK-M."""
    parts = [
        part.upper().replace("″", "").replace("×", "X").replace(" ", "") for part in (color, size)
    ]
    if size == "One size" or not color:
        parts = [parts[0]] if color else [parts[1]]
    return "-".join([code, *[part for part in parts if part]])


def link_store(book: Book, store: int, listings: list[Json], at: int) -> None:
    """Give a linked store its products: `{external_id, name, variants: [{external_id, sku, variant_id?}]}` each."""
    for listing in listings:
        ident = book.next_id("product")
        product: Json = {
            "id": ident, "store": store, "external_id": str(listing["external_id"]), "name": listing["name"],
            "thumbnail": None, "is_ignored": False, "created": at, "updated": at, "variants": [],
        }  # fmt: skip
        for wanted in listing.get("variants", []):
            _link_variant(book, product, wanted, at)
        book.products[str(ident)] = product
        book.names[f"p:{store}:{product['external_id']}"] = ident


def _link_variant(book: Book, product: Json, wanted: Json, at: int) -> None:
    ident = book.next_id("variant")
    variant: Json = {
        "id": ident, "external_id": str(wanted["external_id"]), "retail_price": wanted.get("retail_price"),
        "sku": wanted.get("sku"), "is_ignored": False, "options": [], "files": [], "variant_id": wanted.get("variant_id"),
    }  # fmt: skip
    if variant["variant_id"]:
        art = "pictures/art-sunrise.png"
        printed = add_picture(book, product["store"], art, at, at, role="default", url=art)
        variant["files"] = [{"id": printed["id"], "type": "default", "options": []}]
    product["variants"].append(variant)
    book.names[f"v:{product['store']}:{variant['external_id']}"] = ident
    book.variants[str(ident)] = product["id"]
