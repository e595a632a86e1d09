"""What the options of a variant say together, whatever they are called and in whatever order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.domain.matching.colours import colour_of
from podbridge_desktop.domain.matching.sizes import ONE_SIZE, size_of
from podbridge_desktop.domain.matching.words import fold

Key = frozenset[str]

_TWICE_TOLD = re.compile(r"(.+?) ?\((.+)\)")
_GRAY = re.compile(r"\bgray\b")
_NOTHING = {"", "-", ONE_SIZE}


@lru_cache(maxsize=65_536)
def meaning_of(value: str) -> str:
    """A name under which every spelling of the value stands; a value in no table is only equal to itself."""
    known = size_of(value) or colour_of(value)
    if known is not None:
        return known
    told = _TWICE_TOLD.fullmatch(value.strip())  # 18×24″ (45.72×60.96 cm)
    if told is not None:
        outside, inside = (size_of(part) or colour_of(part) for part in told.groups())
        if outside and inside:
            return outside
    return _GRAY.sub("grey", fold(value))


@lru_cache(maxsize=65_536)
def key_of(options: Options) -> Key:
    """The meanings of all values; what says nothing (one size, a dash) is left out."""
    return frozenset(meaning_of(value) for _, value in options) - _NOTHING


def constant(keys: Iterable[Key]) -> Key:
    """What every variant says, so that it tells none from another."""
    every = list(keys)
    return frozenset.intersection(*every) if every else frozenset()


def spelled(options: Options) -> str:
    """The values as they are written: “Black / M”."""
    return " / ".join(value for _, value in options if fold(value) not in _NOTHING)
