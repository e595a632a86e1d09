"""Product pictures in rows and panes. A provider gives what is on this machine; nothing here touches the network."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyleOptionViewItem, QWidget

from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import PAD, Tokens, tokens
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.row_delegate import Index, RowDelegate

Provider = Callable[[str], QImage | None]
_ROUND = 4.0


class Thumbnails(QObject):
    """Asks the provider and keeps scaled pictures. Call `arrived` (a slot) when an address can be answered now."""

    ready = Signal(str)

    def __init__(self, provider: Provider, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._provider = provider
        self._versions: dict[str, int] = {}

    @Slot(str)
    def arrived(self, url: str) -> None:
        self._versions[url] = (
            self._versions.get(url, 0) + 1
        )  # scaled copies of an older picture are not asked for again
        self.ready.emit(url)

    def scaled(self, url: str, size: int, ratio: float) -> QPixmap | None:
        """The picture cropped to a square of `size` logical pixels; None while it is not here."""
        key = f"thumb/{id(self)}/{self._versions.get(url, 0)}/{url}/{size}/{ratio}"
        cached = QPixmap()
        if QPixmapCache.find(key, cached):
            return cached
        image = self._provider(url) if url else None
        if image is None or image.isNull():
            return None
        edge = round(size * ratio)
        filled = image.scaled(
            QSize(edge, edge),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        crop = QRect(0, 0, edge, edge)
        crop.moveCenter(filled.rect().center())
        made = QPixmap.fromImage(filled.copy(crop))
        made.setDevicePixelRatio(ratio)
        QPixmapCache.insert(key, made)
        return made


def paint_thumbnail(
    painter: QPainter, box: QRectF, picture: QPixmap | None, colors: Tokens
) -> None:
    """The picture with rounded corners and a hairline, or a quiet placeholder."""
    shape = QPainterPath()
    shape.addRoundedRect(box, _ROUND, _ROUND)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(box, QColor(colors.sunken))
    if picture is None:
        edge = min(24.0, box.width() / 2)
        at = QRectF(box.center().x() - edge / 2, box.center().y() - edge / 2, edge, edge)
        paint_icon(painter, at, "image", colors.disabled)
    else:
        painter.drawPixmap(box, picture, QRectF(picture.rect()))
    painter.restore()
    painter.setPen(QPen(QColor(colors.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)


class ThumbnailDelegate(RowDelegate):
    """A picture from `Role.THUMBNAIL_URL`, then the text of the cell."""

    def __init__(self, thumbnails: Thumbnails, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self._view = view
        thumbnails.ready.connect(self._on_ready)

    @Slot(str)
    def _on_ready(self, _url: str) -> None:
        self._view.viewport().update()

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        edge = option.rect.height() - 8
        box = QRectF(option.rect.left() + PAD, option.rect.top() + 4, edge, edge - 1)
        url = str(index.data(Role.THUMBNAIL_URL) or "")
        ratio = painter.device().devicePixelRatio()
        paint_thumbnail(painter, box, self._thumbnails.scaled(url, edge, ratio), colors)
        beside = QStyleOptionViewItem(option)
        beside.rect = option.rect.adjusted(PAD + edge, 0, 0, 0)
        super().paint_content(painter, beside, index, colors)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        text = super().sizeHint(option, index)
        return QSize(text.width() + PAD + text.height() - 8, text.height())


class ThumbnailLabel(QWidget):
    """One product picture, for cards and the detail pane."""

    def __init__(
        self, thumbnails: Thumbnails, edge: int = 96, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._edge = edge
        self._url = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        thumbnails.ready.connect(self._on_ready)

    def show_url(self, url: str, name: str) -> None:
        self._url = url
        self.setAccessibleName(name)
        self.update()

    @Slot(str)
    def _on_ready(self, url: str) -> None:
        if url == self._url:
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._edge, self._edge)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = self._thumbnails.scaled(self._url, self._edge, self.devicePixelRatioF())
        paint_thumbnail(painter, QRectF(self.rect()), picture, tokens(self.palette()))
        painter.end()
