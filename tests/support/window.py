"""The real window on a real workspace, its engine on QThreads, against the practice world of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, QUrl

from podbridge_desktop.config import Config
from podbridge_desktop.domain.views import CaseRow, OrderDetail
from podbridge_desktop.ui.main_window import EXCEPTIONS, PRODUCTS
from podbridge_desktop.ui.session import Session
from tests.support.bridge import Bridge

PATIENCE = 60_000  # for machines that are busy; nothing waits so long by design


class Window:
    """One seller at the window."""

    def __init__(self, qtbot: Any, session: Session, bridge: Bridge) -> None:
        self.qtbot, self.session, self.bridge = qtbot, session, bridge
        self.main = session.window
        self.pages: list[QUrl] = []

    @property
    def container(self) -> Any:
        assert self.session.opened is not None
        return self.session.opened.container

    def click(self, button: Any) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def until(self, claim: Any) -> None:
        self.qtbot.waitUntil(claim, timeout=PATIENCE)

    def activate(self) -> None:
        """Without a window manager nobody does it after a dialog."""
        self.main.activateWindow()
        self.until(self.main.isActiveWindow)

    def sync(self) -> None:
        """Press *Sync now* and wait for its end."""
        self.until(lambda: not self.main.syncing.is_waiting)  # one that began before saw less
        self.click(self.main.sync)
        self.until(lambda: not self.main.syncing.is_waiting)

    def push_first(self) -> None:
        """Push the first product by clicking."""
        self.sync()
        products = self.main.products
        self.main.tabs.setCurrentIndex(PRODUCTS)
        self.until(lambda: products.model.rowCount() > 0)
        self.click(products.push)
        with self.qtbot.waitSignal(products.dialog.pushed, timeout=PATIENCE):
            self.click(products.dialog.go)
        self.until(lambda: self.state_of_first() == "live")
        self.activate()

    def state_of_first(self) -> str:
        return str(self.container.reads.products()[0].listings[0].state)

    def cases(self) -> tuple[CaseRow, ...]:
        return self.main.exceptions.model.rows

    def await_case(self, kind: str) -> CaseRow:
        self.main.tabs.setCurrentIndex(EXCEPTIONS)
        self.until(lambda: any(case.kind == kind for case in self.cases()))
        return next(case for case in self.cases() if case.kind == kind)

    def enter(self, widget: Any) -> None:
        self.qtbot.keyClick(widget, Qt.Key.Key_Return)

    def orders(self) -> list[OrderDetail]:
        self.bridge.container = self.container
        return self.bridge.orders()


@contextmanager
def running_window(qtbot: Any, bridge: Bridge) -> Iterator[Window]:
    """The window over the test's own world; whatever happens, it is closed and every thread has ended."""
    if not bridge.container.reads.connections():
        bridge.connect()
    bridge.container.close()
    session = open_session(qtbot, bridge.config)
    try:
        window = Window(qtbot, session, bridge)
        window.activate()
        yield window
    finally:
        session.window.hide()
        assert session.end()


def open_session(qtbot: Any, config: Config) -> Session:
    session = Session(config)
    session.window.show()
    try:
        with qtbot.waitSignal(session.ready, timeout=PATIENCE):
            session.begin()
    except BaseException:
        session.end()
        raise
    return session
