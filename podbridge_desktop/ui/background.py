"""Calls that may take longer than a frame, on a few threads of their own; their answers come in the GUI thread."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from podbridge_desktop.errors import PodBridgeError, Stopped

log = logging.getLogger(__name__)
_T = TypeVar("_T")
Done = Callable[[_T], None]
Failed = Callable[[PodBridgeError], None]


class Background(QObject):
    """Made in the GUI thread. The threads are daemons: a keyring that never answers cannot keep the program open."""

    idle = Signal()
    _answered = Signal(int, object, object)  # ticket, answer, error

    def __init__(self, parent: QObject | None = None, *, workers: int = 4) -> None:
        super().__init__(parent)
        self._wishes: queue.SimpleQueue[tuple[int, Callable[[], Any]] | None] = queue.SimpleQueue()
        # The receivers stay in this thread: a widget whose last holder is another thread would be freed there.
        self._receivers: dict[int, tuple[Done[Any], Failed]] = {}
        self._tickets = count()
        self._workers = workers
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._answered.connect(self._on_answered)

    @property
    def is_idle(self) -> bool:
        return not self._receivers

    def run(self, work: Callable[[], _T], done: Done[_T], failed: Failed) -> None:
        """Do `work` elsewhere, then one of the others here. They are methods; a widget that is gone is not called."""
        if self._closed:
            return
        ticket = next(self._tickets)
        self._receivers[ticket] = done, failed
        self._wishes.put((ticket, work))
        if len(self._threads) < min(self._workers, len(self._receivers)):
            thread = threading.Thread(target=self._serve, name="background", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self, seconds: float = 5.0) -> None:
        """Nothing is answered any more; wait for what is under way, but not for ever."""
        self._closed = True
        for _ in self._threads:
            self._wishes.put(None)
        for thread in self._threads:
            thread.join(seconds)
        self._receivers.clear()

    def _serve(self) -> None:
        while (wish := self._wishes.get()) is not None:
            ticket, work = wish
            answer, error = (None, None) if self._closed else _try(work)
            del wish, work
            if not self._closed:
                self._answered.emit(ticket, answer, error)
            del answer

    @Slot(int, object, object)
    def _on_answered(self, ticket: int, answer: object, error: PodBridgeError | None) -> None:
        if self._closed:
            return  # it was on its way when the window closed
        done, failed = self._receivers.pop(ticket)
        if error is None:
            _tell(done, answer)
        elif not isinstance(error, Stopped):
            _tell(failed, error)
        if not self._receivers:
            self.idle.emit()


def _try(work: Callable[[], Any]) -> tuple[Any, PodBridgeError | None]:
    try:
        return work(), None
    except PodBridgeError as known:
        return None, known
    except Exception as bug:  # the thread hook: logged, and said in plain words
        log.exception("a call in the background failed")
        return None, mistake(bug)


def _tell(receiver: Callable[[Any], None], what: object) -> None:
    owner = getattr(receiver, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        receiver(what)


def mistake(bug: BaseException) -> PodBridgeError:
    """A mistake of ours in words; the log keeps the whole."""
    return PodBridgeError(
        f"PodBridge made a mistake ({type(bug).__name__}). Nothing is lost.",
        hint="Try again; the log in the data folder says more.",
        code="bug",
    )
