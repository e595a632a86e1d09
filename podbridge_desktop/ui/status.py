"""What the status line says: how the connections are, or for a moment what was just done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.status_line import StatusLine
from podbridge_desktop.ui.words.health import status_of

if TYPE_CHECKING:
    from podbridge_desktop.domain.views import ConnectionRow
    from podbridge_desktop.ui.words.formats import Formats

_SAID_MS = 8_000


class Status(QObject):
    """`show` is what holds; `say` gives way after a while."""

    def __init__(self, line: StatusLine, formats: Formats) -> None:
        super().__init__(line)
        self._line, self._formats = line, formats
        self._holds: tuple[Tone, str] = Tone.NEUTRAL, ""
        self._owner = ""
        self._above: tuple[Tone, str] | None = None
        self._held_back = ""
        self._broke = False
        self._connections: tuple[ConnectionRow, ...] = ()
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(_SAID_MS)
        self._said.timeout.connect(self._on_rest)

    def show(self, tone: Tone, text: str) -> None:
        self._holds = tone, text
        if not self._said.isActive():
            self._on_rest()

    def hold(self, tone: Tone, text: str) -> None:
        """Something that counts more than how the connections are, as long as this window is open."""
        self._above = tone, text
        self.show(tone, text)

    def held_back(self, why: str) -> None:
        """Why nothing new is sent for now; empty when that is over."""
        self._held_back = why

    def synced_by(self, owner: str) -> None:
        """Another process syncs this data; this window only shows it."""
        if owner != self._owner:
            self._owner = owner
            self.tell_health(self._connections)

    @Slot(str)
    def say(self, words: str) -> None:
        self._line.set_state(Tone.INFO, words)
        self._said.start()

    @Slot()
    def on_engine_broke(self) -> None:
        """The engine ended by itself; the log has the reason."""
        self._broke = True
        self.tell_health(self._connections)

    def tell_health(self, connections: tuple[ConnectionRow, ...]) -> None:
        """The worst that is known."""
        self._connections = connections
        if self._broke:
            words = self.tr("Syncing has stopped by a mistake. Close PodBridge and open it again.")
            self.show(Tone.DANGER, words)
        elif self._above is not None:
            self.show(*self._above)
        elif self._held_back:
            self.show(Tone.DANGER, self._held_back)
        elif self._owner:
            words = self.tr("Another program syncs this data: %1. This window shows it.")
            self.show(Tone.INFO, words.replace("%1", self._owner))
        else:
            self.show(*status_of(connections, self._formats))

    @Slot()
    def _on_rest(self) -> None:
        self._line.set_state(*self._holds)
