"""Plain text on the screen. Data is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from podbridge_desktop.ui.fonts import TextStyle, styled
from podbridge_desktop.ui.tokens import Tone, tokens


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
        self._tone: Tone | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("muted", muted)
        self._restyle()
        self.setText(text)

    def set_tone(self, tone: Tone | None) -> None:
        """The ink of a tone; None is the usual one."""
        self._tone = tone
        self._tint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # Qt tells no widget of a new application font
            self._restyle()
        # A style sheet that is set anew puts each label's older palette back.
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._tint()

    def _tint(self) -> None:
        colors = tokens(QApplication.palette())
        ink = QColor(colors.text if self._tone is None else colors.tones[self._tone].text)
        palette = self.palette()
        plain = self._tone is None and not self.testAttribute(Qt.WidgetAttribute.WA_SetPalette)
        if not plain and palette.color(QPalette.ColorRole.WindowText) != ink:
            palette.setColor(QPalette.ColorRole.WindowText, ink)
            self.setPalette(palette)

    def _restyle(self) -> None:
        wanted = styled(QApplication.font(), self._text_style, tabular=self._tabular)
        if wanted != self.font():
            self.setFont(wanted)
