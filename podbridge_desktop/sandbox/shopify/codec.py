"""The whole store as plain JSON values and back, for practice mode, which keeps its state between starts."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def dump(value: object) -> object:
    """`value` (dataclasses, lists, dicts with text keys, enums, plain values) as plain JSON values."""
    if is_dataclass(value):
        return {item.name: dump(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {key: dump(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [dump(entry) for entry in value]
    return value.value if isinstance(value, Enum) else value


def load(record: type[Record], state: Mapping[str, object]) -> Record:
    """A dataclass from what `dump` gave for it. Fields that the state does not know keep their defaults."""
    hints = _hints(record)
    return record(**{name: _rebuild(hints[name], entry) for name, entry in state.items()})


_known_hints: dict[type, dict[str, object]] = {}


def _hints(record: type) -> dict[str, object]:
    if record not in _known_hints:
        _known_hints[record] = get_type_hints(record)
    return _known_hints[record]


def _rebuild(hint: object, value: object) -> object:
    if value is None:
        return None
    origin, args = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _rebuild(next(arg for arg in args if arg is not type(None)), value)
    if origin is list and isinstance(value, list):
        return [_rebuild(args[0], entry) for entry in value]
    if origin is dict and isinstance(value, dict):
        return {key: _rebuild(args[1], entry) for key, entry in value.items()}
    if isinstance(hint, type):
        return _rebuild_as(hint, value)
    return value


def _rebuild_as(hint: type, value: object) -> object:
    if is_dataclass(hint) and isinstance(value, dict):
        return load(hint, value)
    return hint(value) if issubclass(hint, Enum) else value
