"""One request on its way through the shop, and the table that leads it to its handler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from podbridge_desktop.sandbox.http import Request

from .book import Book, Json
from .errors import Refusal, bad

PREFIX = "/v3/application"
MAX_PAGE = 100
MAX_OFFSET = 12_000
TRUE, FALSE = {"true", "1"}, {"false", "0"}


@dataclass(slots=True)
class Call:
    """What a handler needs: the request in parts, the state, the time, and the address it came to."""

    book: Book
    request: Request
    now: datetime
    base_url: str
    args: dict[str, str] = field(default_factory=dict)
    is_owner: bool = False

    @property
    def at(self) -> int:
        """The time in whole seconds since 1970."""
        return int(self.now.timestamp())

    @property
    def params(self) -> dict[str, str]:
        return self.request.params

    def number(self, name: str, default: int, low: int = 0, high: int = 1 << 62) -> int:
        """A whole number in the query."""
        text = self.params.get(name, "")
        if not text:
            return default
        if not text.lstrip("-").isdigit():
            raise bad(f"Expected int value for '{name}' (got string).")
        if not low <= int(text) <= high:
            raise bad(f"'{name}' must be between {low} and {high}.")
        return int(text)

    def flag(self, name: str) -> bool | None:
        """A yes-or-no query parameter; None when it is not there or null."""
        text = self.params.get(name, "").lower()
        if text in {"", "null"}:
            return None
        if text not in TRUE | FALSE:
            raise bad(f"Expected boolean value for '{name}' (got string).")
        return text in TRUE

    def one_of(self, name: str, choices: Sequence[str], default: str) -> str:
        """A query parameter with known words."""
        value = self.params.get(name) or default
        if value not in choices:
            raise bad(f"'{name}' must be one of: {', '.join(choices)}.")
        return value

    def words(self, name: str) -> list[str]:
        """A comma-separated list in the query."""
        return [part.strip() for part in self.params.get(name, "").split(",") if part.strip()]

    def ids(self, name: str, most: int = MAX_PAGE) -> list[str]:
        """A comma-separated list of ids, at least one."""
        found = self.words(name)
        if not found:
            raise bad(f"Missing Input Parameter: [{name}]")
        if len(found) > most or not all(part.isdigit() for part in found):
            raise bad(f"'{name}' must be a list of up to {most} ids.")
        return found

    def page(self) -> tuple[int, int]:
        """Offset and limit."""
        return self.number("offset", 0, 0, MAX_OFFSET), self.number("limit", 25, 1, MAX_PAGE)

    def ascending(self) -> bool:
        """The sort order, in any of its six spellings; newest first unless asked otherwise."""
        words = ("asc", "ascending", "desc", "descending", "up", "down")
        return self.one_of("sort_order", words, "desc") in {"asc", "ascending", "up"}

    def link(self, path: str) -> str:
        """The full address of something the shop serves."""
        return f"{self.base_url}{path}"


@dataclass(frozen=True, slots=True)
class Reply:
    """A handler's answer: JSON, nothing, or the bytes of a picture or page."""

    body: object = None
    status: int = 200
    raw: bytes | None = None
    media: str = "application/json"


Handler: TypeAlias = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """A call that the shop plays. `scopes` are what a token needs (none: the key alone), `query` what may be asked."""

    method: str
    path: str
    operation: str
    handler: Handler
    scopes: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    counted: bool = True


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


def listed(rows: Sequence[object], count: int | None = None) -> Reply:
    """A list as the shop tells it: how many there are in all, and these."""
    return Reply({"count": len(rows) if count is None else count, "results": list(rows)})


def paged(call: Call, rows: Sequence[Json]) -> tuple[Sequence[Json], int]:
    """One page of `rows`, and how many there are in all."""
    offset, limit = call.page()
    return rows[offset : offset + limit], len(rows)


def check_query(call: Call, route: Route) -> None:
    """Refuse what the call does not know, so that a wrong client shows at once."""
    unknown = set(call.params) - set(route.query)
    if unknown:
        raise bad(f"Unknown parameter: {', '.join(sorted(unknown))}")


def check_ids(call: Call) -> None:
    """Ids in the path are numbers."""
    for name, value in call.args.items():
        if name.endswith("_id") and not value.isdigit():
            raise bad(f"Expected int value for '{name}' (got string).")


def no_content(_call: Call) -> Reply:
    """Done, with nothing to tell."""
    return Reply(None, 204)


__all__ = [
    "PREFIX", "Call", "Handler", "Refusal", "Reply", "Route", "Router", "check_ids", "check_query", "listed",
    "no_content", "paged",
]  # fmt: skip
