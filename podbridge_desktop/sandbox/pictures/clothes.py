"""Shirts, hoodies, bodysuits, caps and bags: outline, cloth, seams. Each says where its design goes."""

from __future__ import annotations

from PIL import Image, ImageDraw

from .canvas import Color, both_sides, cast_shadow, curve, fill, folds, mask_of, mix, seam, up

Box = tuple[int, int, int, int]

TEE = (
    "M 400 214 C 362 214 328 192 316 148 C 282 164 244 174 214 190 C 176 214 132 292 100 378 "
    "L 200 424 C 208 394 218 370 232 350 C 240 460 238 590 230 700 C 290 712 350 714 400 714"
)
HOODIE = (
    "M 400 78 C 346 78 304 108 292 170 C 254 186 222 200 204 226 C 166 286 132 440 110 588 C 108 616 118 630 148 634 "
    "C 176 638 190 630 194 610 L 240 420 C 246 500 244 580 238 650 L 240 712 C 300 722 350 724 400 724"
)
BODYSUIT = (
    "M 400 226 C 356 226 326 204 314 168 C 282 176 250 190 226 210 C 196 240 170 296 150 352 L 226 392 "
    "C 234 372 242 358 252 344 C 254 420 250 490 240 566 C 292 586 336 640 346 704 C 362 718 382 720 400 720"
)
CAP = "M 400 214 C 282 214 216 290 206 452 C 270 426 340 418 400 418"
BRIM = "M 400 404 C 326 404 250 416 204 444 C 176 482 190 526 240 546 C 290 562 350 568 400 568"
TOTE = "M 400 300 L 214 300 C 212 440 206 600 200 712 C 270 720 340 722 400 722"


def tee(scene: Image.Image, color: Color) -> Box:
    mask = mask_of(both_sides(TEE))
    cast_shadow(scene, mask)
    inside = curve(
        "M 316 148 C 350 176 450 176 484 148 C 472 192 438 214 400 214 C 362 214 328 192 316 148"
    )
    fill(scene, mask, color)
    creases = (
        "M 236 352 C 280 390 300 420 312 470", "M 564 352 C 520 390 500 420 488 470", "M 250 640 C 300 600 330 600 360 560",
        "M 556 650 C 510 610 480 600 450 560", "M 150 330 C 180 340 200 352 218 372", "M 650 330 C 620 340 600 352 582 372",
    )  # fmt: skip
    folds(scene, mask, color, creases)
    _neck(scene, inside, color)
    for side in (
        "M 214 190 C 226 240 232 300 232 350",
        "M 106 366 L 204 411",
        "M 230 688 C 290 700 350 702 400 702",
    ):
        _pair(scene, side, color)
    return 264, 258, 536, 530


def _neck(scene: Image.Image, inside: list[tuple[float, float]], color: Color) -> None:
    """The back of the collar behind, the ribbed one before it."""
    back = mix(color, (0, 0, 0), 0.32)
    pen = ImageDraw.Draw(scene)
    pen.polygon(up(inside), fill=back)
    rib = curve("M 316 148 C 328 192 362 214 400 214 C 438 214 472 192 484 148")
    pen.line(up(rib), fill=mix(color, (0, 0, 0), 0.10), width=26, joint="curve")
    low = [(x, y + 9) for x, y in rib]
    seam(scene, low[3:-3], color, 1.6)
    pen.line(
        up(curve("M 318 150 C 352 178 448 178 482 150")),
        fill=mix(color, (0, 0, 0), 0.2),
        width=14,
        joint="curve",
    )


def _pair(scene: Image.Image, path: str, color: Color, width: float = 1.8) -> None:
    left = curve(path)
    seam(scene, left, color, width)
    seam(scene, [(800 - x, y) for x, y in left], color, width)


def hoodie(scene: Image.Image, color: Color) -> Box:
    mask = mask_of(both_sides(HOODIE))
    cast_shadow(scene, mask)
    fill(scene, mask, color)
    creases = (
        "M 244 420 C 290 450 310 500 316 540", "M 556 420 C 510 450 490 500 484 540", "M 160 420 C 190 440 205 470 214 500",
        "M 640 420 C 610 440 595 470 586 500", "M 300 200 C 330 250 350 268 392 282", "M 500 200 C 470 250 450 268 408 282",
    )  # fmt: skip
    folds(scene, mask, color, creases, 12)
    pen = ImageDraw.Draw(scene)
    opening = both_sides("M 400 112 C 360 112 330 136 326 180 C 332 226 366 252 400 268")
    pen.polygon(up(opening), fill=mix(color, (0, 0, 0), 0.45))
    seam(scene, [*opening, opening[0]], color, 3)
    _pair(scene, "M 292 170 C 300 230 340 274 400 290", color, 2.4)
    pocket = both_sides("M 400 560 L 306 560 C 300 600 286 626 268 646 L 268 684 L 400 684")
    seam(scene, [*pocket, pocket[0]], color, 2.4)
    for side in (
        "M 204 226 C 226 290 240 360 240 420",
        "M 114 566 L 200 586",
        "M 238 672 C 300 684 350 686 400 686",
    ):
        _pair(scene, side, color)
    cord = mix(color, (255, 255, 255), 0.62)
    for line in ("M 376 256 C 370 300 372 340 366 372", "M 424 256 C 430 300 428 330 434 356"):
        pen.line(up(curve(line)), fill=cord, width=9, joint="curve")
    return 296, 326, 504, 534


def bodysuit(scene: Image.Image, color: Color) -> Box:
    mask = mask_of(both_sides(BODYSUIT))
    cast_shadow(scene, mask)
    fill(scene, mask, color)
    creases = ("M 254 350 C 290 376 306 400 314 430", "M 546 350 C 510 376 494 400 486 430", "M 250 560 C 300 560 330 580 350 610",
               "M 550 560 C 500 560 470 580 450 610")  # fmt: skip
    folds(scene, mask, color, creases)
    pen = ImageDraw.Draw(scene)
    inside = curve(
        "M 314 168 C 350 194 450 194 486 168 C 474 204 444 226 400 226 C 356 226 326 204 314 168"
    )
    pen.polygon(up(inside), fill=mix(color, (0, 0, 0), 0.26))
    rib = curve("M 314 168 C 326 204 356 226 400 226 C 444 226 474 204 486 168")
    pen.line(up(rib), fill=mix(color, (0, 0, 0), 0.12), width=22, joint="curve")
    for side in (
        "M 314 168 C 300 210 270 240 232 262",
        "M 156 341 L 232 379",
        "M 246 556 C 300 580 344 634 354 700",
    ):
        _pair(scene, side, color, 2.2)
    for x in (364, 400, 436):
        pen.ellipse(
            [value * 2 for value in (x - 7, 690, x + 7, 704)], fill=mix(color, (90, 90, 90), 0.35)
        )
        pen.ellipse(
            [value * 2 for value in (x - 4, 692, x + 3, 699)], fill=mix(color, (255, 255, 255), 0.7)
        )
    return 306, 296, 494, 484


def cap(scene: Image.Image, color: Color) -> Box:
    crown, brim = mask_of(both_sides(CAP)), mask_of(both_sides(BRIM))
    for part in (crown, brim):
        cast_shadow(scene, part, depth=0.3)
    fill(scene, crown, color, volume=34, depth=0.38)
    _pair(scene, "M 400 216 C 330 250 296 330 290 424", color, 2.4)
    cast_shadow(scene, brim, drop=-6, soft=8, depth=0.25)
    fill(scene, brim, mix(color, (0, 0, 0), 0.06), volume=20, depth=0.42)
    for shift in (10, 20, 30):
        _pair(
            scene,
            f"M 400 {424 + shift} C 326 {424 + shift} 250 {434 + shift} 206 {458 + shift}",
            color,
            1.4,
        )
    pen = ImageDraw.Draw(scene)
    pen.ellipse([value * 2 for value in (386, 203, 414, 222)], fill=mix(color, (0, 0, 0), 0.15))
    for x, y in ((318, 262), (482, 262)):
        pen.ellipse(
            [value * 2 for value in (x - 5, y - 5, x + 5, y + 5)], fill=mix(color, (0, 0, 0), 0.35)
        )
    return 326, 252, 474, 400


def tote(scene: Image.Image, color: Color) -> Box:
    mask = mask_of(both_sides(TOTE))
    pen = ImageDraw.Draw(scene)
    handle = "M 296 316 C 300 200 320 112 400 112 C 480 112 500 200 504 316"
    behind = [(x, y + 16) for x, y in curve(handle)]
    pen.line(up(behind), fill=mix(color, (60, 58, 56), 0.5), width=44, joint="curve")
    cast_shadow(scene, mask)
    fill(scene, mask, color, volume=30)
    creases = ("M 230 330 C 250 420 246 520 240 600", "M 570 330 C 550 430 556 520 560 610", "M 300 320 C 310 350 330 370 352 380",
               "M 500 320 C 490 350 470 370 448 380", "M 260 700 C 300 660 340 650 380 640")  # fmt: skip
    folds(scene, mask, color, creases, 12)
    pen.line(up(curve(handle)), fill=mix(color, (0, 0, 0), 0.12), width=46, joint="curve")
    pen.line(up(curve(handle)), fill=mix(color, (255, 255, 255), 0.06), width=36, joint="curve")
    _pair(scene, "M 400 326 L 214 326", color, 2)
    for left in (282, 490):
        pen.rectangle(
            [value * 2 for value in (left, 304, left + 28, 346)],
            outline=mix(color, (0, 0, 0), 0.3),
            width=3,
        )
    return 276, 384, 524, 632
