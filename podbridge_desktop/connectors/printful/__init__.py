"""Printful: version 1 of its API for products and orders, version 2 for stores, scopes and shipments."""
