"""A simulated Printify account: versions 1 and 2 of its API over one state."""

from .book import SHOP_ID
from .vendor import TOKEN, PrintifyVendor

__all__ = ["SHOP_ID", "TOKEN", "PrintifyVendor"]
