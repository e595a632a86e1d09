"""A sentence that wants to be read, with its sign, and what can be done about it right there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.abilities import Mark
from podbridge_desktop.ui.widgets.buttons import Button, quiet
from podbridge_desktop.ui.widgets.text import Text

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.SUCCESS: "check",
    Tone.DANGER: "triangle-alert",
}


class Note(QWidget):
    """One note. Its words can be marked and copied."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, *, icon: str = "") -> None:
        super().__init__()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        words = Text(text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(words)
        column.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        sign = QVBoxLayout()
        sign.setContentsMargins(0, 1, 0, 0)
        sign.addWidget(Mark(icon or _ICONS.get(tone, "info"), tone))
        sign.addStretch(1)
        row.addLayout(sign)
        row.addLayout(column, 1)
        self.text = text
        self.setAccessibleName(text)

    def add_button(self, text: str, icon: str | None = None) -> Button:
        button = quiet(text, icon)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button


class Notes(QWidget):
    """A column of notes, renewed when their words change (so the keyboard stays where it is); gone where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.notes: tuple[Note, ...] = ()
        self.hide()

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        same = [note.text for note in notes] == [note.text for note in self.notes]
        for gone in notes if same else self.notes:
            self._column.removeWidget(gone)
            gone.deleteLater()
        if same:
            return
        self.notes = notes
        for note in notes:
            self._column.addWidget(note)
        self.setVisible(bool(notes))
