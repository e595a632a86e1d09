"""From a picture's name to its bytes. Names are `KIND-COLOUR-DESIGN.png` and `art-DESIGN.png`; drawn once, kept in memory."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from PIL import Image, ImageChops, UnidentifiedImageError

from . import clothes, things
from .canvas import SCALE, SIZE, Color, backdrop, color_of, lightness
from .designs import design

KINDS = {
    "tee": clothes.tee, "hoodie": clothes.hoodie, "bodysuit": clothes.bodysuit, "cap": clothes.cap, "tote": clothes.tote,
    "mug": things.mug, "bottle": things.bottle, "poster": things.poster, "sticker": things.sticker,
}  # fmt: skip
NAME = re.compile(r"(?:art|([a-z]+)-([0-9a-f]{6}))-([a-z0-9]{1,24})\.png")
ART_SIZE = (1800, 2400)
ART_DPI = 150
FULL_BLEED = frozenset({"poster"})


@lru_cache(maxsize=256)
def draw(name: str, *, near: bool = False) -> bytes:
    """The PNG of that name, from nearby if wished. Raises `ValueError` for a name that means no picture."""
    found = NAME.fullmatch(name)
    if found is None or (found[1] and found[1] not in KINDS):
        raise ValueError(f"no such picture: {name}")
    kind, color, motif = found.groups()
    if kind is None:
        return _png(_art(motif), dpi=ART_DPI)
    whole = _mockup(kind, color_of(color), motif)
    edge = SIZE // 6
    part = (
        whole.crop((edge, edge, SIZE - edge, SIZE - edge)).resize((SIZE, SIZE)) if near else whole
    )
    return _png(part)


def measure(content: bytes) -> tuple[str, int | None, int | None, int | None]:
    """Media type, width, height and dots per inch of a picture; what cannot be read is None."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            mime = Image.MIME.get(image.format or "", "application/octet-stream")
            dpi = image.info.get("dpi", (72,))[0]
            return mime, image.width, image.height, round(float(dpi))
    except (UnidentifiedImageError, OSError, ValueError):
        return "image/png", None, None, None


def _mockup(kind: str, color: Color, motif: str) -> Image.Image:
    scene = backdrop().copy()
    box = KINDS[kind](scene, color)
    if motif != "plain":
        _print(
            scene,
            box,
            motif,
            dark=kind not in FULL_BLEED and lightness(color) < 0.45,
            cloth=kind in vars(clothes),
        )
    return scene.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _print(scene: Image.Image, box: clothes.Box, motif: str, *, dark: bool, cloth: bool) -> None:
    """Put the design into the box; on cloth it takes on a little of the folds underneath."""
    left, top, right, bottom = (value * SCALE for value in box)
    edge = min(right - left, bottom - top)
    image = design(motif, dark_ground=dark)
    if bottom - top > edge:  # a poster is filled from edge to edge
        crop = round(image.width * (1 - (right - left) / (bottom - top)) / 2)
        image = (
            image.crop((crop, 0, image.width - crop, image.height)) if motif == "ridge" else image
        )
        size = (right - left, bottom - top) if motif == "ridge" else (edge, edge)
        image = image.resize(size, Image.Resampling.LANCZOS)
        top += (bottom - top - size[1]) // 2
    else:
        image = image.resize((edge, edge), Image.Resampling.LANCZOS)
    alpha = image.getchannel("A").point(
        [int(level * (0.95 if cloth else 1)) for level in range(256)]
    )
    scene.paste(
        image.convert("RGB"), (left, top), mask=ImageChops.darker(alpha, image.getchannel("A"))
    )


def _art(motif: str) -> Image.Image:
    """A print file: the design alone on clear ground."""
    sheet = Image.new("RGBA", ART_SIZE, (0, 0, 0, 0))
    image = design(motif, dark_ground=False).resize(
        (ART_SIZE[0], ART_SIZE[0]), Image.Resampling.LANCZOS
    )
    sheet.paste(image, (0, 200))
    return sheet


def _png(image: Image.Image, dpi: int | None = None) -> bytes:
    out = io.BytesIO()
    extra = {"dpi": (dpi, dpi)} if dpi else {}
    image.save(out, "PNG", compress_level=4, **extra)
    return out.getvalue()
