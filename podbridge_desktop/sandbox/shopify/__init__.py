"""A simulated Shopify store: the published Admin API over a state machine, for tests and practice mode."""

from __future__ import annotations

from .shop import Installation, Protected, Settings
from .vendor import ShopifyVendor

__all__ = ["Installation", "Protected", "Settings", "ShopifyVendor"]
