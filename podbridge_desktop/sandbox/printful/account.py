"""Who is calling and for which store: keys, scopes, stores."""

from __future__ import annotations

from .book import Json
from .call import Call, Reply, Route, cut, ok1, ok2
from .errors import Refusal, not_found

SCOPE_NAMES = {
    "orders": "View and manage orders of the authorized store",
    "orders/read": "View orders of the authorized store",
    "sync_products": "View and manage store products",
    "sync_products/read": "View store products",
    "file_library": "View and manage store files",
    "file_library/read": "View store files",
    "webhooks": "View and manage store webhooks",
    "webhooks/read": "View store webhooks",
    "product_templates": "View and manage product templates",
    "product_templates/read": "View product templates",
}
# Version 2 documents only these.
SCOPES_V2 = tuple(SCOPE_NAMES)[:8]


def admit(call: Call, route: Route) -> None:
    """Check key, scope and store, and set the call's store. Raises 401, 403 or 400."""
    key = _key_of(call)
    if key is None:
        if route.public:
            return
        raise Refusal(401, "Authorization header is missing or malformed.")
    scopes = call.book.scopes
    if (
        route.scope
        and route.scope not in scopes
        and route.scope.removesuffix("/read") not in scopes
    ):
        raise Refusal(403, f"This token does not have the required scope: {route.scope}")
    call.store_id = _store_of(call, key, needed=not (route.any_store or route.public))


def is_anonymous(call: Call) -> bool:
    return "authorization" not in call.request.headers


def _key_of(call: Call) -> Json | None:
    given = call.request.headers.get("authorization")
    if given is None:
        return None
    kind, _, token = given.partition(" ")
    key: Json | None = call.book.keys.get(token.strip())
    if kind.lower() != "bearer" or key is None or key.get("revoked"):
        raise Refusal(401, "The access token provided is invalid or has expired.")
    return key


def _store_of(call: Call, key: Json, *, needed: bool) -> int:
    if key["kind"] == "store":
        return int(key["store"])
    asked = call.request.headers.get("x-pf-store-id", "")
    if not asked:
        if needed:
            raise Refusal(400, "This endpoint requires `store_id`!")
        return 0
    if asked not in call.book.stores:
        raise Refusal(403, "You do not have access to this store.")
    return int(asked)


def visible_stores(call: Call) -> list[Json]:
    """The stores that the key may see: its own, or all of the account."""
    key = _key_of(call) or {}
    if key.get("kind") == "store":
        return [call.book.stores[str(key["store"])]]
    return list(call.book.stores.values())


def _brief(store: Json) -> Json:
    return {"id": store["id"], "type": store["type"], "name": store["name"]}


def stores1(call: Call) -> Reply:
    rows, paging = cut(call, [_brief(store) for store in visible_stores(call)])
    return ok1(list(rows), paging)


def stores2(call: Call) -> Reply:
    rows, paging = cut(call, [_brief(store) for store in visible_stores(call)])
    return ok2(call, list(rows), paging=paging)


def _one(call: Call) -> Json:
    for store in visible_stores(call):
        if str(store["id"]) == call.args.get("id", str(call.store_id)):
            return store
    raise not_found()


def store1(call: Call) -> Reply:
    store = _one(call)
    details = {
        "currency": store["currency"],
        "website": None,
        "return_address": None,
        "billing_address": None,
    }
    card = {"type": None, "number_mask": None, "expires": None}
    return ok1({**_brief(store), **details, "payment_card": card, "created": 1_700_000_000})


def store2(call: Call) -> Reply:
    return ok2(call, _brief(_one(call)))


def scopes1(call: Call) -> Reply:
    scopes = [{"scope": name, "display_name": SCOPE_NAMES[name]} for name in call.book.scopes]
    return ok1({"scopes": scopes})


def scopes2(call: Call) -> Reply:
    scopes = [
        {"value": name, "name": SCOPE_NAMES[name]} for name in call.book.scopes if name in SCOPES_V2
    ]
    return ok2(call, scopes)


ROUTES = (
    Route("GET", "/stores", stores1, any_store=True),
    Route("GET", "/stores/{id}", store1, any_store=True),
    Route("GET", "/store", store1),
    Route("GET", "/oauth/scopes", scopes1, any_store=True),
    Route("GET", "/v2/stores", stores2, any_store=True),
    Route("GET", "/v2/stores/{id}", store2, any_store=True),
    Route("GET", "/v2/oauth-scopes", scopes2, any_store=True),
)
