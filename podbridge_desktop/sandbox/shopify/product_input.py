"""What is wrong with a `productSet` input, in the words and codes of Shopify's user errors."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .call import Args, user_error
from .products import Product
from .read_products import find_product
from .store import Store

_MAX_OPTIONS = 3
_MAX_ALT = 512
Problem = dict[str, object]


def problems(store: Store, product: Product | None, given: Args) -> list[Problem]:
    """All user errors of an input for `product` (None: a new one)."""
    return [
        *_basic(store, product, given),
        *_options(given),
        *_variants(store, product, given),
        *_files(store, given),
        *_metafields(given),
    ]


def _basic(store: Store, product: Product | None, given: Args) -> Iterator[Problem]:
    if product is None and not (given.get("title") or "").strip():
        yield user_error(["input", "title"], "Title can't be blank", "MISSING_FIELD_REQUIRED")
    handle = given.get("handle")
    owner = find_product(store, {"handle": handle}) if handle else None
    if owner is not None and owner is not product:
        taken = f"Handle '{handle}' already in use. Please provide a new handle."
        yield user_error(["input", "handle"], taken, "HANDLE_NOT_UNIQUE")


def _options(given: Args) -> Iterator[Problem]:
    options = given.get("productOptions")
    if options is None:
        return
    where = ["input", "productOptions"]
    if len(options) > _MAX_OPTIONS:
        yield user_error(where, "Can only specify a maximum of 3 options", "OPTIONS_OVER_LIMIT")
    names = [(option.get("name") or "").casefold() for option in options]
    if len(set(names)) < len(names):
        yield user_error(where, "Option names must be unique", "DUPLICATED_OPTION_NAME")
    for place, option in enumerate(options):
        values = [(value.get("name") or "").casefold() for value in option.get("values") or []]
        here = [*where, str(place), "values"]
        if not values:
            missing = f"Option values are missing for option '{option.get('name')}'"
            yield user_error(here, missing, "OPTION_VALUES_MISSING")
        if len(set(values)) < len(values):
            double = f"Duplicated option value in '{option.get('name')}'"
            yield user_error(here, double, "DUPLICATED_OPTION_VALUE")


def _variants(store: Store, product: Product | None, given: Args) -> Iterator[Problem]:
    rows, options = given.get("variants"), given.get("productOptions")
    where = ["input", "variants"]
    if options is not None and rows is None:
        missing = "Variants input is required when updating product options"
        yield user_error(where, missing, "VARIANTS_INPUT_MISSING")
    if rows is None:
        return
    if options is None:
        missing = "Product options input is required when updating variants"
        yield user_error(["input", "productOptions"], missing, "PRODUCT_OPTIONS_INPUT_MISSING")
        return
    limit = store.settings.max_variants
    if len(rows) > limit:
        many = f"Cannot create more than {limit} variants"
        yield user_error(where, many, "VARIANTS_OVER_LIMIT")
    seen: set[tuple[str, ...]] = set()
    for place, row in enumerate(rows):
        yield from _variant(place, row, given, product)
        choice = tuple(
            sorted(f"{v.get('optionName')}={v.get('name')}" for v in row["optionValues"])
        )
        if choice in seen:
            double = (
                "The variant with these option values already exists. Please change at least one."
            )
            yield user_error([*where, str(place)], double, "INVALID_VARIANT")
        seen.add(choice)


def _variant(place: int, row: Args, given: Args, product: Product | None) -> Iterator[Problem]:
    where = ["input", "variants", str(place)]
    own = {variant.id for variant in product.variants} if product else set()
    if row.get("id") is not None and row["id"] not in own:
        gone = f"Product variant does not exist: {row['id']}"
        yield user_error([*where, "id"], gone, "PRODUCT_VARIANT_DOES_NOT_EXIST")
    if row.get("price") is not None and Decimal(row["price"]) < 0:
        yield user_error(
            [*where, "price"], "Price must be greater than or equal to 0", "INVALID_VARIANT"
        )
    yield from _choices(where, row, given)
    file = row.get("file")
    if file and not _same_file(file, given.get("files") or []):
        outside = "A variant's file must also be one of the product's files"
        yield user_error([*where, "file"], outside, "INVALID_VARIANT")


def _choices(where: list[str], row: Args, given: Args) -> Iterator[Problem]:
    options = {
        o.get("name"): {v.get("name") for v in o.get("values") or []}
        for o in given["productOptions"]
    }
    named = set()
    for place, value in enumerate(row["optionValues"]):
        name = value.get("optionName")
        named.add(name)
        here = [*where, "optionValues", str(place)]
        if name not in options:
            yield user_error(here, f"Option '{name}' does not exist", "OPTION_DOES_NOT_EXIST")
        elif value.get("name") not in options[name]:
            unknown = f"Option value '{value.get('name')}' does not exist"
            yield user_error(here, unknown, "OPTION_VALUE_DOES_NOT_EXIST")
    if set(options) - named:
        yield user_error(
            [*where, "optionValues"], "Option values are missing", "OPTION_VALUES_MISSING"
        )


def _same_file(wanted: Args, files: list[Args]) -> bool:
    if wanted.get("id"):
        return any(file.get("id") == wanted["id"] for file in files)
    return any(file.get("originalSource") == wanted.get("originalSource") for file in files)


def _files(store: Store, given: Args) -> Iterator[Problem]:
    for place, file in enumerate(given.get("files") or []):
        where = ["input", "files", str(place)]
        if file.get("id") and file["id"] not in store.files:
            yield user_error([*where, "id"], f"File does not exist: {file['id']}", "NOT_FOUND")
        elif not file.get("id") and not file.get("originalSource"):
            missing = "Either id or originalSource must be given"
            yield user_error(where, missing, "INVALID_INPUT")
        if len(file.get("alt") or "") > _MAX_ALT:
            long = f"Alt text is too long (maximum is {_MAX_ALT} characters)"
            yield user_error([*where, "alt"], long, "INVALID_INPUT")


def _metafields(given: Args) -> Iterator[Problem]:
    for place, row in enumerate(given.get("metafields") or []):
        if not row.get("key") or not row.get("value"):
            where = ["input", "metafields", str(place)]
            yield user_error(where, "Metafield key and value can't be blank", "INVALID_METAFIELD")
