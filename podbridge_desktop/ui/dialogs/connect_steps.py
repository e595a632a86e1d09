"""The clicks on the platform's own pages, numbered, so that they can be followed one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget

from podbridge_desktop.ui.fonts import TextStyle, styled
from podbridge_desktop.ui.tokens import Tone, tokens
from podbridge_desktop.ui.widgets.text import Text

_DISC = 24


class Number(QWidget):
    """A number on a disc."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_DISC, _DISC)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        ink = tokens(self.palette()).tones[Tone.INFO]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.fill))
        painter.drawEllipse(self.rect())
        painter.setFont(styled(self.font(), TextStyle.SMALL_MEDIUM, tabular=True))
        painter.setPen(QColor(ink.text))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class Steps(QScrollArea):
    """Plain texts that can be marked and copied: addresses are pasted from here."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Where to get the key"))

    def show_steps(self, steps: Sequence[str]) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(1, 1)
        for place, step in enumerate(steps):
            words = Text(step, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setContentsMargins(0, 3, 0, 0)
            grid.addWidget(Number(place + 1), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(steps), 1)
        self.setWidget(inside)
