"""One sign-in after the other by a store's own page; each can be stopped, and an address pasted in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from podbridge_desktop.bootstrap.connecting import ConnectForm, PageSignIn, Tested
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.pages import open_page


class BrowserSignIn(QObject):
    """`came_back` carries what was tested (Tested), `failed` why it was not (PodBridgeError)."""

    came_back = Signal(object)
    failed = Signal(object)
    _page_wanted = Signal(str)  # from the thread that waits

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._attempt: PageSignIn | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()  # the port is free for the next one
        self._ended.set()
        self._page_wanted.connect(self._on_page)

    def begin(self, form: ConnectForm) -> str:
        """Open the page and wait for the browser; returns the page. Raises `BadInput` for what is missing."""
        attempt = self._desk.container.connecting.begin_sign_in(form)
        self._stop.set()
        before, self._ended = self._ended, threading.Event()
        self._attempt, self._stop = attempt, threading.Event()
        wait = partial(attempt.wait, self._page_wanted.emit, self._stop)
        work = partial(_one_after_another, wait, before, self._ended)
        self._desk.background.run(work, self._on_back, self._on_failed)
        return attempt.url

    def open_again(self) -> None:
        if self._attempt is not None:
            self._on_page(self._attempt.url)

    def paste(self, address: str) -> None:
        """Take the answer from the seller; nobody waits for the browser any longer."""
        if self._attempt is None:
            return
        self._stop.set()
        self._stop = threading.Event()
        work = partial(self._attempt.paste, address, self._stop)
        self._desk.background.run(work, self._on_back, self._on_failed)

    def stop(self) -> None:
        """What the browser still brings is not waited for."""
        self._stop.set()
        self._attempt = None

    def _on_back(self, tested: Tested) -> None:
        self.came_back.emit(tested)

    def _on_failed(self, error: PodBridgeError) -> None:
        self.failed.emit(error)

    @Slot(str)
    def _on_page(self, address: str) -> None:
        open_page(address, self._desk.opener)


def _one_after_another(
    wait: Callable[[], Tested], before: threading.Event, ended: threading.Event
) -> Tested:
    """The one before may still be letting go of the port."""
    try:
        before.wait()
        return wait()
    finally:
        ended.set()
