"""The detail pane of a product: its pictures, what each variant costs, whether it can be had, and where it is printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from podbridge_desktop.domain.views import ProductRow
from podbridge_desktop.ui import product_parts
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.undo_push import undoable
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs import product_sections
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import Button, icon_only, quiet
from podbridge_desktop.ui.widgets.note import Note
from podbridge_desktop.ui.widgets.text import Text

_SIDE = 20
LEAST = 360


class ProductPane(QFrame):
    """Shows one row; asks for nothing but pictures."""

    closed = Signal()
    pictures_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._desk = desk
        self.row: ProductRow | None = None
        self.title = Text("", TextStyle.TITLE, wrap=True)
        self._below = Text("", TextStyle.SMALL, muted=True, wrap=True)
        self.close_button = icon_only("x", self.tr("Close the product"))
        self.make: Button = quiet(self.tr("Make mockups…"), "image")
        self.undo: Button = quiet(self.tr("Undo last push…"), "undo-2")
        self._reading = QScrollArea()
        self._build()
        self.close_button.clicked.connect(self.closed)
        self.make.clicked.connect(self.pictures_wanted)
        self.undo.clicked.connect(self.undo_wanted)

    def _build(self) -> None:
        self.setMinimumWidth(LEAST)
        self._reading.setWidgetResizable(True)
        self._reading.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reading.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 12, 12, 0)
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        under = QHBoxLayout()
        under.setContentsMargins(_SIDE, 0, _SIDE, 8)
        under.addWidget(self._below)
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 8, _SIDE, 12)
        foot.setSpacing(8)
        foot.addWidget(self.make)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(under)
        column.addWidget(self._reading, 1)
        column.addLayout(foot)

    def show_row(self, row: ProductRow) -> None:
        """Show a product; the same one is renewed where it is read."""
        if row == self.row:
            return
        same = self.row is not None and row.id == self.row.id
        place = self._reading.verticalScrollBar().value() if same else 0
        self.row = row
        self.setAccessibleName(row.title)
        self.title.setText(row.title)
        self._below.setText(product_sections.below(row, self._desk.formats))
        self.undo.setVisible(bool(undoable(row)))
        before = self._reading.takeWidget()
        self._reading.setWidget(self._content(row))
        self._reading.verticalScrollBar().setValue(place)
        if before is not None:
            before.deleteLater()

    def _content(self, row: ProductRow) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_SIDE, 8, _SIDE, 12)
        column.setSpacing(16)
        for words in product_sections.notes(row):
            column.addWidget(Note(words, Tone.NEUTRAL))
        formats = self._desk.formats
        state = product_sections.mockup_state(row, formats)
        if state is not None:
            column.addWidget(state)
        column.addWidget(product_sections.pictures(row, self._desk.thumbnails))
        areas = product_parts.print_areas(row.print_areas, formats)
        if areas is not None:
            column.addWidget(areas)
        column.addWidget(product_sections.variants(row, formats))
        column.addStretch(1)
        return inside

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
