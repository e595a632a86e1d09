"""*Add connection*: get the key click by click, test it, see what works, save. Also *Connect again*."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.bootstrap.connecting import ConnectForm, Tested
from podbridge_desktop.domain.platforms import Platform, PlatformKind
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.connect_fields import ConnectFields
from podbridge_desktop.ui.dialogs.connect_steps import Steps
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.pages import open_page
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.abilities import AbilityList
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button, primary, quiet
from podbridge_desktop.ui.widgets.text import Text

_SIDE = 24


class ConnectDialog(QDialog):
    """`connected` carries the connection's name. An error leaves everything as it was typed."""

    connected = Signal(str)
    _page_wanted = Signal(str)  # from the thread of a sign-in

    def __init__(self, desk: Desk, known: ConnectionRow | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._known = desk, known
        self._tested: Tested | None = None
        self._stop = threading.Event()
        self._steps = Steps()
        self.fields: ConnectFields | None = None
        self._group = QButtonGroup(self)
        self.chips: dict[str, Button] = {}
        self.trouble = Banner()
        self._found = Text("", TextStyle.MEDIUM, wrap=True)
        self.abilities = AbilityList()
        self.cancel = quiet(self.tr("Cancel"))
        self.browser = quiet(self.tr("Sign in by browser"), "external-link")
        self.go = primary("")
        self._build()
        self._connect()
        self._begin()

    def _build(self) -> None:
        title = self.tr("Add connection")
        if self._known is not None:
            title = self.tr("Connect %1 again").replace("%1", self._known.name)
        self.setWindowTitle(title)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(title, TextStyle.HEADING), 1)
        for platform in self._desk.container.connecting.platforms:
            self._offer(platform, head)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(Text(self.tr("Get the key"), TextStyle.STRONG))
        left.addWidget(self._steps, 1)
        self._form_place = QVBoxLayout()
        self._form_place.setContentsMargins(0, 0, 12, 0)
        for part in (self._found, self.abilities):
            self._form_place.addWidget(part)
            part.hide()
        self._form_place.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._form_place)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        right.setSpacing(12)
        right.addWidget(Text(self.tr("Paste it here"), TextStyle.STRONG))
        right.addWidget(self._scroll, 1)
        halves = QHBoxLayout()
        halves.setSpacing(32)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        self._lay_out(head, halves)

    def _lay_out(self, head: QHBoxLayout, halves: QHBoxLayout) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.browser)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 16)
        inner.setSpacing(20)
        inner.addLayout(head)
        inner.addLayout(halves, 1)
        ground = QVBoxLayout()
        ground.setContentsMargins(_SIDE, 12, _SIDE, 20)
        ground.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(ground)
        self.trouble.hide()
        self.resize(920, 600)

    def _offer(self, platform: Platform, row: QHBoxLayout) -> None:
        if self._known is not None and platform.key != self._known.platform:
            return
        store = self.tr("%1 (store)", "a platform").replace("%1", platform.title)
        supplier = self.tr("%1 (supplier)", "a platform").replace("%1", platform.title)
        chip = quiet(store if platform.kind is PlatformKind.STORE else supplier)
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setVisible(self._known is None)
        self.chips[platform.key] = chip
        self._group.addButton(chip)
        row.addWidget(chip)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_platform)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self.browser.clicked.connect(self._on_browser)
        self._page_wanted.connect(self._on_page)

    def _begin(self) -> None:
        """The first platform that is not connected yet."""
        there = {row.platform for row in self._desk.reads.connections()}
        wanted = [key for key in self.chips if key not in there] or list(self.chips)
        self._show_platform(wanted[0])

    def _show_platform(self, key: str) -> None:
        platform = next(p for p in self._desk.container.connecting.platforms if p.key == key)
        for known, chip in self.chips.items():
            chip.setChecked(known == key)
            chip.set_icon_name("check" if known == key else None)
        fresh = self._fresh_fields(platform)
        if self.fields is None:
            self._form_place.insertWidget(0, fresh)
        else:
            self._form_place.replaceWidget(self.fields, fresh)
            self.fields.deleteLater()
        self.fields = fresh
        fresh.edited.connect(self._on_edited)
        fresh.entered.connect(self._on_go)
        self._steps.show_steps(platform.steps)
        self.browser.setVisible(platform.signs_in_by_browser)
        self.trouble.hide()
        self._on_edited()
        fresh.focus_first()

    def _fresh_fields(self, platform: Platform) -> ConnectFields:
        if self._known is not None:
            fields = ConnectFields(platform, self._known.name, self._known.fields)
            fields.name.setReadOnly(True)
            return fields
        taken = {row.name.casefold() for row in self._desk.reads.connections()}
        names = [platform.title, *(f"{platform.title} {n}" for n in range(2, 100))]
        free = next((name for name in names if name.casefold() not in taken), platform.title)
        return ConnectFields(platform, free, {})

    def _form(self) -> ConnectForm | None:
        """What is typed, and in practice mode the practice vendor's own door: nothing real is called there."""
        if self.fields is None:
            return None
        url = None if self._known is None else self._known.api_url
        return self.fields.form(url or self._desk.doors.get(self.fields.platform.key))

    # --- testing ------------------------------------------------------------------------------------------------

    @Slot(QAbstractButton)
    def _on_platform(self, chip: QAbstractButton) -> None:
        self._show_platform(next(key for key, known in self.chips.items() if known is chip))

    @Slot()
    def _on_edited(self) -> None:
        """What was tested is not what stands here any more."""
        self._tested = None
        self._found.hide()
        self.abilities.hide()
        self.go.setText(self.tr("Test the key"))
        self.go.updateGeometry()

    @Slot()
    def _on_go(self) -> None:
        form = self._form()
        if form is None or self.go.is_busy:
            return
        run, connecting = self._desk.background.run, self._desk.container.connecting
        self.trouble.hide()
        if self._tested is None:
            self._wait(self.tr("Testing…"))
            run(partial(connecting.test, form), self._on_tested, self._on_failed)
        else:
            self._wait(self.tr("Saving…"))
            run(partial(connecting.keep, self._tested), self._on_kept, self._on_failed)

    @Slot()
    def _on_browser(self) -> None:
        form = self._form()
        if form is None or self.go.is_busy:
            return
        self._wait(self.tr("Waiting for your browser…"))
        sign_in = self._desk.container.connecting.sign_in
        work = partial(sign_in, form, self._page_wanted.emit, self._stop)
        self._desk.background.run(work, self._on_tested, self._on_failed)

    @Slot(str)
    def _on_page(self, address: str) -> None:
        open_page(address, self._desk.opener)

    def _wait(self, words: str | None) -> None:
        self.go.set_busy(words)
        self.browser.setEnabled(words is None)
        if self.fields is not None:
            self.fields.setEnabled(words is None)
        if words is None:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tested(self, tested: Tested) -> None:
        self._wait(None)
        self._tested = tested
        words = self.tr("Connected to %1.").replace("%1", tested.report.account_name)
        if tested.report.missing:
            words = self.tr(
                "%1 answers, but a permission is missing. You can save it and add it later."
            )
            words = words.replace("%1", tested.report.account_name)
        self._found.setText(words)
        self.abilities.show_abilities(tested.report.abilities)
        for part in (self._found, self.abilities):
            part.show()
        self.go.setText(self.tr("Save"))
        self.go.updateGeometry()
        self._form_place.activate()
        self._scroll.ensureWidgetVisible(self.abilities)

    def _on_kept(self, _id: str) -> None:
        self.connected.emit("" if self.fields is None else self.fields.name.text().strip())
        self.accept()

    def _on_failed(self, error: PodBridgeError) -> None:
        self._wait(None)
        self.trouble.show_text(told(error), Tone.DANGER)
        self.trouble.show()
        if self.fields is not None:
            self.fields.focus_first()

    def reject(self) -> None:
        self._stop.set()
        super().reject()
