"""The mockups of a listing: which are shown, and in which order. Dragged, or moved by Ctrl and the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import Thumbnails

_EDGE = 112
_URL = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ListingPictures(QWidget):
    """`edited` follows every tick and move."""

    edited = Signal()

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Pictures"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setIconSize(QSize(_EDGE, _EDGE))
        self.list.setGridSize(QSize(_EDGE + 24, _EDGE + 40))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Snap)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.installEventFilter(self)
        hint = self.tr(
            "The first picture is the main one. Drag them into order; untick what buyers shall not see."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 0)
        column.setSpacing(8)
        column.addWidget(Text(hint, TextStyle.SMALL, muted=True, wrap=True))
        column.addWidget(self.list, 1)
        self.list.itemChanged.connect(self.edited)
        self.list.model().rowsMoved.connect(self.edited)
        thumbnails.ready.connect(self._on_ready)

    def show_pictures(self, chosen: Sequence[str], offered: Sequence[str]) -> None:
        """The chosen ones in their order, then what else there is, unticked."""
        if self.chosen() == tuple(chosen) and set(self._all()) == {*chosen, *offered}:
            return
        self.list.blockSignals(True)
        self.list.clear()
        for number, url in enumerate(dict.fromkeys((*chosen, *offered)), 1):
            item = QListWidgetItem(self.tr("Picture %1").replace("%1", str(number)))
            item.setData(_URL, url)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if url in chosen else Qt.CheckState.Unchecked)
            item.setIcon(self._icon(url))
            self.list.addItem(item)
        self.list.blockSignals(False)

    def chosen(self) -> tuple[str, ...]:
        """The addresses of the ticked ones, in order."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return tuple(
            str(item.data(_URL)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _all(self) -> list[str]:
        return [str(self.list.item(place).data(_URL)) for place in range(self.list.count())]

    def _icon(self, url: str) -> QIcon:
        picture = self._thumbnails.scaled(url, _EDGE, self.devicePixelRatioF())
        if picture is None:
            picture = QPixmap(_EDGE, _EDGE)
            picture.fill(self.palette().alternateBase().color())
        return QIcon(picture)

    @Slot(str)
    def _on_ready(self, url: str) -> None:
        self.list.blockSignals(True)
        for place, here in enumerate(self._all()):
            if here == url:
                self.list.item(place).setIcon(self._icon(url))
        self.list.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        if place < 0 or not 0 <= place + step < self.list.count():
            return
        self.list.insertItem(place + step, self.list.takeItem(place))
        self.list.setCurrentRow(place + step)
        self.edited.emit()
