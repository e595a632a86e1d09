"""Building stones of a detail pane: a titled block, a line with its value, a link that opens a page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.pills import Pill, PillLabel
from podbridge_desktop.ui.widgets.text import Text


class Section(QWidget):
    """A small heading over a column; add to `body`."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self.body.addWidget(Text(title, TextStyle.SMALL_MEDIUM, muted=True))


class LinkButton(Button):
    """Opens a page; `wanted` carries its address."""

    wanted = Signal(str)

    def __init__(self, text: str, url: str, kind: Kind = Kind.FLAT) -> None:
        super().__init__(text, kind, icon="external-link")
        self._url = url
        self.setToolTip(url)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.wanted.emit(self._url)


def selectable(text: str, style: TextStyle = TextStyle.BODY, *, muted: bool = False) -> Text:
    """A text that can be marked and copied."""
    made = Text(text, style, muted=muted, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    """A line with its value at the right end."""
    row = QHBoxLayout()
    row.setSpacing(12)
    left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    row.addWidget(left, 1)
    row.addWidget(right, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return row


class Sums(QGridLayout):
    """Amounts under each other, the decimal points in line."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(2)
        self.setColumnStretch(0, 1)

    def add(self, label: str, amount: str) -> None:
        row = self.rowCount()
        self.addWidget(Text(label, muted=True), row, 0)
        self.addWidget(Text(amount, tabular=True), row, 2, Qt.AlignmentFlag.AlignRight)

    def add_result(self, label: str, amount: str, note: str, *, lost: bool) -> None:
        """The last line, in bold; lost money is said with a sign as well."""
        row = self.rowCount()
        self.setRowMinimumHeight(row, 28)
        sign = Pill(amount, Tone.DANGER, "triangle-alert")
        result = PillLabel(sign) if lost else Text(amount, TextStyle.STRONG, tabular=True)
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.addWidget(Text(label, TextStyle.STRONG), row, 0)
        self.addWidget(Text(note, TextStyle.SMALL, muted=True, tabular=True), row, 1, end)
        self.addWidget(result, row, 2, end)
