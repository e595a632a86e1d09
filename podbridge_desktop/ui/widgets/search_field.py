"""A search field that waits until the typing rests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from podbridge_desktop.ui.icons import icon
from podbridge_desktop.ui.tokens import tokens

_REST_MS = 150


class SearchField(QLineEdit):
    """`search_changed` carries the text once per rest; Enter asks at once, Escape clears."""

    search_changed = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self._asked = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._magnifier = QAction(self)
        self.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        self._connect()

    def _connect(self) -> None:
        self.textChanged.connect(self._on_text_changed)
        self._rest.timeout.connect(self._on_rest)
        self.returnPressed.connect(self._on_rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._on_rest()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        color = tokens(self.palette()).muted
        self._magnifier.setIcon(icon("search", color))
        clear = self.findChild(QAction, "_q_qlineeditclearaction")
        if isinstance(clear, QAction):
            clear.setIcon(icon("x", color))

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._rest.start()

    @Slot()
    def _on_rest(self) -> None:
        self._rest.stop()
        text = self.text().strip()
        if text != self._asked:
            self._asked = text
            self.search_changed.emit(text)
