"""One run of the window: opens the workspace behind a window that is shown already, and closes it in order."""

from __future__ import annotations

import logging
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from podbridge_desktop.config import Config
from podbridge_desktop.errors import KeyringMissing, PodBridgeError, StoreDamaged, StoreTrouble
from podbridge_desktop.paths import Workspace
from podbridge_desktop.ui.background import Background
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.dialogs.question import Choice, Question, trouble
from podbridge_desktop.ui.files import Files, SystemFiles
from podbridge_desktop.ui.garbage import GuiCollector
from podbridge_desktop.ui.main_window import MainWindow
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import Kind
from podbridge_desktop.ui.words.formats import Formats

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.domain.glance import Glance
    from podbridge_desktop.ui.dialogs.keys_dialog import KeysDialog
    from podbridge_desktop.ui.engine_thread import EngineThread
    from podbridge_desktop.ui.opening import Opened

log = logging.getLogger(__name__)

_STAND_BY_MS = 3_000  # between two looks whether the engine is free


class Session(QObject):
    """GUI thread only. `begin` once the window is shown; `end` after the event loop."""

    ready = Signal()
    refused = Signal(object)  # PodBridgeError: the workspace cannot be opened
    finished = Signal()  # the seller does not want to go on

    def __init__(self, config: Config) -> None:
        super().__init__()
        self._config = config
        self._throw_away: Path | None = None
        self.opened: Opened | None = None
        self.engine: EngineThread | None = None
        self.files: Files = SystemFiles()
        self._trouble: PodBridgeError | None = None  # why it is not open
        self._newest: Path | None = None  # the backup that was offered
        self._asking: KeysDialog | Question | None = None
        self._collector = GuiCollector(self)
        self._collector.start()
        self._stand_by = QTimer(self)
        self._stand_by.setInterval(_STAND_BY_MS)
        self._stand_by.timeout.connect(self._on_stand_by)
        self.background = Background(self)
        self.bridge = Bridge(self)
        self._formats = Formats(now=self._now)
        self.window = self._new_window()

    def _new_window(self) -> MainWindow:
        window = MainWindow(self._formats, practice=self._config.practice)
        window.restore_wanted.connect(self.come_back)
        return window

    def begin(self) -> None:
        """Open the workspace elsewhere: a keyring may ask for its password. The newest orders come first."""
        self.window.show_loading()
        self.background.run(
            partial(_first_look, self._config), self._on_first_look, self._on_failed
        )

    def end(self) -> bool:
        """Stop everything, wait for it, close it. False when a thread did not end in time."""
        opened, self.opened = self.opened, None
        ended = self._close(opened)
        if ended:
            self._collector.stop()
        return ended

    def _close(self, opened: Opened | None) -> bool:
        if opened is None:
            self.background.close(seconds=1)
            return True
        self._stand_by.stop()
        opened.container.stop()
        self.window.orders.close_down()
        self.background.close()
        ended = self.engine is None or self.engine.stop()
        if ended:
            opened.container.close()
        else:
            log.error("the engine did not stop in time; what it did is recorded and goes on later")
        if opened.vendors is not None:
            opened.vendors.stop()
        if self._throw_away is not None:
            shutil.rmtree(self._throw_away, ignore_errors=True)
        return ended

    # --- coming back from a backup ------------------------------------------------------------------------------

    @Slot(object, object)
    def come_back(self, file: Path, key: Path | None) -> None:
        """Close the data, let a backup take its place, and open it in a window of its own."""
        self._stand_by.stop()
        opened, self.opened = self.opened, None
        ended, self.engine = self._close(opened), None
        old = self.window
        self.background, self.bridge = Background(self), Bridge(self)
        self.window = self._new_window()
        self.window.setGeometry(old.geometry())
        self.window.show()
        old.hide()
        old.deleteLater()
        if not ended:
            self._on_failed(
                StoreTrouble(
                    self.tr(
                        "A call did not end in time. Close PodBridge, open it and restore again."
                    )
                )
            )
            return
        self.window.show_loading(self.tr("Restoring the backup…"))
        self.background.run(
            partial(_restore, self._config, file, key), self._on_restored, self._on_failed
        )

    def _on_restored(self, _before: Path | None) -> None:
        self.begin()

    def _now(self) -> datetime:
        return datetime.now(UTC) if self.opened is None else self.opened.container.clock.now()

    def _on_first_look(self, seen: Glance | None) -> None:
        if seen is not None and seen.orders:
            self.window.show_first_look(
                seen.orders, waiting=seen.waiting, many_stores=seen.stores > 1
            )
        self.background.run(partial(_open, self._config), self._on_opened, self._on_failed)

    def _on_opened(self, opened: Opened) -> None:
        from podbridge_desktop.ui import opening  # noqa: PLC0415 - imported by now, off this thread

        self.opened = opened
        container = opened.container
        container.listen(self.bridge.tell)
        shelf = opening.PictureShelf(container.picture, self.background, self)
        thumbnails = opening.Thumbnails(shelf.provide, self)
        shelf.arrived.connect(thumbnails.arrived)
        desk = opening.Desk(
            container,
            self.bridge,
            Formats(now=self._now),
            self.background,
            thumbnails,
            doors=opening.practice_doors(opened),
        )
        if opened.world is not None:
            self.window.banner.open(opened.world, self.background)
        self.window.fill(desk, owns=opened.owns, owner=container.engine_owner())
        if container.only_shown is not None:
            self.window.show_only(container.only_shown)
        self.window.banner.happened.connect(shelf.ask_again)
        if opened.owns:
            self._start_engine(container)
        elif container.only_shown is None and opened.world is None:
            self._stand_by.start()
        self.ready.emit()

    def _start_engine(self, container: Container) -> None:
        from podbridge_desktop.ui import opening  # noqa: PLC0415 - see above

        self.engine = opening.EngineThread(container, self)
        self.engine.broke.connect(self.window.status.on_engine_broke)
        self.engine.lost.connect(self._on_engine_lost)
        self.engine.damaged.connect(self.on_damaged)
        self.engine.start()

    @Slot()
    def _on_engine_lost(self) -> None:
        """Another program took over while this one was paused."""
        if self.opened is not None:
            self.opened.container.leave_engine()
            self.window.status.synced_by(self.opened.container.engine_owner())
            self._stand_by.start()

    @Slot()
    def _on_stand_by(self) -> None:
        """The program that synced has ended: somebody must."""
        if self.opened is None:
            self._stand_by.stop()
        elif self.opened.container.take_engine("window"):
            self._stand_by.stop()
            self.window.status.synced_by("")
            self._start_engine(self.opened.container)

    # --- when it cannot be opened -------------------------------------------------------------------------------

    def _on_failed(self, error: PodBridgeError) -> None:
        log.warning("the workspace could not be opened: %s", error.code)
        self.refused.emit(error)
        self._trouble = error
        dialog: KeysDialog | Question
        if isinstance(error, KeyringMissing):
            dialog = self._keys_dialog(error)
        elif isinstance(error, StoreDamaged):
            self.window.status.show(Tone.DANGER, error.message)
            dialog = self._damage_question(error)
        else:
            close = Choice("close", self.tr("Close PodBridge"))
            other = Choice("other", self.tr("Restore a backup…"))
            again = Choice("again", self.tr("Try again"), Kind.PRIMARY)
            by_backup = error.code == "database_key_missing"
            dialog = trouble(
                error, [close, other, again] if by_backup else [close, again], self.window
            )
        self._asking = dialog
        dialog.finished.connect(self._on_answered)
        dialog.chosen.connect(self._on_chosen)
        dialog.rejected.connect(self.finished)
        dialog.open()

    def _keys_dialog(self, error: KeyringMissing) -> KeysDialog:
        from podbridge_desktop.ui.dialogs.keys_dialog import KeysDialog  # noqa: PLC0415 - seldom needed

        dialog = KeysDialog(error, self._config, self.background, self.window)
        dialog.unlocked.connect(self._on_unlocked)
        return dialog

    @Slot(object)
    def on_damaged(self, error: StoreDamaged) -> None:
        """A part of the data cannot be read; she is asked once, however many parts turn out to be so."""
        if self._asking is None:
            self._on_failed(error)

    @Slot()
    def _on_answered(self) -> None:
        self._asking = None

    def _damage_question(self, error: StoreDamaged) -> Question:
        from podbridge_desktop.bootstrap.backups import kept_in  # noqa: PLC0415 - imported by now
        from podbridge_desktop.ui.dialogs.damage import damage_question  # noqa: PLC0415 - seldom needed

        kept = kept_in(self._config.workspace.backups)
        self._newest = kept[0].file if kept else None
        return damage_question(error, kept[0] if kept else None, self._formats, self.window)

    def _choose_backup(self) -> None:
        from podbridge_desktop.ui.dialogs.restore_steps import RestoreSteps  # noqa: PLC0415 - seldom needed

        steps = RestoreSteps(self._config, self.background, self._formats, self.files, self.window)
        steps.wanted.connect(self.come_back)
        steps.ended.connect(self._on_nothing_chosen)
        steps.begin()

    @Slot()
    def _on_nothing_chosen(self) -> None:
        """Then it is still as it was."""
        if self._trouble is not None:
            self._on_failed(self._trouble)

    @Slot(object)
    def _on_unlocked(self, config: Config) -> None:
        self._config = config
        self.begin()

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        if key == "close":
            self.finished.emit()
            return
        if key == "newest" and self._newest is not None:
            self.come_back(self._newest, None)
            return
        if key == "other":
            self._choose_backup()
            return
        if key == "session":
            self._throw_away = Path(tempfile.mkdtemp(prefix="podbridge-session-"))
            self._config = replace(
                self._config, session_only=True, workspace=Workspace(self._throw_away)
            )
        self.begin()


def _first_look(config: Config) -> Glance | None:
    from podbridge_desktop.bootstrap.first_look import first_look  # noqa: PLC0415 - after the first frame

    return first_look(config)


def _open(config: Config) -> Opened:
    """Imports the rest of the program on the thread that opens the workspace: the window stays awake meanwhile."""
    from podbridge_desktop.ui.opening import open_workspace  # noqa: PLC0415

    return open_workspace(config)


def _restore(config: Config, file: Path, key: Path | None) -> Path | None:
    from podbridge_desktop.bootstrap import restoring  # noqa: PLC0415

    return restoring.restore(config, file, key).before
