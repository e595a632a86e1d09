"""The two faces of the dialog for keys: three ways to go on, and the passphrase."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from podbridge_desktop.domain.passphrases import LONGEST, SHORTEST
from podbridge_desktop.ui.dialogs.connect_fields import SecretField
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.text import Text

AGAIN, PASSPHRASE, SESSION = "again", "passphrase", "session"


class Choices(QWidget):
    """One button a way, and beside it what it means. `chosen` carries the way."""

    chosen = Signal(str)

    def __init__(self, title: str, sentence: str, meanings: Mapping[str, str], first: str) -> None:
        super().__init__()
        names = {
            AGAIN: self.tr("Try again"),
            PASSPHRASE: self.tr("Use a passphrase"),
            SESSION: self.tr("This session only"),
        }
        self.buttons = {
            key: Button(name, Kind.PRIMARY if key == first else Kind.QUIET)
            for key, name in names.items()
        }
        self._keys = {id(button): key for key, button in self.buttons.items()}
        self._first = first
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text(title, TextStyle.HEADING, wrap=True))
        column.addWidget(Text(sentence, wrap=True))
        column.addSpacing(12)
        column.addLayout(self._rows(meanings))
        column.addStretch(1)

    def _rows(self, meanings: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, (key, button) in enumerate(self.buttons.items()):
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.setAccessibleDescription(meanings[key])
            button.clicked.connect(self._on_clicked)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(meanings[key], muted=True, wrap=True), row, 1)
        return grid

    def focus_first(self) -> None:
        self.buttons[self._first].setDefault(True)
        self.buttons[self._first].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._keys[id(self.sender())])


class PassphraseForm(QWidget):
    """Asked once to open, twice to begin. What was typed stays until it is right."""

    edited = Signal()

    def __init__(self, *, new: bool) -> None:
        super().__init__()
        self.is_new = new
        self.word, self.again = SecretField(), SecretField()
        title, sentences = self._words()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text(title, TextStyle.HEADING, wrap=True))
        for sentence in sentences:
            column.addWidget(Text(sentence, wrap=True))
        column.addSpacing(4)
        self._add(column, self.tr("Passphrase"), self.word)
        if new:
            self._add(column, self.tr("The same once more"), self.again)
        column.addStretch(1)

    def _words(self) -> tuple[str, tuple[str, ...]]:
        if not self.is_new:
            return self.tr("Type your passphrase"), (
                self.tr("It opens the keys in this data folder."),
            )
        length = self.tr(
            "It locks your keys in the data folder. Take at least %1 characters: four or five words that do not"
            " belong together are easy to remember and hard to guess."
        )
        return self.tr("Choose a passphrase"), (
            length.replace("%1", str(SHORTEST)),
            self.tr(
                "Nobody can recover it. Without it, the keys and the orders in this folder can never be opened"
                " again: write it down and keep it in a safe place."
            ),
        )

    def _add(self, column: QVBoxLayout, label: str, field: QLineEdit) -> None:
        field.setMaxLength(LONGEST)
        field.setAccessibleName(label)
        field.textEdited.connect(self.edited)
        words = Text(label, TextStyle.SMALL_MEDIUM)
        words.setBuddy(field)
        column.addWidget(words)
        column.addWidget(field)

    def focus_first(self) -> None:
        self.focus_on(self.word)

    def focus_on(self, field: QLineEdit) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def forget(self) -> None:
        """Nothing that was typed stays in a field."""
        for field in (self.word, self.again):
            field.clear()
