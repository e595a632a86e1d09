"""The way back from a backup: which file, its recovery key where it needs one, and the question before anything is done."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.dialogs.question import Choice, Question, trouble
from podbridge_desktop.ui.widgets.buttons import Kind

if TYPE_CHECKING:
    from podbridge_desktop.config import Config
    from podbridge_desktop.domain.care import BackupFacts
    from podbridge_desktop.ui.background import Background
    from podbridge_desktop.ui.files import Files
    from podbridge_desktop.ui.words.formats import Formats


_BY_KEY = {"recovery_key_needed", "backup_unusable"}  # perhaps another computer's


class RestoreSteps(QObject):
    """`wanted` carries the backup and the recovery key (or None) once she has said yes; `ended` follows every way out."""

    wanted = Signal(object, object)
    ended = Signal()

    def __init__(
        self, config: Config, background: Background, formats: Formats, files: Files, over: QWidget
    ) -> None:
        super().__init__(over)
        self._config, self._background = config, background
        self._formats, self._files, self._over = formats, files, over
        self._file: Path | None = None
        self._key: Path | None = None
        self.question: Question | None = None

    def begin(self) -> None:
        """Ask for the file."""
        folder = self._config.workspace.backups
        file = self._files.known(
            self._over, self.tr("Restore a backup"), folder if folder.is_dir() else None
        )
        if file is None:
            self.ended.emit()
        else:
            self.look_at(file, None)

    def look_at(self, file: Path, key: Path | None) -> None:
        """Look into it behind the window."""
        self._file, self._key = file, key
        self._background.run(
            partial(_look, self._config, file, key), self._on_facts, self._on_failed
        )

    def _on_facts(self, facts: BackupFacts) -> None:
        when = self._formats.date_time(facts.made_at)
        title = self.tr("Restore the backup of %1?", "%1 a date and time").replace("%1", when)
        holds = self.tr("It is whole, and holds %1 orders.", "%1 a number")
        self._ask(
            title,
            (
                holds.replace("%1", self._formats.number(facts.orders)),
                self.tr("What is here now is kept beside it, and can be restored in the same way."),
                self.tr(
                    "Afterwards nothing is sent until you say so: first PodBridge takes over what your suppliers and stores did since then."
                ),
            ),
            [
                Choice("no", self.tr("Leave everything as it is")),
                Choice("restore", self.tr("Restore"), Kind.PRIMARY),
            ],
        )

    def _on_failed(self, error: PodBridgeError) -> None:
        close = Choice("no", self.tr("Close"))
        other = Choice("other", self.tr("Choose another backup…"))
        key = Choice("key", self.tr("Choose its recovery key…"), Kind.PRIMARY)
        by_key = error.code in _BY_KEY and self._key is None
        self.question = trouble(
            error, [close, other, key] if by_key else [close, other], self._over
        )
        self._show()

    def _ask(self, title: str, sentences: tuple[str, ...], choices: list[Choice]) -> None:
        self.question = Question(title, sentences, choices, icon="undo-2", parent=self._over)
        self._show()

    def _show(self) -> None:
        if self.question is not None:
            self.question.chosen.connect(self._on_chosen)
            self.question.rejected.connect(self.ended)
            self.question.open()

    @Slot(str)
    def _on_chosen(self, chosen: str) -> None:
        if chosen == "restore":
            self.wanted.emit(self._file, self._key)
        elif chosen == "other":
            self.begin()
        elif chosen == "key" and self._file is not None:
            key = self._files.known(self._over, self.tr("Choose the recovery key"))
            if key is None:
                self.ended.emit()
            else:
                self.look_at(self._file, key)
        else:
            self.ended.emit()


def _look(config: Config, file: Path, key: Path | None) -> BackupFacts:
    from podbridge_desktop.bootstrap import restoring  # noqa: PLC0415 - with its first use only

    return restoring.look(config, file, key)
