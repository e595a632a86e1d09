"""Keeps the price rule that stands in the push dialog under a name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.pricing import PriceRule
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.text import Text

_LONGEST = 40


class PresetDialog(QDialog):
    """`kept` says that there is another preset now."""

    kept = Signal()

    def __init__(
        self, actions: Actions, store: ConnectionRow, rule: PriceRule, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save the price rule"))
        self._actions, self._store, self._rule = actions, store, rule
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST)
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("Such as: Shirts, 40 % margin"))
        words = self.tr("Use it for %1 unless I choose otherwise", "%1 a store")
        self.default = QCheckBox(words.replace("%1", store.name))
        self.trouble = Banner()
        self.cancel, self.keep = quiet(self.tr("Cancel")), primary(self.tr("Save"), "check")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(Text(self.tr("Save the price rule"), TextStyle.HEADING))
        for part in (self.name, self.default, self.trouble):
            column.addWidget(part)
        column.addLayout(foot)
        self.trouble.hide()
        self.setMinimumWidth(420)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep)

    @Slot()
    def _on_keep(self) -> None:
        try:
            self._actions.keep_preset(
                self._store.id, self.name.text(), self._rule, is_default=self.default.isChecked()
            )
        except PodBridgeError as error:
            self.trouble.show_text(told(error), Tone.DANGER)
            self.trouble.show()
            return
        self.kept.emit()
        self.accept()
