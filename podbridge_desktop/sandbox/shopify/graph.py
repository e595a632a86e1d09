"""The trimmed schema with strict scalars. Names and types are the published ones; see tests/contract."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema, build_schema

_URL = re.compile(r"^[a-z][a-z0-9+.-]*://\S+$", re.IGNORECASE)


@cache
def schema() -> GraphQLSchema:
    """The schema, read once per process."""
    text = files(__package__).joinpath("schema.graphql").read_text(encoding="utf-8")
    built = build_schema(text)
    for name, check in _CHECKS.items():
        scalar = built.type_map[name]
        if isinstance(scalar, GraphQLScalarType):
            # The parser is an instance attribute by design, though typed as a method.
            scalar.coerce_input_value = check
            scalar.parse_value = check  # type: ignore[method-assign]
    return built


def _decimal(value: object) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise GraphQLError(f"invalid decimal '{value}'")
    return str(value)


def _moment(value: object) -> str:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        raise GraphQLError(f"invalid datetime '{value}'") from None
    return str(value)


def _address(value: object) -> str:
    if not isinstance(value, str) or not _URL.match(value):
        raise GraphQLError(f"Invalid url '{value}', missing scheme")
    return value


def _unsigned(value: object) -> str:
    if not str(value).isdigit():
        raise GraphQLError(f"invalid unsigned 64-bit integer '{value}'")
    return str(value)


_CHECKS = {
    "Money": _decimal,
    "Decimal": _decimal,
    "DateTime": _moment,
    "URL": _address,
    "UnsignedInt64": _unsigned,
}
