"""Renders every tab in practice mode, light and dark, into docs/pictures: `python docs/take_pictures.py [FOLDER]`.

Made with the program itself against the simulated vendors; nothing is drawn by hand. README and guide use them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from podbridge_desktop.bootstrap.container import Container, open_container
from podbridge_desktop.bootstrap.practice import PracticeVendors, World, make_ready
from podbridge_desktop.config import Config, read_config
from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.sync.engine import Engine
from podbridge_desktop.ui.main_window import CONNECTIONS, EXCEPTIONS, ORDERS, PRODUCTS
from podbridge_desktop.ui.session import Session
from podbridge_desktop.ui.tabs.exceptions_tab import ExceptionsTab
from podbridge_desktop.ui.theme import Scheme, Theme
from podbridge_desktop.ui.widgets.selection import select_ids

TABS = {
    CONNECTIONS: "connections",
    PRODUCTS: "products",
    ORDERS: "orders",
    EXCEPTIONS: "exceptions",
}


class Story:
    """A few days of a small shop: orders on every step, some of them stuck."""

    def __init__(self, container: Container, world: World) -> None:
        self._container, self._world = container, world
        self._engine: Engine = container.engine(spawn=None)

    def play(self) -> None:
        self._limit(on=False)
        self._sync()
        rows = self._container.reads.connections()
        products = self._container.reads.products()
        for store in (row for row in rows if row.kind == "store"):
            for supplier in (row for row in rows if row.kind == "supplier"):
                ours = [each for each in products if each.supplier_id == supplier.id]
                for product in ours[:4]:
                    self._container.actions.push(PushRequest(product.id, store.id))
        self._sync()
        self._buy(7)
        self._approve(6)
        self._days(4)
        self._buy(5)
        self._approve(4)
        self._days(1)
        self._hold_one()
        self._buy(4)
        self._world.post("buy", {"hand_packed": True, "skus": ["CANDLE-HONEY"]})
        self._sync()
        self._limit(on=True)

    def _limit(self, *, on: bool) -> None:
        """The vendors' limits of calls would only make us wait."""
        for row in self._container.reads.connections():
            self._world.post("vendor", {"name": row.platform, "action": "limiter", "on": on})

    def _sync(self) -> None:
        self._engine.run_pass(threading.Event())

    def _buy(self, count: int) -> None:
        self._world.buy(count)
        self._sync()

    def _days(self, count: int) -> None:
        for _ in range(count):
            self._world.next_day()
            self._sync()

    def _approve(self, count: int) -> None:
        """Some orders; what turns out dearer at the supplier is approved once more."""
        for _ in range(2):
            cases = [each for each in self._container.reads.cases() if each.order_id]
            waiting = [case for case in cases if Action.APPROVE in case.actions]
            dearer = [case for case in waiting if case.kind is CaseKind.COST_HIGHER]
            for case in dearer or waiting[:count]:
                self._container.actions.approve(case.order_id or 0)
            self._sync()
            if not any(case.kind is CaseKind.COST_HIGHER for case in self._container.reads.cases()):
                break

    def _hold_one(self) -> None:
        reads = self._container.reads
        for row in reads.first_orders(OrderQuery(), 50):
            detail = reads.order(row.id)
            if detail and row.step == "production" and not row.on_hold:
                part = detail.supplier_orders[0]
                maker = reads.connection(part.supplier_id)
                order = {
                    "external_id": part.external_id,
                    "supplier": maker.platform if maker else "",
                    "action": "hold",
                    "reason": "The print file is too small.",
                }
                self._world.post("supplier-order", order)
                break
        self._sync()


def prepare(config: Config) -> None:
    config.workspace.make()
    vendors = PracticeVendors(config.workspace.world, lively=False)
    container = open_container(config)
    try:
        make_ready(container, vendors.world)
        Story(container, vendors.world).play()
    finally:
        container.close()
        vendors.stop()


def wait(milliseconds: int) -> None:
    """Let the window live for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(session: Session) -> None:
    for _ in range(100):
        wait(60)
        if session.background.is_idle and not session.window.orders.model.is_waiting:
            break
    wait(250)


def save(window: QWidget, file: Path) -> None:
    """In all its colours: fewer would turn quiet tints into others."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = image.width(), image.height()
    drawn = Image.frombuffer(
        "RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine()
    )
    drawn.save(file, "PNG", optimize=True)


def shoot(session: Session, theme: Theme, folder: Path, suffix: str) -> None:
    window = session.window
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.apply(scheme)
        for tab, name in TABS.items():
            window.tabs.setCurrentIndex(tab)
            if tab == EXCEPTIONS:
                show_an_approval(window.exceptions)
            if tab == ORDERS:
                rows = session.opened.container.reads.first_orders(OrderQuery(), 8)
                window.orders.open_order(rows[-1].id)
            settle(session)
            save(window, folder / f"{name}-{scheme.value}{suffix}.png")
        shoot_dialogs(session, folder, f"{scheme.value}{suffix}")


def show_an_approval(tab: ExceptionsTab) -> None:
    """The button that says what it costs."""
    waiting = next((case for case in tab.model.rows if case.kind is CaseKind.APPROVAL), None)
    if waiting is not None:
        select_ids(tab.table, [waiting.id])


def shoot_dialogs(session: Session, folder: Path, suffix: str) -> None:
    window = session.window
    window.tabs.setCurrentIndex(PRODUCTS)
    window.products.open_push()
    window.products.open_links()
    window.connections.add_connection()
    window.show_about()
    settle(session)
    push, connect = window.products.dialog, window.connections.dialog
    save(push, folder / f"push-{suffix}.png")
    push.store.setCurrentIndex(push.store.count() - 1)
    settle(session)
    push.choices.fold.click()
    settle(session)
    save(push, folder / f"push-etsy-{suffix}.png")
    save(window.products.link_dialog, folder / f"links-{suffix}.png")
    for platform, name in (("shopify", ""), ("etsy", "-etsy"), ("printify", "-printify")):
        connect.chips[platform].click()
        settle(session)
        save(connect, folder / f"connect{name}-{suffix}.png")
    save(window.about, folder / f"about-{suffix}.png")
    for dialog in (push, window.products.link_dialog, connect, window.about):
        dialog.reject()
    wait(20)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path(__file__).with_name("pictures")
    )
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--scale", type=float, default=1.0, help="2: as on a screen at 200 %%")
    parser.add_argument("--data-dir", type=Path, help="a practice folder that is kept")
    options = parser.parse_args()
    if options.scale != 1.0 and os.environ.get("QT_SCALE_FACTOR") != str(options.scale):
        scaled = os.environ | {"QT_SCALE_FACTOR": str(options.scale)}
        return subprocess.run([sys.executable, *sys.argv], env=scaled, check=False).returncode  # noqa: S603
    with tempfile.TemporaryDirectory() as made:
        return take(options, options.data_dir or Path(made))


def take(options: argparse.Namespace, data_dir: Path) -> int:
    config = read_config(data_dir=data_dir, practice=True)
    if not config.workspace.database.exists():
        prepare(config)
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme = Theme(app)
    theme.apply(Scheme.LIGHT)
    session = Session(config)
    width, height = map(int, options.size.split("x"))
    session.window.setMinimumSize(width, height)
    session.window.resize(width, height)
    session.window.show()
    session.begin()
    loop = QEventLoop()
    session.ready.connect(loop.quit)
    session.refused.connect(loop.quit)
    loop.exec()
    wait(3000)
    suffix = "" if options.scale == 1.0 else f"@{options.scale:g}x"
    try:
        shoot(session, theme, options.folder, suffix)
    finally:
        session.window.hide()
        session.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
