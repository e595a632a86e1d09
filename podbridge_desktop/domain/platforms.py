"""What a person is asked for to connect a platform: plain values for the window and the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PlatformKind(StrEnum):
    """Which side of the bridge a platform stands on."""

    STORE = "store"
    SUPPLIER = "supplier"


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    DAY = "day"  # a calendar day, as 2027-03-31
    STATEMENT = (
        "statement"  # the seller's word for what no key can see; `states` is what it is written as
    )


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One thing to type or paste. `name` is the key that `connect --field` and the keyring use."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    secret: bool = False
    also: tuple[str, ...] = ()  # the vendor's own names of the same thing
    kind: FieldKind = FieldKind.TEXT
    states: str = ""
    steps: tuple[str, ...] = ()  # what she clicks at the vendor before she can say so

    def is_said(self, fields: Mapping[str, str]) -> bool:
        """Whether a statement was made."""
        return fields.get(self.name, "").strip().casefold() == self.states.casefold()


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its form, and the steps on the vendor's own pages, click by click."""

    key: str
    title: str
    kind: PlatformKind
    fields: tuple[FieldForm, ...]
    steps: tuple[str, ...] = ()
    signs_in_by_browser: bool = False
    sign_in_brings: str = ""  # the secret that only a sign-in by browser brings, unless it is typed
    listing_choices: tuple[
        FieldForm, ...
    ] = ()  # what may be chosen for each product that is pushed
    notice: str = ""  # a sentence that the vendor wants to be shown beside its name

    def field(self, name: str) -> FieldForm | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)

    @property
    def statements(self) -> tuple[FieldForm, ...]:
        return tuple(field for field in self.fields if field.kind is FieldKind.STATEMENT)

    @property
    def secrets(self) -> tuple[FieldForm, ...]:
        return tuple(field for field in self.fields if field.secret)

    def choice(self, name: str) -> FieldForm | None:
        """What may be chosen for a pushed product under this name, or under the vendor's own."""
        asked = name.strip().casefold()
        known = (field for field in self.listing_choices if asked in {field.name, *field.also})
        return next(known, None)
