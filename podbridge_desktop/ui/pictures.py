"""Product pictures for rows and cards: fetched and decoded off the GUI thread, kept small in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.background import Background

_EDGE = 512  # the largest that is ever painted, at 200 %
_KEPT = 300

Find = Callable[[str], Path | None]


class PictureShelf(QObject):
    """`find` gives a picture that is here, and begins to fetch one that is not; `arrived` tells when to ask again."""

    arrived = Signal(str)

    def __init__(self, find: Find, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._background = background
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()

    def provide(self, url: str) -> QImage | None:
        """The picture, or None while it is on its way (or cannot be had)."""
        image = self._images.get(url)
        if image is not None:
            self._images.move_to_end(url)
        elif url not in self._asked:
            self._asked.add(url)
            self._background.run(partial(_read, self._find, url), self._on_read, self._on_failed)
        return image

    def ask_again(self) -> None:
        """Pictures that could not be had may be there now."""
        self._asked &= set(self._images)

    def _on_read(self, found: tuple[str, QImage | None]) -> None:
        url, image = found
        if image is None:
            return
        self._images[url] = image
        while len(self._images) > _KEPT:
            self._asked.discard(self._images.popitem(last=False)[0])
        self.arrived.emit(url)

    def _on_failed(self, _error: PodBridgeError) -> None:
        """Logged already; the place keeps its quiet sign."""


def _read(find: Find, url: str) -> tuple[str, QImage | None]:
    """Fetch and decode to a size that is never too large; what is no picture is None."""
    file = find(url)
    if file is None:
        return url, None
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _EDGE:
        reader.setScaledSize(size.scaled(QSize(_EDGE, _EDGE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return url, None if image.isNull() else image
