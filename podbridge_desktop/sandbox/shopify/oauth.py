"""How an app gets its keys: client credentials, and the browser's consent page with its code."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from podbridge_desktop.sandbox.http import Request, Response, answer_json

from .oauth_tokens import Token
from .shop import Installation
from .stamps import moment, stamp
from .store import Store

TOKEN_PATH = "/admin/oauth/access_token"  # noqa: S105 (an address)
CONSENT_PATH = "/admin/oauth/authorize"
_DAY = 86_400
_REFRESH_SECONDS = 90 * _DAY
_CODE_SECONDS = 60


def store_unavailable() -> Response:
    """What stands at a name where no store is."""
    return _page(404, "This store is unavailable", "Sorry, this store is currently unavailable.")


def exchange(store: Store, request: Request, now: datetime) -> Response:
    """POST /admin/oauth/access_token."""
    if request.method != "POST":
        return answer_json({"error": "invalid_request"}, 405)
    given = _fields(request)
    settings = store.settings
    same = (given.get("client_id"), given.get("client_secret")) == (
        settings.client_id,
        settings.client_secret,
    )
    if not same:
        return _refused("invalid_client", "The client id or the client secret is wrong", 401)
    grant = given.get("grant_type") or ("authorization_code" if given.get("code") else "")
    if grant == "client_credentials":
        return _client_credentials(store, now)
    if grant == "authorization_code":
        return _with_code(store, given, now)
    if grant == "refresh_token":
        return _refresh(store, given, now)
    return _refused(
        "unsupported_grant_type", f"The grant type {grant or 'nothing'} is not supported"
    )


def _client_credentials(store: Store, now: datetime) -> Response:
    state = store.settings.installation
    if state is Installation.FOREIGN:
        text = (
            "Oauth error shop_not_permitted: Client credentials cannot be performed on this shop."
        )
        return _page(400, "400 Bad Request", text)
    if state is Installation.MISSING:
        return _page(
            400,
            "400 Bad Request",
            "Oauth error app_not_installed: The app is not installed on this shop.",
        )
    token = _mint(store, "access", now, _DAY, [])
    return answer_json(
        {"access_token": token.value, "scope": _scope(store, token), "expires_in": _DAY - 1}
    )


def _with_code(store: Store, given: Mapping[str, str], now: datetime) -> Response:
    code = store.tokens.get(given.get("code", ""))
    if code is None or code.kind != "code" or not code.is_good(stamp(now)):
        return _refused(
            "invalid_request", "The authorization code was not found or was already used"
        )
    code.revoked = True
    if given.get("expiring") == "1":
        return _expiring_pair(store, code.scopes, now)
    token = _mint(store, "access", now, None, code.scopes)
    return answer_json({"access_token": token.value, "scope": _scope(store, token)})


def _refresh(store: Store, given: Mapping[str, str], now: datetime) -> Response:
    old = store.tokens.get(given.get("refresh_token", ""))
    if old is None or old.kind != "refresh" or not old.is_good(stamp(now)):
        return _refused("invalid_grant", "This request requires an active refresh_token")
    previous = store.tokens.get(old.replaces)
    if previous is not None:
        previous.revoked = True
    return _expiring_pair(store, old.scopes, now, replaces=old.value)


def _expiring_pair(store: Store, scopes: list[str], now: datetime, replaces: str = "") -> Response:
    access = _mint(store, "access", now, 3600, scopes)
    refresh = _mint(store, "refresh", now, _REFRESH_SECONDS, scopes)
    refresh.replaces = replaces
    return answer_json(
        {
            "access_token": access.value,
            "expires_in": 3600,
            "refresh_token": refresh.value,
            "refresh_token_expires_in": _REFRESH_SECONDS,
            "scope": _scope(store, access),
        }
    )


def consent(store: Store, request: Request, now: datetime) -> Response:
    """GET /admin/oauth/authorize: the seller agrees at once, and her browser goes back to the program."""
    given = request.params
    redirect = given.get("redirect_uri", "")
    if given.get("client_id") != store.settings.client_id:
        return _page(
            400,
            "Oauth error invalid_request",
            "Could not find Shopify API application with api_key",
        )
    if not any(_same_place(redirect, known) for known in store.settings.redirect_uris):
        return _page(400, "Oauth error invalid_request", "The redirect_uri is not whitelisted")
    asked = [scope for scope in given.get("scope", "").replace(" ", "").split(",") if scope]
    code = _mint(store, "code", now, _CODE_SECONDS, asked)
    if store.settings.installation is Installation.MISSING:
        store.settings.installation = Installation.INSTALLED
    address = f"{redirect}?{urlencode(_callback(store, code, given, now))}"
    link = f'<a href="{escape(address)}">Back to the program</a>'
    page = _page(302, "Installed", link, escaped=True)
    return Response(302, page.body, {**page.headers, "location": address})


def _callback(store: Store, code: Token, given: Mapping[str, str], now: datetime) -> dict[str, str]:
    name = store.settings.domain.partition(".")[0]
    host = base64.b64encode(f"admin.shopify.com/store/{name}".encode()).decode().rstrip("=")
    params = {
        "code": code.value,
        "host": host,
        "shop": store.settings.domain,
        "state": given.get("state", ""),
        "timestamp": str(int(now.timestamp())),
    }
    message = "&".join(f"{key}={value}" for key, value in sorted(params.items()))
    secret = store.settings.client_secret.encode()
    return {**params, "hmac": hmac.new(secret, message.encode(), sha256).hexdigest()}


def _same_place(given: str, known: str) -> bool:
    """Scheme, host and port must be those of a released redirect address; the path may be longer."""
    left, right = urlsplit(given), urlsplit(known)
    same_host = (left.scheme, left.netloc) == (right.scheme, right.netloc)
    return bool(left.netloc) and same_host and left.path.startswith(right.path.rstrip("/"))


def _mint(store: Store, kind: str, now: datetime, seconds: int | None, scopes: list[str]) -> Token:
    count = store.counters.get("Token", 0) + 1
    store.counters["Token"] = count
    value = sha256(f"{kind}-{store.settings.number}-{count}".encode()).hexdigest()[:32]
    prefix = {"access": "shpat_", "refresh": "shprt_", "code": ""}[kind]
    ends = stamp(now + timedelta(seconds=seconds)) if seconds else None
    token = Token(prefix + value, kind, ends, scopes)
    store.tokens[token.value] = token
    for stale in [key for key, old in store.tokens.items() if _is_long_gone(old, now)]:
        del store.tokens[stale]
    return token


def _is_long_gone(token: Token, now: datetime) -> bool:
    return token.expires_at is not None and moment(token.expires_at) < now - timedelta(days=1)


def _scope(store: Store, token: Token) -> str:
    """The scope list as Shopify writes it: reading is left out where writing is granted."""
    granted = [s for s in store.settings.scopes if not token.scopes or s in token.scopes]
    return ",".join(
        s
        for s in granted
        if s.replace("read_", "write_", 1) not in granted or s.startswith("write_")
    )


def _fields(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(request.body)
        except ValueError:
            return {}
        return {k: str(v) for k, v in body.items()} if isinstance(body, dict) else {}
    pairs = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in pairs.items()}


def _refused(code: str, text: str, status: int = 400) -> Response:
    return answer_json({"error": code, "error_description": text}, status)


def _page(status: int, title: str, text: str, *, escaped: bool = False) -> Response:
    body = text if escaped else escape(text)
    html = f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body><p>{body}</p></body></html>"
    return Response(status, html.encode(), {"content-type": "text/html; charset=utf-8"})
