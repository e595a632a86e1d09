"""Signing in by a store's own page: an honest wait, and the way on where the browser cannot come back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import Button, Kind, quiet
from podbridge_desktop.ui.widgets.text import Text

_LONGEST = 8_192
_FLAT_SIDE = 14  # a flat button's words stand in line with the others


class BrowserWait(QWidget):
    """What stands in place of the form meanwhile. `pasted` carries the address that the seller pasted."""

    again_wanted = (
        Signal()
    )  # open the page once more; with a new attempt where the last one has ended
    pasted = Signal(str)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._url = ""
        self._title = Text("", TextStyle.STRONG, wrap=True)
        self._words = Text("", wrap=True)
        self.again = quiet("", "external-link")
        self.copy = quiet(self.tr("Copy its address"), "copy")
        self.address = QLineEdit()
        self.use = quiet(self.tr("Use this address"))
        self.stop = Button(self.tr("Back to the form"), Kind.FLAT, icon="undo-2")
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addLayout(_row(self.again, self.copy))
        column.addSpacing(16)
        label = self.tr("The browser ends on a page that cannot be reached?")
        column.addWidget(Text(label, TextStyle.SMALL_MEDIUM, wrap=True))
        help_ = self.tr(
            "Copy everything in its address bar and paste it here. It begins with http://localhost."
        )
        column.addWidget(Text(help_, TextStyle.SMALL, muted=True, wrap=True))
        self.address.setMaxLength(_LONGEST)
        self.address.setAccessibleName(label)
        self.address.setAccessibleDescription(help_)
        column.addWidget(self.address)
        column.addLayout(_row(self.use))
        column.addStretch(1)
        back = _row(self.stop)
        back.insertSpacing(0, -_FLAT_SIDE)
        column.addLayout(back)

    def _connect(self) -> None:
        self.again.clicked.connect(self.again_wanted)
        self.copy.clicked.connect(self._on_copy)
        self.use.clicked.connect(self._on_use)
        self.stop.clicked.connect(self.stopped)
        self.address.returnPressed.connect(self._on_use)
        self.address.textChanged.connect(self._on_typed)

    def show_waiting(self, platform: str, url: str) -> None:
        """The page is open in the browser."""
        self._url = url
        self.address.clear()
        self._title.setText(self.tr("Now go on in your browser"))
        words = self.tr(
            "A page of %1 has opened there. Sign in with your shop's account and allow access; this window then goes"
            " on by itself."
        )
        self._words.setText(words.replace("%1", platform))
        self.again.setText(self.tr("Open the page again"))
        self._rest()

    def show_ended(self) -> None:
        """The browser did not come back, or brought a no; what can be done stands here."""
        self._title.setText(self.tr("The sign-in did not come to its end"))
        self._words.setText(self.tr("Try again, or paste the address at which the browser ended."))
        self.again.setText(self.tr("Try again"))
        self._rest()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_checking(self) -> None:
        for part in (self.again, self.address, self.use):
            part.setEnabled(False)

    def _rest(self) -> None:
        for part in (self.again, self.address):
            part.setEnabled(True)
        self._on_typed()
        self.again.updateGeometry()

    @Slot()
    def _on_typed(self) -> None:
        self.use.setEnabled(bool(self.address.text().strip()))

    @Slot()
    def _on_use(self) -> None:
        if self.address.text().strip():
            self.pasted.emit(self.address.text().strip())

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
