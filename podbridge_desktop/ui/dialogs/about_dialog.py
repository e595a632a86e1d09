"""*About PodBridge*: the version, whose work it stands on, and the sentences that trademark owners want to be shown."""

from __future__ import annotations

from collections.abc import Iterable

import PySide6
from PySide6.QtCore import QCoreApplication, Qt, QTimer, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop import __version__
from podbridge_desktop.ui.assets import asset
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import app_icon
from podbridge_desktop.ui.widgets.buttons import Button, Kind, primary
from podbridge_desktop.ui.widgets.text import Text

_ICON, _WIDTH, _TALLER = 56, 560, 240
_TEXTS = (("fonts", "OFL.txt"), ("icons", "LICENSE"))
_SAID_MS = 3_000


class AboutDialog(QDialog):
    """`notices` are the vendors' own sentences."""

    def __init__(self, notices: Iterable[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About PodBridge"))
        self.version = self.tr("Version %1").replace("%1", __version__)
        self.copy = Button(self.tr("Copy"), Kind.FLAT, icon="copy")
        self.more = Button(self.tr("Licence texts"), Kind.FLAT, icon="chevron-right")
        self.texts = QPlainTextEdit()
        self.shut = primary(self.tr("Close"))
        self._build(tuple(notices))
        self.copy.clicked.connect(self._on_copy)
        self.more.clicked.connect(self._on_more)
        self.shut.clicked.connect(self.accept)
        self.shut.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, notices: tuple[str, ...]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addSpacing(8)
        for heading, sentences in (
            (self.tr("Made with"), self._works()),
            (self.tr("Trademarks"), (*notices, self._marks())),
        ):
            column.addWidget(Text(heading, TextStyle.STRONG))
            for sentence in sentences:
                words = Text(sentence, wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(words)
            column.addSpacing(8)
        self.texts.setReadOnly(True)
        self.texts.setAccessibleName(self.tr("Licence texts"))
        self.texts.setMinimumHeight(200)
        self.texts.hide()
        column.addWidget(self.texts, 10)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addSpacing(-14)  # a flat button's words stand in line with the others
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addLayout(foot)
        self.setMinimumWidth(_WIDTH)
        self.resize(_WIDTH, column.totalHeightForWidth(_WIDTH))

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(_ICON, _ICON))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Text("PodBridge Desktop", TextStyle.HEADING))
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(Text(self.version, muted=True))
        line.addWidget(self.copy)
        line.addStretch(1)
        names.addLayout(line)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(names, 1)
        return head

    def _works(self) -> tuple[str, ...]:
        ours = self.tr("PodBridge Desktop is free software under the MIT licence.")
        qt = self.tr(
            "Qt %1 and PySide6 %2, under the GNU LGPL, version 3. Their libraries lie beside the program and may be"
            " replaced by others of the same interface; their source is at code.qt.io."
        )
        others = self.tr(
            "The font Inter, under the SIL Open Font License 1.1. The icons of Lucide, under the ISC licence."
        )
        return ours, qt.replace("%1", qVersion()).replace("%2", PySide6.__version__), others

    def _marks(self) -> str:
        return self.tr(
            "Shopify, Printful and Printify are trademarks of their owners. PodBridge is made by none of them, and none"
            " of them endorses it."
        )

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"PodBridge Desktop {__version__}, Qt {qVersion()}")
        self.copy.setText(self.tr("Copied"))
        self.copy.updateGeometry()
        QTimer.singleShot(_SAID_MS, self, self._on_copied)

    @Slot()
    def _on_copied(self) -> None:
        self.copy.setText(self.tr("Copy"))
        self.copy.updateGeometry()

    @Slot()
    def _on_more(self) -> None:
        if not self.texts.toPlainText():
            read = (asset(*parts).read_text(encoding="utf-8") for parts in _TEXTS)
            self.texts.setPlainText("\n\n".join(read))
        shown = self.texts.isHidden()
        self.texts.setVisible(shown)
        self.resize(self.width(), self.height() + (_TALLER if shown else -_TALLER))
        self.more.set_icon_name("chevron-down" if shown else "chevron-right")


def about(parent: QWidget | None) -> AboutDialog:
    """The dialog with the sentences of every vendor that can be connected."""
    from podbridge_desktop.bootstrap.connecting import known_platforms  # noqa: PLC0415 - with its first use only

    notices = [platform.notice for platform in known_platforms().values() if platform.notice]
    dialog = AboutDialog(notices, parent)
    dialog.setAccessibleName(QCoreApplication.translate("AboutDialog", "About PodBridge"))
    return dialog
