"""The catalog and the country list as version 1 tells them."""

from __future__ import annotations

from podbridge_desktop.sandbox.countries import COUNTRIES

from .blanks import BLANKS, BY_ID, CATEGORIES, TECHNIQUES, VARIANTS, Blank, Variant, picture_of
from .book import Json
from .call import Call, Reply, Route, ok1
from .costs import blank_price
from .errors import Refusal, not_found
from .places import states_of

REGIONS = {
    "US": "United States",
    "EU": "Europe",
    "EU_LV": "Latvia",
    "UK": "United Kingdom",
    "CA": "Canada",
    "AU": "Australia",
}


def blank_or_404(ident: str) -> Blank:
    blank = BY_ID.get(int(ident)) if ident.isdigit() else None
    if blank is None:
        raise not_found()
    return blank


def variant_or_404(ident: str) -> Variant:
    variant = VARIANTS.get(int(ident)) if ident.isdigit() else None
    if variant is None:
        raise not_found()
    return variant


def stock_of(call: Call, variant: Variant) -> str:
    """`in_stock`, `stocked_on_demand`, `out_of_stock`, `temporary_out_of_stock` or `discontinued`."""
    usual = "stocked_on_demand" if BY_ID[variant.product_id].in_stock_on_demand else "in_stock"
    return str(call.book.stock.get(str(variant.id), usual))


def product_view(call: Call, blank: Blank) -> Json:
    key, title = TECHNIQUES[blank.technique]
    files: list[Json] = [
        {
            "id": area.placement, "type": area.placement, "title": area.title,
            "additional_price": None if area.price == "0.00" else area.price, "options": [],
        }
        for area in blank.areas
    ]  # fmt: skip
    files.append(
        {
            "id": "preview",
            "type": "mockup",
            "title": "Mockup",
            "additional_price": None,
            "options": [],
        }
    )
    gone = all(stock_of(call, variant) == "discontinued" for variant in blank.variants)
    return {
        "id": blank.id, "main_category_id": blank.category, "type": blank.type, "type_name": blank.type_name,
        "title": blank.title, "brand": blank.brand, "model": blank.model,
        "image": call.address(picture_of(blank, blank.colors[0][1])), "variant_count": len(blank.variants),
        "currency": "USD", "files": files, "options": [], "is_discontinued": gone, "avg_fulfillment_time": 3.4,
        "description": f"{blank.title}, made of {blank.material}. Printed on demand.",
        "techniques": [{"key": key, "display_name": title, "is_default": True}], "origin_country": blank.origin,
    }  # fmt: skip


def variant_view(call: Call, variant: Variant) -> Json:
    blank = BY_ID[variant.product_id]
    stock = stock_of(call, variant)
    told = "out_of_stock" if stock == "temporary_out_of_stock" else stock
    return {
        "id": variant.id, "product_id": blank.id, "name": blank.name_of(variant), "size": variant.size,
        "color": variant.color or None, "color_code": variant.color_code if variant.color else None,
        "color_code2": None, "image": call.address(picture_of(blank, variant.color_code)), "price": blank_price(call.book.prices, variant),
        "in_stock": stock in {"in_stock", "stocked_on_demand"}, "availability_regions": REGIONS,
        "availability_status": [{"region": region, "status": told} for region in REGIONS],
        "material": [{"name": blank.material, "percentage": 100}],
    }  # fmt: skip


def products(call: Call) -> Reply:
    wanted = {int(part) for part in call.params.get("category_id", "").split(",") if part.isdigit()}
    return ok1(
        [product_view(call, blank) for blank in BLANKS if not wanted or blank.category in wanted]
    )


def product(call: Call) -> Reply:
    blank = blank_or_404(call.args["id"])
    variants = [variant_view(call, variant) for variant in blank.variants]
    return ok1({"product": product_view(call, blank), "variants": variants})


def variant(call: Call) -> Reply:
    found = variant_or_404(call.args["id"])
    blank = BY_ID[found.product_id]
    return ok1({"variant": variant_view(call, found), "product": product_view(call, blank)})


def _category(call: Call, entry: tuple[int, int, str]) -> Json:
    ident, parent, title = entry
    kinds = [blank for blank in BLANKS if blank.category == ident] or list(BLANKS)
    image = call.address(picture_of(kinds[0], kinds[0].colors[0][1]))
    return {"id": ident, "parent_id": parent, "image_url": image, "size": "small", "title": title}


def categories(call: Call) -> Reply:
    return ok1([_category(call, entry) for entry in CATEGORIES])


def category(call: Call) -> Reply:
    for entry in CATEGORIES:
        if str(entry[0]) == call.args["id"]:
            return ok1(_category(call, entry))
    raise not_found()


def countries(_call: Call) -> Reply:
    rows = [
        {"code": code, "name": name, "states": states_of(code) or None}
        for code, name in COUNTRIES.items()
    ]
    return ok1(rows)


def printfiles(call: Call) -> Reply:
    blank = blank_or_404(call.args["id"])
    asked = call.params.get("technique", "").lower()
    if asked and asked != blank.technique:
        raise Refusal(400, f"Technique {asked} is not available for this product")
    numbers = {area.placement: blank.id * 10 + number for number, area in enumerate(blank.areas)}
    sizes = [
        {
            "printfile_id": numbers[area.placement], "width": int(area.width * blank.dpi),
            "height": int(area.height * blank.dpi), "dpi": blank.dpi, "fill_mode": "fit", "can_rotate": False,
        }
        for area in blank.areas
    ]  # fmt: skip
    return ok1(
        {
            "product_id": blank.id,
            "available_placements": {area.placement: area.title for area in blank.areas},
            "printfiles": sizes,
            "variant_printfiles": [
                {"variant_id": each.id, "placements": numbers} for each in blank.variants
            ],
            "option_groups": ["Flat", "On a person"],
            "options": ["Front"],
        }
    )


ROUTES = (
    Route("GET", "/products", products, public=True),
    Route("GET", "/products/{id}", product, public=True),
    Route("GET", "/products/variant/{id}", variant, public=True),
    Route("GET", "/categories", categories, public=True),
    Route("GET", "/categories/{id}", category, public=True),
    Route("GET", "/countries", countries, public=True),
    Route("GET", "/mockup-generator/printfiles/{id}", printfiles),
)
