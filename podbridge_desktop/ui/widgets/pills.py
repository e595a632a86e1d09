"""Pills: a state as a word on a tint, with an icon or a dot, readable without the colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from podbridge_desktop.ui.fonts import TextStyle, row_height, styled
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import PAD, Tokens, Tone, tokens
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.row_delegate import Index, RowDelegate

_SIDE = 9
_MARK = 12
_MARK_GAP = 5
_DOT = 6


@dataclass(frozen=True, slots=True)
class Pill:
    """A word with its tone. On Hold always carries a pause sign, whether asked for or not."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str | None = None

    @property
    def mark(self) -> str | None:
        if self.icon is None and self.tone is Tone.HOLD:
            return "hold"
        return self.icon


def pill_size(pill: Pill, base: QFont) -> QSize:
    metrics = QFontMetrics(styled(base, TextStyle.SMALL_MEDIUM, tabular=True))
    mark = _MARK if pill.mark else _DOT
    width = 2 * _SIDE + mark + _MARK_GAP + metrics.horizontalAdvance(pill.text)
    return QSize(width + 1, metrics.height() + 6)


def paint_pill(
    painter: QPainter,
    rect: QRect,
    pill: Pill,
    base: QFont,
    colors: Tokens,
    *,
    outline: bool = False,
) -> None:
    """Paint at the left of `rect`, centred over its height; the text is elided when it is too narrow."""
    wish = pill_size(pill, base)
    width = min(wish.width(), rect.width())
    if width < 2 * _SIDE + _MARK:
        return
    ink = colors.tones[pill.tone]
    top = rect.top() + (rect.height() - wish.height()) // 2
    box = QRectF(rect.left() + 0.5, top + 0.5, width - 1, wish.height() - 1)
    painter.setPen(QPen(_faint(ink.mark), 1) if outline else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.fill))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    left = box.left() + _SIDE
    if pill.mark:
        paint_icon(
            painter, QRectF(left, box.center().y() - _MARK / 2, _MARK, _MARK), pill.mark, ink.text
        )
        left += _MARK + _MARK_GAP
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.mark))
        painter.drawEllipse(QPointF(left + _DOT / 2, box.center().y()), _DOT / 2, _DOT / 2)
        left += _DOT + _MARK_GAP
    painter.setFont(styled(base, TextStyle.SMALL_MEDIUM, tabular=True))
    painter.setPen(QColor(ink.text))
    room = QRectF(left, box.top(), box.right() - left - _SIDE + 2, box.height())
    shown = painter.fontMetrics().elidedText(
        pill.text, Qt.TextElideMode.ElideRight, int(room.width()) + 1
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def _faint(color: str) -> QColor:
    faint = QColor(color)
    faint.setAlphaF(0.55)
    return faint


class PillDelegate(RowDelegate):
    """A column of pills, from `Role.PILL`; the model also serves the words as `AccessibleTextRole`."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        pill = index.data(Role.PILL)
        if isinstance(pill, Pill):
            room = option.rect.adjusted(PAD - 2, 0, -PAD, 0)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            paint_pill(painter, room, pill, option.font, colors, outline=selected)
        else:
            super().paint_content(painter, option, index, colors)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        pill = index.data(Role.PILL)
        if not isinstance(pill, Pill):
            return super().sizeHint(option, index)
        return QSize(pill_size(pill, option.font).width() + 2 * PAD, row_height(option.font))


class PillLabel(QWidget):
    """A pill on a card or in a heading."""

    def __init__(self, pill: Pill, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_pill(pill)

    def set_pill(self, pill: Pill) -> None:
        self._pill = pill
        self.setAccessibleName(pill.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return pill_size(self._pill, self.font())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, self.rect(), self._pill, self.font(), tokens(self.palette()))
        painter.end()
