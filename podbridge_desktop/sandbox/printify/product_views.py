"""How a product is told."""

from __future__ import annotations

from .blueprints import VARIANTS
from .book import USER_ID, Json, stamp
from .call import Call
from .catalog import stock_of
from .mockups import images_of
from .products import blueprint_of, offer_of, settle
from .uploads import preview_url

FRONT_VIEW = 1


def product_view(call: Call, product: Json) -> Json:
    settle(product, call.at)
    offer = offer_of(product)
    view: Json = {
        "id": product["id"], "title": product["title"], "description": product["description"],
        "safety_information": product["safety"], "tags": product["tags"], "options": _options(product),
        "variants": [_variant_view(call, product, each) for each in product["variants"]],
        "images": images_of(call, product), "created_at": stamp(product["created"]), "updated_at": stamp(product["updated"]),
        "visible": product["visible"], "is_locked": product["locked"], "is_printify_express_eligible": offer.express,
        "is_printify_express_enabled": product["express"], "is_economy_shipping_eligible": offer.economy,
        "is_economy_shipping_enabled": offer.economy, "blueprint_id": product["blueprint"], "user_id": USER_ID,
        "shop_id": product["shop"], "print_provider_id": product["provider"],
        "print_areas": [_area_view(call, product, area) for area in product["areas"]],
        "sales_channel_properties": [],
        "views": [{"id": FRONT_VIEW, "label": "Front side", "position": "front", "files": []}],
    }  # fmt: skip
    if product["details"] is not None:
        view["print_details"] = product["details"]
    if product["external"]:
        view["external"] = product["external"]
    elif product["template"]:
        view["external"] = {"shipping_template_id": product["template"]}
    return view


def _options(product: Json) -> list[Json]:
    """The options that this product's variants use, in the order of the blank's titles."""
    blueprint = blueprint_of(product)
    colors: dict[int, Json] = {}
    sizes: dict[int, Json] = {}
    for each in product["variants"]:
        variant = VARIANTS[each["id"]]
        color, size = variant.options
        colors[color] = {"id": color, "title": variant.color, "colors": [f"#{variant.color_code}"]}
        sizes[size] = {"id": size, "title": variant.size.name}
    told = [
        {"name": blueprint.color_option[0], "type": blueprint.color_option[1], "values": list(colors.values())},
        {"name": blueprint.size_option[0], "type": blueprint.size_option[1], "values": list(sizes.values())},
    ]  # fmt: skip
    return told[::-1] if blueprint.size_first else told


def _variant_view(call: Call, product: Json, kept: Json) -> Json:
    variant, offer = VARIANTS[kept["id"]], offer_of(product)
    options = variant.options[::-1] if blueprint_of(product).size_first else variant.options
    return {
        "id": kept["id"], "sku": kept["sku"], "cost": offer.cost(variant), "price": kept["price"], "title": variant.title,
        "grams": variant.size.grams, "is_enabled": kept["enabled"], "is_default": kept["default"],
        "is_available": stock_of(call.book, offer.provider_id, variant.id) == "in_stock",
        "is_printify_express_eligible": offer.express, "options": list(options),
    }  # fmt: skip


def _area_view(call: Call, product: Json, area: Json) -> Json:
    method = offer_of(product).decoration
    placeholders = [
        {
            "position": part["position"], "decoration_method": method,
            "images": [_placed(call, image) for image in part["images"]],
        }
        for part in area["placeholders"]
    ]  # fmt: skip
    return {
        "variant_ids": area["variant_ids"],
        "placeholders": placeholders,
        "background": area["background"],
    }


def _placed(call: Call, image: Json) -> Json:
    upload = call.book.uploads.get(image["id"])
    if upload is None:  # a text layer
        return dict(image)
    return {
        "id": upload["id"], "src": preview_url(call, upload), "name": upload["file_name"], "type": upload["mime_type"],
        "height": upload["height"], "width": upload["width"], **image,
    }  # fmt: skip
