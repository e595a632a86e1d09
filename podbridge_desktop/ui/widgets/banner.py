"""A line across the whole screen that stays while something holds: practice mode, offline, news."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import ICON, PAGE_MARGIN, Tone, tokens
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.text import Text

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.PROGRESS: "refresh-cw",
    Tone.SUCCESS: "circle-check",
    Tone.HOLD: "circle-pause",
    Tone.DANGER: "triangle-alert",
}


class Banner(QWidget):
    """An icon, a sentence and room for buttons at the right."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.INFO,
        *,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text = Text("", TextStyle.MEDIUM, wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAGE_MARGIN + ICON + 8, 8, PAGE_MARGIN, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self.show_text(text, tone, icon=icon)

    def show_text(self, text: str, tone: Tone = Tone.INFO, *, icon: str | None = None) -> None:
        self._tone = tone
        self._icon = icon or _ICONS[tone]
        self._text.setText(text)
        self.setAccessibleName(text)
        self._text.set_tone(tone)
        self.update()

    def add_button(self, text: str, icon: str | None = None) -> Button:
        """A quiet button at the right; connect its `clicked`."""
        button = Button(text, Kind.QUIET, icon=icon)
        self._row.addWidget(button)
        return button

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().minimumSizeHint().width(), max(40, super().minimumSizeHint().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        ink = tokens(self.palette()).tones[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(ink.fill))
        left = PAGE_MARGIN
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = self.width() - PAGE_MARGIN - ICON
        paint_icon(
            painter, QRectF(left, (self.height() - ICON) / 2, ICON, ICON), self._icon, ink.text
        )
        painter.end()
