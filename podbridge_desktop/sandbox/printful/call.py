"""One request on its way through the account, and the table that leads it to its handler."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from podbridge_desktop.sandbox.http import Request

from .book import Book, Json
from .errors import Refusal

MAX_PAGE = 100


@dataclass(slots=True)
class Call:
    """What a handler needs: the request in parts, the state, the time, the vendor's own address."""

    book: Book
    request: Request
    now: datetime
    base_url: str
    read_url: Callable[[str], bytes | None]
    args: dict[str, str] = field(default_factory=dict)
    store_id: int = 0

    @property
    def at(self) -> int:
        """The time in whole seconds since 1970."""
        return int(self.now.timestamp())

    @property
    def params(self) -> dict[str, str]:
        return self.request.params

    def body(self) -> object:
        """The request's JSON; an empty body counts as an empty object."""
        if not self.request.body:
            return {}
        try:
            return json.loads(self.request.body)
        except ValueError as error:
            raise Refusal(400, "Malformed JSON in request body") from error

    def flag(self, name: str) -> bool:
        """A yes-or-no query parameter."""
        return self.params.get(name, "").lower() in {"1", "true"}

    def page(self, default: int = 20) -> tuple[int, int]:
        """Offset and limit, as checked as the real account checks them."""
        offset, limit = self._number("offset", 0), self._number("limit", default)
        if offset < 0 or not 1 <= limit <= MAX_PAGE:
            raise Refusal(
                400, f"limit must be between 1 and {MAX_PAGE}, offset not negative", pointer="limit"
            )
        return offset, limit

    def address(self, path: str | None) -> str | None:
        """The full address of one of the vendor's own pictures."""
        return None if path is None else f"{self.base_url}/{path}"

    def link(self, path: str) -> dict[str, str]:
        """A version 2 link."""
        return {"href": f"{self.base_url}{path}"}

    def own_path(self) -> str:
        """Path and query as asked, for a self link."""
        return self.request.path + (f"?{self.request.query}" if self.request.query else "")

    def _number(self, name: str, default: int) -> int:
        try:
            return int(self.params.get(name, default))
        except ValueError as error:
            raise Refusal(400, f"{name} must be an integer", pointer=name) from error


Handler: TypeAlias = Callable[[Call], "Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A handler's answer: JSON, or the bytes of a picture or page."""

    body: Json | None = None
    status: int = 200
    raw: bytes | None = None
    media: str = "image/png"


@dataclass(frozen=True, slots=True)
class Route:
    """A call that the account knows. `scope` is what a key needs ('' for none), `limit` names its rate limit."""

    method: str
    path: str
    handler: Handler
    scope: str = ""
    limit: str = ""
    public: bool = False
    any_store: bool = False


class Router:
    """Finds the route of a method and path. Path parts in braces match anything and become arguments."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._by_length: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
        for route in routes:
            parts = route.path.strip("/").split("/")
            self._by_length.setdefault((route.method, len(parts)), []).append((parts, route))
        for candidates in self._by_length.values():
            candidates.sort(key=lambda entry: sum(part.startswith("{") for part in entry[0]))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The most literal route that fits, with its arguments."""
        asked = path.strip("/").split("/")
        for parts, route in self._by_length.get((method, len(asked)), ()):
            args = {}
            for want, got in zip(parts, asked, strict=True):
                if want.startswith("{"):
                    args[want.strip("{}")] = got
                elif want != got:
                    break
            else:
                return route, args
        return None


def ok1(result: object, paging: Json | None = None) -> Reply:
    """An answer of version 1."""
    body: Json = {"code": 200, "result": result, "extra": []}
    if paging is not None:
        body["paging"] = paging
    return Reply(body)


def ok2(
    call: Call, data: object, *, paging: Json | None = None, links: Json | None = None
) -> Reply:
    """An answer of version 2, with a link to itself."""
    body: Json = {"data": data, "_links": {"self": call.link(call.own_path()), **(links or {})}}
    if paging is not None:
        body["paging"] = paging
    return Reply(body)


def cut(call: Call, rows: Sequence[Json], default: int = 20) -> tuple[Sequence[Json], Json]:
    """One page of `rows`, and what to tell about the paging."""
    offset, limit = call.page(default)
    return rows[offset : offset + limit], {"total": len(rows), "offset": offset, "limit": limit}


def iso(at: int | None) -> str | None:
    """A time as version 2 writes it."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
