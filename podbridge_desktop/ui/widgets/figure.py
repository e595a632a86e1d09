"""A number that matters, large, with what it counts."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.text import Text


class Figure(QWidget):
    """For example 3 over "waiting for you". The tone colours the number, the label says the same."""

    def __init__(
        self, value: str, label: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._value = Text(value, TextStyle.FIGURE, tabular=True)
        self._label = Text(label, TextStyle.SMALL, muted=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._value)
        column.addWidget(self._label)
        self.set_value(value, tone)

    def set_value(self, value: str, tone: Tone = Tone.NEUTRAL) -> None:
        self._tone = tone
        self._value.setText(value)
        spoken = self.tr("%1: %2", "what is counted: the number")
        self.setAccessibleName(spoken.replace("%1", self._label.text()).replace("%2", value))
        self._value.set_tone(None if tone is Tone.NEUTRAL else tone)

    def set_label(self, label: str) -> None:
        self._label.setText(label)
        self.set_value(self._value.text(), self._tone)
