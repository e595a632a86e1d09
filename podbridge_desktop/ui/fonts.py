"""The bundled font, and the few text styles of the program, all derived from the system's font size."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from podbridge_desktop.ui.assets import asset

FAMILY = "Inter"
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
_SMALLEST = 9.75  # 13 px; some systems say 9 pt, which is meant for wider fonts
_TABULAR = QFont.Tag.fromString("tnum")


class TextStyle(Enum):
    """A text style: factor on the base size, and weight."""

    BODY = (1.0, QFont.Weight.Normal)
    MEDIUM = (1.0, QFont.Weight.Medium)
    STRONG = (1.0, QFont.Weight.DemiBold)
    SMALL = (0.92, QFont.Weight.Normal)
    SMALL_MEDIUM = (0.92, QFont.Weight.Medium)
    HEADING = (1.2, QFont.Weight.DemiBold)
    TITLE = (1.6, QFont.Weight.DemiBold)
    FIGURE = (2.0, QFont.Weight.DemiBold)


def load_fonts() -> None:
    """Make the bundled files known to Qt. A file that cannot be read leaves the system's font in place."""
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(asset("fonts", name)))


def application_font() -> QFont:
    """Inter in the size the user chose for the system."""
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    family = FAMILY if FAMILY in QFontDatabase.families() else chosen.family()
    font = QFont(family)
    _resize(font, chosen, 1.0)
    if 0 < font.pointSizeF() < _SMALLEST:
        font.setPointSizeF(_SMALLEST)
    return font


def styled(base: QFont, style: TextStyle, *, tabular: bool = False) -> QFont:
    """`base` in another text style; `tabular` gives digits of one width, for columns and figures."""
    return QFont(_styled(base.key(), style, tabular))


@lru_cache(maxsize=128)
def _styled(key: str, style: TextStyle, tabular: bool) -> QFont:
    base = QFont()
    base.fromString(key)
    factor, weight = style.value
    font = QFont(base)
    font.setWeight(weight)
    _resize(font, base, factor)
    if tabular:
        font.setFeature(_TABULAR, 1)
    return font


def _resize(font: QFont, base: QFont, factor: float) -> None:
    if base.pointSizeF() > 0:
        font.setPointSizeF(round(base.pointSizeF() * factor, 1))
    else:
        font.setPixelSize(round(base.pixelSize() * factor))


def row_height(font: QFont) -> int:
    """40 px at the usual size, more when the user chose larger text; always on the 4 px grid."""
    return max(40, -(-round(QFontMetrics(font).height() * 2.2) // 4) * 4)


def control_height(font: QFont) -> int:
    """The height of buttons and fields: 32 px at the usual size."""
    return max(32, -(-round(QFontMetrics(font).height() * 1.9) // 4) * 4)
