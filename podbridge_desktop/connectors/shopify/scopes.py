"""What each permission of the Shopify app is for, and what does not work without it."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.domain.ports import Ability


@dataclass(frozen=True, slots=True)
class Need:
    """One thing we do, the scopes it takes (one of them is enough), and what fails without."""

    name: str
    any_of: tuple[str, ...]
    without: str
    needed: bool = True


_WORK = ("assigned", "merchant_managed", "third_party")
NEEDS = (
    Need("Read orders", ("read_orders",), "Orders cannot be read."),
    Need("Read products", ("read_products",), "Your products cannot be seen or linked."),
    Need("Make products", ("write_products",), "Products cannot be put into the shop."),
    Need(
        "Publish products",
        ("write_publications",),
        "New products stay invisible until you publish them by hand.",
        needed=False,
    ),
    Need(
        "See locations",
        ("read_locations",),
        "PodBridge cannot tell whether another app already sends an item.",
    ),
    Need(
        "See what is to be sent",
        ("read_merchant_managed_fulfillment_orders",),
        "Shopify shows nothing to send, so no order goes to the supplier.",
    ),
    Need(
        "Write tracking numbers",
        ("write_merchant_managed_fulfillment_orders",),
        "Tracking numbers cannot be written back to the order.",
    ),
    Need(
        "See other apps' work",
        ("read_third_party_fulfillment_orders",),
        "Items that another app sends are not shown.",
        needed=False,
    ),
    Need("Upload files", ("write_files",), "Print files cannot be kept in the shop.", needed=False),
)

WANTED = (
    "read_orders", "write_orders", "read_products", "write_products", "read_inventory", "write_inventory",
    "read_locations", "read_publications", "write_publications", "read_files", "write_files",
    "read_fulfillments", "write_fulfillments",
    *(f"{mode}_{kind}_fulfillment_orders" for kind in _WORK for mode in ("read", "write")),
)  # fmt: skip


def granted(handles: tuple[str, ...]) -> frozenset[str]:
    """The scopes that count: writing includes reading."""
    reads = {"read_" + each.removeprefix("write_") for each in handles if each.startswith("write_")}
    return frozenset(handles) | reads


def abilities(handles: tuple[str, ...]) -> tuple[Ability, ...]:
    """One line per need: works, or what is missing and how to mend it."""
    have = granted(handles)
    return tuple(_ability(need, works=bool(have.intersection(need.any_of))) for need in NEEDS)


def _ability(need: Need, *, works: bool) -> Ability:
    how = (
        f"{need.without} Add {need.any_of[0]} to the app in the Dev Dashboard under Versions, release it, "
        "and approve it in the shop."
    )
    return Ability(need.name, works, "" if works else how, need.needed)
