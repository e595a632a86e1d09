"""Names of things: our own row ids, and the one format under which a supplier knows our order (rulings 1)."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Iterable
from typing import NewType

ConnectionId = NewType("ConnectionId", str)
OrderId = NewType("OrderId", int)
LineId = NewType("LineId", int)
ProductId = NewType("ProductId", int)
ListingId = NewType("ListingId", int)
SupplierOrderId = NewType("SupplierOrderId", int)
ShipmentId = NewType("ShipmentId", int)
CaseId = NewType("CaseId", int)
JobId = NewType("JobId", int)

EXTERNAL_ID_LIMIT = 32  # Printful's limit, the tightest of all suppliers
_EXTERNAL_ID = re.compile(
    r"[a-z][a-z2-7]{5}-(?P<order>[0-9]+)-(?P<part>[a-z2-7]{6})(?P<revision>[a-z])"
)
_CHANNEL_LETTERS = {"shopify": "s", "etsy": "e"}


def _base32(text: str, length: int) -> str:
    digest = hashlib.sha256(text.encode()).digest()[:5]  # enough for eight characters
    return b32encode(digest).decode().lower()[:length]


def shop_code(platform: str, shop_id: str) -> str:
    """Six characters for a store: channel letter and five of a hash over the store's own numeric id."""
    return _CHANNEL_LETTERS[platform] + _base32(f"{platform}:{shop_id}", 5)


def part_code(supplier_platform: str, print_provider: str | None, line_ids: Iterable[str]) -> str:
    """Six characters for one part of an order: supplier, print provider and the sorted store line ids."""
    lines = ",".join(sorted(line_ids))
    return _base32(f"{supplier_platform}:{print_provider or '-'}:{lines}", 6)


def order_prefix(shop: str, order_remote_id: str) -> str:
    """What every supplier order of one store order begins with."""
    return f"{shop}-{order_remote_id}-"


def shop_prefix(shop: str) -> str:
    """What every supplier order of one store begins with."""
    return f"{shop}-"


def order_of(name: str) -> str:
    """The store's own id of the order that a supplier order stands for; empty for a name that is none of ours."""
    found = _EXTERNAL_ID.fullmatch(name)
    return found["order"] if found else ""


def parts_of(name: str) -> tuple[str, str] | None:
    """(part, revision) of a supplier order's name; None for one that is none of ours."""
    found = _EXTERNAL_ID.fullmatch(name)
    return (found["part"], found["revision"]) if found else None


def external_id(shop: str, order_remote_id: str, part: str, revision: str) -> str:
    """The name of one supplier order, at most 32 characters of `[A-Za-z0-9_-]`.

    Raises ValueError if it would be longer: a supplier would cut it, and a cut name protects nothing.
    """
    name = f"{order_prefix(shop, order_remote_id)}{part}{revision}"
    if len(name) > EXTERNAL_ID_LIMIT or not _EXTERNAL_ID.fullmatch(name):
        raise ValueError(f"{name} cannot name a supplier order")
    return name
