"""Mutations about products: set, update, prices, publish; and operations that run on their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from .call import Args, Call, Resolver, payload, user_error
from .product_set import apply_basics, apply_variant, set_product
from .products import Operation, Product, Variant
from .read_products import find_product
from .stamps import moment, stamp
from .store import Store
from .write_orders import put_metafield


def _product_set(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    if args.get("synchronous") is False:
        operation = _start(call.store, args, call.now)
        return payload(product=None, productSetOperation=operation)
    product, errors = set_product(call.store, args.get("identifier"), args["input"], call.now)
    return payload(errors, product=product, productSetOperation=None)


def _start(store: Store, args: Args, now: str) -> Operation:
    due = stamp(moment(now) + timedelta(seconds=store.settings.operation_seconds))
    work: dict[str, object] = {"identifier": args.get("identifier"), "input": args["input"]}
    operation = Operation(store.mint("ProductSetOperation"), due, work)
    store.operations[operation.id] = operation
    store.pending.append(operation.id)
    return operation


def settle_operation(store: Store, operation: Operation, now: str) -> bool:
    """Move an asynchronous `productSet` on; True once it has run."""
    if now < operation.due_at or operation.payload is None:
        operation.status = "ACTIVE"
        return operation.payload is None
    identifier, given = operation.payload["identifier"], operation.payload["input"]
    if not isinstance(given, dict):
        raise TypeError("the operation has lost its input")
    known = identifier if isinstance(identifier, dict) else None
    product, operation.errors = set_product(store, known, given, now)
    operation.product_id = product.id if product else ""
    operation.payload, operation.status = None, "COMPLETE"
    return True


def _product_update(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    given = args.get("product") or {}
    product = call.store.products.get(given.get("id") or "")
    if product is None:
        return payload([user_error(["product", "id"], "Product does not exist")], product=None)
    owner = find_product(call.store, {"handle": given["handle"]}) if given.get("handle") else None
    if owner is not None and owner is not product:
        taken = f"Handle '{given['handle']}' already in use. Please provide a new handle."
        return payload([user_error(["product", "handle"], taken)], product=None)
    apply_basics(product, given)
    for row in given.get("metafields") or []:
        put_metafield(call.store, product.id, row, call.now)
    call.store.touch_product(product, call.now)
    return payload(product=product)


def _bulk_update(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    product = call.store.products.get(args["productId"])
    if product is None:
        gone = user_error(["productId"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")
        return payload([gone], productVariants=None)
    errors: list[dict[str, object]] = []
    good: list[tuple[Variant, Args]] = []
    for place, row in enumerate(args["variants"]):
        variant = next((v for v in product.variants if v.id == row.get("id")), None)
        problem = _bulk_problem(place, row, variant)
        if problem is not None:
            errors.append(problem)
        elif variant is not None:
            good.append((variant, row))
    if errors and not args.get("allowPartialUpdates"):
        return payload(errors, productVariants=None)
    for variant, row in good:
        apply_variant(variant, row, call.now)
        for field in row.get("metafields") or []:
            put_metafield(call.store, variant.id, field, call.now)
    call.store.touch_product(product, call.now)
    return payload(errors, productVariants=[variant for variant, _row in good])


def _bulk_problem(place: int, row: Args, variant: Variant | None) -> dict[str, object] | None:
    where = ["variants", str(place)]
    if row.get("id") is None:
        return user_error(
            [*where, "id"], "Product variant is missing ID attribute", "PRODUCT_VARIANT_ID_MISSING"
        )
    if variant is None:
        return user_error(
            [*where, "id"], "Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST"
        )
    if row.get("price") is not None and Decimal(row["price"]) < 0:
        return user_error(
            [*where, "price"],
            "Price must be greater than or equal to 0",
            "GREATER_THAN_OR_EQUAL_TO",
        )
    if row.get("optionValues") is not None:
        wrong = "The practice shop changes option values through productSet only"
        return user_error([*where, "optionValues"], wrong, "INVALID_INPUT")
    return None


def _publish(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    return _change_publications(args, call, add=True)


def _unpublish(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    return _change_publications(args, call, add=False)


def _change_publications(args: Args, call: Call, *, add: bool) -> Mapping[str, object]:
    product = call.store.products.get(args["id"])
    if product is None:
        return payload([user_error(["id"], "Resource does not exist")], publishable=None)
    known = {channel.publication_id for channel in call.store.channels.values()}
    wrong = [
        user_error(
            ["input", str(place), "publicationId"],
            "Publication does not exist or is not publishable",
        )
        for place, row in enumerate(args["input"])
        if row.get("publicationId") not in known
    ]
    if wrong:
        return payload(wrong, publishable=None)
    _apply_publications(product, args["input"], call, add=add)
    return payload(publishable=product)


def _apply_publications(product: Product, rows: list[Args], call: Call, *, add: bool) -> None:
    for row in rows:
        if add:
            product.publications[row["publicationId"]] = row.get("publishDate") or call.now
        else:
            product.publications.pop(row["publicationId"], None)
    call.store.touch_product(product, call.now)


RESOLVERS: dict[str, Resolver] = {
    "Mutation.productSet": _product_set,
    "Mutation.productUpdate": _product_update,
    "Mutation.productVariantsBulkUpdate": _bulk_update,
    "Mutation.publishablePublish": _publish,
    "Mutation.publishableUnpublish": _unpublish,
}
