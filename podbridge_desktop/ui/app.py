"""Starts the window: `podbridge-desktop [--practice] [--data-dir DIR] [--picture FILE]`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from podbridge_desktop import __version__
from podbridge_desktop.config import read_config
from podbridge_desktop.paths import APP
from podbridge_desktop.ui.session import Session
from podbridge_desktop.ui.theme import Theme
from podbridge_desktop.ui.trouble import LastDoor

if TYPE_CHECKING:
    from podbridge_desktop.ui.portraits import Portraits


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed. Returns the exit status."""
    options = _options(argv)
    app = _application()
    Theme(app).apply()
    door = LastDoor()
    door.open()
    config = read_config(
        data_dir=options.data_dir, key_file=options.key_file, practice=options.practice
    )
    session = Session(config)
    session.finished.connect(app.quit)
    door.damaged.connect(session.on_damaged)
    session.window.show()
    portraits = None if options.picture is None else _portraits(session, options.picture)
    for number in (signal.SIGINT, signal.SIGTERM):  # Python looks at them at the collector's beat
        signal.signal(number, _on_signal)
    QTimer.singleShot(0, session, session.begin)  # after the window's first frame
    status = app.exec()
    session.window.hide()
    ended = session.end()
    door.close()
    if (
        not ended
    ):  # a call that cannot be cut off must not keep the program; its job is taken up next time
        logging.shutdown()
        os._exit(status)
    return status if portraits is None else portraits.status


def _portraits(session: Session, file: Path) -> Portraits:
    from podbridge_desktop.ui.portraits import Portraits  # noqa: PLC0415 - who only works needs no pictures

    return Portraits(session, file)


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C, or the system is shutting down: close in order."""
    QCoreApplication.quit()


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="podbridge-desktop", description="The bridge between your stores and suppliers."
    )
    parser.add_argument(
        "--practice", action="store_true", help="simulated stores and suppliers; no account needed"
    )
    parser.add_argument("--data-dir", type=Path, help="where the data is kept")
    parser.add_argument("--key-file", type=Path, help="keep keys in this file, not in the keyring")
    parser.add_argument(
        "--picture", type=Path, metavar="FILE", help="save pictures of the window as PNG and quit"
    )
    parser.add_argument("--version", action="version", version=f"{APP} {__version__}")
    return parser.parse_args(sys.argv[1:] if argv is None else list(argv))


def _application() -> QApplication:
    running = QCoreApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(APP)
    app.setApplicationDisplayName(APP)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("podbridge-desktop")
    return app
