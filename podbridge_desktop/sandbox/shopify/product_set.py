"""`productSet`: what stands in a list that is sent is made true, and whatever is not in it is deleted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from .call import Args, user_error
from .file_store import add_file
from .money import cents
from .product_input import problems
from .products import Choice, Option, OptionValue, Product, Stock, Variant
from .read_products import find_product
from .store import Store
from .write_orders import put_metafield


def set_product(
    store: Store, identifier: Mapping[str, object] | None, given: Args, now: str
) -> tuple[Product | None, list[dict[str, object]]]:
    """Create or change a product; gives it, or the user errors."""
    product = find_product(store, identifier) if identifier else None
    if identifier and identifier.get("id") and product is None:
        gone = user_error(["identifier", "id"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")
        return None, [gone]
    handle = identifier.get("handle") if identifier else None
    if handle and given.get("handle") not in {None, handle}:
        differs = "The handle of the identifier and of the input must be the same"
        return None, [user_error(["input", "handle"], differs, "INPUT_MISMATCH")]
    given = {**given, "handle": handle} if handle else given
    wrong = problems(store, product, given)
    if wrong:
        return None, wrong
    made = product or _new_product(store, given, now)
    _apply(store, made, given, now)
    custom = identifier.get("customId") if identifier else None
    if isinstance(custom, Mapping):
        put_metafield(store, made.id, _custom_row(custom), now)
    return made, []


def _custom_row(custom: Mapping[str, str]) -> dict[str, str]:
    space = custom.get("namespace") or "custom"
    return {"namespace": space, "key": custom["key"], "value": custom["value"], "type": "id"}


def _new_product(store: Store, given: Args, now: str) -> Product:
    handle = given.get("handle") or _free_handle(store, given["title"])
    product = Product(store.mint("Product"), given["title"], handle, now, now)
    if given.get("variants") is None:
        plain = Option(store.mint("ProductOption"), "Title", 1, [])
        plain.option_values.append(OptionValue(store.mint("ProductOptionValue"), "Default Title"))
        product.options = [plain]
        product.variants = [_new_variant(store, product, [Choice("Title", "Default Title")], now)]
    return product


def _free_handle(store: Store, title: str) -> str:
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", ascii_title.casefold()).strip("-") or "product"
    taken = {product.handle for product in store.products.values()}
    handle, count = base, 0
    while handle in taken:
        count += 1
        handle = f"{base}-{count}"
    return handle


def _apply(store: Store, product: Product, given: Args, now: str) -> None:
    apply_basics(product, given)
    files = _apply_files(store, product, given, now)
    if given.get("productOptions") is not None:
        _apply_options(store, product, given["productOptions"])
    if given.get("variants") is not None:
        _apply_variants(store, product, given["variants"], files, now)
    if given.get("metafields") is not None:
        _apply_metafields(store, product, given["metafields"], now)
    product.updated_at = now
    store.add_product(product)


def apply_basics(product: Product, given: Args) -> None:
    """The plain fields that `productSet` and `productUpdate` share."""
    plain = {
        "title": "title",
        "handle": "handle",
        "descriptionHtml": "description_html",
        "vendor": "vendor",
        "productType": "product_type",
        "status": "status",
    }
    for name, attribute in plain.items():
        if given.get(name) is not None:
            setattr(product, attribute, given[name])
    if given.get("tags") is not None:
        product.tags = sorted(
            {tag.strip() for tag in given["tags"] if tag.strip()}, key=str.casefold
        )
    if given.get("seo") is not None:
        product.seo_title = given["seo"].get("title")
        product.seo_description = given["seo"].get("description")


def _apply_files(store: Store, product: Product, given: Args, now: str) -> dict[str, str]:
    """The file ids by id and source, for the variants that point at them."""
    if given.get("files") is None:
        return {identity: identity for identity in product.media_ids}
    known: dict[str, str] = {}
    for row in given["files"]:
        if row.get("id"):
            known[row["id"]] = row["id"]
            if row.get("alt") is not None:
                store.files[row["id"]].alt = row["alt"]
        elif row["originalSource"] not in known:
            known[row["originalSource"]] = add_file(store, row, now).id
    product.media_ids = list(dict.fromkeys(known.values()))
    return known


def _apply_options(store: Store, product: Product, rows: list[Args]) -> None:
    old = {option.name: option for option in product.options}
    made: list[Option] = []
    for place, row in enumerate(sorted(rows, key=lambda row: row.get("position") or 99), 1):
        option = old.get(row["name"]) or Option(store.mint("ProductOption"), row["name"], place, [])
        values = {value.name: value for value in option.option_values}
        option.position = place
        option.option_values = [
            values.get(value["name"])
            or OptionValue(store.mint("ProductOptionValue"), value["name"])
            for value in row["values"]
        ]
        made.append(option)
    product.options = made


def _apply_variants(
    store: Store, product: Product, rows: list[Args], files: dict[str, str], now: str
) -> None:
    by_id = {variant.id: variant for variant in product.variants}
    by_choice = {frozenset(variant.choices): variant for variant in product.variants}
    kept: list[Variant] = []
    for row in rows:
        chosen = {value["optionName"]: value["name"] for value in row["optionValues"]}
        choices = [Choice(o.name, chosen[o.name]) for o in product.options]
        old = by_id.get(row.get("id") or "") or by_choice.get(frozenset(chosen.items()))
        variant = old if old and old not in kept else _new_variant(store, product, choices, now)
        variant.selected_options = choices
        apply_variant(variant, row, now)
        file = row.get("file")
        if file:
            variant.media_id = files[file.get("id") or file["originalSource"]]
        kept.append(variant)
        for field in row.get("metafields") or []:
            put_metafield(store, variant.id, field, now)
    for gone in set(by_id) - {variant.id for variant in kept}:
        store.variant_owner.pop(gone, None)
    product.variants = kept


def _new_variant(store: Store, product: Product, choices: list[Choice], now: str) -> Variant:
    identity = store.mint("ProductVariant")
    home = next((place.id for place in store.locations.values() if place.is_primary), None)
    stock = Stock(store.mint("InventoryItem"), identity, now, now, tracked=True)
    stock.levels = {home: now} if home else {}
    return Variant(identity, product.id, now, now, choices, stock)


def apply_variant(variant: Variant, row: Args, now: str) -> None:
    """Set what the row gives; the rest stays."""
    if row.get("price") is not None:
        variant.price = cents(row["price"])
    if "compareAtPrice" in row:
        given = row["compareAtPrice"]
        variant.compare_at_price = None if given is None else cents(given)
    for name, attribute in (("sku", "sku"), ("barcode", "barcode")):
        if name in row:
            setattr(variant, attribute, row[name])
    variant.inventory_policy = row.get("inventoryPolicy") or variant.inventory_policy
    variant.taxable = variant.taxable if row.get("taxable") is None else row["taxable"]
    variant.updated_at = now
    apply_stock(variant, row.get("inventoryItem") or {}, now)


def apply_stock(variant: Variant, given: Args, now: str) -> None:
    """The inventory side of a variant."""
    stock = variant.stock
    if "sku" in given:
        variant.sku = given["sku"]
    if given.get("cost") is not None:
        stock.cost = cents(given["cost"])
    for name, attribute in (("tracked", "tracked"), ("requiresShipping", "requires_shipping")):
        if given.get(name) is not None:
            setattr(stock, attribute, given[name])
    if "harmonizedSystemCode" in given:
        stock.harmonized_system_code = given["harmonizedSystemCode"]
    if "countryCodeOfOrigin" in given:
        stock.country_code_of_origin = given["countryCodeOfOrigin"]
    weight = (given.get("measurement") or {}).get("weight")
    if weight:
        stock.weight, stock.weight_unit = float(weight["value"]), weight["unit"]
    stock.updated_at = now


def _apply_metafields(store: Store, product: Product, rows: list[Args], now: str) -> None:
    named = {(row.get("namespace") or "custom", row["key"]) for row in rows}
    for entry in store.metafields_of(product.id):
        if (entry.namespace, entry.key) not in named:
            del store.metafields[entry.id]
    for row in rows:
        put_metafield(store, product.id, row, now)
