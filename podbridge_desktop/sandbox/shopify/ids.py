"""Global ids like the real ones: long numbers, different in every store, never used twice."""

from __future__ import annotations

# Where the numbers of a kind begin; orders have 13 digits, their fulfilment orders 13, locations 11.
_BASES = {
    "Order": 5_600_000_000_000,
    "LineItem": 13_600_000_000_000,
    "FulfillmentOrder": 6_800_000_000_000,
    "FulfillmentOrderLineItem": 14_300_000_000_000,
    "Fulfillment": 5_100_000_000_000,
    "Product": 8_100_000_000_000,
    "ProductVariant": 43_200_000_000_000,
    "InventoryItem": 45_200_000_000_000,
    "MediaImage": 33_900_000_000_000,
    "GenericFile": 34_800_000_000_000,
    "OrderTransaction": 6_900_000_000_000,
    "Refund": 960_000_000_000,
}
_OTHER_BASE = 700_000_000_000
_STEP = 32_768
_SHOP_SPAN = 10_000_000_000


def gid(kind: str, shop_number: int, count: int) -> str:
    """The id of the `count`-th object of its kind in a store."""
    number = _BASES.get(kind, _OTHER_BASE) + shop_number * _SHOP_SPAN + count * _STEP
    return f"gid://shopify/{kind}/{number}"


def number_of(identity: str) -> int:
    """The numeric end of a global id (0 for what is none)."""
    tail = identity.rpartition("/")[2].partition("?")[0]
    return int(tail) if tail.isdigit() else 0


def kind_of(identity: str) -> str:
    """`Order` for gid://shopify/Order/1; empty for anything else."""
    parts = identity.split("/")
    well_formed = len(parts) == 5 and parts[:3] == ["gid:", "", "shopify"]
    return parts[3] if well_formed else ""
