"""Printify: version 1 of its API for shops, products, uploads and orders, version 2 for shipping rates."""
