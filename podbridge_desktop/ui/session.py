"""One run of the window: opens the workspace behind a window that is shown already, and closes it in order."""

from __future__ import annotations

import logging
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from podbridge_desktop.bootstrap.container import Container, open_container
from podbridge_desktop.bootstrap.practice import PracticeVendors, World, make_ready, running_world
from podbridge_desktop.config import Config
from podbridge_desktop.errors import KeyringMissing, PodBridgeError
from podbridge_desktop.paths import Workspace
from podbridge_desktop.ui.background import Background
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import Choice, Question, trouble
from podbridge_desktop.ui.engine_thread import EngineThread
from podbridge_desktop.ui.garbage import GuiCollector
from podbridge_desktop.ui.main_window import MainWindow
from podbridge_desktop.ui.pictures import PictureShelf
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import Kind
from podbridge_desktop.ui.widgets.thumbnails import Thumbnails
from podbridge_desktop.ui.words.formats import Formats

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Opened:
    """A workspace that is open. `vendors` is the process of the practice vendors, where this run started it."""

    container: Container
    owns: bool
    world: World | None = None
    vendors: PracticeVendors | None = None


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
        self._collector = GuiCollector(self)
        self._collector.start()
        self.background = Background(self)
        self.bridge = Bridge(self)
        self.window = MainWindow(Formats(now=self._now), practice=config.practice)

    def begin(self) -> None:
        """Open the workspace elsewhere: a keyring may ask for its password."""
        self.window.show_loading()
        self.background.run(partial(open_workspace, self._config), self._on_opened, self._on_failed)

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

    def _now(self) -> datetime:
        return datetime.now(UTC) if self.opened is None else self.opened.container.clock.now()

    def _on_opened(self, opened: Opened) -> None:
        self.opened = opened
        container = opened.container
        container.listen(self.bridge.tell)
        shelf = PictureShelf(container.picture, self.background, self)
        thumbnails = Thumbnails(shelf.provide, self)
        shelf.arrived.connect(thumbnails.arrived)
        desk = Desk(
            container,
            self.bridge,
            Formats(now=self._now),
            self.background,
            thumbnails,
            doors=_doors(opened),
        )
        if opened.world is not None:
            self.window.banner.open(opened.world, self.background)
        self.window.fill(desk, owns=opened.owns, owner=container.engine_owner())
        self.window.banner.happened.connect(shelf.ask_again)
        if opened.owns:
            self.engine = EngineThread(container, self)
            self.engine.broke.connect(self.window.status.on_engine_broke)
            self.engine.start()
        self.ready.emit()

    # --- when it cannot be opened -------------------------------------------------------------------------------

    def _on_failed(self, error: PodBridgeError) -> None:
        log.warning("the workspace could not be opened: %s", error.code)
        self.refused.emit(error)
        again = Choice("again", self.tr("Try again"), Kind.PRIMARY)
        close = Choice("close", self.tr("Close PodBridge"))
        if isinstance(error, KeyringMissing):
            dialog = no_keyring(error, self.window)
        else:
            dialog = trouble(error, [close, again], self.window)
        dialog.chosen.connect(self._on_chosen)
        dialog.rejected.connect(self.finished)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        if key == "close":
            self.finished.emit()
            return
        if key == "session":
            self._throw_away = Path(tempfile.mkdtemp(prefix="podbridge-session-"))
            self._config = replace(
                self._config, session_only=True, workspace=Workspace(self._throw_away)
            )
        self.begin()


def open_workspace(config: Config) -> Opened:
    """Off the GUI thread. In practice mode the one that syncs also runs the vendors, in a process of their own."""
    container, opened = open_container(config), None
    try:
        opened = Opened(container, container.take_engine("window"))
        if config.practice:
            opened.world = running_world(config.workspace.world)
        if config.practice and opened.owns and not (opened.world and _answers(container)):
            opened.vendors = PracticeVendors(config.workspace.world)
            opened.world = opened.vendors.world
            make_ready(container, opened.world)
    except Exception:
        if opened is not None and opened.vendors is not None:
            opened.vendors.stop()
        container.close()
        raise
    return opened


def _answers(container: Container) -> bool:
    """Whether the world that another process runs is the one that our connections know."""
    try:
        rows = container.reads.connections()
        return bool(rows) and all(container.check(row.id) for row in rows)
    except PodBridgeError:
        return False


def no_keyring(error: KeyringMissing, parent: MainWindow) -> Question:
    """The one answer to a missing keyring (rulings 16), never silently plain text."""
    translate = QCoreApplication.translate
    session = translate(
        "Session",
        "“This session only” works without a keyring: PodBridge then starts empty, and when you close it,"
        " keys and data are gone. Use it to look around.",
    )
    choices = [
        Choice("session", translate("Session", "This session only")),
        Choice("again", translate("Session", "Try again"), Kind.PRIMARY),
    ]
    return Question(
        error.title,
        (error.message, error.hint, session),
        choices,
        tone=Tone.DANGER,
        icon="key-round",
        parent=parent,
    )


def _doors(opened: Opened) -> dict[str, str]:
    """Where the practice vendors are; in practice mode nothing else can be connected."""
    if opened.world is None:
        return {}
    known = {
        name.partition("-")[0]: str(door["api_url"])
        for name, door in reversed(list(opened.world.vendors.items()))
    }
    for row in opened.container.reads.connections():
        if row.api_url:
            known.setdefault(row.platform, row.api_url)
    return known
