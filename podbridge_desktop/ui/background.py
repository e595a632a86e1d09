"""Calls that may take longer than a frame, on a few threads of their own; their answers come in the GUI thread."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from podbridge_desktop.errors import PodBridgeError, Stopped

log = logging.getLogger(__name__)
_T = TypeVar("_T")
Done = Callable[[_T], None]
Failed = Callable[[PodBridgeError], None]


@dataclass(frozen=True, slots=True)
class _Call:
    work: Callable[[], Any]
    done: Done[Any]
    failed: Failed


class Background(QObject):
    """Made in the GUI thread. The threads are daemons: a keyring that never answers cannot keep the program open."""

    idle = Signal()
    _answered = Signal(object, object, object)  # call, answer, error

    def __init__(self, parent: QObject | None = None, *, workers: int = 4) -> None:
        super().__init__(parent)
        self._wishes: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._workers = workers
        self._threads: list[threading.Thread] = []
        self._open = 0
        self._closed = False
        self._answered.connect(self._on_answered)

    @property
    def is_idle(self) -> bool:
        return not self._open

    def run(self, work: Callable[[], _T], done: Done[_T], failed: Failed) -> None:
        """Do `work` elsewhere, then one of the others here. They are methods; a widget that is gone is not called."""
        if self._closed:
            return
        self._open += 1
        self._wishes.put(_Call(work, done, failed))
        if len(self._threads) < min(self._workers, self._open):
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

    def _serve(self) -> None:
        while (call := self._wishes.get()) is not None:
            if self._closed:
                continue
            try:
                answer, error = call.work(), None
            except PodBridgeError as known:
                answer, error = None, known
            except Exception as bug:  # the thread hook: logged, and said in plain words
                log.exception("a call in the background failed")
                answer, error = None, mistake(bug)
            if not self._closed:
                self._answered.emit(call, answer, error)

    @Slot(object, object, object)
    def _on_answered(self, call: _Call, answer: object, error: PodBridgeError | None) -> None:
        self._open -= 1
        if not self._closed:
            if error is None:
                _tell(call.done, answer)
            elif not isinstance(error, Stopped):
                _tell(call.failed, error)
        if not self._open:
            self.idle.emit()


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
