"""The sign-in: a page in the seller's browser that she agrees or refuses at, and the token endpoint behind it."""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from html import escape
from urllib.parse import parse_qs, urlencode

from podbridge_desktop.sandbox.http import Request, Response, answer_json

from .book import SCOPES, Book, Json
from .errors import Refusal, render

CONNECT_PATH, DECISION_PATH, TOKEN_PATH = (
    "/oauth/connect",
    "/oauth/connect/decision",
    "/v3/public/oauth/token",
)
ACCESS_SECONDS, REFRESH_SECONDS, CODE_SECONDS = 3600, 90 * 86_400, 600
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_ASKED = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


def handles(path: str) -> bool:
    return path in {CONNECT_PATH, DECISION_PATH, TOKEN_PATH}


def handle(book: Book, request: Request, now: datetime) -> Response:
    """Any request of the sign-in."""
    at = int(now.timestamp())
    if request.path == TOKEN_PATH and request.method == "POST":
        try:
            return answer_json(_exchange(book, _fields(request), at))
        except Refusal as refusal:
            return render(refusal)
    if request.path == CONNECT_PATH and request.method == "GET":
        return _connect(book, request.params, at)
    if request.path == DECISION_PATH and request.method == "POST":
        return _decide(book, _fields(request), at)
    return answer_json({"error": "Resource not found"}, 404)


def _connect(book: Book, asked: Mapping[str, str], at: int) -> Response:
    """The page that asks the seller. What is wrong with the address is said here and never sent back to it."""
    if asked.get("client_id") != book.key["keystring"] or not book.key["active"]:
        return _page(
            400, "An error occurred", "<p>The application is not known or not approved.</p>"
        )
    if asked.get("redirect_uri") not in book.key["callbacks"]:
        return _page(
            400, "An error occurred", "<p>The requested redirect URL is not permitted.</p>"
        )
    wrong = _objection(asked)
    if wrong is not None:
        return _back(asked, {"error": wrong[0], "error_description": wrong[1]})
    if book.knobs["consent"] != "ask":
        return _decide(book, {**asked, "decision": book.knobs["consent"]}, at)
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked.get(name, ""))}">'
        for name in _ASKED
    )
    scopes = "".join(f"<li>{escape(scope)}</li>" for scope in asked["scope"].split())
    buttons = (
        '<button name="decision" value="allow">Grant access</button> '
        '<button name="decision" value="refuse">Cancel</button>'
    )
    form = f'<form method="post" action="{DECISION_PATH}">{hidden}{buttons}</form>'
    name = escape(str(book.shop["shop_name"]))
    return _page(
        200, "An application would like to connect", f"<p>{name}</p><ul>{scopes}</ul>{form}"
    )


def _objection(asked: Mapping[str, str]) -> tuple[str, str] | None:
    if asked.get("response_type") != "code":
        return "unsupported_response_type", "The response type must be code"
    if not asked.get("state"):
        return "invalid_request", "state is required"
    if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        return "invalid_request", "A code challenge with method S256 is required"
    scopes = asked.get("scope", "").split()
    if not scopes or set(scopes) - set(SCOPES):
        return "invalid_scope", "The requested scope is invalid"
    return None


def _decide(book: Book, given: Mapping[str, str], at: int) -> Response:
    if given.get("redirect_uri") not in book.key["callbacks"] or _objection(given) is not None:
        return _page(
            400, "An error occurred", "<p>The requested redirect URL is not permitted.</p>"
        )
    if given.get("decision") != "allow":
        return _back(
            given, {"error": "access_denied", "error_description": "The user denied the request"}
        )
    code = _secret(book, "code")
    book.codes[code] = {
        "ends": at + CODE_SECONDS,
        "used": False,
        "challenge": given["code_challenge"],
        "redirect": given["redirect_uri"],
        "scopes": given["scope"].split(),
    }
    book.note("consent", at, scopes=given["scope"].split())
    return _back(given, {"code": code})


def _back(asked: Mapping[str, str], answer: dict[str, str]) -> Response:
    """Send the browser to the program."""
    query = urlencode({**answer, "state": asked.get("state", "")})
    place = f"{asked['redirect_uri']}?{query}"
    page = _page(302, "One moment", f'<a href="{escape(place)}">Back to the program</a>')
    return Response(302, page.body, {**page.headers, "location": place})


def _exchange(book: Book, given: Mapping[str, str], at: int) -> Json:
    """A code or a refresh token becomes a fresh pair."""
    if given.get("client_id") != book.key["keystring"] or not book.key["active"]:
        raise Refusal(401, "invalid_client", "Invalid API key")
    grant = given.get("grant_type", "")
    if grant == "authorization_code":
        return _with_code(book, given, at)
    if grant == "refresh_token":
        return _refreshed(book, given.get("refresh_token", ""), at)
    raise Refusal(400, "unsupported_grant_type", "grant_type is invalid")


def _with_code(book: Book, given: Mapping[str, str], at: int) -> Json:
    code = book.codes.get(given.get("code", ""))
    if code is None:
        raise Refusal(400, "invalid_grant", "code is invalid")
    if code["used"]:
        raise Refusal(400, "invalid_grant", "code has been used previously")
    code["used"] = True
    if code["ends"] <= at:
        raise Refusal(400, "invalid_grant", "code is expired")
    if given.get("redirect_uri") != code["redirect"]:
        raise Refusal(400, "invalid_grant", "redirect_uri does not match the one of the request")
    verifier = given.get("code_verifier", "")
    if not _VERIFIER.fullmatch(verifier):
        raise Refusal(400, "invalid_request", "code_verifier is malformed")
    made = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    if not hmac.compare_digest(made, code["challenge"]):
        raise Refusal(400, "invalid_grant", "code_verifier does not match the code_challenge")
    return mint_pair(book, code["scopes"], at)


def _refreshed(book: Book, value: str, at: int) -> Json:
    old = book.refresh.get(value)
    if old is None:
        raise Refusal(400, "invalid_grant", "refresh_token is invalid")
    if old["revoked"] is not None and at >= old["revoked"]:
        raise Refusal(400, "invalid_grant", "refresh_token is revoked")
    if old["ends"] <= at:
        raise Refusal(400, "invalid_grant", "refresh_token is expired")
    if old["revoked"] is None:
        old["revoked"] = at + book.knobs["refresh_grace"]
    book.note("refresh", at)
    return mint_pair(book, old["scopes"], at)


def mint_pair(book: Book, scopes: list[str], at: int) -> Json:
    """A new access token and a new refresh token."""
    for table in (book.access, book.refresh, book.codes):
        for stale in [value for value, each in table.items() if each["ends"] < at - 86_400]:
            del table[stale]
    access = f"{book.user_id}.{_secret(book, 'access')}"
    book.access[access] = {"ends": at + ACCESS_SECONDS, "scopes": scopes}
    return {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": ACCESS_SECONDS,
        "refresh_token": mint_refresh(book, scopes, at),
    }


def mint_refresh(book: Book, scopes: list[str], at: int) -> str:
    """A refresh token of its own, as a seller has it who signed in elsewhere."""
    value = f"{book.user_id}.{_secret(book, 'refresh')}"
    book.refresh[value] = {"ends": at + REFRESH_SECONDS, "scopes": scopes, "revoked": None}
    return value


def _secret(book: Book, kind: str) -> str:
    book.last_id += 1
    raw = sha256(f"{kind}-{book.number}-{book.seed}-{book.last_id}".encode()).digest()
    return base64.urlsafe_b64encode(raw + raw[:16]).decode().rstrip("=")


def _fields(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(request.body)
        except ValueError:
            return {}
        return {k: str(v) for k, v in body.items()} if isinstance(body, dict) else {}
    pairs = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in pairs.items()}


def _page(status: int, title: str, body: str) -> Response:
    head = f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head>"
    html = f"{head}<body><h1>{escape(title)}</h1>{body}</body></html>"
    return Response(status, html.encode(), {"content-type": "text/html; charset=utf-8"})
