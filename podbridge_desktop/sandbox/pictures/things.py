"""Mugs, bottles, posters and stickers."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from .canvas import BIG, SCALE, Color, blur, both_sides, cast_shadow, curve, fill, mask_of, mix, up
from .clothes import Box


def _round(scene: Image.Image, mask: Image.Image, left: int, right: int) -> None:
    """Light and shade of a standing cylinder between two upright edges."""
    ramp = Image.new("L", (BIG, 1), 0)
    glow = Image.new("L", (BIG, 1), 0)
    for x in range(left * SCALE, right * SCALE):
        place = (x / SCALE - left) / (right - left)
        ramp.putpixel((x, 0), int(120 * max(0.0, abs(place - 0.42) * 1.7 - 0.25)))
        glow.putpixel((x, 0), int(110 * max(0.0, 1 - abs(place - 0.24) * 9)))
    for line, tone in ((ramp, (58, 54, 52)), (glow, (255, 255, 255))):
        scene.paste(tone, mask=ImageChops.multiply(line.resize((BIG, BIG)), mask))


def _floor(scene: Image.Image, box: Box) -> None:
    """The shadow on the table under a standing thing."""
    spot = Image.new("L", (BIG, BIG), 0)
    ImageDraw.Draw(spot).ellipse([value * SCALE for value in box], fill=150)
    scene.paste((60, 56, 54), mask=blur(spot, 14))


def mug(scene: Image.Image, color: Color) -> Box:
    _floor(scene, (190, 612, 640, 668))
    pen = ImageDraw.Draw(scene)
    handle = curve("M 552 320 C 650 290 690 350 684 420 C 678 500 620 536 546 532")
    pen.line(up(handle), fill=mix(color, (60, 56, 54), 0.30), width=66, joint="curve")
    pen.line(
        up([(x - 3, y - 3) for x, y in handle]),
        fill=mix(color, (60, 56, 54), 0.10),
        width=48,
        joint="curve",
    )
    pen.line(
        up([(x - 7, y - 7) for x, y in handle]),
        fill=mix(color, (255, 255, 255), 0.5),
        width=12,
        joint="curve",
    )
    body = mask_of(
        curve(
            "M 210 236 C 210 200 556 200 556 236 L 552 596 C 548 650 492 656 383 656 C 274 656 218 650 214 596"
        )
    )
    fill(scene, body, color, volume=12, depth=0.2)
    _round(scene, body, 210, 556)
    pen.ellipse(
        [value * SCALE for value in (210, 208, 556, 264)], fill=mix(color, (255, 255, 255), 0.4)
    )
    pen.ellipse(
        [value * SCALE for value in (222, 214, 544, 260)], fill=mix(color, (70, 62, 58), 0.30)
    )
    pen.pieslice(
        [value * SCALE for value in (222, 214, 544, 260)],
        15,
        165,
        fill=mix(color, (70, 62, 58), 0.18),
    )
    return 258, 296, 508, 546


def bottle(scene: Image.Image, color: Color) -> Box:
    _floor(scene, (270, 716, 540, 752))
    body = mask_of(
        both_sides(
            "M 400 208 L 352 208 C 346 262 290 262 288 330 L 288 708 C 290 738 330 740 400 740"
        )
    )
    cast_shadow(scene, body, drop=8)
    fill(scene, body, color, volume=10, depth=0.2)
    _round(scene, body, 288, 512)
    lid = mask_of(both_sides("M 400 96 L 360 96 C 346 98 344 110 344 120 L 344 210 L 400 212"))
    fill(scene, lid, (58, 60, 64), volume=10)
    _round(scene, lid, 344, 456)
    return 306, 380, 494, 568


def poster(scene: Image.Image, _color: Color) -> Box:
    sheet = mask_of([(184, 96), (616, 96), (616, 672), (184, 672)])
    cast_shadow(scene, sheet, drop=20, soft=20)
    frame = ImageDraw.Draw(scene)
    frame.rectangle([value * SCALE for value in (176, 88, 624, 680)], fill=(62, 54, 48))
    frame.rectangle([value * SCALE for value in (182, 94, 618, 674)], fill=(84, 73, 64))
    frame.rectangle([value * SCALE for value in (188, 100, 612, 668)], fill=(252, 251, 248))
    return 212, 124, 588, 644


def sticker(scene: Image.Image, _color: Color) -> Box:
    disc = Image.new("L", (BIG, BIG), 0)
    ImageDraw.Draw(disc).ellipse([value * SCALE for value in (140, 140, 660, 660)], fill=255)
    cast_shadow(scene, disc, drop=10, soft=10)
    scene.paste((253, 253, 252), mask=disc)
    pen = ImageDraw.Draw(scene)
    pen.ellipse([value * SCALE for value in (166, 166, 634, 634)], fill=(226, 236, 231))
    shine = Image.new("L", (BIG, BIG), 0)
    ImageDraw.Draw(shine).polygon(up([(140, 300), (330, 140), (430, 140), (140, 400)]), fill=60)
    scene.paste((255, 255, 255), mask=ImageChops.multiply(blur(shine, 5), disc))
    return 216, 212, 584, 580
