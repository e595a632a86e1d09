"""What a simulated vendor receives and answers: plain values, so that it runs with or without a socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. `headers` have lower-case names; `query` is the raw query string without `?`."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def params(self) -> dict[str, str]:
        """The query parameters, the last value of each name."""
        return {name: values[-1] for name, values in parse_qs(self.query, True).items()}


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer, complete."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Dropped(Exception):
    """The vendor closes the connection without a word (a fault that tests and practice mode can order)."""


class Vendor(Protocol):
    """A simulated vendor: state inside, no clock, no thread, no socket of its own."""

    def handle(self, request: Request, now: datetime) -> Response:
        """Answer one request at the vendor's time `now` (aware, UTC). Raises `Dropped`."""
        ...

    def advance(self, now: datetime) -> None:
        """Let time pass: production goes on, parcels ship, holds age."""
        ...

    def dump(self) -> dict[str, object]:
        """The whole state as plain JSON values."""
        ...

    def load(self, state: Mapping[str, object]) -> None:
        """Take over a state that `dump` gave."""
        ...


def answer_json(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer whose body is `value` as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, {"content-type": "application/json", **(headers or {})})
