"""A simulated Printful account, versions 1 and 2 of its API over one state."""

from .vendor import ACCOUNT_TOKEN, STORE_ID, STORE_TOKEN, PrintfulVendor

__all__ = ["ACCOUNT_TOKEN", "STORE_ID", "STORE_TOKEN", "PrintfulVendor"]
