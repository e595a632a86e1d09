"""What a place shows when it has no rows: empty, loading, broken or offline; each says what to do next."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import Tone, tokens
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.text import Text

_DISC = 64
_SIGN = 28


class Variant(Enum):
    """Which kind of nothing: default icon and tone."""

    EMPTY = ("inbox", Tone.NEUTRAL)
    DONE = ("check", Tone.SUCCESS)
    LOADING = ("loader", Tone.INFO)
    ERROR = ("triangle-alert", Tone.DANGER)
    OFFLINE = ("wifi-off", Tone.NEUTRAL)


class _Sign(QWidget):
    """An icon on a tinted disc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon, self._tone = Variant.EMPTY.value
        self._angle = 0
        self._turn = QTimer(self)
        self._turn.setInterval(60)
        self._turn.timeout.connect(self._on_turn)

    def show_icon(self, icon: str, tone: Tone, *, turning: bool) -> None:
        self._icon, self._tone, self._angle = icon, tone, 0
        if turning:
            self._turn.start()
        else:
            self._turn.stop()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_DISC, _DISC)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        ink = tokens(self.palette()).tones[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.fill))
        painter.drawEllipse(self.rect())
        painter.translate(_DISC / 2, _DISC / 2)
        painter.rotate(self._angle)
        paint_icon(painter, QRectF(-_SIGN / 2, -_SIGN / 2, _SIGN, _SIGN), self._icon, ink.text)
        painter.end()

    @Slot()
    def _on_turn(self) -> None:
        self._angle = (self._angle + 15) % 360
        self.update()


class EmptyState(QWidget):
    """Icon, title, one sentence and at most one button, in the middle of the place it fills."""

    action_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = _Sign(self)
        self._title = Text("", TextStyle.HEADING)
        self._sentence = Text("", muted=True, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._action = Button("", Kind.PRIMARY)
        self._action.clicked.connect(self.action_clicked)
        self._build()

    def _build(self) -> None:
        center = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._sign, 0, center)
        column.addSpacing(8)
        column.addWidget(self._title, 0, center)
        middle = QHBoxLayout()  # an alignment would keep it from wrapping
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(8)
        column.addWidget(self._action, 0, center)
        column.addStretch(3)
        self._fit()

    def show_state(
        self,
        variant: Variant,
        title: str,
        sentence: str = "",
        *,
        action: str = "",
        icon: str | None = None,
    ) -> None:
        name, tone = variant.value
        self._sign.show_icon(icon or name, tone, turning=variant is Variant.LOADING)
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """A sentence of some 60 letters a line reads best."""
        self._sentence.setMaximumWidth(self._sentence.fontMetrics().averageCharWidth() * 64)
