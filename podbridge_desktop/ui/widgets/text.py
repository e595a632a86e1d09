"""Plain text on the screen. Data is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from podbridge_desktop.ui.fonts import TextStyle, styled


class Text(QLabel):
    """A label in one of the program's text styles, that follows the system's font size."""

    def __init__(
        self,
        text: str = "",
        style: TextStyle = TextStyle.BODY,
        *,
        muted: bool = False,
        wrap: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text_style = style
        self._tabular = tabular
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("muted", muted)
        self._restyle()
        self.setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # Qt tells no widget of a new application font
            self._restyle()

    def _restyle(self) -> None:
        wanted = styled(QApplication.font(), self._text_style, tabular=self._tabular)
        if wanted != self.font():
            self.setFont(wanted)
