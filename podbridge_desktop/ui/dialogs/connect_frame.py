"""How the connect dialog is laid out: the vendors above, the clicks at the left, the form or the wait at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.platforms import Platform, PlatformKind
from podbridge_desktop.ui.dialogs.connect_browser import BrowserWait
from podbridge_desktop.ui.dialogs.connect_fields import ConnectFields
from podbridge_desktop.ui.dialogs.connect_steps import Steps
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.pages import OpenUrl
from podbridge_desktop.ui.widgets.abilities import AbilityList
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button, primary, quiet
from podbridge_desktop.ui.widgets.text import Text

_SIDE = 24
FORM, WAIT = range(2)  # what stands at the right


class ConnectFrame(QDialog):
    """Its parts; what they do is the dialog's own affair."""

    def __init__(self, title: str, opener: OpenUrl, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.steps = Steps(opener)
        self.fields: ConnectFields | None = None
        self.page = BrowserWait()
        self.group = QButtonGroup(self)
        self.chips: dict[str, Button] = {}
        self.trouble = Banner()
        self.found = Text("", TextStyle.MEDIUM, wrap=True)
        self.abilities = AbilityList()
        self.notice = Text("", TextStyle.SMALL, muted=True, wrap=True)
        self.cancel = quiet(self.tr("Cancel"))
        self.browser = quiet(self.tr("Sign in by browser"), "external-link")
        self.go = primary("")
        self.right = QStackedWidget()
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(Text(title, TextStyle.HEADING), 1)
        self._build()

    def offer(self, platforms: Iterable[Platform], *, visible: bool) -> None:
        """A chip for each vendor that can be chosen."""
        for platform in platforms:
            store = self.tr("%1 (store)", "a platform").replace("%1", platform.title)
            supplier = self.tr("%1 (supplier)", "a platform").replace("%1", platform.title)
            chip = quiet(store if platform.kind is PlatformKind.STORE else supplier)
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setVisible(visible)
            self.chips[platform.key] = chip
            self.group.addButton(chip)
            self._head.addWidget(chip)

    def show_fields(self, fresh: ConnectFields) -> None:
        """Another form in place of the one that stands there."""
        if self.fields is None:
            self._form_place.insertWidget(0, fresh)
        else:
            self._form_place.replaceWidget(self.fields, fresh)
            self.fields.deleteLater()
        self.fields = fresh

    def show_found(self, *, shown: bool) -> None:
        """What the test found, and scroll to it."""
        for part in (self.found, self.abilities):
            part.setVisible(shown)
        if shown:
            self._form_place.activate()
            self._scroll.ensureWidgetVisible(self.abilities)

    def _build(self) -> None:
        left, form = QVBoxLayout(), QWidget()
        left.setSpacing(12)
        left.addWidget(Text(self.tr("Get the key"), TextStyle.STRONG))
        left.addWidget(self.steps, 1)
        right = QVBoxLayout(form)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        right.addWidget(Text(self.tr("Paste it here"), TextStyle.STRONG))
        right.addWidget(self._form_area(), 1)
        self.right.addWidget(form)
        self.right.addWidget(self.page)
        halves = QHBoxLayout()
        halves.setSpacing(32)
        halves.addLayout(left, 1)
        halves.addWidget(self.right, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 16)
        inner.setSpacing(20)
        inner.addLayout(self._head)
        inner.addLayout(halves, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(self._foot())
        self.trouble.hide()
        self.resize(920, 620)

    def _form_area(self) -> QScrollArea:
        inside = QWidget()
        self._form_place = QVBoxLayout(inside)
        self._form_place.setContentsMargins(0, 0, 12, 0)
        for part in (self.found, self.abilities):
            self._form_place.addWidget(part)
            part.hide()
        self._form_place.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        return self._scroll

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        foot.addWidget(self.browser)
        foot.addWidget(self.notice, 1)
        foot.addSpacing(16)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        return foot
