"""Reads a store's lists for the push dialog, off the GUI thread; the newest question alone is answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from podbridge_desktop.bootstrap.container import Container
from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.domain.platforms import Platform
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.push_choices import PushChoices


class PushLists(QObject):
    """`settled` follows each answer; `trouble` says why the lists could not be read."""

    settled = Signal()

    def __init__(self, desk: Desk, choices: PushChoices, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._choices = desk, choices
        self._asked = 0
        self._platform: Platform | None = None
        self._last: dict[str, str] = {}
        self.waits = False
        self.trouble: PodBridgeError | None = None

    def read(self, store_id: str, requests: Sequence[PushRequest]) -> None:
        """Ask the store, if it asks for anything itself."""
        self._asked += 1
        self.waits, self.trouble = False, None
        self._platform = self._platform_of(store_id)
        if self._platform is None or not self._platform.listing_choices:
            self._choices.hide()
            return
        self.waits = True
        first, *others = (
            self._desk.actions.remembered_choices(store_id, each.product_id) for each in requests
        )
        self._last = {k: v for k, v in first.items() if all(o.get(k) == v for o in others)}
        self._choices.show_waiting(self._platform)
        work = partial(_ask, self._desk.container, store_id, tuple(requests), self._asked)
        self._desk.background.run(work, self._on_read, self._on_failed)

    def _platform_of(self, store_id: str) -> Platform | None:
        row = next(r for r in self._desk.container.reads.connections() if r.id == store_id)
        every = {each.key: each for each in self._desk.container.connecting.platforms}
        return every.get(row.platform)

    def _on_read(self, answer: tuple[int, tuple[ListingChoice, ...] | PodBridgeError]) -> None:
        asked, found = answer
        if asked != self._asked or self._platform is None:
            return
        self.waits = False
        if isinstance(found, PodBridgeError):
            self.trouble = found
            self._choices.show_unread()
        else:
            self._choices.show_lists(self._platform, found, self._last)
        self.settled.emit()

    def _on_failed(self, error: PodBridgeError) -> None:
        self._on_read((self._asked, error))


def _ask(
    container: Container, store_id: str, requests: Sequence[PushRequest], asked: int
) -> tuple[int, tuple[ListingChoice, ...] | PodBridgeError]:
    """A refusal comes back like an answer, so that it is known which question it belongs to."""
    try:
        return asked, container.shop_lists.of(store_id, requests)
    except PodBridgeError as error:
        return asked, error
