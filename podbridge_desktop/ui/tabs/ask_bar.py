"""A question in the place where it arose, instead of a dialog: a sentence, perhaps a line to type, yes or not now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import Button, Kind, quiet
from podbridge_desktop.ui.widgets.card import Card
from podbridge_desktop.ui.widgets.text import Text


class AskBar(Card):
    """`answered` carries what was typed, once; Escape or *Not now* puts it away."""

    answered = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, sunken=True)
        self._sentence = Text("", TextStyle.MEDIUM, wrap=True)
        self._line = QLineEdit()
        self._line.setMaxLength(500)
        self._yes = Button("", Kind.PRIMARY)
        self._no = quiet(self.tr("Not now"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        buttons.addStretch(1)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._line)
        self.body.addLayout(buttons)
        self.hide()
        self._connect()

    def _connect(self) -> None:
        self._yes.clicked.connect(self._on_yes)
        self._no.clicked.connect(self._on_no)
        self._line.returnPressed.connect(self._on_yes)
        self._line.textChanged.connect(self._on_typed)

    def ask(self, sentence: str, yes: str, *, line: str = "", danger: bool = False) -> None:
        """Show a question; with `line` (its name) something must be typed first."""
        self._sentence.setText(sentence)
        self._line.clear()
        self._line.setVisible(bool(line))
        self._line.setPlaceholderText(line)
        self._line.setAccessibleName(line)
        self._yes.setText(yes)
        self._yes.set_kind(Kind.DANGER if danger else Kind.PRIMARY)
        self._yes.setEnabled(not line)
        self._yes.updateGeometry()
        self.show()
        (self._line if line else self._no).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self._on_no()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_typed(self) -> None:
        self._yes.setEnabled(bool(self._line.text().strip()))

    @Slot()
    def _on_yes(self) -> None:
        if self._yes.isEnabled():
            self.hide()
            self.answered.emit(self._line.text().strip())

    @Slot()
    def _on_no(self) -> None:
        self.hide()
        self.dismissed.emit()
