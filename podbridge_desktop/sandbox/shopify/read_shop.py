"""Answers about the store itself, its locations, its channels, and any object by its id."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

from .access import TYPE_SCOPES, missing_scope
from .call import Args, Call, Refusal, Resolver
from .ids import kind_of, number_of
from .paging import Key, Page, page, page_of
from .read_fulfilment import seen
from .read_orders import visible_order
from .read_products import find_stock
from .shop import AppCatalog, Location, Metafield

API_VERSIONS = ("2026-01", "2026-04", "2026-07", "2026-10")


def _shop(_root: object, _args: Args, call: Call) -> dict[str, object]:
    settings = call.store.settings
    url = f"https://{settings.domain}"
    mail = f"shop{settings.number}@example.com"
    return {
        "id": call.store.shop_id,
        "name": settings.name,
        "myshopifyDomain": settings.domain,
        "url": url,
        "email": mail,
        "contactEmail": mail,
        "primaryDomain": {
            "id": call.store.shop_id.replace("/Shop/", "/Domain/"),
            "host": settings.domain,
        },
        "currencyCode": settings.currency,
        "enabledPresentmentCurrencies": settings.presentment_currencies,
        "ianaTimezone": settings.timezone,
        "weightUnit": "KILOGRAMS",
        "plan": {
            "publicDisplayName": settings.plan,
            "partnerDevelopment": False,
            "shopifyPlus": settings.plan == "Plus",
        },
        "resourceLimits": {
            "locationLimit": 10,
            "maxProductOptions": 3,
            "maxProductVariants": settings.max_variants,
        },
    }


def _installation(_root: object, _args: Args, call: Call) -> dict[str, object]:
    handles = [scope for scope in call.store.settings.scopes if scope in call.scopes]
    return {
        "id": call.store.app_id.replace("/App/", "/AppInstallation/"),
        "accessScopes": [{"handle": scope} for scope in handles],
        "app": {"id": call.store.app_id, "title": "PodBridge", "handle": "podbridge"},
    }


def _versions(_root: object, _args: Args, _call: Call) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"handle": name, "displayName": name, "supported": True} for name in API_VERSIONS
    ]
    return [*rows, {"handle": "unstable", "displayName": "unstable", "supported": False}]


def _locations(_root: object, args: Args, call: Call) -> Page[Location]:
    rows = {
        number_of(place.id): place
        for place in call.store.locations.values()
        if (args.get("includeLegacy") or not place.service_id)
        and (args.get("includeInactive") or place.is_active)
    }
    by_name = args.get("sortKey") != "ID"
    keys: list[Key] = sorted((p.name if by_name else "", i) for i, p in rows.items())
    return page(keys, args, lambda key: rows[key[1]])


def _location(_root: object, args: Args, call: Call) -> Location | None:
    if args.get("id") is not None:
        return call.store.locations.get(args["id"])
    return next((p for p in call.store.locations.values() if p.is_primary), None)


def _address(place: Location, _args: Args, _call: Call) -> dict[str, object]:
    return {"countryCode": place.country_code, "city": place.city or None}


def _publications(_root: object, args: Args, call: Call) -> Page[dict[str, object]]:
    rows = [
        {
            "id": channel.publication_id,
            "autoPublish": False,
            "supportsFuturePublishing": channel.handle == "online_store",
            "catalog": AppCatalog(channel.catalog_id, channel),
            "channel": channel,
        }
        for channel in call.store.channels.values()
        if args.get("catalogType") in {None, "APP"}
    ]
    return page_of(rows, args)


def _app_of(catalog: AppCatalog, args: Args, _call: Call) -> Page[dict[str, object]]:
    channel = catalog.channel
    return page_of([{"id": channel.app_id, "handle": channel.handle, "title": channel.name}], args)


def digest(entry: Metafield) -> str:
    """`compareDigest`: what a compare-and-set write must name."""
    return sha256(f"{entry.id}{entry.value}{entry.updated_at}".encode()).hexdigest()


def _json_value(entry: Metafield, _args: Args, _call: Call) -> object:
    numeric = entry.type.startswith("number_integer")
    if entry.type == "json" or numeric or entry.type == "boolean":
        return json.loads(entry.value)
    return entry.value


_OWNER_TYPES = {"Order": "ORDER", "Product": "PRODUCT", "ProductVariant": "PRODUCTVARIANT"}


def _metafield(owner: object, args: Args, call: Call) -> Metafield | None:
    wanted = (args.get("namespace") or "custom", args["key"])
    if args.get("namespace") is None and "." in args["key"]:
        wanted = tuple(args["key"].split(".", 1))
    owned = call.store.metafields_of(owner.id)  # type: ignore[attr-defined]  # orders, products, variants
    return next((entry for entry in owned if (entry.namespace, entry.key) == wanted), None)


def _metafields(owner: object, args: Args, call: Call) -> Page[Metafield]:
    owned = call.store.metafields_of(owner.id)  # type: ignore[attr-defined]  # orders, products, variants
    space, keys = args.get("namespace"), args.get("keys")
    found = [
        entry
        for entry in owned
        if (space is None or entry.namespace == space)
        and (keys is None or entry.key in keys or f"{entry.namespace}.{entry.key}" in keys)
    ]
    return page_of(found, args)


_FINDERS: dict[str, Callable[[str, Call], object]] = {
    "Order": visible_order,
    "Product": lambda identity, call: call.store.products.get(identity),
    "ProductVariant": lambda identity, call: call.store.variant(identity),
    "InventoryItem": lambda identity, call: find_stock(call.store, identity),
    "FulfillmentOrder": lambda identity, call: next(
        iter(seen(filter(None, [call.store.fulfillment_orders.get(identity)]), call)), None
    ),
    "Fulfillment": lambda identity, call: call.store.fulfillments.get(identity),
    "Location": lambda identity, call: call.store.locations.get(identity),
    "MediaImage": lambda identity, call: call.store.files.get(identity),
    "GenericFile": lambda identity, call: call.store.files.get(identity),
    "Metafield": lambda identity, call: call.store.metafields.get(identity),
    "ProductSetOperation": lambda identity, call: call.store.operations.get(identity),
}


def find_node(identity: str, call: Call) -> object:
    """Any object by its global id; None for an unknown one."""
    kind = kind_of(identity)
    if not kind:
        raise Refusal(f"Invalid global id '{identity}'", "argumentLiteralsIncompatible")
    finder = _FINDERS.get(kind)
    if finder is None:
        raise Refusal(f"The practice shop does not look up a {kind} by id.", "BAD_REQUEST")
    wanted = TYPE_SCOPES.get(kind)
    if wanted and not call.scopes.intersection(wanted):
        raise missing_scope(kind.lower(), wanted)
    return finder(identity, call)


def _nodes(_root: object, args: Args, call: Call) -> list[object]:
    if len(args["ids"]) > 250:
        raise Refusal(
            "The input array size is greater than the maximum allowed of 250",
            "MAX_INPUT_SIZE_EXCEEDED",
        )
    found: list[object] = []
    for identity in args["ids"]:
        try:
            found.append(find_node(identity, call))
        except Refusal as refusal:
            found.append(refusal)
    return found


RESOLVERS: dict[str, Resolver] = {
    "QueryRoot.shop": _shop,
    "QueryRoot.currentAppInstallation": _installation,
    "QueryRoot.publicApiVersions": _versions,
    "QueryRoot.locations": _locations,
    "QueryRoot.location": _location,
    "QueryRoot.publications": _publications,
    "QueryRoot.node": lambda _root, args, call: find_node(args["id"], call),
    "QueryRoot.nodes": _nodes,
    "Location.address": _address,
    "Location.fulfillmentService": lambda place, _args, call: call.store.services.get(
        place.service_id
    ),
    "Location.isFulfillmentService": lambda place, _args, _call: bool(place.service_id),
    "Location.legacyResourceId": lambda place, _args, _call: str(number_of(place.id)),
    "Location.fulfillsOnlineOrders": lambda place, _args, _call: place.is_active,
    "Location.shipsInventory": lambda place, _args, _call: place.is_active,
    "FulfillmentService.location": lambda service, _args, call: call.store.locations.get(
        service.location_id
    ),
    "Publication.channels": lambda entry, args, _call: page_of([entry["channel"]], args),
    "AppCatalog.apps": _app_of,
    "Metafield.compareDigest": lambda entry, _args, _call: digest(entry),
    "Metafield.jsonValue": _json_value,
    "Metafield.legacyResourceId": lambda entry, _args, _call: str(number_of(entry.id)),
    "Metafield.owner": lambda entry, _args, call: find_node(entry.owner_id, call),
    "Metafield.ownerType": lambda entry, _args, _call: _OWNER_TYPES[kind_of(entry.owner_id)],
    **{
        f"{owner}.{name}": resolve
        for owner in _OWNER_TYPES
        for name, resolve in (("metafield", _metafield), ("metafields", _metafields))
    },
}
