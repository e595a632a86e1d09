"""The catalog as version 2 tells it: placements, prices per technique, availability per selling region."""

from __future__ import annotations

from decimal import Decimal

from podbridge_desktop.sandbox.countries import COUNTRIES

from .blanks import BLANKS, TECHNIQUES, Area, Blank, Variant, picture_of
from .book import Json
from .call import MAX_PAGE, Call, Reply, Route, cut, ok2
from .catalog1 import blank_or_404, product_view, stock_of, variant_or_404
from .costs import blank_price
from .errors import Refusal
from .places import states_of

REGIONS = (
    "worldwide", "north_america", "canada", "europe", "spain", "latvia", "uk", "france", "germany", "australia", "japan",
    "new_zealand", "italy", "brazil", "southeast_asia", "republic_of_korea", "all",
)  # fmt: skip
LAYER_PRICE: Json = {
    "type": "file", "additional_price": "0.00", "retail_additional_price": "0.00", "layer_options": [],
}  # fmt: skip
DISCOUNT = Decimal("1.00")


def _region(call: Call) -> str:
    region = call.params.get("selling_region_name", "worldwide")
    if region not in REGIONS:
        raise Refusal(400, f"Unknown selling region: {region}", pointer="selling_region_name")
    return region


def placement_view(blank: Blank, area: Area) -> Json:
    return {
        "placement": area.placement, "technique": blank.technique, "layers": [{"type": "file", "layer_options": []}],
        "placement_options": [], "conflicting_placements": [], "print_area_width": area.width,
        "print_area_height": area.height, "print_area_type": "simple",
    }  # fmt: skip


def product2_view(call: Call, blank: Blank) -> Json:
    older = product_view(call, blank)
    here = f"/v2/catalog-products/{blank.id}"
    title = TECHNIQUES[blank.technique][1]
    parts = {"variants": "catalog-variants", "categories": "catalog-categories", "product_prices": "prices",
             "product_sizes": "sizes", "product_images": "images", "availability": "availability"}  # fmt: skip
    return {
        "id": blank.id, "main_category_id": blank.category, "type": blank.type, "name": blank.title,
        "brand": blank.brand, "model": blank.model, "image": older["image"], "variant_count": len(blank.variants),
        "is_discontinued": older["is_discontinued"], "description": older["description"],
        "sizes": [size for size, _ in blank.sizes],
        "colors": [{"name": name, "value": code} for name, code in blank.colors if name],
        "techniques": [{"key": blank.technique, "display_name": title, "is_default": True}],
        "placements": [placement_view(blank, area) for area in blank.areas], "product_options": [],
        "_links": {"self": call.link(here), **{name: call.link(f"{here}/{part}") for name, part in parts.items()}},
    }  # fmt: skip


def variant2_view(call: Call, blank: Blank, variant: Variant) -> Json:
    here, product = f"/v2/catalog-variants/{variant.id}", f"/v2/catalog-products/{blank.id}"
    return {
        "id": variant.id, "catalog_product_id": blank.id, "name": blank.name_of(variant), "size": variant.size,
        "color": variant.color or None, "color_code": variant.color_code if variant.color else None,
        "color_code2": None, "image": call.address(picture_of(blank, variant.color_code)),
        "placement_dimensions": [
            {"placement": area.placement, "height": area.height, "width": area.width, "orientation": "any"}
            for area in blank.areas
        ],
        "_links": {
            "self": call.link(here), "product_details": call.link(product),
            "product_variants": call.link(f"{product}/catalog-variants"),
            "variant_prices": call.link(f"{here}/prices"), "variant_images": call.link(f"{here}/images"),
            "variant_availability": call.link(f"{here}/availability"),
        },
    }  # fmt: skip


def _prices(call: Call, blank: Blank, variant: Variant) -> Json:
    price = blank_price(call.book.prices, variant)
    lower = max(Decimal(price) - DISCOUNT, Decimal("0.01"))
    technique = {
        "technique_key": blank.technique, "technique_display_name": TECHNIQUES[blank.technique][1],
        "price": price, "discounted_price": f"{lower:.2f}", "retail_price": price,
        "retail_discounted_price": f"{lower:.2f}",
    }  # fmt: skip
    return {"id": variant.id, "techniques": [technique]}


def _price_product(blank: Blank) -> Json:
    placements = [
        {
            "id": area.placement, "title": area.title, "type": TECHNIQUES[blank.technique][1],
            "technique_key": blank.technique, "price": area.price, "discounted_price": area.price, "retail_price": area.price,
            "retail_discounted_price": area.price,
            "placement_options": [], "layers": [LAYER_PRICE],
        }
        for area in blank.areas
    ]  # fmt: skip
    return {"id": blank.id, "placements": placements}


def _availability(call: Call, blank: Blank, variant: Variant) -> Json:
    stock = stock_of(call, variant)
    told = "in stock" if stock in {"in_stock", "stocked_on_demand"} else "out of stock"
    if stock == "discontinued":
        told = "not fulfillable"
    region = {"name": _region(call), "availability": told, "placement_option_availability": []}
    return {
        "catalog_variant_id": variant.id,
        "techniques": [{"technique": blank.technique, "selling_regions": [region]}],
        "_links": {"variant": call.link(f"/v2/catalog-variants/{variant.id}")},
    }


def products(call: Call) -> Reply:
    _region(call)
    wanted = {
        int(part) for part in call.params.get("category_ids", "").split(",") if part.isdigit()
    }
    rows = [
        product2_view(call, blank) for blank in BLANKS if not wanted or blank.category in wanted
    ]
    page, paging = cut(call, rows)
    return ok2(call, list(page), paging=paging)


def product(call: Call) -> Reply:
    return ok2(call, product2_view(call, blank_or_404(call.args["id"])))


def variants(call: Call) -> Reply:
    blank = blank_or_404(call.args["id"])
    page, paging = cut(
        call, [variant2_view(call, blank, each) for each in blank.variants], MAX_PAGE
    )
    return ok2(call, list(page), paging=paging, links=_product_link(call, blank))


def variant(call: Call) -> Reply:
    found = variant_or_404(call.args["id"])
    view = variant2_view(call, blank_or_404(str(found.product_id)), found)
    links = {name: link for name, link in view["_links"].items() if name != "self"}
    return ok2(call, view, links=links)


def prices(call: Call) -> Reply:
    blank = blank_or_404(call.args["id"])
    page, paging = cut(call, [_prices(call, blank, each) for each in blank.variants], MAX_PAGE)
    data = {"currency": "USD", "product": _price_product(blank), "variants": list(page)}
    return ok2(call, data, paging=paging, links=_product_link(call, blank))


def variant_prices(call: Call) -> Reply:
    found = variant_or_404(call.args["id"])
    blank = blank_or_404(str(found.product_id))
    data = {
        "currency": "USD",
        "product": _price_product(blank),
        "variant": _prices(call, blank, found),
    }
    links = {
        "product_prices": call.link(f"/v2/catalog-products/{blank.id}/prices"),
        **_product_link(call, blank),
    }
    return ok2(call, data, links=links)


def availability(call: Call) -> Reply:
    blank = blank_or_404(call.args["id"])
    page, paging = cut(call, [_availability(call, blank, each) for each in blank.variants])
    reply = ok2(
        call,
        list(page),
        paging=paging,
        links={"product": call.link(f"/v2/catalog-products/{blank.id}")},
    )
    return _with_settings(call, reply)


def variant_availability(call: Call) -> Reply:
    found = variant_or_404(call.args["id"])
    data = _availability(call, blank_or_404(str(found.product_id)), found)
    links = {"variant": call.link(f"/v2/catalog-variants/{found.id}")}
    return _with_settings(call, ok2(call, data, links=links))


def _with_settings(call: Call, reply: Reply) -> Reply:
    settings = [{"name": "selling_region_name", "value": _region(call)}]
    return Reply({**(reply.body or {}), "filter_settings": settings})


def _product_link(call: Call, blank: Blank) -> Json:
    return {"product_details": call.link(f"/v2/catalog-products/{blank.id}")}


def mockup_styles(call: Call) -> Reply:
    blank = blank_or_404(call.args["id"])
    rows = [
        {
            "placement": area.placement, "display_name": area.title, "technique": blank.technique,
            "print_area_width": area.width, "print_area_height": area.height, "print_area_type": "simple",
            "dpi": blank.dpi,
            "mockup_styles": [
                {"id": blank.id * 10 + number, "category_name": name, "view_name": "Front", "restricted_to_variants": None}
                for number, name in enumerate(("Flat", "Lifestyle"), 1)
            ],
        }
        for area in blank.areas
    ]  # fmt: skip
    page, paging = cut(call, rows)
    return ok2(
        call,
        list(page),
        paging=paging,
        links={"product": call.link(f"/v2/catalog-products/{blank.id}")},
    )


def countries(call: Call) -> Reply:
    rows = [
        {"code": code, "name": name, "states": states_of(code)} for code, name in COUNTRIES.items()
    ]
    offset, limit = int(call.params.get("offset", 0)), int(call.params.get("limit", 20))
    if not 1 <= limit <= 250:
        raise Refusal(400, "limit must be between 1 and 250", pointer="limit")
    paging = {"total": len(rows), "offset": offset, "limit": limit}
    return ok2(call, rows[offset : offset + limit], paging=paging)


ROUTES = (
    Route("GET", "/v2/catalog-products", products, any_store=True),
    Route("GET", "/v2/catalog-products/{id}", product, any_store=True),
    Route("GET", "/v2/catalog-products/{id}/catalog-variants", variants, any_store=True),
    Route("GET", "/v2/catalog-products/{id}/prices", prices, any_store=True),
    Route("GET", "/v2/catalog-products/{id}/availability", availability, any_store=True),
    Route("GET", "/v2/catalog-products/{id}/mockup-styles", mockup_styles, any_store=True),
    Route("GET", "/v2/catalog-variants/{id}", variant, any_store=True),
    Route("GET", "/v2/catalog-variants/{id}/prices", variant_prices, any_store=True),
    Route("GET", "/v2/catalog-variants/{id}/availability", variant_availability, any_store=True),
    Route("GET", "/v2/countries", countries, any_store=True),
)
