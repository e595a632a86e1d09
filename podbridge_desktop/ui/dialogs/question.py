"""A plain window with a sentence and buttons that say what they do; never a traceback, never just *OK*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import Tone, tokens
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.text import Text

_DISC, _WORDS = 40, 376


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `key` is what `chosen` carries."""

    key: str
    text: str
    kind: Kind = Kind.QUIET


class Sign(QWidget):
    """An icon on a tinted disc beside a sentence."""

    def __init__(self, icon: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_DISC, _DISC)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        ink = tokens(self.palette()).tones[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.fill))
        painter.drawEllipse(self.rect())
        inset = (_DISC - 20) / 2
        paint_icon(painter, QRectF(inset, inset, 20, 20), self._icon, ink.text)
        painter.end()


class Question(QDialog):
    """`chosen` carries the key of the pressed button once; closing it by Escape says `dismissed`."""

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        sentences: Sequence[str],
        choices: Sequence[Choice],
        *,
        tone: Tone = Tone.INFO,
        icon: str = "info",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleDescription(" ".join(sentences))
        self.buttons = {choice.key: Button(choice.text, choice.kind) for choice in choices}
        self._keys = {id(button): key for key, button in self.buttons.items()}
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = Text(title, TextStyle.HEADING, wrap=True)
        heading.setMinimumWidth(_WORDS)  # not the window: its buttons may need more
        column.addWidget(heading)
        for sentence in filter(None, sentences):
            column.addWidget(Text(sentence, wrap=True))
        column.addStretch(1)
        column.addSpacing(12)
        column.addLayout(self._row())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 20)
        whole.setSpacing(16)
        whole.addWidget(Sign(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in self.buttons.values():
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        return row

    @Slot()
    def _on_clicked(self) -> None:
        key = self._keys[id(self.sender())]
        self.accept()
        self.chosen.emit(key)


def told(error: PodBridgeError) -> str:
    """An error as one line for the seller."""
    return f"{error.message} {error.hint}".strip()


def trouble(
    error: PodBridgeError, choices: Sequence[Choice], parent: QWidget | None = None
) -> Question:
    """An error in its own words."""
    return Question(
        error.title,
        (error.message, error.hint),
        choices,
        tone=Tone.DANGER,
        icon="triangle-alert",
        parent=parent,
    )
