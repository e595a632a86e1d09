"""The product calls: `/store/products` for native stores, `/sync/products` for stores linked to a platform."""

from __future__ import annotations

from . import fields
from .blanks import BY_ID, TECHNIQUES, VARIANTS, picture_of
from .book import Json
from .call import Call, Reply, Route, cut, ok1
from .catalog1 import stock_of
from .errors import Refusal, not_found
from .products import (
    add_variant,
    change_variant,
    drop_product,
    drop_variant,
    is_synced,
    money,
    new_name,
    product_or_404,
    product_view,
    variant_or_404,
    variant_view,
)

NATIVE_ONLY = (
    "This API endpoint applies only to Printful stores based on the Manual Order / API platform."
)
LINKED_ONLY = "This API endpoint applies only to Printful stores linked to an ecommerce platform."


def _demand(call: Call, *, native: bool) -> None:
    is_native = call.book.stores[str(call.store_id)]["type"] == "native"
    if native and not is_native:
        raise Refusal(400, NATIVE_ONLY)
    if not native and is_native:
        raise Refusal(400, LINKED_ONLY)


def _info(call: Call, product: Json) -> Json:
    variants = [variant_view(call, product, variant) for variant in product["variants"]]
    return {"sync_product": product_view(call, product), "sync_variants": variants}


def _matches(call: Call, product: Json, status: str) -> bool:
    synced = [is_synced(variant) for variant in product["variants"]]
    stocks = {
        stock_of(call, VARIANTS[each["variant_id"]])
        for each in product["variants"]
        if each.get("variant_id")
    }
    answers: dict[str, bool] = {
        "all": True, "synced": all(synced), "unsynced": not all(synced), "ignored": product["is_ignored"],
        "imported": not any(synced), "discontinued": "discontinued" in stocks, "out_of_stock": "out_of_stock" in stocks,
    }  # fmt: skip
    return answers[status]


def _list(call: Call) -> Reply:
    status = call.params.get("status") or "all"
    if status not in {
        "all",
        "synced",
        "unsynced",
        "ignored",
        "imported",
        "discontinued",
        "out_of_stock",
    }:
        raise Refusal(400, f"Unknown status: {status}")
    search = call.params.get("search", "")
    if search and len(search) < 3:
        raise Refusal(400, "Search must have at least 3 characters", reason="EC-2")
    rows = [
        product
        for product in reversed(call.book.products.values())
        if product["store"] == call.store_id
        and _matches(call, product, status)
        and search.lower() in product["name"].lower()
    ]
    page, paging = cut(call, rows)
    return ok1([product_view(call, product) for product in page], paging)


def list_native(call: Call) -> Reply:
    _demand(call, native=True)
    return _list(call)


def list_linked(call: Call) -> Reply:
    _demand(call, native=False)
    return _list(call)


def create(call: Call) -> Reply:
    _demand(call, native=True)
    body = fields.check(call.body(), fields.NEW_PRODUCT)
    head, variants = body["sync_product"], body["sync_variants"]
    if not variants:
        raise Refusal(400, "At least one sync variant is needed")
    if len(str(head.get("thumbnail") or "")) > 250:
        raise Refusal(400, "thumbnail may have up to 250 characters")
    ident, name = call.book.next_id("product"), new_name(call, "p", head.get("external_id"))
    product: Json = {
        "id": ident, "store": call.store_id, "external_id": name, "name": head["name"], "thumbnail": head.get("thumbnail"),
        "is_ignored": bool(head.get("is_ignored")), "created": call.at, "updated": call.at, "variants": [],
    }  # fmt: skip
    try:
        for wanted in variants:
            add_variant(call, product, wanted)
    except Refusal:
        drop_product(call.book, product)
        raise
    call.book.products[str(ident)] = product
    call.book.names[f"p:{call.store_id}:{name}"] = ident
    return ok1(product_view(call, product))


def get_native(call: Call) -> Reply:
    _demand(call, native=True)
    return ok1(_info(call, product_or_404(call, call.args["id"])))


def get_linked(call: Call) -> Reply:
    _demand(call, native=False)
    return ok1(_info(call, product_or_404(call, call.args["id"])))


def replace(call: Call) -> Reply:
    """Change a product; `sync_variants`, when given, is the whole new set: who is not in it is deleted."""
    _demand(call, native=True)
    product = product_or_404(call, call.args["id"])
    body = fields.check(call.body(), fields.PRODUCT_CHANGE)
    head = body.get("sync_product") or {}
    for name in ("name", "thumbnail", "is_ignored"):
        if name in head:
            product[name] = head[name]
    if body.get("sync_variants") is not None:
        _replace_variants(call, product, body["sync_variants"])
    product["updated"] = call.at
    return ok1(product_view(call, product))


def _replace_variants(call: Call, product: Json, wanted: list[Json]) -> None:
    known = {variant["id"]: variant for variant in product["variants"]}
    named = {variant["external_id"]: variant for variant in product["variants"]}
    kept = [known.get(each.get("id")) or named.get(each.get("external_id", "")) for each in wanted]
    for each, variant in zip(wanted, kept, strict=True):
        if variant is None and each.get("id"):
            raise Refusal(400, f"Sync variant not found: {each['id']}")
        if ("variant_id" in each or variant is None) and each.get(
            "variant_id"
        ) not in VARIANTS:  # checked first: a refused request changes nothing
            raise Refusal(400, "Invalid variant_id", reason="PR-1")
        money(each.get("retail_price"))
    for variant in list(product["variants"]):
        if all(other is not variant for other in kept):
            drop_variant(call.book, product, variant)
    for each, variant in zip(wanted, kept, strict=True):
        if variant is None:
            add_variant(call, product, each)
        else:
            change_variant(call, product, variant, each)


def delete(call: Call) -> Reply:
    _demand(call, native=call.request.path.startswith("/store/"))
    product = product_or_404(call, call.args["id"])
    info = _info(call, product)
    drop_product(call.book, product)
    return ok1(info)


def add_one(call: Call) -> Reply:
    _demand(call, native=True)
    product = product_or_404(call, call.args["id"])
    variant = add_variant(call, product, fields.check(call.body(), fields.SYNC_VARIANT))
    return ok1(variant_view(call, product, variant))


def get_variant(call: Call) -> Reply:
    _demand(call, native=True)
    return ok1(variant_view(call, *variant_or_404(call, call.args["id"])))


def put_variant(call: Call) -> Reply:
    _demand(call, native=True)
    product, variant = variant_or_404(call, call.args["id"])
    change_variant(call, product, variant, fields.check(call.body(), fields.SYNC_VARIANT))
    return ok1(variant_view(call, product, variant))


def delete_variant(call: Call) -> Reply:
    _demand(call, native=call.request.path.startswith("/store/"))
    product, variant = variant_or_404(call, call.args["id"])
    drop_variant(call.book, product, variant)
    return ok1([])


def _linked_info(call: Call, product: Json, variant: Json) -> Reply:
    return ok1(
        {
            "sync_variant": variant_view(call, product, variant),
            "sync_product": product_view(call, product),
        }
    )


def get_linked_variant(call: Call) -> Reply:
    _demand(call, native=False)
    return _linked_info(call, *variant_or_404(call, call.args["id"]))


def put_linked_variant(call: Call) -> Reply:
    _demand(call, native=False)
    product, variant = variant_or_404(call, call.args["id"])
    change_variant(call, product, variant, fields.check(call.body(), fields.LINKED_CHANGE))
    return _linked_info(call, product, variant)


def template_view(call: Call, template: Json) -> Json:
    blank = BY_ID[template["product_id"]]
    area, (key, title) = blank.areas[0], TECHNIQUES[blank.technique]
    placement = {
        "placement": area.placement,
        "display_name": area.title,
        "technique_key": key,
        "technique_display_name": title,
    }
    return {
        "id": template["id"], "product_id": blank.id, "external_product_id": template["external_product_id"],
        "title": template["title"], "available_variant_ids": [variant.id for variant in blank.variants], "option_data": [],
        "colors": [{"color_name": name, "color_codes": [code]} for name, code in blank.colors if name],
        "sizes": [size for size, _ in blank.sizes], "placements": [placement], "placement_option_data": [],
        "mockup_file_url": call.address(picture_of(blank, blank.colors[0][1], template["design"])),
        "created_at": template["created"], "updated_at": template["created"],
    }  # fmt: skip


def find_template(call: Call, ident: str) -> Json:
    for template in call.book.templates.values():
        if ident in {str(template["id"]), f"@{template['external_product_id']}"}:
            found: Json = template
            return found
    raise not_found()


def templates(call: Call) -> Reply:
    page, paging = cut(call, list(call.book.templates.values()))
    return ok1({"items": [template_view(call, template) for template in page]}, paging)


def template(call: Call) -> Reply:
    return ok1(template_view(call, find_template(call, call.args["id"])))


def delete_template(call: Call) -> Reply:
    call.book.templates.pop(str(find_template(call, call.args["id"])["id"]))
    return ok1({"success": True})


READ, WRITE, LIMIT = "sync_products/read", "sync_products", "products"
ROUTES = (
    Route("GET", "/store/products", list_native, READ),
    Route("POST", "/store/products", create, WRITE, LIMIT),
    Route("GET", "/store/products/{id}", get_native, READ),
    Route("PUT", "/store/products/{id}", replace, WRITE, LIMIT),
    Route("DELETE", "/store/products/{id}", delete, WRITE),
    Route("POST", "/store/products/{id}/variants", add_one, WRITE, LIMIT),
    Route("GET", "/store/variants/{id}", get_variant, READ),
    Route("PUT", "/store/variants/{id}", put_variant, WRITE, LIMIT),
    Route("DELETE", "/store/variants/{id}", delete_variant, WRITE),
    Route("GET", "/sync/products", list_linked, READ),
    Route("GET", "/sync/products/{id}", get_linked, READ),
    Route("DELETE", "/sync/products/{id}", delete, WRITE),
    Route("GET", "/sync/variant/{id}", get_linked_variant, READ),
    Route("PUT", "/sync/variant/{id}", put_linked_variant, WRITE, LIMIT),
    Route("DELETE", "/sync/variant/{id}", delete_variant, WRITE),
    Route("GET", "/product-templates", templates, "product_templates/read", any_store=True),
    Route("GET", "/product-templates/{id}", template, "product_templates/read", any_store=True),
    Route(
        "DELETE", "/product-templates/{id}", delete_template, "product_templates", any_store=True
    ),
)
