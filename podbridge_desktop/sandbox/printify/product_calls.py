"""The calls about products: list, read, make, change, delete, and their safety texts."""

from __future__ import annotations

from . import fields
from .book import Json
from .call import Call, Reply, Route, newest, page_of
from .errors import FIELDS, invalid
from .limits import spend_product
from .product_views import product_view
from .products import (
    blueprint_of,
    change_product,
    drop_product,
    keep_product,
    make_product,
    product_or_404,
    refuse_locked,
)
from .providers import BY_PAIR


def listing(call: Call) -> Reply:
    """The newest first."""
    limit = call.number("limit", 10, most=50)
    rows = call.book.index.products(call.shop)
    page, envelope = page_of(call, len(rows), limit)
    return Reply(
        {**envelope, "data": [product_view(call, each) for each in newest(rows, page, limit)]}
    )


def get(call: Call) -> Reply:
    return Reply(product_view(call, product_or_404(call)))


def create(call: Call) -> Reply:
    body = fields.check(call.body(), fields.PRODUCT)
    spend_product(call.book, call.now.timestamp())
    made = new_product(call, body)
    call.book.note("product", call.at, product=made["id"], title=made["title"])
    return Reply(product_view(call, made))


def new_product(call: Call, body: Json) -> Json:
    """A product of a checked body, kept. Also what an order makes on the fly, which no daily limit counts."""
    pair = (body["blueprint_id"], body["print_provider_id"])
    if pair not in BY_PAIR:
        raise invalid(FIELDS, "print_provider_id", "The provider does not offer this blueprint.")
    made = make_product(
        call.book, call.shop, call.at, *pair, delay=int(call.book.knobs["mockup_delay"])
    )
    change_product(call, made, body)
    keep_product(call.book, made)
    return made


def update(call: Call) -> Reply:
    product = product_or_404(call)
    refuse_locked(product)
    body = fields.check(call.body(), fields.PRODUCT_CHANGE)
    call.book.index.forget_skus(product)
    try:
        change_product(call, product, body)
    finally:
        call.book.index.learn_skus(product)
    return Reply(product_view(call, product))


def delete(call: Call) -> Reply:
    product = product_or_404(call)
    refuse_locked(product)
    drop_product(call.book, product)
    call.book.note("product-deleted", call.at, product=product["id"])
    return Reply({})


def gpsr(call: Call) -> Reply:
    """Safety texts for a listing in the EU."""
    product = product_or_404(call)
    blueprint = blueprint_of(product)
    maker = (
        product["safety"]
        or "Practice Prints, info@example.com, 1 Sample Street, Sampletown, 00000, US"
    )
    warranty = "2 year warranty in EU and UK as per Directive 1999/44/EC"
    return Reply([
        {"title": "GPSR information", "text": maker},
        {"title": "Product information", "text": f"{blueprint.brand}, {blueprint.model}, {warranty}"},
        {"title": "Care instructions", "text": blueprint.care},
    ])  # fmt: skip


READ, WRITE = "products.read", "products.write"
BASE = "/v1/shops/{shop}/products"
ROUTES = (
    Route("GET", f"{BASE}.json", listing, READ),
    Route("POST", f"{BASE}.json", create, WRITE),
    Route("GET", f"{BASE}/{{product}}.json", get, READ),
    Route("PUT", f"{BASE}/{{product}}.json", update, WRITE),
    Route("DELETE", f"{BASE}/{{product}}.json", delete, WRITE),
    Route("GET", f"{BASE}/{{product}}/gpsr.json", gpsr, READ),
)
