"""Money, and words as the API writes them: buyers' and sellers' text comes with HTML entities."""

from __future__ import annotations

from .book import Book, Json

DIVISOR = 100
# The apostrophe is `&#39;` in every recorded answer, not what Python's own escape makes of it.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def money(book: Book, cents: int) -> Json:
    """An amount in the shop's currency."""
    return {"amount": cents, "divisor": DIVISOR, "currency_code": book.currency}


def escaped(text: str | None) -> str | None:
    """Text as it goes out."""
    return None if text is None else text.translate(_ENTITIES)


def shown(text: str) -> str:
    """The same for text that is always there."""
    return text.translate(_ENTITIES)


def cents(price: float) -> int:
    """A price given as a number, in hundredths."""
    return round(price * DIVISOR)
