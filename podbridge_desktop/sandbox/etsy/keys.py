"""Who is calling: the app's key with its secret, the seller's token with its user, and what the token may do."""

from __future__ import annotations

from .bodies import Field, form
from .book import Json
from .call import Call, Refusal, Reply, Route
from .errors import lost

NO_KEY = "Missing or invalid API key."
HALF_KEY = "Invalid API key: should be in the format 'keystring:shared_secret'."
DEAD_KEY = "API key not found or not active"
NO_USER = "No user was provided as part of the bearer token."


def admit(call: Call, route: Route) -> None:
    """Check key, token, scopes and shop. Raises 401, 403 or 404."""
    check_key(call)
    token = token_of(call) if "authorization" in call.request.headers else None
    call.is_owner = token is not None
    if route.scopes:
        if token is None:
            raise Refusal(401, "invalid_token", "The request has no access token")
        if set(route.scopes) - set(token["scopes"]):
            raise Refusal(403, "insufficient_scope", "Insufficient scope")
    shop = call.args.get("shop_id")
    if shop is not None and shop != str(call.book.shop_id):
        if route.scopes:
            raise Refusal(403, f"User does not own Shop {shop}")
        raise lost("Shop", "shop_id", shop)


def check_key(call: Call) -> None:
    """The `x-api-key` header: keystring and shared secret with a colon between."""
    given = call.request.headers.get("x-api-key", "")
    if not given:
        raise Refusal(401, NO_KEY)
    keystring, colon, secret = given.partition(":")
    if not colon or not secret:
        raise Refusal(403, HALF_KEY)
    key = call.book.key
    if (keystring, secret) != (key["keystring"], key["secret"]) or not key["active"]:
        raise Refusal(403, DEAD_KEY)


def token_of(call: Call) -> Json:
    """The access token of the request."""
    kind, _, value = call.request.headers["authorization"].partition(" ")
    user = value.strip().partition(".")[0]
    if kind.lower() != "bearer" or not user.isdigit():
        raise Refusal(403, NO_USER)
    return good_token(call, value.strip())


def good_token(call: Call, value: str) -> Json:
    """The record of a token that still works."""
    token: Json | None = call.book.access.get(value)
    if token is None:
        raise Refusal(401, "invalid_token", "access token is not valid")
    if token["ends"] <= call.at:
        raise Refusal(401, "invalid_token", "access token is expired")
    return token


def ping(call: Call) -> Reply:
    return Reply({"application_id": call.book.key["app_id"]})


def scopes(call: Call) -> Reply:
    """The scopes of a token, which need not be the one of the request."""
    given = form(call, {"token": Field(required=True)})
    return Reply({"scopes": good_token(call, given["token"])["scopes"]})


ROUTES = (
    Route("GET", "/openapi-ping", "ping", ping, counted=False),
    Route("POST", "/scopes", "tokenScopes", scopes, counted=False),
)
