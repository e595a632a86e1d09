"""Pictures that a supplier makes when asked: which styles it has, how the asking goes on, and what came of it.

    ASKED → WAITING → DONE
      ↘        ↘
        FAILED · FILE_NEEDED (a print file that the supplier cannot show us: the seller gives its address, then ASKED)

One supplier's quota is small (Printful: 2 to 10 askings a minute), and its addresses live for a day: the bytes are
kept, and a picture is known by `domain.pictures` from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from podbridge_desktop.domain.catalog import Options, SupplierProduct, SupplierVariant


class MockupState(StrEnum):
    """How a wish for mockups stands."""

    ASKED = "asked"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    FILE_NEEDED = "file_needed"


OPEN = frozenset({MockupState.ASKED, MockupState.WAITING})


@dataclass(frozen=True, slots=True)
class MockupStyle:
    """A way to show a product: on a person, flat, from behind. `variants` are blanks; empty: all."""

    id: str
    name: str
    placement: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MockupWish:
    """What a supplier is asked for: one product in some styles. `files` are addresses of print files by place."""

    product_id: str  # the supplier's
    styles: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MadePicture:
    """One picture as the supplier made it; `url` may be gone tomorrow. `blank_id` stands for all sizes of its colour."""

    blank_id: str
    style_id: str
    placement: str
    url: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What a wish was answered with: the names of its tasks, or places whose print file is missing, or why not."""

    tasks: tuple[str, ...]
    missing_files: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class MockupAnswer:
    """What became of a task. `pending`: ask later. `lost`: the supplier does not know it (any more)."""

    pending: bool = False
    lost: bool = False
    pictures: tuple[MadePicture, ...] = ()
    failures: tuple[str, ...] = ()
    file_unreadable: bool = False  # a print file was the reason


@dataclass(frozen=True, slots=True)
class MockupRow:
    """How the wish of one product stands, for screens. `due_at`: when the supplier is asked (again)."""

    state: MockupState
    styles: tuple[str, ...]
    message: str
    due_at: datetime | None
    missing_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mockup:
    """A picture that is kept."""

    blank_id: str
    style: str
    placement: str
    picture: str


def shown_with(product: SupplierProduct, mockups: Sequence[Mockup]) -> SupplierProduct:
    """The product as it is pushed: kept mockups first, then the supplier's own picture of each look without one."""
    looks = {each.blank_id: look(each) for each in product.variants if each.blank_id}
    known = [each for each in mockups if each.blank_id in looks]
    first: dict[Options, str] = {}
    for mockup in known:
        first.setdefault(looks[mockup.blank_id], mockup.picture)
    superseded = {each.image_url for each in product.variants if look(each) in first}
    rest = [url for url in product.images if url not in superseded]
    return replace(
        product,
        images=tuple(dict.fromkeys([*(each.picture for each in known), *rest])),
        variants=tuple(
            replace(each, image_url=first.get(look(each), each.image_url))
            for each in product.variants
        ),
    )


def look(variant: SupplierVariant) -> Options:
    """What a picture can show of a variant: everything but its size."""
    return tuple((name, value) for name, value in variant.options if name.casefold() != "size")
