"""The five-step journey: small in a table cell, large with labels in the detail pane."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from podbridge_desktop.ui.fonts import TextStyle, row_height, styled
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import PAD, Tokens, tokens
from podbridge_desktop.ui.widgets.journey import ICONS, MARKS, Journey, StepState, step_names
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.row_delegate import Index, RowDelegate

_STEP = 22
_SMALL = 4.0
_LOUD = 7.5
_BIG = 14.0
_REACHED = (StepState.DONE, StepState.CURRENT, StepState.ON_HOLD, StepState.FAILED)


def paint_strip(painter: QPainter, rect: QRect, journey: Journey, colors: Tokens) -> None:
    """The small strip: dots for what is over or to come, a sign where the order stands."""
    y = rect.top() + rect.height() / 2
    xs = [rect.left() + _LOUD + n * _STEP for n in range(5)]
    _paint_line(painter, xs, y, journey, colors, 2.0)
    for step, x in enumerate(xs):
        _paint_step(painter, QPointF(x, y), journey, step, colors)


def _paint_line(
    painter: QPainter, xs: list[float], y: float, journey: Journey, colors: Tokens, width: float
) -> None:
    for step in range(4):
        reached = journey.states[step + 1] in _REACHED
        color = colors.tones[journey.tone(0)].mark if reached else colors.track
        painter.setPen(QPen(QColor(color), width if reached else 1.0))
        painter.drawLine(QPointF(xs[step], y), QPointF(xs[step + 1], y))


def _paint_step(
    painter: QPainter, at: QPointF, journey: Journey, step: int, colors: Tokens
) -> None:
    state = journey.states[step]
    ink = colors.tones[journey.tone(step)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.mark))
    if state is StepState.DONE:
        painter.drawEllipse(at, _SMALL, _SMALL)
    elif state in (StepState.ON_HOLD, StepState.FAILED):
        painter.drawEllipse(at, _LOUD, _LOUD)
        paint_icon(painter, QRectF(at.x() - 5, at.y() - 5, 10, 10), MARKS[state], colors.surface)
    else:
        current = state is StepState.CURRENT
        radius = _SMALL + 1 if current else _SMALL - 0.5
        painter.setPen(QPen(QColor(ink.mark), 2.0 if current else 1.2))
        painter.setBrush(QColor(colors.surface))
        painter.drawEllipse(at, radius, radius)
        if state is StepState.CANCELLED:
            painter.drawLine(at - QPointF(2, 0), at + QPointF(2, 0))


class JourneyDelegate(RowDelegate):
    """A column of small strips, from `Role.JOURNEY`."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        journey = index.data(Role.JOURNEY)
        if isinstance(journey, Journey):
            paint_strip(painter, option.rect.adjusted(PAD, 0, -PAD, 0), journey, colors)
        else:
            super().paint_content(painter, option, index, colors)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002
        return QSize(round(4 * _STEP + 2 * _LOUD) + 2 * PAD, row_height(option.font))


class JourneyStrip(QWidget):
    """The large strip: signs, names and a note per step."""

    def __init__(self, journey: Journey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_journey(journey)

    def set_journey(self, journey: Journey) -> None:
        self._journey = journey
        self.setAccessibleName(journey.spoken())
        self.setToolTip(journey.spoken())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        line = self.fontMetrics().height()
        return QSize(420, round(2 * _BIG) + 10 + 3 * line)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = tokens(self.palette())
        cell = self.width() / 5
        xs = [cell * (n + 0.5) for n in range(5)]
        y = _BIG + 1
        _paint_line(painter, xs, y, self._journey, colors, 2.0)
        for step, x in enumerate(xs):
            self._paint_sign(painter, QPointF(x, y), step, colors)
            self._paint_words(
                painter, QRectF(cell * step + 2, 2 * _BIG + 8, cell - 4, 1), step, colors
            )
        painter.end()

    def _paint_sign(self, painter: QPainter, at: QPointF, step: int, colors: Tokens) -> None:
        state = self._journey.states[step]
        ink = colors.tones[self._journey.tone(step)]
        solid = state in (StepState.DONE, StepState.ON_HOLD, StepState.FAILED)
        quiet = state in (StepState.TODO, StepState.CANCELLED)
        painter.setPen(QPen(QColor(colors.track if quiet else ink.mark), 1.2 if quiet else 2.0))
        painter.setBrush(QColor(ink.mark if solid else colors.surface))
        painter.drawEllipse(at, _BIG - 1, _BIG - 1)
        name = MARKS.get(state, ICONS[step])
        color = colors.surface if solid else ink.mark
        paint_icon(painter, QRectF(at.x() - 7, at.y() - 7, 14, 14), name, color)

    def _paint_words(self, painter: QPainter, at: QRectF, step: int, colors: Tokens) -> None:
        state = self._journey.states[step]
        quiet = state in (StepState.TODO, StepState.CANCELLED)
        center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.setFont(styled(self.font(), TextStyle.SMALL_MEDIUM))
        painter.setPen(QColor(colors.muted if quiet else colors.text))
        line = painter.fontMetrics().height()
        room = QRectF(at.left(), at.top(), at.width(), 2 * line)
        wrap = Qt.TextFlag.TextWordWrap
        used = painter.boundingRect(room, center | wrap, step_names()[step])
        painter.drawText(room, center | wrap, step_names()[step])
        painter.setFont(styled(self.font(), TextStyle.SMALL, tabular=True))
        loud = state in (StepState.ON_HOLD, StepState.FAILED)
        painter.setPen(
            QColor(colors.tones[self._journey.tone(step)].text if loud else colors.muted)
        )
        note = painter.fontMetrics().elidedText(
            self._journey.notes[step], Qt.TextElideMode.ElideRight, int(at.width())
        )
        painter.drawText(QRectF(at.left(), used.bottom() + 1, at.width(), line), center, note)
