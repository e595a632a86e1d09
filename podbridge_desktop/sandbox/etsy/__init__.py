"""The simulated Etsy shop: receipts, listings, sign-in and limits, played from the vendor's papers."""

from .vendor import EtsyVendor

__all__ = ["EtsyVendor"]
