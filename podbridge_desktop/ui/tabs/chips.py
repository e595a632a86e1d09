"""A row of chips of which one is chosen; what is rarely wanted stands in the menu of the last one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from podbridge_desktop.ui.fonts import TextStyle, styled
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import Tone, tokens
from podbridge_desktop.ui.widgets.flow import FlowLayout

_SIDE = 12
_ARROW = 12
Choices = Sequence[tuple[str, str]]


class Chip(QAbstractButton):
    """A word in a round frame, filled while it is chosen; `set_count` puts a number behind the word."""

    def __init__(self, key: str, text: str, *, opens: bool = False) -> None:
        super().__init__()
        self.key = key
        self._opens = opens
        self._count = ""
        self._tone = Tone.NEUTRAL
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: str, tone: Tone) -> None:
        self._count, self._tone = count, tone
        self.setAccessibleDescription(count)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        self.ensurePolished()
        medium = QFontMetrics(styled(self.font(), TextStyle.MEDIUM))
        words = medium.horizontalAdvance(self.text())
        extra = self._count_width() + (6 + _ARROW if self._opens else 0)
        return QSize(round(words + 2 * _SIDE + extra), max(28, self.fontMetrics().height() + 12))

    def _count_width(self) -> int:
        if not self._count:
            return 0
        return 6 + max(18, self.fontMetrics().horizontalAdvance(self._count) + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colors = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = colors.selection if self.isChecked() else colors.hover
        shown = self.isChecked() or (self.isEnabled() and (self.underMouse() or self.isDown()))
        edge = colors.accent if self.isChecked() else colors.border
        painter.setPen(QPen(QColor(colors.focus if self.hasFocus() else edge), 1 + self.hasFocus()))
        painter.setBrush(QColor(fill if shown else colors.surface))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(styled(self.font(), TextStyle.MEDIUM))
        ink = colors.text if self.isEnabled() else colors.disabled
        painter.setPen(QColor(colors.link if self.isChecked() else ink))
        words = box.adjusted(_SIDE - 1, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count:
            self._paint_count(painter, box)
        if self._opens:
            at = QRectF(box.right() - _SIDE - 8, box.center().y() - _ARROW / 2, _ARROW, _ARROW)
            paint_icon(painter, at, "chevron-down", colors.muted)
        painter.end()

    def _paint_count(self, painter: QPainter, box: QRectF) -> None:
        ink = tokens(self.palette()).tones[self._tone]
        width, height = self._count_width() - 6, 18
        badge = QRectF(box.right() - 6 - width, box.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.fill))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setFont(styled(self.font(), TextStyle.SMALL_MEDIUM, tabular=True))
        painter.setPen(QColor(ink.text))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._count)


class ChipBar(QWidget):
    """`chosen` carries the key of the chip; the keys of the menu are chosen in the same way."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Choices, more: Choices, more_text: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._chips = {key: Chip(key, text) for key, text in choices}
        self._more_text = more_text
        self._more = Chip("", more_text, opens=True)
        self._menu = QMenu(self)
        self._words = dict(more)
        for key, text in more:
            self._menu.addAction(text).setData(key)
        row = FlowLayout(self, gap=6)
        for chip in (*self._chips.values(), self._more):
            row.addWidget(chip)
        self.key = next(iter(self._chips))
        self._show()
        self._connect()

    def _connect(self) -> None:
        for chip in self._chips.values():
            chip.clicked.connect(self._on_chip)
        self._more.clicked.connect(self._on_more)
        self._menu.triggered.connect(self._on_picked)

    def choose(self, key: str) -> None:
        """Choose as a click would."""
        changed = key != self.key
        self.key = key
        self._show()
        if changed:
            self.chosen.emit(key)

    def set_count(self, key: str, count: str, tone: Tone) -> None:
        self._chips[key].set_count(count, tone)

    def _show(self) -> None:
        for key, chip in self._chips.items():
            chip.setChecked(key == self.key)
        self._more.setChecked(self.key in self._words)
        self._more.setText(self._words.get(self.key, self._more_text))
        self._more.updateGeometry()

    @Slot()
    def _on_chip(self) -> None:
        sender = self.sender()
        if isinstance(sender, Chip):
            self.choose(sender.key)

    @Slot()
    def _on_more(self) -> None:
        self._show()
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot(QAction)
    def _on_picked(self, action: QAction) -> None:
        self.choose(str(action.data()))
