"""A whole address, pasted as the store's page shows it, and taken apart at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import BadInput
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import quiet
from podbridge_desktop.ui.widgets.text import Text

_LINES = 5


class PasteAddress(QWidget):
    """`taken` carries the address. `read` takes the text apart; it raises `BadInput` where it is none."""

    taken = Signal(object)  # Address
    page_wanted = Signal(str)

    def __init__(self, read: Callable[[str], Address]) -> None:
        super().__init__()
        self._read = read
        name = self.tr("Paste the whole address here, as it stands on the order's page")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(name)
        self.text.setAccessibleName(name)
        self.text.setFixedHeight(_LINES * self.text.fontMetrics().lineSpacing() + 24)
        self._page = ""
        self.page = quiet(self.tr("Open the order in the store"), "external-link")
        self._trouble = Text("", TextStyle.SMALL, muted=True, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.page)
        column.addWidget(self.text)
        column.addWidget(self._trouble)
        self.text.textChanged.connect(self._on_text)
        self.page.clicked.connect(self._on_page)
        self.setFocusProxy(self.text)
        self._trouble.hide()

    def begin(self, page: str) -> None:
        """Ready for another address; `page` is where it stands."""
        self._page = page
        self.page.setVisible(bool(page))
        self.text.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_page(self) -> None:
        self.page_wanted.emit(self._page)

    @Slot()
    def _on_text(self) -> None:
        pasted = self.text.toPlainText().strip()
        self._trouble.hide()
        if not pasted:
            return
        try:
            self.taken.emit(self._read(pasted))
        except BadInput as error:
            self._trouble.setText(f"{error.message} {error.hint}".strip())
            self._trouble.show()
