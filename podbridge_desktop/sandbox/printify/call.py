"""One request on its way through the account, and the table that leads it to its handler."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from podbridge_desktop.sandbox.http import Request

from .book import Book, Json
from .errors import FIELDS, Refusal, invalid


@dataclass(slots=True)
class Call:
    """What a handler needs: the request in parts, the state, the time, the vendor's own address."""

    book: Book
    request: Request
    now: datetime
    base_url: str
    read_url: Callable[[str], bytes | None]
    args: dict[str, str] = field(default_factory=dict)
    shop: int = 0

    @property
    def at(self) -> int:
        """The time in whole seconds since 1970."""
        return int(self.now.timestamp())

    def body(self) -> object:
        """The request's JSON; an empty body counts as an empty object."""
        if not self.request.body:
            return {}
        try:
            return json.loads(self.request.body)
        except ValueError as error:
            raise Refusal(400, "The request body is not valid JSON.", code=FIELDS) from error

    def number(self, name: str, default: int, *, most: int | None = None) -> int:
        """A count in the query."""
        text = self.request.params.get(name, str(default))
        value = int(text) if text.isdigit() else 0
        if value < 1 or (most is not None and value > most):
            told = f"between 1 and {most}" if most else "at least 1"
            raise invalid(FIELDS, name, f"The {name} must be {told}.")
        return value

    def address(self, path: str) -> str:
        """The full address of one of the vendor's own pictures or pages."""
        return f"{self.base_url}/{path}"


@dataclass(frozen=True, slots=True)
class Reply:
    """A handler's answer: JSON, or the bytes of a picture."""

    body: object = None
    status: int = 200
    raw: bytes | None = None
    media: str = "application/json"


Handler: TypeAlias = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """A call that the account knows. `scope` is what a token needs ('' for none), `limit` names its own rate limit."""

    method: str
    path: str
    handler: Handler
    scope: str = ""
    limit: str = ""
    public: bool = False


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
            args: dict[str, str] = {}
            if all(_fits(want, got, args) for want, got in zip(parts, asked, strict=True)):
                return route, args
        return None


def _fits(want: str, got: str, args: dict[str, str]) -> bool:
    if not want.startswith("{"):
        return want == got
    name, _, ending = want[1:].partition("}")
    if not got.endswith(ending) or len(got) <= len(ending):
        return False
    args[name] = got.removesuffix(ending)
    return True


def page_of(call: Call, total: int, limit: int) -> tuple[int, Json]:
    """The number of the asked page, and what an envelope tells of it besides its rows. Addresses are relative."""
    page = call.number("page", 1)
    last = max(1, -(-total // limit))
    first = (page - 1) * limit
    count = max(0, min(limit, total - first))
    return page, {
        "current_page": page, "first_page_url": "/?page=1", "from": first + 1 if count else None, "last_page": last,
        "last_page_url": f"/?page={last}", "next_page_url": f"/?page={page + 1}" if page < last else None, "path": "/",
        "per_page": limit, "prev_page_url": f"/?page={page - 1}" if page > 1 else None,
        "to": first + count if count else None, "total": total,
    }  # fmt: skip


def newest(rows: Sequence[Json], page: int, limit: int) -> list[Json]:
    """A page of rows that stand the oldest first, told the newest first."""
    end = len(rows) - (page - 1) * limit
    return list(reversed(rows[max(0, end - limit) : max(0, end)]))
