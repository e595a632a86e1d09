"""Small readings that several screens share: money from two columns, the seller's address, a store's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address


def money(minor: int | None, currency: str | None) -> Money | None:
    """An amount, or None where either half is not known."""
    return None if minor is None or currency is None else Money(minor, currency)


def recipient(
    said: Mapping[str, Any] | None, corrected: Mapping[str, Any] | None, over: str | None
) -> tuple[Address | None, bool]:
    """Where an order goes, and whether that is the seller's correction (it holds while the store's word stands)."""
    store = None if said is None else Address(**said)
    if corrected is None or over != ("" if store is None else store.fingerprint()):
        return store, False
    return Address(**corrected), True


def store_page(facts: Mapping[str, str], order_remote_id: str) -> str:
    """The order's page in the store's own admin; empty where the store has none we know."""
    if page := facts.get("order_page", ""):
        return page + order_remote_id
    domain = facts.get("domain", "")
    return f"https://{domain}/admin/orders/{order_remote_id}" if domain else ""
