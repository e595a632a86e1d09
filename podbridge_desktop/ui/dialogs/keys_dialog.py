"""No usable keyring: try again, a passphrase, or this session only (rulings 16); never silently plain text."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.bootstrap import passphrase
from podbridge_desktop.config import Config
from podbridge_desktop.domain.passphrases import assert_good
from podbridge_desktop.errors import BadInput, KeyringMissing, PodBridgeError
from podbridge_desktop.ui.background import Background
from podbridge_desktop.ui.dialogs.keys_pages import (
    AGAIN,
    PASSPHRASE,
    SESSION,
    Choices,
    PassphraseForm,
)
from podbridge_desktop.ui.dialogs.question import Sign, told
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet

_SIDE = 24
_WIDTH = 620


class KeysDialog(QDialog):
    """`chosen` carries *again* or *session*; `unlocked` the configuration whose keys are open. Escape goes back, then ends."""

    chosen = Signal(str)
    unlocked = Signal(object)

    def __init__(
        self, error: KeyringMissing, config: Config, background: Background, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(error.title)
        self._config, self._background = config, background
        self._locked = passphrase.is_asked_for(config)
        can_begin = self._locked or passphrase.can_begin(config)
        first = PASSPHRASE if can_begin else AGAIN
        self.choices = Choices(error.title, error.message, self._meanings(error, can_begin), first)
        self.choices.buttons[PASSPHRASE].setEnabled(can_begin)
        self.form = PassphraseForm(new=not self._locked)
        self.trouble = Banner()
        self.back = quiet(self.tr("Other choices"))
        self.go = primary(self.tr("Open") if self._locked else self.tr("Lock my keys"))
        self._foot = QWidget()
        self._whole = QVBoxLayout(self)
        self._build()
        self._connect()
        self._show(self.form if self._locked else self.choices)

    def _meanings(self, error: KeyringMissing, can_begin: bool) -> dict[str, str]:
        again, words = (
            error.hint,
            self.tr(
                "Your keys stay in the data folder, encrypted. PodBridge asks for the passphrase at each start."
            ),
        )
        if self._locked:
            again = self.tr(
                "Looks for your keys anew, after you have put a file back for instance."
            )
            words = self.tr("You type it, and everything is as you left it.")
        elif not can_begin:
            words = self.tr(
                "Not for this folder: its data was made with a keyring or a key file, and only that opens it."
            )
        session = self.tr(
            "PodBridge starts empty, and when you close it, keys and data are gone. Use it to look around."
        )
        return {AGAIN: again, PASSPHRASE: words, SESSION: session}

    def _build(self) -> None:
        pages = QVBoxLayout()
        pages.setSpacing(0)
        for page in (self.choices, self.form):
            pages.addWidget(page)
        inner = QHBoxLayout()
        inner.setContentsMargins(_SIDE, _SIDE, _SIDE, 20)
        inner.setSpacing(16)
        inner.addWidget(Sign("key-round", Tone.INFO), 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(pages, 1)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addLayout(inner, 1)
        self._whole.addWidget(self.trouble)
        self._whole.addWidget(self._foot)
        self.setMinimumWidth(_WIDTH)
        self.resize(_WIDTH, 1)

    def _connect(self) -> None:
        self.choices.chosen.connect(self._on_choice)
        self.form.edited.connect(self.trouble.hide)
        self.back.clicked.connect(self._on_back)
        self.go.clicked.connect(self._on_go)

    def _show(self, page: Choices | PassphraseForm) -> None:
        for one in (self.choices, self.form):
            one.setVisible(one is page)
        self._foot.setVisible(page is self.form)
        self.trouble.hide()
        if page is self.form:
            self.go.setDefault(True)
        page.focus_first()
        self._fit()

    # --- what the seller does -----------------------------------------------------------------------------------

    @Slot(str)
    def _on_choice(self, way: str) -> None:
        if way == PASSPHRASE:
            self._show(self.form)
            return
        self.accept()
        self.chosen.emit(way)

    @Slot()
    def _on_back(self) -> None:
        self.form.forget()
        self._show(self.choices)

    @Slot()
    def _on_go(self) -> None:
        word = self.form.word.text()
        if self.go.is_busy or not self._is_fit(word):
            return
        step = passphrase.begin if self.form.is_new else passphrase.unlock
        self._wait(self.tr("Locking…") if self.form.is_new else self.tr("Opening…"))
        self._background.run(partial(step, self._config, word), self._on_open, self._on_failed)

    def _is_fit(self, word: str) -> bool:
        """Before anything is asked of the computer; what is missing is said at its field."""
        form = self.form
        if not form.is_new:
            return bool(word)
        try:
            assert_good(word)
        except BadInput as weak:
            self._say(told(weak))
            form.focus_on(form.word)
            return False
        if not form.again.text():
            form.focus_on(form.again)
            return False
        if form.again.text() != word:
            self._say(self.tr("The two are not the same. Type the second one again."))
            form.focus_on(form.again)
            return False
        return True

    def _wait(self, words: str | None) -> None:
        self.go.set_busy(words)
        self.back.setEnabled(words is None)
        for field in (self.form.word, self.form.again):
            field.setEnabled(words is None)

    def _on_open(self, config: Config) -> None:
        self._wait(None)
        self.accept()
        self.unlocked.emit(config)

    def _on_failed(self, error: PodBridgeError) -> None:
        self._wait(None)
        self._say(told(error))
        self.form.focus_first()

    def _say(self, words: str) -> None:
        self.trouble.show_text(words, Tone.DANGER)
        self.trouble.show()
        self._fit()

    def _fit(self) -> None:
        """As high as what is shown now; Qt's own way keeps the height of what was there before."""
        self._whole.activate()
        self.resize(self.width(), self._whole.totalHeightForWidth(self.width()))

    # --- leaving ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            if not self.go.is_busy:
                self._on_back()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        if not self.go.is_busy:
            super().reject()

    def done(self, result: int) -> None:
        self.form.forget()
        super().done(result)
