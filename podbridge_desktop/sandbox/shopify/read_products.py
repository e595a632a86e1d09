"""Answers about products, variants and stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from .call import Args, Call, Resolver
from .ids import number_of
from .money import Money, price
from .paging import Key, Page, page, page_of
from .products import Option, Product, Stock, Variant
from .read_files import image
from .search import Check, Term, compile_query, number, one_of, text, time
from .store import Store

_COUNT_LIMIT = 10_000
Entry = TypeVar("Entry", Product, Variant)

PRODUCT_TERMS: dict[str, Term[Product]] = {
    "default": text(lambda product: product.title),
    "id": number(lambda product: number_of(product.id)),
    "title": text(lambda product: product.title),
    "handle": text(lambda product: product.handle),
    "status": one_of(lambda product: frozenset({product.status.casefold()})),
    "vendor": text(lambda product: product.vendor),
    "product_type": text(lambda product: product.product_type),
    "tag": one_of(lambda product: frozenset(tag.casefold() for tag in product.tags)),
    "sku": one_of(
        lambda product: frozenset((variant.sku or "").casefold() for variant in product.variants)
    ),
    "created_at": time(lambda product: product.created_at),
    "updated_at": time(lambda product: product.updated_at),
}

VARIANT_TERMS: dict[str, Term[Variant]] = {
    "id": number(lambda variant: number_of(variant.id)),
    "product_id": number(lambda variant: number_of(variant.product_id)),
    "sku": text(lambda variant: variant.sku),
    "barcode": text(lambda variant: variant.barcode),
    "title": text(lambda variant: variant.title),
    "updated_at": time(lambda variant: variant.updated_at),
}

_PRODUCT_SORTS = {
    "CREATED_AT": "created_at",
    "UPDATED_AT": "updated_at",
    "TITLE": "title",
    "VENDOR": "vendor",
}
_VARIANT_SORTS = {"SKU": "sku", "TITLE": "title"}


def _sorted_page(
    entries: Iterable[Entry], check: Check[Entry], args: Args, sorts: Mapping[str, str]
) -> Page[Entry]:
    attribute = sorts.get(str(args.get("sortKey")))
    rows: dict[int, Entry] = {number_of(entry.id): entry for entry in entries if check(entry)}
    keys: list[Key] = sorted(
        (str(getattr(entry, attribute) or "") if attribute else "", identity)
        for identity, entry in rows.items()
    )
    return page(keys, args, lambda key: rows[key[1]])


def _products(_root: object, args: Args, call: Call) -> Page[Product]:
    check = compile_query(args.get("query"), PRODUCT_TERMS)
    return _sorted_page(call.store.products.values(), check, args, _PRODUCT_SORTS)


def _variants(_root: object, args: Args, call: Call) -> Page[Variant]:
    check = compile_query(args.get("query"), VARIANT_TERMS)
    return _sorted_page(call.store.variants(), check, args, _VARIANT_SORTS)


def _products_count(_root: object, args: Args, call: Call) -> dict[str, object]:
    check = compile_query(args.get("query"), PRODUCT_TERMS)
    found = sum(1 for product in call.store.products.values() if check(product))
    limit = min(args.get("limit") or _COUNT_LIMIT, _COUNT_LIMIT)
    return {"count": min(found, limit), "precision": "EXACT" if found <= limit else "AT_LEAST"}


def find_product(store: Store, identifier: Mapping[str, object]) -> Product | None:
    """The product with this id, handle or value of a unique metafield."""
    if identifier.get("id") is not None:
        return store.products.get(str(identifier["id"]))
    handle = identifier.get("handle")
    if handle is not None:
        return next((p for p in store.products.values() if p.handle == handle), None)
    custom = identifier.get("customId")
    if not isinstance(custom, Mapping):
        return None
    wanted = (custom.get("namespace") or "custom", custom["key"], custom["value"])
    for entry in store.metafields.values():
        if (entry.namespace, entry.key, entry.value) == wanted and entry.owner_id in store.products:
            return store.products[entry.owner_id]
    return None


def _media(product: Product, args: Args, call: Call) -> Page[object]:
    found: list[object] = [call.store.files[i] for i in product.media_ids if i in call.store.files]
    return page_of(found, args)


def _variant_media(variant: Variant, args: Args, call: Call) -> Page[object]:
    found = call.store.files.get(variant.media_id)
    return page_of([found] if found else [], args)


def _featured(product: Product, _args: Args, call: Call) -> object:
    return next((call.store.files[i] for i in product.media_ids if i in call.store.files), None)


def _online_url(product: Product, _args: Args, call: Call) -> str | None:
    if product.status != "ACTIVE" or not product.publications:
        return None
    return f"https://{call.store.settings.domain}/products/{product.handle}"


def _variant_price(variant: Variant, _args: Args, _call: Call) -> str:
    return price(variant.price)


def _product_of(variant: Variant, _args: Args, call: Call) -> Product:
    return call.store.products[variant.product_id]


def _position(variant: Variant, _args: Args, call: Call) -> int:
    siblings = call.store.products[variant.product_id].variants
    return next(i for i, other in enumerate(siblings, 1) if other.id == variant.id)


def _option_values(option: Option, _args: Args, call: Call) -> list[dict[str, object]]:
    used = _used_values(option, call.store)
    return [
        {"id": value.id, "name": value.name, "hasVariants": value.name in used}
        for value in option.option_values
    ]


def _used_values(option: Option, store: Store) -> set[str]:
    for product in store.products.values():
        if any(own.id == option.id for own in product.options):
            choices = (c for variant in product.variants for c in variant.selected_options)
            return {choice.value for choice in choices if choice.name == option.name}
    return set()


def _stock_variant(stock: Stock, _args: Args, call: Call) -> Variant:
    variant = call.store.variant(stock.variant_id)
    if variant is None:
        raise LookupError(stock.variant_id)
    return variant


def _measurement(stock: Stock, _args: Args, _call: Call) -> dict[str, object]:
    return {
        "id": stock.id.replace("/InventoryItem/", "/InventoryItemMeasurement/"),
        "weight": {"value": stock.weight, "unit": stock.weight_unit},
    }


def _unit_cost(stock: Stock, _args: Args, call: Call) -> Money | None:
    return None if stock.cost is None else Money(stock.cost, call.store.settings.currency)


def _duplicates(stock: Stock, args: Args, call: Call) -> int:
    sku = _stock_variant(stock, args, call).sku
    return sum(1 for variant in call.store.variants() if sku and variant.sku == sku) - bool(sku)


def find_stock(store: Store, stock_id: str) -> Stock | None:
    return next(
        (variant.stock for variant in store.variants() if variant.stock.id == stock_id), None
    )


def level(stock: Stock, location_id: str, store: Store) -> dict[str, object]:
    """The `InventoryLevel` of a stock item at a location; print on demand counts nothing."""
    identity = f"gid://shopify/InventoryLevel/{number_of(location_id)}?inventory_item_id={number_of(stock.id)}"
    return {
        "id": identity,
        "isActive": location_id in stock.levels,
        "item": stock,
        "location": store.locations[location_id],
        "stock": stock,
    }


def _quantities(entry: Mapping[str, object], args: Args, _call: Call) -> list[dict[str, object]]:
    return [
        {"id": f"{entry['id']}&name={name}", "name": name, "quantity": 0, "updatedAt": None}
        for name in args["names"]
    ]


def _legacy(record: Product | Variant | Stock, _args: Args, _call: Call) -> str:
    return str(number_of(record.id))


def _is_published(record: Product | Variant, args: Args, call: Call) -> bool:
    product = record if isinstance(record, Product) else call.store.products[record.product_id]
    return args["publicationId"] in product.publications


RESOLVERS: dict[str, Resolver] = {
    "QueryRoot.product": lambda _root, args, call: call.store.products.get(args["id"]),
    "QueryRoot.products": _products,
    "QueryRoot.productsCount": _products_count,
    "QueryRoot.productByIdentifier": lambda _root, args, call: find_product(
        call.store, args["identifier"]
    ),
    "QueryRoot.productVariant": lambda _root, args, call: call.store.variant(args["id"]),
    "QueryRoot.productVariants": _variants,
    "QueryRoot.productOperation": lambda _root, args, call: call.store.operations.get(args["id"]),
    "QueryRoot.inventoryItem": lambda _root, args, call: find_stock(call.store, args["id"]),
    "Product.legacyResourceId": _legacy,
    "Product.featuredMedia": _featured,
    "Product.media": _media,
    "Product.mediaCount": lambda product, _args, _call: _exactly(len(product.media_ids)),
    "Product.onlineStoreUrl": _online_url,
    "Product.onlineStorePreviewUrl": lambda product, _args, call: (
        f"https://{call.store.settings.domain}/products_preview?id={number_of(product.id)}"
    ),
    "Product.options": lambda product, args, _call: product.options[: args.get("first")],
    "Product.publishedAt": lambda product, _args, _call: min(
        product.publications.values(), default=None
    ),
    "Product.publishedOnPublication": _is_published,
    "Product.seo": lambda product, _args, _call: {
        "title": product.seo_title,
        "description": product.seo_description,
    },
    "Product.totalVariants": lambda product, _args, _call: len(product.variants),
    "Product.variants": lambda product, args, _call: page_of(product.variants, args),
    "Product.variantsCount": lambda product, _args, _call: _exactly(len(product.variants)),
    "ProductOption.optionValues": _option_values,
    "ProductOption.values": lambda option, _args, _call: [v.name for v in option.option_values],
    "ProductVariant.legacyResourceId": _legacy,
    "ProductVariant.price": _variant_price,
    "ProductVariant.compareAtPrice": lambda variant, _args, _call: (
        None if variant.compare_at_price is None else price(variant.compare_at_price)
    ),
    "ProductVariant.displayName": lambda variant, args, call: (
        f"{_product_of(variant, args, call).title} - {variant.title}"
    ),
    "ProductVariant.image": lambda variant, _args, call: _image_of(variant, call),
    "ProductVariant.inventoryItem": lambda variant, _args, _call: variant.stock,
    "ProductVariant.media": _variant_media,
    "ProductVariant.position": _position,
    "ProductVariant.product": _product_of,
    "ProductVariant.publishedOnPublication": _is_published,
    "InventoryItem.legacyResourceId": _legacy,
    "InventoryItem.measurement": _measurement,
    "InventoryItem.sku": lambda stock, args, call: _stock_variant(stock, args, call).sku,
    "InventoryItem.unitCost": _unit_cost,
    "InventoryItem.variant": _stock_variant,
    "InventoryItem.duplicateSkuCount": _duplicates,
    "InventoryLevel.quantities": _quantities,
    "ProductSetOperation.product": lambda operation, _args, call: call.store.products.get(
        operation.product_id
    ),
    "ProductSetOperation.userErrors": lambda operation, _args, _call: operation.errors,
}


def _exactly(count: int) -> dict[str, object]:
    return {"count": count, "precision": "EXACT"}


def _image_of(variant: Variant, call: Call) -> object:
    found = call.store.files.get(variant.media_id)
    return image(found, call) if found else None
