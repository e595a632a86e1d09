"""Asking for a file by the system's own dialog; tests answer in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

translate = QCoreApplication.translate


class Files(Protocol):
    """None: she thought better of it."""

    def new(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to save; `name` is proposed."""
        ...

    def known(self, parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
        """A file that is there."""
        ...


class SystemFiles:
    """The dialogs of this system."""

    def new(self, parent: QWidget, title: str, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
        return Path(chosen) if chosen else None

    def known(self, parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()))
        return Path(chosen) if chosen else None
