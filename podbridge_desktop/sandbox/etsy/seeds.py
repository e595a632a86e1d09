"""What a shop has before PodBridge comes: its settings, and things that no supplier prints."""

from __future__ import annotations

import struct
import zlib

from .activation import FOUR_MONTHS
from .book import Book, Json
from .images import add_image
from .listings import new_listing
from .policies import add_policy
from .profiles import add_destination, add_profile
from .readiness import add_definition
from .taxonomy import CUSTOM

HAND_PACKED = "packs-herself"
CANDLES = 1028
_DAY = 86_400


def furnish(book: Book) -> None:
    """One shipping profile, one return policy, one processing profile and a section, as a seller sets them up."""
    country = str(book.shop["country"])
    days = {"min_delivery_days": 3, "max_delivery_days": 8}
    profile = add_profile(book, {
        "title": "Standard shipping", "origin_country_iso": country, "origin_postal_code": "97201",
        "destination_country_iso": country, "primary_cost": 4.99, "secondary_cost": 1.5, **days,
    })  # fmt: skip
    add_destination(book, profile, {"primary_cost": 9.99, "secondary_cost": 2.5, **days})
    add_policy(book, {"accepts_returns": True, "accepts_exchanges": True, "return_deadline": 30})
    add_definition(book, {
        "readiness_state": "made_to_order", "min_processing_time": 3, "max_processing_time": 5, "processing_time_unit": "days",
    })  # fmt: skip
    ident = book.next_id("section")
    book.sections[str(ident)] = {"shop_section_id": ident, "title": "Handmade", "rank": 1}


def only(table: Json) -> int:
    """The id of the one entry that a furnished shop has."""
    return int(next(iter(table)))


def make_listing(book: Book, title: str, skus: list[str], at: int, **given: object) -> Json:
    """An active listing of the seller's own, one product per SKU, put up without a fee."""
    listing = new_listing(book, {
        "title": title, "description": f"{title}, made by hand.", "quantity": 50, "price": 18.0, "who_made": "i_did",
        "when_made": "made_to_order", "is_supply": False, "taxonomy_id": CANDLES,
        "shipping_profile_id": only(book.profiles), "return_policy_id": only(book.policies),
        "readiness_state_id": only(book.readiness), "should_auto_renew": True, **given,
    }, at)  # fmt: skip
    listing["images"] = [add_image(book, _picture(len(book.listings)), "", at - _DAY)]
    first = listing["products"][0]
    listing["products"] = (
        [_variant(book, first, sku) for sku in skus]
        if len(skus) > 1
        else [{**first, "sku": skus[0]}]
    )
    listing["on"]["sku"] = [CUSTOM[0]] if len(skus) > 1 else []
    listing.update(state="active", ending=at + FOUR_MONTHS)
    return listing


def _variant(book: Book, first: Json, sku: str) -> Json:
    name = sku.rpartition("-")[2].capitalize() or sku
    value = book.values.setdefault(str(CUSTOM[0]), {}).setdefault(name, book.next_id("value"))
    kind = {"property_id": CUSTOM[0], "property_name": "Kind", "scale_id": None, "scale_name": None}
    ids = {"product_id": book.next_id("product"), "offering_id": book.next_id("offering")}
    return {
        **first,
        **ids,
        "sku": sku,
        "properties": [{**kind, "value_ids": [value], "values": [name]}],
    }


def stock(book: Book, at: int) -> None:
    """A candle that she packs herself."""
    make_listing(
        book,
        "Beeswax Candle",
        ["CANDLE-HONEY", "CANDLE-LAVENDER"],
        at,
        tags=[HAND_PACKED, "candle"],
    )


def _picture(number: int, side: int = 600) -> bytes:
    """A plain square, as a PNG."""
    color = bytes((200 - number * 7 % 80, 170, 90 + number * 11 % 80))
    rows = (b"\x00" + color * side) * side

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )
