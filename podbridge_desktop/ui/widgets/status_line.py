"""The bottom line: what is going on, and when it was last true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import PAGE_MARGIN, Tone, tokens
from podbridge_desktop.ui.widgets.buttons import Button, Kind, icon_only
from podbridge_desktop.ui.widgets.text import Text

_DOT = 8
_REFRESH_MS = 30_000


class _Dot(QWidget):
    """The state as a dot; the words beside it say the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_DOT, _DOT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens(self.palette()).tones[self.tone].mark))
        painter.drawEllipse(QRectF(self.rect()))
        painter.end()


class StatusLine(QWidget):
    """`age` turns a time into words ("2 min ago"); it is asked again every half minute."""

    def __init__(self, age: Callable[[datetime], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._age = age
        self._checked: datetime | None = None
        self._whole = ""
        self._dot = _Dot(self)
        self._text = Text("", TextStyle.SMALL, muted=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._when = Text("", TextStyle.SMALL, muted=True, tabular=True)
        self.backups = Button(self.tr("Backups"), Kind.FLAT, icon="shield")
        self.backups.setToolTip(self.tr("How safe your data is, and the way back (Ctrl+B)"))
        self.about = icon_only("circle-question-mark", self.tr("About PodBridge (F1)"))
        self._tick = QTimer(self)
        self._tick.setInterval(_REFRESH_MS)
        self._tick.timeout.connect(self.refresh)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN - 8, 0)
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self._text, 1)
        row.addWidget(self._when)
        row.addWidget(self.backups)
        row.addWidget(self.about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tick.start()
        self.refresh()

    def set_state(self, tone: Tone, text: str) -> None:
        self._dot.tone = tone
        self._dot.update()
        self._whole = text
        self._fit()
        self.setAccessibleName(text)

    def _fit(self) -> None:
        """A long sentence ends with an ellipsis; the tool tip has all of it."""
        room, metrics = self._text.width(), self._text.fontMetrics()
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self._text.setText(shown)
        self._text.setToolTip("" if shown == self._whole else self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._row.activate()
        self._fit()

    def set_checked_at(self, when: datetime | None) -> None:
        self._checked = when
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._checked is None:
            self._when.setText(self.tr("not checked yet"))
        else:
            words = self.tr("checked %1", "%1 is an age such as '2 min ago'")
            self._when.setText(words.replace("%1", self._age(self._checked)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colors = tokens(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colors.window))
        painter.fillRect(0, 0, self.width(), 1, QColor(colors.hairline))
        painter.end()
