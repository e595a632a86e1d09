"""The GraphQL endpoint: who asks, what it costs, what comes back. All answers are HTTP 200 once the key is good."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from podbridge_desktop.sandbox.http import Request, Response

from . import (
    read_files,
    read_fulfilment,
    read_orders,
    read_products,
    read_shop,
    write_files,
    write_fulfilment,
    write_orders,
    write_products,
    write_stock,
    write_work,
)
from .access import granted
from .call import Call, Resolver
from .cost import CEILING
from .documents import Invalid, Library, Operation
from .executor import run
from .limiter import Bucket
from .oauth_tokens import Token
from .order_index import OrderIndex
from .plan import Selection
from .product_cost import input_cost
from .read_shop import API_VERSIONS
from .stamps import stamp
from .store import Store

PATH = re.compile(r"^/admin/api/([^/]+)/graphql\.json$")
_VERSION = re.compile(r"^(20\d\d-(01|04|07|10)|unstable)$")
_MODULES = (
    read_files, read_fulfilment, read_orders, read_products, read_shop,
    write_files, write_fulfilment, write_orders, write_products, write_stock, write_work,
)  # fmt: skip
_BAD_KEY = "[API] Invalid API key or access token (unrecognized login or wrong password)"


def all_resolvers(index: OrderIndex) -> dict[str, Resolver]:
    """Every field that is more than a stored value."""
    merged: dict[str, Resolver] = dict(read_orders.order_lists(index))
    for module in _MODULES:
        merged.update(module.RESOLVERS)
    return merged


class Endpoint:
    """Answers GraphQL requests over a store. Its caches hold nothing that the store does not."""

    def __init__(self, store: Store, bucket: Bucket) -> None:
        self._store = store
        self._bucket = bucket
        self._library = Library()
        self._resolvers = all_resolvers(OrderIndex())

    def handle(self, request: Request, now: datetime, base: str) -> Response:
        match = PATH.match(request.path)
        asked = match.group(1) if match else ""
        if not _VERSION.match(asked):
            return _answer({"errors": "Not Found"}, 404)
        if request.method != "POST":
            return _answer({"errors": "Method Not Allowed"}, 405)
        token = self._store.tokens.get(request.headers.get("x-shopify-access-token", ""))
        if token is None or token.kind != "access" or not token.is_good(stamp(now)):
            return _answer({"errors": _BAD_KEY}, 401)
        version = {"x-shopify-api-version": self._version(asked)}
        body = _body(request)
        if body is None:
            problem = {"errors": {"query": "Required parameter missing or invalid"}}
            return _answer(problem, 400, version)
        return _answer(self._answer(body, self._call(token, now, base), now), 200, version)

    def _version(self, asked: str) -> str:
        """A version that is no longer served falls forward to the oldest that is."""
        if self._store.settings.api_version:
            return self._store.settings.api_version
        return asked if asked == "unstable" else max(API_VERSIONS[0], min(asked, API_VERSIONS[-1]))

    def _call(self, token: Token, now: datetime, base: str) -> Call:
        allowed = set(self._store.settings.scopes)
        if token.scopes:
            allowed &= granted(token.scopes)
        return Call(self._store, stamp(now), base, granted(allowed))

    def _answer(self, body: Mapping[str, object], call: Call, now: datetime) -> dict[str, object]:
        name = body.get("operationName")
        variables = body.get("variables")
        try:
            operation = self._library.operation(str(body["query"]), str(name) if name else None)
            operation.bind(call, variables if isinstance(variables, dict) else {})
        except Invalid as invalid:
            return {"errors": invalid.errors}
        settings = self._store.settings
        selection = operation.plan(call, self._resolvers, settings.protected)
        cost = operation.cost(selection, call, plain_lists=settings.charge_plain_lists)
        cost += input_cost(selection, call) if operation.is_mutation else 0
        self._bucket.enabled = settings.limiter
        if cost > CEILING:
            return self._too_dear(cost)
        if not self._bucket.take(cost, now):
            return self._throttled(cost)
        return self._run(operation, selection, call, cost)

    def _run(
        self, operation: Operation, selection: Selection, call: Call, cost: int
    ) -> dict[str, object]:
        ledger = self._store.ledger
        ledger.calls[operation.name] = ledger.calls.get(operation.name, 0) + 1
        if operation.is_mutation:
            for step in selection.steps(selection.static_type):
                ledger.writes[step.name] = ledger.writes.get(step.name, 0) + 1
        data = run(selection, call, mutation=operation.is_mutation)
        actual = min(cost, call.spent)
        self._bucket.give_back(cost - actual)
        out: dict[str, object] = {"data": data}
        if call.errors:
            out["errors"] = call.errors
        out["extensions"] = self._extensions(cost, actual)
        return out

    def _extensions(self, cost: int, actual: int | None) -> dict[str, object]:
        return {
            "cost": {
                "requestedQueryCost": cost,
                "actualQueryCost": actual,
                "throttleStatus": self._bucket.status(),
            }
        }

    def _too_dear(self, cost: int) -> dict[str, object]:
        error = {
            "message": f"Query cost is {cost}, which exceeds the single query max cost limit ({CEILING}).",
            "extensions": {
                "code": "MAX_COST_EXCEEDED",
                "cost": cost,
                "maxCost": CEILING,
                "documentation": "https://shopify.dev/api/usage/rate-limits",
            },
        }
        return {"errors": [error], "extensions": self._extensions(cost, None)}

    def _throttled(self, cost: int) -> dict[str, object]:
        error = {
            "message": "Throttled",
            "extensions": {
                "code": "THROTTLED",
                "documentation": "https://shopify.dev/api/usage/rate-limits",
            },
        }
        return {"errors": [error], "extensions": self._extensions(cost, None)}


def _body(request: Request) -> Mapping[str, object] | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/graphql":
        return {"query": request.body.decode("utf-8", "replace")}
    if kind != "application/json":
        return None
    try:
        body = json.loads(request.body)
    except ValueError:
        return None
    return body if isinstance(body, dict) and isinstance(body.get("query"), str) else None


def _answer(value: object, status: int, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    kind = {"content-type": "application/json; charset=utf-8"}
    return Response(status, body, {**kind, **(headers or {})})
