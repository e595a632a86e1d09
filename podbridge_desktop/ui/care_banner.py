"""A line across the window while something is wrong with the data itself: it was restored, or is not backed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QWidget

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.dialogs.question import Choice, Question, told
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Kind

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.actions import Actions
    from podbridge_desktop.domain.care import Behind
    from podbridge_desktop.domain.views import Overview
    from podbridge_desktop.ui.words.formats import Formats


class CareBanner(Banner):
    """`happened` asks for a sync, `backups_wanted` for the dialog; `said` is for the status line."""

    happened = Signal()
    backups_wanted = Signal()
    said = Signal(str)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__("", Tone.HOLD, parent=parent)
        self._formats = formats
        self._actions: Actions | None = None
        self._behind: Behind | None = None
        self.question: Question | None = None
        self.answer = self.add_button(self.tr("The old computer is off…"))
        self.again = self.add_button(self.tr("Try again"), "refresh-cw")
        self.backups = self.add_button(self.tr("Backups…"), "shield")
        self.answer.clicked.connect(self.ask)
        self.again.clicked.connect(self.happened)
        self.backups.clicked.connect(self.backups_wanted)
        self.hide()

    def open(self, actions: Actions) -> None:
        """The data is open: the buttons work."""
        self._actions = actions

    def show_overview(self, overview: Overview) -> None:
        """The one thing that matters most; gone where all is well."""
        asked = self._asks
        self._behind = overview.behind
        words = self._words(overview)
        self.answer.setVisible(self._asks)
        self.again.setVisible(self._behind is not None and not self._asks)
        self.backups.setVisible(self._behind is None)
        if words:
            self.show_text(words, Tone.HOLD)
        self.setVisible(bool(words))
        if self._asks and not asked:
            self.ask()

    @property
    def _asks(self) -> bool:
        return self._behind is not None and self._behind.asks_since is not None

    def _words(self, overview: Overview) -> str:
        if self._behind is not None and self._behind.asks_since is not None:
            words = self.tr(
                "This data was restored as of %1. Nothing is sent yet.", "%1 a date and time"
            )
            return words.replace("%1", self._formats.date_time(self._behind.asks_since))
        if self._behind is not None:
            words = self.tr(
                "After the restore everything is compared first. Nothing is sent before it is done with %1. If a connection"
                " cannot be used any more, mend or disconnect it.",
                "%1 a list of connections",
            )
            return words.replace("%1", QLocale().createSeparatedList(list(self._behind.waits_for)))
        if overview.backup_trouble:
            words = self.tr("Today's backup was not made. %1", "%1 a sentence")
            return words.replace("%1", overview.backup_trouble)
        return ""

    @Slot()
    def ask(self) -> None:
        """Whether something else still works on the same orders."""
        if self.question is not None or self._behind is None:
            return
        self.question = Question(
            self.tr("Is PodBridge off on the old computer?"),
            (
                self.tr(
                    "This data came from a backup. If another computer still runs PodBridge for these stores, close it there for good first: two would send the same orders."
                ),
                self.tr(
                    "Then PodBridge looks at your suppliers and stores, takes over what was done since the backup, and only then goes on by itself."
                ),
            ),
            [
                Choice("no", self.tr("Not yet")),
                Choice("yes", self.tr("It is off, or this is the same computer"), Kind.PRIMARY),
            ],
            icon="hand",
            parent=self.window(),
        )
        self.question.chosen.connect(self._on_chosen)
        self.question.finished.connect(self._on_finished)
        self.question.open()

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        if key != "yes" or self._actions is None:
            return
        try:
            self._actions.old_computer_is_off()
        except PodBridgeError as error:
            self.said.emit(told(error))
        else:
            self.happened.emit()

    @Slot()
    def _on_finished(self) -> None:
        self.question = None
