"""What the command writes: one JSON document for scripts, plain lines and tables for people."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath

from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import PodBridgeError

Json = dict[str, object]


class Partly(PodBridgeError):
    """Some of it was done. `done` stands beside the error in the JSON document."""

    code = "partly_done"
    title = "Not everything was done"

    def __init__(self, message: str, done: Json, *, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint=hint, code=code or None)
        self.done = done


def plain(value: object) -> object:
    """A value as JSON has it: money with a decimal string, times in UTC, enums by their value."""
    if isinstance(value, Money):
        return {"amount": f"{value.amount:f}", "currency": value.currency}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal | PurePath) else value


def put_json(document: object) -> None:
    """The one document on stdout. Letters that the terminal's encoding lacks are escaped."""
    wide = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "") == "utf8"
    put(json.dumps(plain(document), ensure_ascii=not wide, indent=2))


def put(text: str) -> None:
    """A line for a person on stdout."""
    print(text, flush=True)  # noqa: T201 - the one place that writes to stdout


def note(text: str) -> None:
    """Progress and troubles: on stderr, so that stdout stays the answer."""
    print("\n".join(map(printable, text.splitlines())), file=sys.stderr, flush=True)  # noqa: T201 - the one place that writes to stderr


def error_of(error: PodBridgeError) -> Json:
    """An error as scripts see it."""
    named: Json = {
        "code": error.code,
        "title": error.title,
        "message": error.message,
        "hint": error.hint,
    }
    return {"error": named, **(error.done if isinstance(error, Partly) else {})}


def printable(text: str) -> str:
    """Without characters that a buyer's name could steer the terminal with."""
    return "".join(c if c.isprintable() else " " for c in text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns under their heads, each as wide as its widest value."""
    lines = [list(head), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    """How many columns of a terminal it takes: Chinese and Japanese letters take two, accents none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def amount(money: Money | None) -> str:
    """Money for a person; a dash where it is not known."""
    return "-" if money is None else str(money)


def moment(at: datetime | None) -> str:
    """A time for a person, in the computer's own zone."""
    return "-" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"
