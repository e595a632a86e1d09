"""Mutations that mark orders: tags, note, metafields."""

from __future__ import annotations

from collections.abc import Mapping

from .access import missing_scope
from .call import Args, Call, Refusal, Resolver, missing_id, payload, user_error
from .ids import kind_of
from .orders import Order, Property
from .products import Product
from .read_shop import digest, find_node
from .shop import Metafield
from .store import Store

_MAX_METAFIELDS = 25
_MAX_TAG = 255
_WRITE_SCOPES = {
    "Order": "write_orders",
    "Product": "write_products",
    "ProductVariant": "write_products",
}


def _owner(identity: str, call: Call) -> object:
    """A thing that tags or metafields may be written to; refused when the scope is missing."""
    kind = kind_of(identity)
    wanted = _WRITE_SCOPES.get(kind)
    if wanted is None:
        raise Refusal(
            f"The practice shop keeps no tags or metafields on `{identity}`.", "BAD_REQUEST"
        )
    if wanted not in call.scopes:
        raise missing_scope(kind.lower(), (wanted,))
    return find_node(identity, call)


def _touch(owner: object, call: Call) -> None:
    if isinstance(owner, Order):
        call.store.touch(owner, call.now)
    elif isinstance(owner, Product):
        call.store.touch_product(owner, call.now)


def _split(tags: list[str]) -> list[str]:
    parts = (part.strip() for tag in tags for part in tag.split(","))
    return [part for part in parts if part]


def _tags_add(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    owner = _owner(args["id"], call)
    if not isinstance(owner, Order | Product):
        return payload([missing_id("id", args["id"])], node=None)
    wanted = _split(args["tags"])
    if any(len(tag) > _MAX_TAG for tag in wanted):
        return payload(
            [user_error(["tags"], "Tag is too long (maximum is 255 characters)")], node=None
        )
    known = {tag.casefold() for tag in owner.tags}
    new = {tag.casefold(): tag for tag in reversed(wanted) if tag.casefold() not in known}
    if new:
        owner.tags = sorted([*owner.tags, *new.values()], key=str.casefold)
        _touch(owner, call)
    return payload(node=owner)


def _tags_remove(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    owner = _owner(args["id"], call)
    if not isinstance(owner, Order | Product):
        return payload([missing_id("id", args["id"])], node=None)
    gone = {tag.casefold() for tag in _split(args["tags"])}
    kept = [tag for tag in owner.tags if tag.casefold() not in gone]
    if kept != owner.tags:
        owner.tags = kept
        _touch(owner, call)
    return payload(node=owner)


def _order_update(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    given = args["input"]
    order = call.store.orders.get(given["id"])
    if order is None:
        return payload([user_error(["id"], "Order does not exist")], order=None)
    for name, attribute in (
        ("note", "note"),
        ("poNumber", "po_number"),
        ("email", "email"),
        ("phone", "phone"),
    ):
        if name in given:
            setattr(order, attribute, given[name])
    if given.get("tags") is not None:
        order.tags = sorted(_split(given["tags"]), key=str.casefold)
    if given.get("customAttributes") is not None:
        order.custom_attributes = [
            Property(a["key"], a["value"]) for a in given["customAttributes"]
        ]
    call.store.touch(order, call.now)
    return payload(order=order)


def _metafields_set(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    rows = args["metafields"]
    if len(rows) > _MAX_METAFIELDS:
        many = f"Exceeded the maximum metafields input limit of {_MAX_METAFIELDS}."
        return payload([user_error(["metafields"], many, "LESS_THAN_OR_EQUAL_TO")], metafields=None)
    errors = [error for place, row in enumerate(rows) for error in _objections(place, row, call)]
    if errors:
        return payload(errors, metafields=None)
    written = [put_metafield(call.store, row["ownerId"], row, call.now) for row in rows]
    for row in rows:
        _touch(find_node(row["ownerId"], call), call)
    return payload(metafields=written)


def _objections(place: int, row: Args, call: Call) -> list[dict[str, object]]:
    where = ["metafields", str(place)]
    if _owner(row["ownerId"], call) is None:
        return [user_error([*where, "ownerId"], "Owner does not exist.", "INVALID")]
    if not row["value"]:
        return [user_error([*where, "value"], "Value can't be blank.", "BLANK")]
    space = row.get("namespace") or "custom"
    old = find_metafield(call.store, row["ownerId"], space, row["key"])
    if not (row.get("type") or old):
        return [user_error([*where, "type"], "Type can't be blank", "BLANK")]
    if "compareDigest" in row and row["compareDigest"] != (digest(old) if old else None):
        stale = "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value."
        return [user_error(where, stale, "STALE_OBJECT")]
    return []


def find_metafield(store: Store, owner_id: str, namespace: str, key: str) -> Metafield | None:
    owned = store.metafields_of(owner_id)
    return next((m for m in owned if (m.namespace, m.key) == (namespace, key)), None)


def put_metafield(store: Store, owner_id: str, row: Mapping[str, str], now: str) -> Metafield:
    """Write one metafield, new or changed."""
    space = row.get("namespace") or "custom"
    entry = find_metafield(store, owner_id, space, row["key"])
    if entry is None:
        kind = row.get("type") or "single_line_text_field"
        entry = Metafield(store.mint("Metafield"), owner_id, space, row["key"], kind, "", now, now)
        store.metafields[entry.id] = entry
    entry.value, entry.type, entry.updated_at = row["value"], row.get("type") or entry.type, now
    return entry


RESOLVERS: dict[str, Resolver] = {
    "Mutation.tagsAdd": _tags_add,
    "Mutation.tagsRemove": _tags_remove,
    "Mutation.orderUpdate": _order_update,
    "Mutation.metafieldsSet": _metafields_set,
}
