"""What names a variant of a listing for good.

Etsy gives every product of a listing a new id with each change of its inventory, also by the seller's own hand
(etsy/open-api 523: intentional). What stays is the listing and the values that tell its products apart, and an order
line bears both: so they are the name under which a variant is linked.
"""

from __future__ import annotations

import hashlib
import html
import json
from base64 import b32encode
from collections.abc import Iterable

from podbridge_desktop.connectors.etsy.wire import PropertyValue, Transaction

PERSONALIZATION = 54  # the property under which Etsy gives what a buyer wrote


def plain(text: str | None) -> str:
    """Etsy escapes its texts for web pages: `O&#39;Neil` is O'Neil."""
    return html.unescape(text or "")


def joined(values: Iterable[str] | None) -> str:
    """The values of one property as one text."""
    return ", ".join(plain(value) for value in values or ())


def variant_id(listing_id: int, choices: Iterable[tuple[int, str]]) -> str:
    """The name of the variant with these (property, value) pairs; a listing without any has one variant."""
    told = sorted(choices)
    if not told:
        return f"{listing_id}-0"
    digest = hashlib.sha256(json.dumps(told).encode()).digest()
    return f"{listing_id}-{b32encode(digest).decode().lower()[:10]}"


def choices_of(values: Iterable[PropertyValue] | None) -> list[tuple[int, str]]:
    """The pairs as an inventory has them."""
    return [(each.property_id, joined(each.values)) for each in values or ()]


def bought_variant(line: Transaction) -> str | None:
    """The variant that an order line is of; None where the listing is gone."""
    if line.listing_id is None:
        return None
    choices = choices_of(line.product_data) or [
        (each.property_id, plain(each.formatted_value))
        for each in line.variations or ()
        if each.property_id and each.property_id != PERSONALIZATION and not each.question_id
    ]
    return variant_id(line.listing_id, choices)
