"""The one table of colours and measures, light and dark.

Widgets never hold colours: they ask `tokens(palette)` while painting, so a change of scheme is Qt's own
palette change and needs no wiring. Amber means On Hold and nothing else; red means lost or broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtGui import QPalette

GAP: Final = 8
PAD: Final = 12
PAGE_MARGIN: Final = 24
RADIUS: Final = 6
CARD_RADIUS: Final = 8
ICON: Final = 16


class Tone(Enum):
    """What a state means to the seller."""

    NEUTRAL = "neutral"
    INFO = "info"
    PROGRESS = "progress"
    SUCCESS = "success"
    HOLD = "hold"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Ink:
    """A fill and the text that stands on it; `mark` is for dots and strokes on any page colour."""

    fill: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one scheme."""

    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    hairline: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    link: str
    focus: str
    selection: str
    hold_row: str
    hold_selected: str
    hold_bar: str
    danger: str
    danger_hover: str
    on_danger: str
    track: str
    tones: Mapping[Tone, Ink]


LIGHT: Final = Tokens(
    window="#f5f5f7", surface="#ffffff", sunken="#f0f0f3", hover="#f6f6f9",
    border="#d9dae0", hairline="#ececf0", text="#1a1b1f", muted="#5c5f6a", disabled="#9b9da6",
    accent="#3a56d4", accent_hover="#2f49c0", accent_pressed="#273ea6", on_accent="#ffffff",
    link="#3450cc", focus="#5b76ee", selection="#e8edfd",
    hold_row="#fff7e3", hold_selected="#f3edda", hold_bar="#c47a00",
    danger="#c6283a", danger_hover="#ad1f30", on_danger="#ffffff", track="#c9cad2",
    tones={
        Tone.NEUTRAL: Ink("#eeeef1", "#50535d", "#858892"),
        Tone.INFO: Ink("#e6edfe", "#2b47b8", "#4a66e0"),
        Tone.PROGRESS: Ink("#efe9fd", "#5a35b0", "#7c55d6"),
        Tone.SUCCESS: Ink("#e0f4e7", "#14643a", "#1f9254"),
        Tone.HOLD: Ink("#ffe6ad", "#6b4300", "#b87400"),
        Tone.DANGER: Ink("#fde6e8", "#a51c2e", "#d03345"),
    },
)  # fmt: skip

DARK: Final = Tokens(
    window="#141519", surface="#1a1b20", sunken="#222329", hover="#202127",
    border="#393b43", hairline="#2e2f36", text="#ebebef", muted="#a0a3ae", disabled="#64666f",
    accent="#4b67e0", accent_hover="#425dd2", accent_pressed="#3a53c0", on_accent="#ffffff",
    link="#96aaff", focus="#7c93fa", selection="#242c4c",
    hold_row="#2d2516", hold_selected="#3a3430", hold_bar="#e9a83a",
    danger="#cf3f4f", danger_hover="#c23142", on_danger="#ffffff", track="#4a4c55",
    tones={
        Tone.NEUTRAL: Ink("#2b2c33", "#b9bbc4", "#888b96"),
        Tone.INFO: Ink("#232d54", "#abbcff", "#7f97fb"),
        Tone.PROGRESS: Ink("#33284f", "#cbb5ff", "#a385ee"),
        Tone.SUCCESS: Ink("#17382a", "#85dcab", "#45b67c"),
        Tone.HOLD: Ink("#4d3a10", "#ffd483", "#e9a83a"),
        Tone.DANGER: Ink("#4a2229", "#ffb0b6", "#f0707c"),
    },
)  # fmt: skip


def tokens(palette: QPalette) -> Tokens:
    """The scheme a widget is shown in, told by its own palette.

    The tool tip's ground is asked because a style sheet never overwrites that role in a widget's palette.
    """
    return DARK if palette.toolTipBase().color().lightness() < 128 else LIGHT
