"""Many receipts at once, with the variety of real ones, for benchmarks and full lists."""

from __future__ import annotations

import random

from podbridge_desktop.sandbox.world import World

from .book import Book, Json
from .buying import Basket, place_order
from .listing_views import for_sale
from .seeds import HAND_PACKED, make_listing

TITLES = ("Mountain Mug", "Sunrise Tee", "Café Tote", "Sternenhimmel Poster", "Old Harbour Hoodie")
SIZES = ("S", "M", "L", "XL")
TEXTS = (
    "Für Oma",
    "Happy 30th, Sam!",
    "さくら",
    "Γιώργος",
    "Mia & Leo",
    'To the moon & "back"',
    "مبروك",
)
_DAY = 86_400


def fill(book: Book, count: int, now: int, days: int) -> list[Json]:
    """`count` receipts spread evenly over the last `days`, oldest first. The same shop gives the same ones."""
    chance = random.Random(f"fill-{book.number}-{len(book.receipts)}")
    world = World(f"fill-{book.number}-{len(book.receipts)}")
    products = _products(book, now - days * _DAY)
    step = days * _DAY / max(1, count)
    start = now - days * _DAY
    return [
        place_order(book, _basket(chance, world, products, int(start + step * place)), now)
        for place in range(count)
    ]


def _products(book: Book, at: int) -> list[str]:
    """What is on sale; a shop with nothing to print gets some listings first."""
    if not _on_sale(book):
        for title in TITLES:
            mark = title[:3].upper()
            make_listing(book, title, [f"{mark}-{size}" for size in SIZES], at)
    return _on_sale(book)


def _on_sale(book: Book) -> list[str]:
    return [
        str(product["product_id"])
        for listing in book.listings.values()
        if listing["state"] == "active" and HAND_PACKED not in listing["tags"]
        for product in for_sale(listing)
    ]


def _basket(chance: random.Random, world: World, products: list[str], at: int) -> Basket:
    wanted = min(len(products), chance.choices((1, 2, 3, 4), (45, 30, 17, 8))[0])
    lines = [
        (each, chance.choices((1, 2, 3), (84, 12, 4))[0], {"Name to print": chance.choice(TEXTS)} if chance.random() < 0.3 else {})
        for each in chance.sample(products, wanted)
    ]  # fmt: skip
    return Basket(
        lines=lines,
        customer=world.customer(),
        note="It's a present, please wrap it nicely" if chance.random() < 0.1 else None,
        tax_percent=chance.choice((0.0, 7.0, 8.875)),
        is_gift=chance.random() < 0.05,
        created_at=at,
        keep_stock=True,
    )
