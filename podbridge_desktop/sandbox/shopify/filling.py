"""Many orders at once, with the variety of real ones, for benchmarks and full lists."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from podbridge_desktop.sandbox.world import World

from .buying import Basket, place_order
from .orders import Order
from .product_set import set_product
from .stamps import stamp
from .store import Store

_TITLES = (
    "Mountain Mug",
    "Sunrise Tee",
    "Café Tote",
    "Sternenhimmel Poster",
    "猫のパーカー",
    "Old Harbour Hoodie",
)
_SIZES = ("S", "M", "L", "XL")
_COLORS = ("White", "Black", "Heather Blue")
_TEXTS = (
    "Für Oma ♥",
    "Happy 30th, Sam!",
    "さくら",
    "Γιώργος",
    "Best Dad 🏆",
    "مبروك",
    "To the moon & back",
)


def fill(store: Store, count: int, now: datetime, days: int) -> list[Order]:
    """`count` orders spread evenly over the last `days`, oldest first. The same store number gives the same orders."""
    chance = random.Random(f"fill-{store.settings.number}-{len(store.orders)}")
    world = World(f"fill-{store.settings.number}-{len(store.orders)}")
    variants = _variants(store, stamp(now - timedelta(days=days)))
    step = timedelta(days=days) / max(1, count)
    made: list[Order] = []
    for place in range(count):
        when = stamp(now - timedelta(days=days) + step * place)
        made.append(place_order(store, _basket(chance, world, variants), when))
    return made


def _variants(store: Store, now: str) -> list[str]:
    if not store.products:
        for title in _TITLES:
            set_product(store, None, _product(title), now)
    return [variant.id for variant in store.variants()]


def _product(title: str) -> dict[str, object]:
    options = [
        {"name": "Color", "position": 1, "values": [{"name": color} for color in _COLORS]},
        {"name": "Size", "position": 2, "values": [{"name": size} for size in _SIZES]},
    ]
    variants = [
        {
            "optionValues": [
                {"optionName": "Color", "name": color},
                {"optionName": "Size", "name": size},
            ],
            "price": f"{19 + place}.90",
            "sku": f"{title[:3].upper()}-{color[0]}-{size}",
            "inventoryPolicy": "CONTINUE",
            "inventoryItem": {"tracked": False},
        }
        for place, (color, size) in enumerate((c, s) for c in _COLORS for s in _SIZES)
    ]
    return {
        "title": title,
        "vendor": "PodBridge",
        "productOptions": options,
        "variants": variants,
        "tags": ["pod"],
    }


def _basket(chance: random.Random, world: World, variants: list[str]) -> Basket:
    wanted = min(len(variants), chance.choices((1, 2, 3, 4), (45, 30, 17, 8))[0])
    lines = [
        (v, chance.choices((1, 2, 3), (84, 12, 4))[0], _properties(chance))
        for v in chance.sample(variants, wanted)
    ]
    foreign = chance.random() < 0.15
    return Basket(
        lines=lines,
        customer=world.customer(),
        note="Please wrap it nicely" if chance.random() < 0.1 else None,
        tax_percent=chance.choice((0.0, 7.0, 8.875)),
        presentment=("EUR", 0.92) if foreign else None,
        tags=("gift",) if chance.random() < 0.05 else (),
    )


def _properties(chance: random.Random) -> dict[str, str | None]:
    if chance.random() > 0.3:
        return {}
    return {"Text": chance.choice(_TEXTS), "_preview": "https://example.com/p.png", "Font": None}
