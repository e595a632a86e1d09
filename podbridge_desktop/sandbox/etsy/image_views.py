"""Pictures and films of a listing: what is told of them, and the bytes behind their addresses."""

from __future__ import annotations

import base64
import colorsys
from hashlib import sha256

from .book import Book, Json
from .call import Call

SIZES = {"75x75": "75x75", "170x135": "170x135", "570xN": "570xN", "fullxfull": "fullxfull"}


def keep(book: Book, content: bytes) -> str:
    """Store a file; the same bytes are kept once."""
    name = sha256(content).hexdigest()
    book.files.setdefault(name, base64.b64encode(content).decode())
    return name


def bytes_of(book: Book, image: Json) -> bytes:
    return base64.b64decode(book.files[image["file"]])


def image_view(call: Call, listing: Json, ident: int) -> Json:
    """A ListingImage. Size and colours are null until the picture has been processed."""
    image = call.book.images[str(ident)]
    is_ready = call.now.timestamp() >= image["ready"]
    rank = listing["images"].index(ident) + 1 if ident in listing["images"] else 0
    urls = {
        f"url_{size}": call.link(f"/il/{ident}/il_{name}.{ident}.jpg")
        for size, name in SIZES.items()
    }
    return {
        "listing_id": listing["listing_id"],
        "listing_image_id": ident,
        **(_colors(image["file"]) if is_ready else dict.fromkeys(_COLORS)),
        "creation_tsz": image["created"],
        "created_timestamp": image["created"],
        "rank": rank,
        **urls,
        "full_width": image["width"] if is_ready else None,
        "full_height": image["height"] if is_ready else None,
        "alt_text": image["alt"],
    }


_COLORS = (
    "hex_code",
    "red",
    "green",
    "blue",
    "hue",
    "saturation",
    "brightness",
    "is_black_and_white",
)


def _colors(name: str) -> Json:
    """Made up from the file, the same every time."""
    red, green, blue = (int(name[place : place + 2], 16) for place in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    shades = (round(hue * 360), round(saturation * 100), round(value * 100))
    return dict(zip(_COLORS, (name[:6].upper(), red, green, blue, *shades, False), strict=True))


def video_view(call: Call, ident: int) -> Json:
    return {
        "video_id": ident,
        "height": 1080,
        "width": 1080,
        "thumbnail_url": call.link(f"/iv/{ident}/thumbnail.jpg"),
        "video_url": call.link(f"/iv/{ident}/video.mp4"),
        "video_state": "active",
    }
