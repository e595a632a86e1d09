"""Personal access tokens: made like the real ones, valid for a year, with chosen scopes."""

from __future__ import annotations

import base64
import hashlib
import json

from .book import USER_ID, Book, Json
from .call import Call, Route
from .errors import FIELDS, Refusal, not_found

YEAR = 365 * 86_400
SCOPES = (
    "shops.read", "catalog.read", "print_providers.read", "products.read", "products.write", "orders.read", "orders.write",
    "uploads.read", "uploads.write", "webhooks.read", "webhooks.write",
)  # fmt: skip


def make_token(seed: str, at: int, scopes: tuple[str, ...] = SCOPES) -> str:
    """A token that looks like a JWT. Its payload tells the day it ends; its signature proves nothing."""
    mark = hashlib.sha256(f"practice {seed} {at} {' '.join(scopes)}".encode())
    payload = {
        "aud": "practice", "jti": mark.hexdigest(), "iat": at, "nbf": at, "exp": at + YEAR, "sub": str(USER_ID),
        "scopes": list(scopes),
    }  # fmt: skip
    return ".".join(
        (_part({"typ": "JWT", "alg": "RS256"}), _part(payload), _text(mark.digest() * 4))
    )


def _part(values: Json) -> str:
    return _text(json.dumps(values, separators=(",", ":")).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def issue(book: Book, at: int, scopes: tuple[str, ...] = SCOPES) -> str:
    """A new token, for a year from now."""
    token = make_token(book.seed, at, scopes)
    book.tokens[token] = {"scopes": list(scopes), "expires": at + YEAR, "revoked": False}
    return token


def admit(call: Call, route: Route) -> None:
    """Check the program's name, the token and its scope, and set the call's shop. Raises 400, 401, 403 or 404."""
    if not call.request.headers.get("user-agent", "").strip():
        raise Refusal(400, "The User-Agent header is required.", code=FIELDS)
    token = _token_of(call)
    if route.scope and route.scope not in token["scopes"]:
        raise Refusal(403, "Invalid scope(s) provided.")
    if "shop" in call.args:
        if call.args["shop"] not in call.book.shops:
            raise not_found()
        call.shop = int(call.args["shop"])


def _token_of(call: Call) -> Json:
    kind, _, text = call.request.headers.get("authorization", "").partition(" ")
    token: Json | None = call.book.tokens.get(text.strip())
    if kind.lower() != "bearer" or token is None or token["revoked"] or token["expires"] <= call.at:
        raise Refusal(401, "Unauthenticated")
    return token
