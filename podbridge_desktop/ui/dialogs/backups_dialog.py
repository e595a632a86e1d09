"""*Backups*: how safe the data is, a copy on another disk, the key that opens it elsewhere, and the way back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.dialogs.restore_steps import RestoreSteps
from podbridge_desktop.ui.files import Files, SystemFiles
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import Button, primary, quiet
from podbridge_desktop.ui.widgets.note import Note, Notes
from podbridge_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from podbridge_desktop.domain.care import BackupFacts, Care
    from podbridge_desktop.ui.desk import Desk

_WIDTH = 560


class BackupsDialog(QDialog):
    """`restore_wanted` carries a backup and its recovery key (or None): the data must be closed for it."""

    restore_wanted = Signal(object, object)

    def __init__(self, desk: Desk, parent: QWidget | None, files: Files | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Backups"))
        self._desk, self._files = desk, files or SystemFiles()
        self._new_key: Path | None = None
        self.state, self.key_state, self.outcome = Notes(), Notes(), Notes()
        self.save = quiet(self.tr("Save a backup…"), "download")
        self.save_key = quiet(self.tr("Save the recovery key…"), "key-round")
        self.restore = quiet(self.tr("Restore a backup…"), "undo-2")
        self.shut = primary(self.tr("Close"))
        self.steps = RestoreSteps(
            desk.container.config, desk.background, desk.formats, self._files, self
        )
        self._build()
        self._connect()
        self._read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        column.addWidget(Text(self.tr("Backups"), TextStyle.HEADING))
        column.addWidget(self.outcome)
        column.addWidget(self.state)
        column.addWidget(Text(self._about_backups(), wrap=True, muted=True))
        column.addLayout(_row(self.save, self.restore))
        column.addSpacing(12)
        column.addWidget(Text(self.tr("Recovery key"), TextStyle.STRONG))
        column.addWidget(self.key_state)
        column.addWidget(Text(self._about_key(), wrap=True, muted=True))
        column.addLayout(_row(self.save_key))
        column.addStretch(1)
        column.addSpacing(12)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addLayout(foot)
        self.setMinimumWidth(_WIDTH)
        for button in self._workers:
            button.setEnabled(not self._desk.is_practice)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _about_backups(self) -> str:
        if self._desk.is_practice:
            return self.tr(
                "This is the practice shop: nothing in it is real, so nothing of it is backed up."
            )
        return self.tr(
            "PodBridge makes one every day and keeps those of the last seven days and of four weeks, in its data folder. Save one"
            " on another disk as well from time to time: when a disk fails, it takes both."
        )

    def _about_key(self) -> str:
        return self.tr(
            "Backups are encrypted. This computer opens them by itself; on another one they open only with this key. Keep it"
            " apart from the backups, in a password manager or on paper."
        )

    @property
    def _workers(self) -> tuple[Button, ...]:
        return self.save, self.restore, self.save_key

    def _connect(self) -> None:
        self.save.clicked.connect(self._on_save)
        self.save_key.clicked.connect(self._on_save_key)
        self.restore.clicked.connect(self._on_restore)
        self.shut.clicked.connect(self.accept)
        self.steps.wanted.connect(self._on_wanted)
        self.steps.ended.connect(self._on_rest)

    # --- how it stands ------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._desk.background.run(self._desk.container.backups.care, self._on_care, self._on_failed)

    def _on_care(self, care: Care) -> None:
        self.state.show_notes(self._state(care))
        self.key_state.show_notes((self._key_note(care),))
        self._fit()

    def _state(self, care: Care) -> tuple[Note, ...]:
        notes = []
        if care.trouble:
            failed = self.tr("Today's backup was not made. %1", "%1 a sentence")
            notes.append(Note(failed.replace("%1", care.trouble), Tone.DANGER))
        if care.last is not None:
            words = self.tr(
                "The newest is of %1. It was read back and is whole.", "%1 a date and time"
            )
            notes.append(
                Note(words.replace("%1", self._desk.formats.date_time(care.last)), Tone.SUCCESS)
            )
        elif not self._desk.is_practice:
            notes.append(
                Note(
                    self.tr(
                        "There is none yet. The first is made once a store or supplier is connected."
                    )
                )
            )
        return tuple(notes)

    def _key_note(self, care: Care) -> Note:
        if care.recovery_key_saved_at is None:
            return Note(self.tr("Not saved yet."), Tone.NEUTRAL, icon="info")
        words = self.tr("Saved on %1.", "%1 a date")
        return Note(
            words.replace("%1", self._desk.formats.date(care.recovery_key_saved_at)), Tone.SUCCESS
        )

    def _fit(self) -> None:
        if (column := self.layout()) is not None:
            column.activate()
            self.resize(self.width(), column.totalHeightForWidth(self.width()))

    # --- what she does ------------------------------------------------------------------------------------------

    @Slot()
    def _on_save(self) -> None:
        name = f"PodBridge {self._desk.formats.now():%Y-%m-%d}.backup"
        file = self._files.new(self, self.tr("Save a backup"), name)
        if file is not None:
            self.save.set_busy(self.tr("Saving, then reading it back…"))
            self._desk.background.run(
                partial(self._desk.container.backups.make, file), self._on_saved, self._on_failed
            )

    def _on_saved(self, facts: BackupFacts) -> None:
        words = self.tr("Saved: %1 orders. It was read back and is whole.", "%1 a number")
        self._say(words.replace("%1", self._desk.formats.number(facts.orders)), Tone.SUCCESS)

    @Slot()
    def _on_save_key(self) -> None:
        name = "PodBridge recovery key.txt"
        self._new_key = self._files.new(self, self.tr("Save the recovery key"), name)
        if self._new_key is not None:
            self.save_key.set_busy(self.tr("Saving…"))
            self._desk.background.run(
                partial(self._desk.container.backups.save_recovery_key, self._new_key),
                self._on_key_saved,
                self._on_failed,
            )

    def _on_key_saved(self, _nothing: None) -> None:
        self._say(
            self.tr("The recovery key is saved. Move it to where the backups are not."),
            Tone.SUCCESS,
        )

    @Slot()
    def _on_restore(self) -> None:
        self.restore.set_busy(self.tr("Looking into it…"))
        self.steps.begin()

    @Slot(object, object)
    def _on_wanted(self, file: Path, key: Path | None) -> None:
        self.accept()
        self.restore_wanted.emit(file, key)

    @Slot()
    def _on_rest(self) -> None:
        for button in self._workers:
            if button.is_busy:
                button.set_busy(None)

    def _on_failed(self, error: PodBridgeError) -> None:
        self._say(told(error), Tone.DANGER)

    def _say(self, words: str, tone: Tone) -> None:
        self._on_rest()
        self.outcome.show_notes((Note(words, tone),))
        self._read()


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
