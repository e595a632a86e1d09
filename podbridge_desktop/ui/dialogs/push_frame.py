"""The push dialog's parts and where they stand; what they do is in `push_dialog`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.listing_editor import ListingEditor
from podbridge_desktop.ui.dialogs.push_also import AlsoTo
from podbridge_desktop.ui.dialogs.push_choices import PushChoices
from podbridge_desktop.ui.dialogs.push_price import PriceChoice
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import icon_only, primary, quiet
from podbridge_desktop.ui.widgets.text import Text

_SIDE = 24


class PushFrame(QDialog):
    """Stores and price above, the choices of the store below them, then the listing itself, and one button."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.store = QComboBox()
        self.store.setAccessibleName(self.tr("Store"))
        self.also = AlsoTo()
        self.price = PriceChoice(desk.formats)
        self.visible_at_once = QCheckBox(self.tr("Buyers see it at once"))
        self.visible_at_once.setChecked(True)
        self.fee = Text("", TextStyle.SMALL, muted=True, wrap=True)
        self.choices = PushChoices()
        self.warnings = Banner()
        self.editor = ListingEditor(desk.thumbnails, desk.formats)
        self.where = Text("", muted=True, tabular=True)
        self.back = icon_only("chevron-left", self.tr("Previous product"))
        self.next = icon_only("chevron-right", self.tr("Next product"))
        self.cancel = quiet(self.tr("Cancel"))
        self.go = primary("", "send")
        self._build()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Push to store"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(self.tr("Push to store"), TextStyle.HEADING), 1)
        head.addWidget(self.store)
        rule = QHBoxLayout()
        rule.setSpacing(8)
        rule.addWidget(self.price)
        rule.addStretch(1)
        rule.addWidget(self.visible_at_once)
        pager = QHBoxLayout()
        for turn in (self.back, self.where, self.next):
            pager.addWidget(turn)
        pager.addStretch(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 8)
        inner.setSpacing(16)
        inner.addLayout(head)
        inner.addWidget(self.also)
        inner.addLayout(rule)
        inner.addWidget(self.choices)
        below = QVBoxLayout()
        below.setContentsMargins(12, 12, 12, 8)
        below.setSpacing(8)
        below.addLayout(pager)
        below.addWidget(self.editor, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner)
        whole.addWidget(self.warnings)
        whole.addLayout(below, 1)
        whole.addLayout(self._foot())
        self.fee.hide()
        self.resize(860, 680)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 8, _SIDE, 20)
        foot.setSpacing(8)
        note = self.tr(
            "Margin is what is left of the price after the supplier's cost, shipping and fees."
        )
        notes = QVBoxLayout()
        notes.setSpacing(2)
        notes.addWidget(self.fee)
        notes.addWidget(Text(note, TextStyle.SMALL, muted=True, wrap=True))
        foot.addLayout(notes, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        return foot

    def show_turns(self, count: int) -> None:
        """Several products are paged through."""
        for part in (self.back, self.where, self.next):
            part.setVisible(count > 1)

    def show_place(self, place: int, count: int) -> None:
        words = self.tr("%1 of %2", "which product is shown").replace("%1", str(place + 1))
        self.where.setText(words.replace("%2", str(count)))

    def warn(self, words: str, tone: Tone) -> None:
        self.warnings.show_text(words, tone)
        self.warnings.setVisible(bool(words))
