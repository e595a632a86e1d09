"""The quiet header of a table: muted words in line with the cells, and a small arrow at the sorted column."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from podbridge_desktop.ui.fonts import TextStyle, row_height, styled
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import PAD, tokens
from podbridge_desktop.ui.widgets.row_delegate import draw_elided

_ARROW = 12


class TableHeader(QHeaderView):
    """A horizontal header painted from the tokens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(40)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().sizeHint().width(), row_height(self.font()) - 4)

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        text = str(self.model().headerData(section, self.orientation()) or "")
        width = metrics.horizontalAdvance(text) + 2 * PAD + _ARROW
        return QSize(width, row_height(self.font()) - 4)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        colors = tokens(self.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(colors.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colors.border))
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        text = str(self.model().headerData(section, self.orientation()) or "")
        align = self.model().headerData(
            section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole
        )
        flags = self.defaultAlignment() if align is None else Qt.AlignmentFlag(align)
        painter.setFont(styled(self.font(), TextStyle.SMALL_MEDIUM))
        painter.setPen(QColor(colors.text if sorted_here else colors.muted))
        room = rect.adjusted(PAD, 0, -PAD, 0)
        right = bool(flags & Qt.AlignmentFlag.AlignRight)
        used = draw_elided(painter, room, flags | Qt.AlignmentFlag.AlignVCenter, text)
        if sorted_here:
            left = room.right() - used - _ARROW - 2 if right else room.left() + used + 3
            up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            box = QRectF(left, rect.center().y() - _ARROW / 2 + 1, _ARROW, _ARROW)
            paint_icon(painter, box, "chevron-up" if up else "chevron-down", colors.text)
        painter.restore()
