"""Mutations about inventory items and where they are stocked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from .call import Args, Call, Refusal, Resolver, payload, user_error
from .product_set import apply_stock
from .read_products import find_stock, level
from .stamps import moment, stamp

_KEY_HOURS = 24


def _item_update(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    stock = find_stock(call.store, args["id"])
    variant = call.store.variant(stock.variant_id) if stock else None
    if variant is None:
        return payload(
            [user_error(["id"], "The inventory item could not be found.")], inventoryItem=None
        )
    apply_stock(variant, args["input"], call.now)
    variant.updated_at = call.now
    call.store.touch_product(call.store.products[variant.product_id], call.now)
    return payload(inventoryItem=variant.stock)


def _activate(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    problem = _key_problem(args, call)
    if problem:
        return payload([user_error(None, problem)], inventoryLevel=None)
    stock = find_stock(call.store, args["inventoryItemId"])
    if stock is None:
        missing = user_error(["inventoryItemId"], "The inventory item could not be found.")
        return payload([missing], inventoryLevel=None)
    place = call.store.locations.get(args["locationId"])
    if place is None:
        missing = user_error(["locationId"], "The location could not be found.")
        return payload([missing], inventoryLevel=None)
    stock.levels.setdefault(place.id, call.now)
    return payload(inventoryLevel=level(stock, place.id, call.store))


def _key_problem(args: Args, call: Call) -> str:
    """Since 2026-04 the call needs @idempotent; a key means the same arguments for 24 hours."""
    if not call.idempotency_key:
        raise Refusal(
            "The @idempotent directive is required for this mutation but was not provided.",
            "BAD_REQUEST",
        )
    fingerprint = sha256(json.dumps(args, sort_keys=True).encode()).hexdigest()
    fresh = stamp(moment(call.now) - timedelta(hours=_KEY_HOURS))
    used_at, _space, known = call.store.keys_used.get(call.idempotency_key, "").partition(" ")
    if known and used_at > fresh and known != fingerprint:
        return "IDEMPOTENCY_KEY_PARAMETER_MISMATCH: the key was used with other parameters."
    call.store.keys_used[call.idempotency_key] = f"{call.now} {fingerprint}"
    return ""


RESOLVERS: dict[str, Resolver] = {
    "Mutation.inventoryItemUpdate": _item_update,
    "Mutation.inventoryActivate": _activate,
}
