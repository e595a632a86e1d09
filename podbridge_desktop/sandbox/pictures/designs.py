"""The designs of the practice shop: small motifs on a clear square, for a light or for a dark ground."""

from __future__ import annotations

import math
from collections.abc import Callable
from hashlib import md5
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw

from .canvas import Color, color_of, mix

Pen: TypeAlias = ImageDraw.ImageDraw
EDGE = 1000  # designs are drawn on a square of this many units


def design(name: str, *, dark_ground: bool) -> Image.Image:
    """The motif `name`; an unknown one gives a pattern that depends on the name."""
    image = Image.new("RGBA", (EDGE, EDGE), (0, 0, 0, 0))
    ink = color_of("f3ead8" if dark_ground else "2b3440")
    pen = ImageDraw.Draw(image)
    motif = MOTIFS.get(name)
    if motif is None:
        _quilt(pen, name)
    else:
        motif(image, pen, ink)
    return image


def _disc(pen: Pen, x: float, y: float, radius: float, color: Color) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)


def _hills(pen: Pen, base: float, height: float, color: Color, turns: float, shift: float) -> None:
    points: list[tuple[float, float]] = [(40, 860)]
    for step in range(93):
        x = 40 + step * 10
        inside = math.sin((x - 40) / 920 * math.pi) ** 0.35 if 40 < x < 960 else 0
        swing = math.sin(x / 920 * math.pi * turns + shift) + 0.35 * math.sin(
            x / 920 * math.pi * turns * 2.7 + shift * 3
        )
        points.append((x, 860 - (base + height * (0.55 + 0.45 * swing)) * inside))
    pen.polygon([*points, (960, 860)], fill=color)


def _sunrise(_image: Image.Image, pen: Pen, ink: Color) -> None:
    """A striped sun behind three ridges."""
    gaps = ((420, 9), (478, 14), (540, 19), (604, 24))
    for y in range(110, 750, 2):
        half = math.sqrt(max(0, 320**2 - (y - 430) ** 2))
        if half and not any(top <= y < top + high for top, high in gaps):
            color = mix(color_of("f7c350"), color_of("e0533c"), (y - 110) / 640)
            pen.rectangle((500 - half, y, 500 + half, y + 2), fill=color)
    _hills(pen, 170, 150, color_of("8fb0a6"), 2.2, 0.4)
    _hills(pen, 90, 120, color_of("55808b"), 3.1, 2.2)
    _hills(pen, 30, 80, mix(ink, color_of("2f4f63"), 0.55), 2.6, 4.4)
    for x, y in ((190, 330), (255, 270), (800, 300)):
        pen.arc((x - 52, y - 6, x + 2, y + 44), 205, 345, fill=ink, width=9)
        pen.arc((x - 2, y - 6, x + 52, y + 44), 195, 335, fill=ink, width=9)


def _moon(image: Image.Image, pen: Pen, ink: Color) -> None:
    """A crescent over pines, with stars."""
    moon = Image.new("L", image.size, 0)
    cut = ImageDraw.Draw(moon)
    cut.ellipse((250, 90, 770, 610), fill=255)
    cut.ellipse((370, 50, 850, 530), fill=0)
    image.paste(color_of("f0cf7a"), mask=moon)
    for x, y, size in (
        (600, 250, 46),
        (720, 380, 26),
        (520, 390, 22),
        (690, 180, 18),
        (215, 250, 24),
        (250, 600, 18),
    ):
        _star(pen, x, y, size, ink)
    for x, height in (
        (170, 210),
        (285, 300),
        (400, 240),
        (520, 350),
        (640, 260),
        (745, 310),
        (850, 200),
    ):
        _pine(pen, x, 870, height, mix(ink, color_of("5f8f80"), 0.62))


def _star(pen: Pen, x: float, y: float, size: float, color: Color) -> None:
    points = []
    for step in range(8):
        radius = size if step % 2 == 0 else size * 0.26
        points.append(
            (x + radius * math.sin(step * math.pi / 4), y - radius * math.cos(step * math.pi / 4))
        )
    pen.polygon(points, fill=color)


def _pine(pen: Pen, x: float, foot: float, height: float, color: Color) -> None:
    pen.rectangle((x - 7, foot - 40, x + 7, foot), fill=color)
    for level in range(3):
        top = foot - height + level * height * 0.24
        half = height * (0.16 + level * 0.07)
        pen.polygon(
            [(x, top), (x - half, top + height * 0.36), (x + half, top + height * 0.36)], fill=color
        )


def _wave(image: Image.Image, pen: Pen, _ink: Color) -> None:
    """A round badge: a low sun over running waves."""
    for y in range(60, 940, 4):
        pen.rectangle(
            (0, y, EDGE, y + 4), fill=mix(color_of("f9e7cd"), color_of("f3b98d"), (y - 60) / 520)
        )
    _disc(pen, 500, 430, 190, color_of("e9704b"))
    for row, code in enumerate(("8fc4c4", "5aa0ad", "34748f", "1f4e6b")):
        for number in range(-1, 7):
            left = number * 190 + (row % 2) * 95 - 40
            _disc(pen, left + 95, 590 + row * 95, 106, color_of("f4efe4"))
            _disc(pen, left + 95, 604 + row * 95, 106, color_of(code))
            _disc(pen, left + 95, 626 + row * 95, 78, mix(color_of(code), (255, 255, 255), 0.22))
            _disc(pen, left + 95, 644 + row * 95, 54, color_of(code))
    badge = Image.new("L", (EDGE, EDGE), 0)
    ImageDraw.Draw(badge).ellipse((60, 60, 940, 940), fill=255)
    image.putalpha(ImageChops.darker(image.getchannel("A"), badge))


def _petal(
    x: float, y: float, angle: float, length: float, width: float
) -> list[tuple[float, float]]:
    points = []
    for step in range(40):
        turn = step / 40 * 2 * math.pi
        along, across = (
            length * (0.5 - 0.5 * math.cos(turn)),
            width * math.sin(turn) * math.sin(turn / 2),
        )
        points.append(
            (
                x + along * math.sin(angle) + across * math.cos(angle),
                y - along * math.cos(angle) + across * math.sin(angle),
            )
        )
    return points


def _bloom(_image: Image.Image, pen: Pen, ink: Color) -> None:
    """A big flower with two buds."""
    leaf = mix(ink, color_of("6f9a78"), 0.8)
    for path, width in ((((500, 430), (496, 640), (520, 900)), 20), (((500, 760), (390, 680), (300, 560)), 14),
                        (((506, 720), (630, 640), (715, 520)), 14)):  # fmt: skip
        pen.line(path, fill=leaf, width=width, joint="curve")
    for x, y, angle in ((500, 800, -1.15), (508, 840, 1.1), (400, 690, -0.25), (610, 655, 0.2)):
        pen.polygon(_petal(x, y, angle, 180, 52), fill=leaf)
    for x, y, color in ((292, 560, "e9b44c"), (722, 520, "e58f78")):
        for angle in (-0.55, 0.55, 0):
            pen.polygon(
                _petal(x, y + 20, angle, 130, 48),
                fill=mix(color_of(color), (255, 255, 255), 0.18 if angle else 0),
            )
    for number in range(10):
        pen.polygon(
            _petal(500, 350, number * math.pi / 5, 255, 92),
            fill=color_of("d9604f" if number % 2 else "ea8468"),
        )
    _disc(pen, 500, 350, 78, color_of("f2c463"))
    for number in range(12):
        turn = number * math.pi / 6
        _disc(pen, 500 + 50 * math.sin(turn), 350 + 50 * math.cos(turn), 9, color_of("b9772d"))


def _ridge(_image: Image.Image, pen: Pen, _ink: Color) -> None:
    """A lake under mountains, a whole scene from edge to edge."""
    for step in range(100):
        pen.rectangle(
            (0, step * 10, EDGE, step * 10 + 10),
            fill=mix(color_of("f7dfc0"), color_of("9fc3c9"), step / 100),
        )
    _disc(pen, 690, 250, 90, color_of("f3a46b"))
    pen.polygon([(0, 620), (170, 420), (300, 520), (480, 270), (640, 480), (760, 380), (1000, 600), (1000, 700), (0, 700)],
                fill=color_of("7d9aa3"))  # fmt: skip
    pen.polygon(
        [(480, 270), (420, 354), (462, 372), (498, 344), (540, 380), (560, 375)],
        fill=color_of("f4efe6"),
    )
    pen.polygon([(0, 560), (140, 520), (330, 640), (520, 560), (700, 660), (1000, 540), (1000, 720), (0, 720)],
                fill=color_of("45707c"))  # fmt: skip
    pen.rectangle((0, 700, EDGE, EDGE), fill=color_of("86b3ba"))
    for number, (left, wide) in enumerate(
        ((120, 300), (520, 340), (260, 420), (640, 260), (90, 220), (430, 330))
    ):
        pen.rounded_rectangle(
            (left, 730 + number * 40, left + wide, 738 + number * 40), 4, fill=color_of("b9d6d6")
        )
    for x, height in ((60, 300), (150, 230), (880, 280), (955, 340)):
        _pine(pen, x, 1000, height * 1.25, color_of("22434c"))


def _sun(_image: Image.Image, pen: Pen, ink: Color) -> None:
    """A friendly sun."""
    for number in range(14):
        angle = number * math.pi / 7
        x, y = 500 + 290 * math.sin(angle), 480 - 290 * math.cos(angle)
        pen.polygon(
            _petal(x, y, angle, 130, 40), fill=color_of("f0a646" if number % 2 else "f6c667")
        )
    _disc(pen, 500, 480, 250, color_of("f8cf73"))
    _disc(pen, 400, 530, 38, color_of("f2a484"))
    _disc(pen, 600, 530, 38, color_of("f2a484"))
    face = mix(ink, color_of("5a3d2b"), 1)
    for x in (415, 585):
        pen.arc((x - 34, 430, x + 34, 500), 190, 350, fill=face, width=13)
    pen.arc((430, 480, 570, 600), 25, 155, fill=face, width=13)


def _quilt(pen: Pen, name: str) -> None:
    """Nine tiles of quarter circles, as the name has it."""
    palette = [
        color_of(code) for code in ("d96c57", "f0b65a", "3f7d87", "8db5a4", "36465a", "e8d9bf")
    ]
    bits = int.from_bytes(md5(name.encode(), usedforsecurity=False).digest())
    for row in range(3):
        for column in range(3):
            bits, corner = divmod(bits, 4)
            bits, first = divmod(bits, 6)
            bits, second = divmod(bits, 5)
            x, y = 125 + column * 250, 125 + row * 250
            pen.rectangle((x, y, x + 249, y + 249), fill=palette[first])
            dx, dy = (0, 250, 250, 0)[corner], (0, 0, 250, 250)[corner]
            box = (x + dx - 250, y + dy - 250, x + dx + 250, y + dy + 250)
            start = (0, 90, 180, 270)[corner]
            pen.pieslice(box, start, start + 90, fill=palette[(first + second + 1) % 6])


Motif: TypeAlias = Callable[[Image.Image, Pen, Color], None]
MOTIFS: dict[str, Motif] = {
    "sunrise": _sunrise, "moon": _moon, "wave": _wave, "bloom": _bloom, "ridge": _ridge, "sun": _sun,
}  # fmt: skip
