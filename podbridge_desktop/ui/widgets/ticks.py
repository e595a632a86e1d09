"""A column of ticks: the model's `CheckStateRole`, turned by a click or the space bar."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import PAD, Tokens
from podbridge_desktop.ui.widgets.row_delegate import Index, RowDelegate
from podbridge_desktop.ui.widgets.table import DataTable

_BOX, _ROUND = 16.0, 3.0
_CHECK = Qt.ItemDataRole.CheckStateRole


class TickDelegate(RowDelegate):
    """Nothing but the box; what it means stands in the model's `AccessibleTextRole`."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        state = index.data(_CHECK)
        if state is None:
            return
        box = QRectF(0, 0, _BOX, _BOX)
        box.moveCenter(QRectF(option.rect).center())
        if Qt.CheckState(state) is Qt.CheckState.Unchecked:
            painter.setPen(QPen(QColor(colors.muted), 1))
            painter.setBrush(QColor(colors.surface))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent))
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        sign = "check" if Qt.CheckState(state) is Qt.CheckState.Checked else "minus"
        paint_icon(painter, box.adjusted(2, 2, -2, -2), sign, colors.on_accent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(round(_BOX) + 2 * PAD, super().sizeHint(option, index).height())

    def editorEvent(  # noqa: N802
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's own signature
        index: Index,
    ) -> bool:
        """A click anywhere in the cell counts: the box alone is small."""
        if index.data(_CHECK) is None:
            return False
        clicked = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
        )
        typed = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        )
        if not (clicked or typed):
            return False
        return turn(model, index)


class TickTable(DataTable):
    """The space bar ticks the current row, whichever column it is in; the ticks are the first one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        index = self.currentIndex().siblingAtColumn(0)
        if event.key() == Qt.Key.Key_Space and index.data(_CHECK) is not None:
            turn(self.model(), index)
            event.accept()
            return
        super().keyPressEvent(event)


def turn(model: QAbstractItemModel, index: Index) -> bool:
    """The other way round; what is ticked in part is ticked."""
    checked = Qt.CheckState(index.data(_CHECK)) is Qt.CheckState.Checked
    turned = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
    return model.setData(index, turned, _CHECK)
