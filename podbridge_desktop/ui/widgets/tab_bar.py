"""The tabs of the window: an icon, a word, and a count where something waits."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from podbridge_desktop.ui.fonts import TextStyle, styled
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import GAP, ICON, RADIUS, Tokens, Tone, tokens

_SIDE = 14


class TabBar(QTabBar):
    """Pass it to `QTabWidget.setTabBar` before adding pages; name icons with `set_tab_icon`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons: dict[int, str] = {}
        self._counts: dict[int, tuple[str, Tone]] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMouseTracking(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)

    def set_tab_icon(self, tab: int, name: str) -> None:
        self._icons[tab] = name
        self._relayout()

    def set_count(self, tab: int, text: str, spoken: str, tone: Tone = Tone.HOLD) -> None:
        """A small number behind the word, and the same in words ("3 wait for you"); "" takes it away."""
        if text:
            self._counts[tab] = (text, tone)
        else:
            self._counts.pop(tab, None)
        self.setTabToolTip(tab, spoken)
        name = self.tabText(tab).replace("&", "")
        both = self.tr("%1, %2", "tab name, count in words").replace("%1", name)
        self.setAccessibleTabName(tab, both.replace("%2", spoken) if spoken else name)
        self._relayout()

    def _relayout(self) -> None:
        self.setIconSize(self.iconSize())  # the one public call that lays the tabs out anew
        self.updateGeometry()
        self.update()

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        width = 2 * _SIDE + round(metrics.horizontalAdvance(self.tabText(index)) * 1.06)
        if index in self._icons:
            width += ICON + GAP
        if index in self._counts:
            width += GAP + self._badge_width(index)
        return QSize(width, max(44, metrics.height() + 26))

    def _badge_width(self, index: int) -> int:
        height = self.fontMetrics().height() + 2
        return max(height, self.fontMetrics().horizontalAdvance(self._counts[index][0]) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = tokens(self.palette())
        for tab in range(self.count()):
            self._paint_tab(painter, self.tabRect(tab), tab, colors)
        painter.end()

    def _paint_tab(self, painter: QPainter, rect: QRect, tab: int, colors: Tokens) -> None:
        here = tab == self.currentIndex()
        hovered = rect.contains(self.mapFromGlobal(self.cursor().pos()))
        ink = colors.text if here or hovered else colors.muted
        left = rect.left() + _SIDE
        middle = rect.top() + rect.height() / 2
        if tab in self._icons:
            box = QRectF(left, middle - ICON / 2, ICON, ICON)
            paint_icon(painter, box, self._icons[tab], colors.link if here else ink)
            left += ICON + GAP
        painter.setFont(styled(self.font(), TextStyle.MEDIUM))
        painter.setPen(QColor(ink))
        words = QRect(left, rect.top(), rect.right() - left, rect.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        used = painter.boundingRect(words, int(flags), self.tabText(tab)).width()
        painter.drawText(words, int(flags), self.tabText(tab))
        if tab in self._counts:
            self._paint_badge(painter, left + used + GAP, middle, tab, colors)
        if here:
            bar = QRectF(rect.left() + _SIDE, rect.bottom() - 1, rect.width() - 2 * _SIDE, 2)
            painter.fillRect(bar, QColor(colors.accent if not self.hasFocus() else colors.focus))
            if self.hasFocus():
                painter.setPen(QColor(colors.focus))
                painter.drawRoundedRect(QRectF(rect).adjusted(4, 6, -4, -7), RADIUS, RADIUS)

    def _paint_badge(
        self, painter: QPainter, left: float, middle: float, tab: int, colors: Tokens
    ) -> None:
        text, tone = self._counts[tab]
        height = self.fontMetrics().height() + 2
        box = QRectF(left, middle - height / 2, self._badge_width(tab), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.tones[tone].fill))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(styled(self.font(), TextStyle.SMALL_MEDIUM, tabular=True))
        painter.setPen(QColor(colors.tones[tone].text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
