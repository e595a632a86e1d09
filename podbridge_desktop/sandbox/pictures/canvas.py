"""Drawing tools: curves, shade and light, all at twice the size and brought down at the end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SIZE = 800
SCALE = 2
BIG = SIZE * SCALE

Point: TypeAlias = tuple[float, float]
Color: TypeAlias = tuple[int, int, int]


def color_of(code: str) -> Color:
    """`1d1c1f` as numbers. Raises `ValueError`."""
    red, green, blue = ImageColor.getrgb(f"#{code}")[:3]
    return red, green, blue


def mix(one: Color, other: Color, part: float) -> Color:
    """`one` with `part` of `other` in it."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lightness(color: Color) -> float:
    """How light the eye finds it, 0 to 1."""
    return (0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]) / 255


def curve(path: str, steps: int = 24) -> list[Point]:
    """The points of a small path language: M x y, L x y, C x1 y1 x2 y2 x y."""
    words = path.split()
    points: list[Point] = []
    at = 0
    while at < len(words):
        kind, count = words[at], 6 if words[at] == "C" else 2
        numbers = [float(word) for word in words[at + 1 : at + 1 + count]]
        at += 1 + count
        if kind == "C":
            points += _bezier(points[-1], numbers, steps)
        else:
            points.append((numbers[0], numbers[1]))
    return points


def _bezier(start: Point, numbers: Sequence[float], steps: int) -> list[Point]:
    (ax, ay), (bx, by, cx, cy, dx, dy) = start, numbers
    made = []
    for step in range(1, steps + 1):
        t = step / steps
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        made.append(
            (
                weights[0] * ax + weights[1] * bx + weights[2] * cx + weights[3] * dx,
                weights[0] * ay + weights[1] * by + weights[2] * cy + weights[3] * dy,
            )
        )
    return made


def both_sides(path: str) -> list[Point]:
    """A left half from the middle to the middle, and its mirror image."""
    left = curve(path)
    return left + [(SIZE - x, y) for x, y in reversed(left)]


def up(points: Sequence[Point]) -> list[Point]:
    """Points at the drawing size."""
    return [(x * SCALE, y * SCALE) for x, y in points]


def mask_of(points: Sequence[Point]) -> Image.Image:
    """White inside the outline, black outside."""
    mask = Image.new("L", (BIG, BIG), 0)
    ImageDraw.Draw(mask).polygon(up(points), fill=255)
    return mask


@lru_cache(maxsize=2)
def backdrop() -> Image.Image:
    """A soft grey wall, lighter in the middle."""
    glow = Image.radial_gradient("L").resize((BIG, BIG))
    light = Image.new("RGB", (BIG, BIG), (243, 242, 240))
    dark = Image.new("RGB", (BIG, BIG), (214, 212, 208))
    return Image.composite(
        dark, light, glow.point([min(255, int(level * 0.85)) for level in range(256)])
    )


def blur(image: Image.Image, radius: float) -> Image.Image:
    """A wide blur, made small first: the eye does not see the difference."""
    small = image.resize((image.width // 4, image.height // 4), Image.Resampling.BILINEAR)
    return small.filter(ImageFilter.GaussianBlur(radius * SCALE / 4)).resize(
        image.size, Image.Resampling.BICUBIC
    )


def cast_shadow(
    scene: Image.Image, mask: Image.Image, *, drop: int = 16, soft: float = 16, depth: float = 0.34
) -> None:
    """The shadow that a thing throws on the wall behind it."""
    shadow = ImageChops.offset(blur(mask, soft), 0, drop * SCALE)
    scene.paste((52, 48, 46), mask=shadow.point([int(level * depth) for level in range(256)]))


def fill(
    scene: Image.Image, mask: Image.Image, color: Color, *, volume: float = 26, depth: float = 0.3
) -> None:
    """Lay a thing of one colour on the scene, darker towards its edges and lighter at the upper left."""
    scene.paste(color, mask=mask)
    edge = ImageChops.invert(blur(mask, volume))
    strength = depth if lightness(color) > 0.35 else depth * 1.25
    dark = ImageChops.multiply(edge.point([int(level * strength) for level in range(256)]), mask)
    scene.paste(mix(color, (0, 0, 0), 0.75), mask=dark)
    lit = ImageChops.offset(edge, 14 * SCALE, 14 * SCALE).point(
        [int(level * 0.20) for level in range(256)]
    )
    both = ImageChops.multiply(
        ImageChops.subtract(mask, edge.point([min(255, level * 2) for level in range(256)])), lit
    )
    scene.paste(mix(color, (255, 255, 255), 0.6), mask=both)


def folds(
    scene: Image.Image, mask: Image.Image, color: Color, lines: Sequence[str], width: int = 10
) -> None:
    """Soft creases along curves, kept inside the mask: a dark line with a light one beside it."""
    for shift, tone, part in ((0, (0, 0, 0), 0.26), (9, (255, 255, 255), 0.15)):
        layer = Image.new("L", (BIG, BIG), 0)
        pen = ImageDraw.Draw(layer)
        for line in lines:
            points = [(x + shift, y + shift * 0.4) for x, y in curve(line)]
            pen.line(up(points), fill=255, width=width * SCALE, joint="curve")
        soft = ImageChops.multiply(blur(layer, 7), mask)
        scene.paste(
            mix(color, tone, 0.9), mask=soft.point([int(level * part) for level in range(256)])
        )


def seam(scene: Image.Image, points: Sequence[Point], color: Color, width: float = 2.2) -> None:
    """A stitched or folded line, a little darker (or lighter, on black) than the cloth."""
    tone = (0, 0, 0) if lightness(color) > 0.22 else (255, 255, 255)
    ImageDraw.Draw(scene).line(
        up(points), fill=mix(color, tone, 0.22), width=round(width * SCALE), joint="curve"
    )
