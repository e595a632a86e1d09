"""How a button is drawn, apart from how it behaves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import GAP, ICON, RADIUS, Tokens

_CHEVRON = 12


@dataclass(frozen=True, slots=True)
class ButtonLook:
    """All that the drawing depends on."""

    kind: str
    text: str
    icon: str | None
    angle: int
    hovered: bool
    pressed: bool
    enabled: bool
    focused: bool
    has_menu: bool


def paint_button(painter: QPainter, rect: QRectF, look: ButtonLook, colors: Tokens) -> None:
    fill, line, ink = _inks(look, colors)
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    if look.focused:
        _paint_focus(painter, rect, look, colors)
    _paint_content(painter, rect, look, ink)


def _inks(look: ButtonLook, colors: Tokens) -> tuple[str | None, str | None, str]:
    if not look.enabled:
        flat = look.kind == "flat"
        return (None if flat else colors.sunken, None if flat else colors.sunken, colors.disabled)
    if look.kind == "primary":
        fill = colors.accent_hover if look.hovered else colors.accent
        fill = colors.accent_pressed if look.pressed else fill
        return fill, fill, colors.on_accent
    if look.kind == "danger":
        fill = colors.danger_hover if look.hovered or look.pressed else colors.danger
        return fill, fill, colors.on_danger
    fill = colors.hover if look.hovered else colors.surface
    fill = colors.sunken if look.pressed else fill
    if look.kind == "flat":
        return (fill if look.hovered or look.pressed else None), None, colors.muted
    return fill, colors.border, colors.text


def _paint_focus(painter: QPainter, rect: QRectF, look: ButtonLook, colors: Tokens) -> None:
    """Filled buttons get the ring inside a gap of the page's colour, so that it shows on the fill."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colors.focus), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    if look.kind in ("primary", "danger"):
        painter.setPen(QPen(QColor(colors.surface), 1.5))
        painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), RADIUS - 2, RADIUS - 2)


def _paint_content(painter: QPainter, rect: QRectF, look: ButtonLook, ink: str) -> None:
    flags = Qt.TextFlag.TextShowMnemonic
    painter.setPen(QColor(ink))  # without a pen Qt measures nothing
    wish = painter.boundingRect(QRectF(), int(flags), look.text).width() if look.text else 0.0
    mark = (ICON + (GAP if look.text else 0)) if look.icon else 0
    tail = GAP + _CHEVRON if look.has_menu else 0
    left = rect.center().x() - (mark + wish + tail) / 2
    middle = rect.center().y()
    if look.icon:
        painter.save()
        painter.translate(QPointF(left + ICON / 2, middle))
        painter.rotate(look.angle)
        paint_icon(painter, QRectF(-ICON / 2, -ICON / 2, ICON, ICON), look.icon, ink)
        painter.restore()
    room = QRectF(left + mark, rect.top(), wish + 2, rect.height())
    painter.drawText(room, int(flags | Qt.AlignmentFlag.AlignVCenter), look.text)
    if look.has_menu:
        at = QRectF(room.right() + GAP - 2, middle - _CHEVRON / 2, _CHEVRON, _CHEVRON)
        paint_icon(painter, at, "chevron-down", ink)
