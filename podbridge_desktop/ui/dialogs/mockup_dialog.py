"""*Make mockups*: choose styles from the supplier's list; what it cannot read is asked for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.mockups import MockupState, MockupStyle
from podbridge_desktop.domain.views import ProductRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.text import Text

_SIDE = 24


class MockupDialog(QDialog):
    """`said` tells that the pictures are asked for. The styles are read in the background."""

    said = Signal(str)

    def __init__(self, desk: Desk, row: ProductRow, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._row = desk, row
        self.ticks: dict[str, QCheckBox] = {}
        self.files: dict[str, QLineEdit] = {}
        self._styles: tuple[MockupStyle, ...] = ()
        self.trouble = Banner()
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._choices = QWidget()
        self.cancel = quiet(self.tr("Cancel"))
        self.go = primary(self.tr("Make the pictures"), "image")
        self._build()
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self.empty.action_clicked.connect(self._load)
        self._load()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Make mockups"))
        words = self.tr(
            "%1 makes one picture of each color in each style, for a few products a minute. They are kept on this"
            " computer, and the next push takes them."
        ).replace("%1", self._row.supplier)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._choices)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self.empty)
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 12)
        inner.setSpacing(12)
        inner.addWidget(Text(self._row.title, TextStyle.HEADING, wrap=True))
        inner.addWidget(Text(words, muted=True, wrap=True))
        inner.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(foot)
        self.trouble.hide()
        self.resize(520, 420)

    @Slot()
    def _load(self) -> None:
        self.go.setEnabled(False)
        self._stack.setCurrentIndex(1)
        title = self.tr("Looking for the styles…")
        asked = self.tr("%1 is asked once a day.").replace("%1", self._row.supplier)
        self.empty.show_state(Variant.LOADING, title, asked)
        styles = partial(self._desk.container.catalogs.styles, self._row.id)
        self._desk.background.run(styles, self._on_styles, self._on_failed)

    def _on_styles(self, styles: tuple[MockupStyle, ...]) -> None:
        self._styles = styles
        if not styles:
            title = self.tr("Nothing to choose")
            words = self.tr("%1 makes all pictures of a product by itself; they come with it.")
            self.empty.show_state(Variant.DONE, title, words.replace("%1", self._row.supplier))
            return
        self._fill()
        self._stack.setCurrentIndex(0)
        self._on_choice()

    def _on_failed(self, error: PodBridgeError) -> None:
        title = self.tr("The styles could not be read")
        self.empty.show_state(Variant.ERROR, title, told(error), action=self.tr("Try again"))

    def _fill(self) -> None:
        wish = self._row.mockup_wish
        chosen = set(wish.styles) if wish else set()
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(8)
        for style in self._styles:
            tick = self.ticks[style.id] = QCheckBox(style.name)
            tick.setChecked(style.name in chosen or (not chosen and style is self._styles[0]))
            tick.toggled.connect(self._on_choice)
            column.addWidget(tick)
        for place in self._asked_places():
            self._ask_file(column, place)
        column.addStretch(1)

    def _asked_places(self) -> list[str]:
        """Places whose print file the supplier cannot read: named, or else every place that is shown."""
        wish = self._row.mockup_wish
        if wish is None or wish.state is not MockupState.FILE_NEEDED:
            return []
        return list(wish.missing_files) or list(
            dict.fromkeys(each.placement for each in self._styles)
        )

    def _ask_file(self, column: QVBoxLayout, place: str) -> None:
        words = self.tr("Web address of the print file for “%1”").replace("%1", place)
        field = self.files[place] = QLineEdit()
        field.setAccessibleName(words)
        field.setPlaceholderText("https://…")
        label = Text(words, TextStyle.SMALL_MEDIUM)
        label.setBuddy(field)
        column.addSpacing(8)
        column.addWidget(label)
        column.addWidget(field)

    @property
    def chosen(self) -> list[MockupStyle]:
        return [each for each in self._styles if self.ticks[each.id].isChecked()]

    @Slot()
    def _on_choice(self) -> None:
        self.go.setEnabled(bool(self.chosen))

    @Slot()
    def _on_go(self) -> None:
        files = {place: field.text().strip() for place, field in self.files.items()}
        given = {place: address for place, address in files.items() if address}
        try:
            self._desk.actions.ask_mockups(self._row.id, self.chosen, given)
        except PodBridgeError as error:
            self.trouble.show_text(told(error), Tone.DANGER)
            self.trouble.show()
            return
        said = self.tr("%1 is asked for pictures of “%2”.").replace("%1", self._row.supplier)
        self.said.emit(said.replace("%2", self._row.title))
        self.accept()
