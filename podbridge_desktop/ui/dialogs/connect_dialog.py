"""*Add connection*: get the key click by click, test it, see what works, save. Also *Connect again*."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from podbridge_desktop.bootstrap.connecting import ConnectForm, Tested
from podbridge_desktop.domain.platforms import Platform
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import BadInput, PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.connect_fields import ConnectFields
from podbridge_desktop.ui.dialogs.connect_frame import FORM, WAIT, ConnectFrame
from podbridge_desktop.ui.dialogs.connect_sign_in import BrowserSignIn
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.tokens import Tone


class ConnectDialog(ConnectFrame):
    """`connected` carries the connection's name. An error leaves everything as it was typed."""

    connected = Signal(str)

    def __init__(self, desk: Desk, known: ConnectionRow | None, parent: QWidget | None) -> None:
        title = QCoreApplication.translate("ConnectDialog", "Add connection")
        if known is not None:
            again = QCoreApplication.translate("ConnectDialog", "Connect %1 again")
            title = again.replace("%1", known.name)
        super().__init__(title, desk.opener, parent)
        self._desk, self._known = desk, known
        self._connecting = desk.container.connecting
        self._tested: Tested | None = None
        self._sign_in = BrowserSignIn(desk, self)
        platforms = self._connecting.platforms
        offered = [p for p in platforms if known is None or p.key == known.platform]
        self.offer(offered, visible=known is None)
        self._connect()
        self._begin()

    def _connect(self) -> None:
        self.group.buttonClicked.connect(self._on_platform)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self.browser.clicked.connect(self._on_browser)
        self._sign_in.came_back.connect(self._on_tested)
        self._sign_in.failed.connect(self._on_not_back)
        self.page.again_wanted.connect(self._on_again)
        self.page.pasted.connect(self._on_pasted)
        self.page.stopped.connect(self._on_stopped)

    def _begin(self) -> None:
        """The first platform that is not connected yet."""
        there = {row.platform for row in self._desk.reads.connections()}
        wanted = [key for key in self.chips if key not in there] or list(self.chips)
        self._show_platform(wanted[0])

    def _show_platform(self, key: str) -> None:
        platform = next(p for p in self._connecting.platforms if p.key == key)
        for known, chip in self.chips.items():
            chip.setChecked(known == key)
            chip.set_icon_name("check" if known == key else None)
        fresh = self._fresh_fields(platform)
        self.show_fields(fresh)
        fresh.edited.connect(self._on_edited)
        fresh.entered.connect(self._on_go)
        self.steps.show_steps(platform.steps)
        self.browser.setVisible(platform.signs_in_by_browser and not platform.sign_in_brings)
        self.notice.setText(platform.notice)
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

    def _ready(self) -> ConnectForm | None:
        """The form, where it may be tried now."""
        form = self._form()
        if form is None or self.go.is_busy:
            return None
        self.trouble.hide()
        if self._desk.is_practice and form.api_url is None:
            self._tell(
                BadInput(
                    self.tr("In practice mode only the simulated vendors can be connected."),
                    hint=self.tr("This one runs in another window: add it there."),
                )
            )
            return None
        return form

    @property
    def _needs_page(self) -> bool:
        """A secret is still missing that only the store's own page brings."""
        form = self._form()
        if form is None or self.fields is None:
            return False
        brings = self.fields.platform.sign_in_brings
        return bool(brings) and not form.secrets.get(brings, "").strip()

    # --- testing ------------------------------------------------------------------------------------------------

    @Slot(QAbstractButton)
    def _on_platform(self, chip: QAbstractButton) -> None:
        self._on_stopped()
        self._show_platform(next(key for key, known in self.chips.items() if known is chip))

    @Slot()
    def _on_edited(self) -> None:
        """What was tested is not what stands here any more."""
        self._tested = None
        self.show_found(shown=False)
        page = self._needs_page
        self.go.setText(self.tr("Sign in by browser") if page else self.tr("Test the key"))
        self.go.set_icon_name("external-link" if page else None)

    @Slot()
    def _on_go(self) -> None:
        form = self._ready()
        if form is None:
            return
        run = self._desk.background.run
        if self._tested is not None:
            self._wait(self.tr("Saving…"))
            run(partial(self._connecting.keep, self._tested), self._on_kept, self._on_failed)
        elif self._needs_page:
            self._on_browser()
        else:
            self._wait(self.tr("Testing…"))
            run(partial(self._connecting.test, form), self._on_tested, self._on_failed)

    def _wait(self, words: str | None) -> None:
        self.go.set_busy(words)
        self.browser.setEnabled(words is None)
        for part in (self.fields, *self.chips.values()):
            if part is not None:
                part.setEnabled(words is None)
        if words is None:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_tested(self, tested: Tested) -> None:
        self._wait(None)
        self.right.setCurrentIndex(FORM)
        self._tested = tested
        words = self.tr("Connected to %1.").replace("%1", tested.report.account_name)
        if tested.report.missing:
            words = self.tr(
                "%1 answers, but a permission is missing. You can save it and add it later."
            )
            words = words.replace("%1", tested.report.account_name)
        self.found.setText(words)
        self.abilities.show_abilities(tested.report.abilities)
        self.go.setText(self.tr("Save"))
        self.go.set_icon_name(None)
        self.show_found(shown=True)

    def _on_kept(self, _id: str) -> None:
        self.connected.emit("" if self.fields is None else self.fields.name.text().strip())
        self.accept()

    def _on_failed(self, error: PodBridgeError) -> None:
        self._wait(None)
        self._tell(error)
        if self.fields is not None:
            self.fields.focus_first()

    def _tell(self, error: PodBridgeError) -> None:
        self.trouble.show_text(told(error), Tone.DANGER)
        self.trouble.show()

    # --- signing in by the store's page -------------------------------------------------------------------------

    @Slot()
    def _on_browser(self) -> None:
        form = self._ready()
        if form is None or self.fields is None:
            return
        try:
            url = self._sign_in.begin(form)
        except PodBridgeError as error:
            self._on_failed(error)
            return
        self._wait(self.tr("Waiting for your browser…"))
        self.page.show_waiting(self.fields.platform.title, url)
        self.right.setCurrentIndex(WAIT)

    @Slot()
    def _on_again(self) -> None:
        """Also where the browser opened nothing, or the wrong profile."""
        if self.go.is_busy:
            self._sign_in.open_again()
        else:
            self._on_browser()

    @Slot(object)
    def _on_not_back(self, error: PodBridgeError) -> None:
        """Nobody came, or a no: the page stays, for an address that is pasted."""
        self._wait(None)
        self._tell(error)
        self.page.show_ended()

    @Slot(str)
    def _on_pasted(self, address: str) -> None:
        self.trouble.hide()
        self._wait(self.tr("Checking the address…"))
        self.page.show_checking()
        self._sign_in.paste(address)

    @Slot()
    def _on_stopped(self) -> None:
        self._sign_in.stop()
        self.trouble.hide()
        self.right.setCurrentIndex(FORM)
        self._wait(None)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """However it is closed, nobody waits any longer."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._sign_in.stop()
