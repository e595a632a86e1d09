"""A shop's products: how they are found, checked, changed and kept. The calls themselves stand in `product_calls`."""

from __future__ import annotations

from .areas import check_areas, kept_areas
from .blueprints import BY_ID, Blueprint
from .book import Book, Json
from .call import Call
from .errors import FIELDS, LOCKED, failed, invalid, not_found
from .providers import BY_PAIR, Offer

FEWEST_DPI_SHARE = (
    1 / 3
)  # print areas are given for 300 dots an inch; below 100 a picture is refused


def product_or_404(call: Call) -> Json:
    """The product of the call's shop that its path names."""
    found = find_product(call.book, call.shop, call.args["product"])
    if found is None:
        raise not_found()
    settle(found, call.at)
    return found


def find_product(book: Book, shop: int, ident: object) -> Json | None:
    found: Json | None = book.products.get(str(ident))
    return found if found is not None and found["shop"] == shop else None


def settle(product: Json, at: int) -> None:
    """A channel that Printify serves has taken the listing: the lock goes by itself."""
    if product["unlock_at"] is not None and at >= product["unlock_at"]:
        handle = f"https://shop.example.com/products/{product['id']}"
        product |= {"locked": False, "unlock_at": None}
        product["external"] = [{"id": str(int(product["id"][-10:], 16)), "handle": handle}]


def refuse_locked(product: Json) -> None:
    if product["locked"]:
        raise failed(LOCKED, "Product is disabled for editing")


def offer_of(product: Json) -> Offer:
    return BY_PAIR[product["blueprint"], product["provider"]]


def blueprint_of(product: Json) -> Blueprint:
    return BY_ID[product["blueprint"]]


def variant_of(product: Json, ident: object) -> Json | None:
    """A product's variant by its catalog id."""
    return next((each for each in product["variants"] if each["id"] == ident), None)


def make_product(
    book: Book, shop: int, at: int, blueprint_id: int, provider_id: int, *, delay: int
) -> Json:
    """An empty product; `delay` is how long its mock-ups take."""
    made: Json = {
        "id": book.new_id(at), "shop": shop, "title": "", "description": "", "safety": None, "tags": [],
        "blueprint": blueprint_id, "provider": provider_id, "variants": [], "areas": [], "details": None, "express": False,
        "external": [], "template": None, "locked": False, "unlock_at": None, "created": at, "updated": at,
        "drawn_at": at + delay, "visible": True, "fields": [],
    }  # fmt: skip
    return made


def keep_product(book: Book, product: Json) -> None:
    book.products[product["id"]] = product
    book.index.add_product(product)


def drop_product(book: Book, product: Json) -> None:
    book.products.pop(product["id"])
    book.index.drop_product(product)


def change_product(call: Call, product: Json, body: Json) -> None:
    """Write the given fields into a product. Nothing is written when anything is wrong."""
    variants = (
        _checked_variants(call.book, product, body["variants"]) if "variants" in body else None
    )
    areas = body.get("print_areas")
    numbers = [each["id"] for each in (variants or product["variants"])]
    if areas is not None or variants is not None:
        check_areas(call.book, product, product["areas"] if areas is None else areas, numbers)
    for name, kept in (("title", "title"), ("description", "description"), ("tags", "tags"), ("print_details", "details"),
                       ("safety_information", "safety"), ("is_printify_express_enabled", "express")):  # fmt: skip
        if name in body:
            product[kept] = body[name]
    if "external" in body:
        product["template"] = body["external"].get("shipping_template_id")
    if variants is not None:
        product["variants"] = variants
    if areas is not None:
        product["areas"] = kept_areas(product, areas)
        product["drawn_at"] = call.at + int(call.book.knobs["mockup_delay"])
    product["updated"] = call.at


def _checked_variants(book: Book, product: Json, given: list[Json]) -> list[Json]:
    sellable = {variant.id for variant in offer_of(product).variants(blueprint_of(product))}
    numbers = [each["id"] for each in given]
    if not given:
        raise invalid(FIELDS, "variants", "The variants field is required.")
    for number in numbers:
        if number not in sellable or numbers.count(number) > 1:
            raise invalid(
                FIELDS,
                "variants",
                f"Variant {number} is not available at this provider, or given twice.",
            )
    left = {each["id"] for each in product["variants"]} - set(numbers)
    if left:
        raise invalid(FIELDS, "variants", "All variants must be given.")
    if sum(bool(each.get("is_default")) for each in given) > 1:
        raise invalid(FIELDS, "variants", "Only one variant can be the default.")
    if any(each["price"] < 0 for each in given):
        raise invalid(FIELDS, "variants", "The price must be at least 0.")
    made = [_kept_variant(book, variant_of(product, each["id"]), each) for each in given]
    wanted = [each["id"] for each in given if each.get("is_default")]
    wanted += [each["id"] for each in made if each["default"]]
    for each in made:
        each["default"] = each["id"] == (wanted or numbers)[0]
    return made


def _kept_variant(book: Book, old: Json | None, given: Json) -> Json:
    sku = (old or {}).get("sku") or ""
    if given.get("sku") and book.knobs["takes_skus"]:
        sku = given["sku"]
    enabled = given.get("is_enabled", (old or {}).get("enabled", True))
    default = bool(given.get("is_default", (old or {}).get("default", False)))
    return {
        "id": given["id"], "sku": sku or own_sku(book), "price": given["price"], "enabled": enabled, "default": default,
    }  # fmt: skip


def own_sku(book: Book) -> str:
    """A SKU of Printify's own making: digits."""
    book.last_id += 1
    return str(866_375_000 + book.last_id)
