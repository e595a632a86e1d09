"""What each permission is for, and what does not work without it."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.domain.ports import Ability


@dataclass(frozen=True, slots=True)
class Need:
    """One thing we do, the scope it takes, and what fails without."""

    name: str
    scope: str
    without: str


NEEDS = (
    Need("Read orders", "transactions_r", "Orders cannot be read."),
    Need(
        "Write tracking numbers",
        "transactions_w",
        "Tracking numbers cannot be written back to the order.",
    ),
    Need("Read listings", "listings_r", "Your listings cannot be seen or linked."),
    Need("Make listings", "listings_w", "Products cannot be put into the shop."),
    Need(
        "Read the shop's settings",
        "shops_r",
        "Shipping profiles and production partners cannot be read, so nothing can be put into the shop.",
    ),
)

WANTED = tuple(sorted(need.scope for need in NEEDS))


def abilities(granted: frozenset[str]) -> tuple[Ability, ...]:
    """One line per need. A permission cannot be added later: only a new sign-in brings it."""
    return tuple(
        Ability(
            need.name,
            need.scope in granted,
            ""
            if need.scope in granted
            else f"{need.without} The permission {need.scope} is missing: connect the shop again, and allow"
            " everything on Etsy's page.",
        )
        for need in NEEDS
    )
