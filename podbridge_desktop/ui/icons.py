"""Lucide's outline icons, tinted with a token and sharp at every device pixel ratio. GUI thread only."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from podbridge_desktop.ui.assets import asset
from podbridge_desktop.ui.tokens import ICON

_RATIOS = (1.0, 1.5, 2.0, 3.0)


@lru_cache(maxsize=256)
def _renderer(name: str, color: str, stroke: float) -> QSvgRenderer:
    svg = asset("icons", f"{name}.svg").read_text("utf-8")
    svg = svg.replace("currentColor", color).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(svg.encode()))


def pixmap(name: str, color: str, size: int = ICON, ratio: float = 1.0) -> QPixmap:
    """One tinted icon of `size` logical pixels for a screen of the given ratio."""
    key = f"icon/{name}/{color}/{size}/{ratio}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    _renderer(name, color, _stroke(size)).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, color: str, *, disabled: str | None = None, size: int = ICON) -> QIcon:
    """A tinted `QIcon` for menus, tabs and actions."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, color, size, ratio))
        if disabled is not None:
            made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: str) -> None:
    """Draw an icon straight into `rect`; as a vector, so turned and scaled painters stay sharp."""
    _renderer(name, color, _stroke(rect.width())).render(painter, rect)


def _stroke(size: float) -> float:
    """About 1.5 px on the screen, whatever the size: the drawings are 24 units wide."""
    return round(min(2.6, max(1.4, 1.5 * 24 / size)), 2)


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The program's own icon for windows, the dock and the tray."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        made.addFile(str(asset("icons", "app", f"podbridge-{size}.png")), QSize(size, size))
    return made
