"""The clicks on the platform's own pages, numbered, so that they can be followed one by one."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle, styled
from podbridge_desktop.ui.pages import OpenUrl, open_page
from podbridge_desktop.ui.tokens import Tone, tokens
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.text import Text

_DISC = 24
# A vendor's page, as the steps name it; and what must be pasted at the vendor's letter by letter.
_PAGE = re.compile(r"(?<![\w/.:])(?:[a-z-]+\.)+com(?:/[\w/-]+)?(?!\w)")
_EXACT = re.compile(r"https?://[\w.:/-]*[\w/]")


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
    """Plain texts that can be marked and copied; pages open with a click, and what must be pasted exactly is copied by one."""

    def __init__(self, opener: OpenUrl) -> None:
        super().__init__()
        self._opener = opener
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
            grid.addWidget(Number(place + 1), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._step(step), place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(steps), 1)
        self.setWidget(inside)

    def _step(self, step: str) -> QWidget:
        words = Text("", wrap=True)
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setText(_PAGE.sub(_link, html.escape(step, quote=False)))
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        words.linkActivated.connect(self._on_link)
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 3, 0, 0)
        column.setSpacing(6)
        column.addWidget(words)
        for address in _EXACT.findall(step):
            copy = Button(self.tr("Copy %1").replace("%1", address), Kind.QUIET, icon="copy")
            copy.setAutoDefault(False)
            copy.setProperty("address", address)
            copy.clicked.connect(self._on_copy)
            column.addWidget(copy)
        return place

    @Slot(str)
    def _on_link(self, address: str) -> None:
        open_page(address, self._opener)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self.sender().property("address")))


def _link(found: re.Match[str]) -> str:
    return f'<a href="https://{found[0]}">{found[0]}</a>'
