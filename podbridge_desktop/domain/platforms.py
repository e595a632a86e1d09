"""What a person is asked for to connect a platform: plain values for the window and the command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlatformKind(StrEnum):
    """Which side of the bridge a platform stands on."""

    STORE = "store"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One thing to type or paste. `name` is the key that `connect --field` and the keyring use."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its form, and the steps on the vendor's own pages, click by click."""

    key: str
    title: str
    kind: PlatformKind
    fields: tuple[FieldForm, ...]
    steps: tuple[str, ...] = ()
    signs_in_by_browser: bool = False

    @property
    def secrets(self) -> tuple[FieldForm, ...]:
        return tuple(field for field in self.fields if field.secret)
