"""Column types: instants as whole microseconds since 1970, plain values as JSON, enums with a CHECK."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import msgspec
from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from podbridge_desktop.storage.instants import from_micros, to_micros


class Instant(TypeDecorator[datetime]):
    """A point in time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_micros(value)


class Json(TypeDecorator[Any]):
    """Lists and dicts of plain values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002
        return None if value is None else msgspec.json.decode(value)


def one_of(column: str, members: type[Enum]) -> CheckConstraint:
    """A CHECK that `column` holds a value of the enum."""
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")
