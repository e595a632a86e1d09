"""The guard against a second bridge: whether a supplier's own app already serves a store (rulings 8). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from podbridge_desktop.domain.ports import NativeLink

_ANY_PLATFORM = {"", "unknown"}


class Sight(StrEnum):
    """What the guard can say of a store-supplier pair."""

    CLEAR = "clear"  # it sees every store of the supplier's account, and this one is not among them
    LINKED = "linked"  # the supplier's own app serves this store: the route may only watch
    UNSEEN = "unseen"  # this key cannot see it: the seller is asked


class Answer(StrEnum):
    """What the seller said where the guard cannot see; kept with the route and in the audit trail."""

    SERVES = "the supplier's own app serves this store"
    DOES_NOT = "the supplier's own app does not serve this store"
    CHOSE_THE_MODE = "the seller chose the mode"  # by naming one that sends


@dataclass(frozen=True, slots=True)
class Guard:
    """`link` is the store as the supplier lists it, where it is linked. `places`: other apps' own locations that stock
    variants of this route; those lines are left to them."""

    sight: Sight
    link: NativeLink | None = None
    places: tuple[str, ...] = ()


def look(
    platform: str, known_as: frozenset[str], links: Iterable[NativeLink], *, visible: bool
) -> Guard:
    """`platform` and `known_as` (lower case) are the store's; `links` and `visible` are what the supplier's key shows."""
    for link in links:
        if _may_be(link, platform) and _names(link) & known_as:
            return Guard(Sight.LINKED, link)
    return Guard(Sight.CLEAR if visible else Sight.UNSEEN)


def _may_be(link: NativeLink, platform: str) -> bool:
    """A shop of the same name at another platform is another shop."""
    told = link.platform.casefold()
    return told in _ANY_PLATFORM or platform.casefold() in told


def _names(link: NativeLink) -> set[str]:
    """All that may name a shop: its title, its web address, the address's host and the last part of its way."""
    reference = link.shop_reference.casefold().strip()
    address = reference.partition("://")[2] or reference
    address = address.partition("?")[0].strip("/")
    host, _, way = address.partition("/")
    return {
        link.name.casefold().strip(), reference, address, host.removeprefix("www."),
        way.rpartition("/")[2],
    } - {""}  # fmt: skip
