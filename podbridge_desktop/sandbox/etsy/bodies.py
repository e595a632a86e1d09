"""Reading what a request carries: forms, multipart uploads and JSON, each only under its own content type."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import parse_qs

from .book import Json
from .call import FALSE, TRUE, Call
from .errors import bad

FORM, JSON, MULTIPART = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data",
)
_NAMES = {int: "int", float: "float", bool: "boolean", str: "string", list: "array", dict: "array"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. Lists are written with commas; an empty value of a nullable field takes it away."""

    kind: str = "text"  # text, int, float, bool, ids, texts
    required: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


Table: TypeAlias = dict[str, Field]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart form."""

    filename: str
    content: bytes


def media_type(call: Call) -> str:
    return call.request.headers.get("content-type", "").partition(";")[0].strip().lower()


def expect(call: Call, kind: str) -> None:
    """Refuse a body of another content type."""
    if media_type(call) != kind:
        raise bad(f"This call takes {kind}, not {media_type(call) or 'a body without a type'}.")


def form(call: Call, table: Table, ignored: frozenset[str] = frozenset()) -> Json:
    """The fields of a form, as checked values."""
    expect(call, FORM)
    pairs = parse_qs(call.request.body.decode("utf-8", "replace"), keep_blank_values=True)
    given = {name: values[-1] for name, values in pairs.items() if name not in ignored}
    return checked(given, table)


def checked(given: dict[str, str], table: Table) -> Json:
    """Text values by their table; names that it does not have are refused."""
    unknown = set(given) - set(table)
    if unknown:
        raise bad(f"Unknown parameter: {', '.join(sorted(unknown))}")
    missing = [name for name, each in table.items() if each.required and not given.get(name)]
    if missing:
        raise bad(f"Missing Input Parameter: [{', '.join(missing)}]")
    return {name: _value(name, text, table[name]) for name, text in given.items()}


def _value(name: str, text: str, each: Field) -> object:
    if text == "" and each.kind != "text":
        if each.nullable:
            return None
        raise bad(f"Expected {_word(each)} value for '{name}' (got empty string).")
    if each.choices and text not in each.choices:
        raise bad(f"'{name}' must be one of: {', '.join(filter(None, each.choices))}.")
    return _READ[each.kind](name, text, each)


def _word(each: Field) -> str:
    return {"ids": "array", "texts": "array", "bool": "boolean", "text": "string"}.get(
        each.kind, each.kind
    )


def _int(name: str, text: str, each: Field) -> int:
    if not re.fullmatch(r"-?\d+", text):
        raise bad(f"Expected int value for '{name}' (got string).")
    return int(_within(name, int(text), each))


def _float(name: str, text: str, each: Field) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise bad(f"Expected float value for '{name}' (got string).")
    return _within(name, float(text), each)


def _within(name: str, value: float, each: Field) -> float:
    if (each.low is not None and value < each.low) or (each.high is not None and value > each.high):
        raise bad(f"'{name}' must be between {each.low:g} and {each.high or 'any number'}.")
    return value


def _bool(name: str, text: str, _each: Field) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise bad(f"Expected boolean value for '{name}' (got string).")
    return text.lower() in TRUE


def _ids(name: str, text: str, each: Field) -> list[int]:
    return [_int(name, part.strip(), each) for part in text.split(",") if part.strip()]


def _texts(_name: str, text: str, _each: Field) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


_READ: dict[str, Any] = {
    "text": lambda _name, text, _each: text,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "ids": _ids,
    "texts": _texts,
}


def parts(call: Call) -> dict[str, str | Upload]:
    """The parts of a multipart form by name."""
    expect(call, MULTIPART)
    marker = re.search(r'boundary="?([^";]+)', call.request.headers["content-type"])
    if marker is None:
        raise bad("The multipart boundary is missing.")
    found: dict[str, str | Upload] = {}
    for piece in call.request.body.split(b"--" + marker.group(1).encode())[1:-1]:
        head, _blank, content = piece.partition(b"\r\n\r\n")
        name, filename = _disposition(head.decode("utf-8", "replace"))
        content = content.removesuffix(b"\r\n")
        found[name] = content.decode() if filename is None else Upload(filename, content)
    return found


def _disposition(head: str) -> tuple[str, str | None]:
    name = re.search(r'\bname="([^"]*)"', head)
    filename = re.search(r'filename="([^"]*)"', head)
    if name is None:
        raise bad("A part of the form has no name.")
    return name.group(1), filename and filename.group(1)


def json_body(call: Call, required: str) -> Json:
    """The request's JSON object. Under another content type the service finds nothing in it."""
    if media_type(call) != JSON:
        raise bad(f"Missing Input Parameter: [{required}]")
    try:
        body = json.loads(call.request.body)
    except ValueError as error:
        raise bad("The request body is not valid JSON.") from error
    if not isinstance(body, dict) or body.get(required) is None:
        raise bad(f"Missing Input Parameter: [{required}]")
    return body


Shape: TypeAlias = dict[str, Any]


def check(value: object, shape: Shape, name: str) -> Json:
    """A JSON object by its shape: a name to a type, a tuple of types, a shape, or a list with one of them.

    A name that ends in `*` must be there. What the shape does not know is refused.
    """
    if not isinstance(value, dict):
        raise _wrong(name, "array", value)
    known = {key.rstrip("*"): part for key, part in shape.items()}
    unknown = set(value) - set(known)
    if unknown:
        raise bad(f"Unknown parameter: {', '.join(sorted(unknown))} in {name}")
    missing = [key[:-1] for key in shape if key.endswith("*") and key[:-1] not in value]
    if missing:
        raise bad(f"Missing Input Parameter: [{', '.join(missing)}] in {name}")
    for key, part in value.items():
        _check(part, known[key], key)
    return value


def _check(value: object, shape: Any, name: str) -> None:
    if isinstance(shape, dict):
        check(value, shape, name)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise _wrong(name, "array", value)
        for each in value:
            _check(each, shape[0], name)
    else:
        kinds = shape if isinstance(shape, tuple) else (shape,)
        fits = isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)
        if not fits:
            raise _wrong(name, _NAMES[kinds[0]], value)


def _wrong(name: str, wanted: str, value: object) -> Exception:
    got = "NULL" if value is None else _NAMES.get(type(value), "string")
    return bad(f"Expected {wanted} value for '{name}' (got {got}).")
