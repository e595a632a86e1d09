"""The simulated Printify account as a whole: one door for requests; what tests may do to it stands in `hands`."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from podbridge_desktop.sandbox.http import Request, Response, answer_json

from . import (
    catalog,
    catalog2,
    mockups,
    order_calls,
    personalization,
    product_calls,
    production,
    publishing,
    seeds,
    shops,
    support,
    tokens,
    uploads,
    webhooks,
)
from .call import Call, Reply, Route, Router
from .errors import Refusal, render
from .hands import Hands, unread
from .limits import spend

ROUTES: tuple[Route, ...] = (
    *shops.ROUTES, *catalog.ROUTES, *catalog2.ROUTES, *uploads.ROUTES, *product_calls.ROUTES, *publishing.ROUTES,
    *mockups.ROUTES, *personalization.ROUTES, *order_calls.ROUTES, *support.ROUTES, *webhooks.ROUTES,
)  # fmt: skip
ROUTER = Router(ROUTES)
START = datetime(2026, 11, 1, tzinfo=UTC)
TOKEN = tokens.make_token("practice", int(START.timestamp()))


class PrintifyVendor(Hands):
    """A Printify account with an API shop. Not thread-safe: the shell holds a lock around it.

    `base_url` is the vendor's own address, put into every answer that names a picture or a page. `TOKEN` opens the
    account for a year from its start; `issue_token` makes another.
    """

    def __init__(
        self,
        seed: str | int = 1,
        base_url: str = "https://api.printify.com",
        *,
        products: bool = True,
    ) -> None:
        super().__init__(str(seed), int(START.timestamp()))
        self.base_url = base_url
        self.read_url = unread
        shops.open_shops(self.book)
        self.book.tokens[TOKEN] = {
            "scopes": list(tokens.SCOPES),
            "expires": self.last + tokens.YEAR,
            "revoked": False,
        }
        if products:
            seeds.plant(self.book, self.last)

    def handle(self, request: Request, now: datetime) -> Response:
        """Answer one request at the vendor's time `now`."""
        self.last = int(now.timestamp())
        if self.book.index.next_due <= self.last:
            production.advance(self.book, self.last)
        found = ROUTER.find(request.method, request.path)
        if found is not None and found[0].public:
            return self._public(request, now, *found)
        self.book.requests += 1
        mark = self._next_mark()
        try:
            response = self._answer(request, now, found)
        except Refusal as refusal:
            response = render(refusal, mark, self.last)
        self.book.errors += response.status >= 400
        told = {"x-pfy-correlation-id": mark, "date": _date(now)}
        return Response(response.status, response.body, {**response.headers, **told})

    def advance(self, now: datetime) -> None:
        """Let time pass: orders are approved by the shop's setting, made and shipped."""
        self.last = int(now.timestamp())
        production.advance(self.book, self.last)

    def dump(self) -> dict[str, object]:
        return self.book.dump()

    def load(self, state: Mapping[str, object]) -> None:
        self.book.load(state)

    def issue_token(self, now: datetime, scopes: tuple[str, ...] = tokens.SCOPES) -> str:
        """A new personal access token, for a year from `now`."""
        return tokens.issue(self.book, int(now.timestamp()), scopes)

    def token_at(self, now: datetime) -> str:
        """A token that opens the account at `now`: the newest one that does, else a new one."""
        for token, kept in reversed(self.book.tokens.items()):
            if not kept["revoked"] and kept["expires"] > now.timestamp():
                return str(token)
        return self.issue_token(now)

    def _answer(
        self, request: Request, now: datetime, found: tuple[Route, dict[str, str]] | None
    ) -> Response:
        if found is None:
            raise Refusal(
                501,
                f"The practice Printify does not play this call: {request.method} {request.path}",
            )
        route, args = found
        name = f"{route.method} {route.path}"
        self.book.calls[name] = self.book.calls.get(name, 0) + 1
        spend(self.book, route.limit, now.timestamp())
        call = Call(self.book, request, now, self.base_url, self.read_url, args)
        tokens.admit(call, route)
        return _response(route.handler(call))

    def _public(
        self, request: Request, now: datetime, route: Route, args: dict[str, str]
    ) -> Response:
        """A picture or page for anybody: no token, no limit, not counted."""
        call = Call(self.book, request, now, self.base_url, self.read_url, args)
        try:
            return _response(route.handler(call))
        except Refusal as refusal:
            return render(refusal, "", self.last)

    def _next_mark(self) -> str:
        """The id that support wants to know of a call."""
        text = f"{self.book.seed}-call-{self.book.requests}"
        digest = hashlib.md5(text.encode(), usedforsecurity=False).digest()
        return str(uuid.UUID(bytes=digest, version=4))


def _date(now: datetime) -> str:
    return format_datetime(now.astimezone(UTC), usegmt=True)


def _response(reply: Reply) -> Response:
    if reply.raw is not None:
        return Response(200, reply.raw, {"content-type": reply.media, "cache-control": "no-cache"})
    return answer_json(reply.body, reply.status, {"content-type": reply.media})


__all__ = ["TOKEN", "PrintifyVendor"]
