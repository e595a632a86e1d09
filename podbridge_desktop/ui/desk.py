"""What every tab works with, made once when the workspace is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.bootstrap.container import Container
from podbridge_desktop.domain.reading import Reads
from podbridge_desktop.ui.background import Background
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.widgets.thumbnails import Thumbnails
from podbridge_desktop.ui.words.formats import Formats


@dataclass(frozen=True, slots=True)
class Desk:
    """`doors` are the addresses of the practice vendors by platform: in practice mode nothing else is connected."""

    container: Container
    bridge: Bridge
    formats: Formats
    background: Background
    thumbnails: Thumbnails
    opener: Callable[[QUrl], object] = QDesktopServices.openUrl
    doors: Mapping[str, str] = field(default_factory=dict)

    @property
    def reads(self) -> Reads:
        return self.container.reads

    @property
    def actions(self) -> Actions:
        return self.container.actions

    @property
    def is_practice(self) -> bool:
        return self.container.config.practice
