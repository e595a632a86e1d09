"""Every text can be read and every sign be seen, in both schemes."""

import itertools

import pytest

from podbridge_desktop.ui.assets import asset
from podbridge_desktop.ui.theme import style_sheet
from podbridge_desktop.ui.tokens import DARK, LIGHT, Tone

GROUNDS = ("window", "surface", "sunken", "hover", "selection", "hold_row", "hold_selected")
TEXTS = ("text", "muted", "link")
FILLED = (
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
)
schemes = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@schemes
@pytest.mark.parametrize(("text", "ground"), [*itertools.product(TEXTS, GROUNDS), *FILLED])
def test_text_has_contrast_on_every_ground(colors, text, ground):
    assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5


@schemes
@pytest.mark.parametrize("tone", Tone)
def test_tones_have_contrast(colors, tone):
    ink = colors.tones[tone]
    assert contrast(ink.text, ink.fill) >= 4.5
    for ground in GROUNDS:
        assert contrast(ink.text, getattr(colors, ground)) >= 4.5
        assert contrast(ink.mark, getattr(colors, ground)) >= 3
    assert contrast(colors.surface, ink.mark) >= 3  # the signs inside a filled step


@schemes
def test_focus_ring_and_amber_bar_are_seen(colors):
    for ground in GROUNDS:
        assert contrast(colors.focus, getattr(colors, ground)) >= 3
    assert contrast(colors.hold_bar, colors.hold_row) >= 3
    assert contrast(colors.hold_bar, colors.hold_selected) >= 2.9


@schemes
def test_selected_and_on_hold_stay_four_different_grounds(colors):
    assert len({colors.surface, colors.selection, colors.hold_row, colors.hold_selected}) == 4


@schemes
def test_style_sheet_is_filled_in_and_names_no_font_size(colors):
    sheet = style_sheet(colors)
    assert "@" not in sheet
    assert "font-size" not in sheet


@pytest.mark.parametrize(("scheme", "colors"), [("light", LIGHT), ("dark", DARK)])
def test_images_of_the_style_sheet_use_the_tokens(scheme, colors):
    known = {colors.muted, colors.on_accent}
    for path in asset("style", scheme).glob("*.svg"):
        assert any(color in path.read_text("utf-8") for color in known), path.name
