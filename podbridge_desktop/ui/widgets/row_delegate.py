"""Paints a table row: hairline, hover, selection and On Hold first, then the text of the cell.

Other delegates inherit the background and replace `paint_content`.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from podbridge_desktop.ui.fonts import TextStyle, row_height, styled
from podbridge_desktop.ui.tokens import GAP, PAD, Tokens, tokens
from podbridge_desktop.ui.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
HOVER_PROPERTY = "hovered_row"
_BAR = 3


class RowDelegate(QStyledItemDelegate):
    """One text cell; numbers are right-aligned by the model's `TextAlignmentRole`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = tokens(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_background(painter, option, index, colors)
        self.paint_content(painter, option, index, colors)
        painter.restore()

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text is None or text == "":
            return
        rect = option.rect.adjusted(PAD, 0, -PAD, 0)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        align = Qt.AlignmentFlag.AlignLeft if align is None else Qt.AlignmentFlag(align)
        align |= Qt.AlignmentFlag.AlignVCenter
        painter.setFont(_cell_font(option.font, strong=bool(index.data(Role.STRONG))))
        painter.setPen(QColor(colors.muted if index.data(Role.MUTED) else colors.text))
        used = draw_elided(painter, rect, align, str(text))
        second = index.data(Role.SECONDARY)
        if second and not align & Qt.AlignmentFlag.AlignRight:
            painter.setFont(_cell_font(option.font, strong=False))
            painter.setPen(QColor(colors.muted))
            draw_elided(painter, rect.adjusted(used + GAP, 0, 0, 0), align, str(second))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        metrics = option.fontMetrics
        width = int(metrics.horizontalAdvance(text) * 1.08) + 2 * PAD
        second = index.data(Role.SECONDARY)
        if second:
            width += metrics.horizontalAdvance(str(second)) + GAP
        return QSize(width, row_height(option.font))


def paint_background(
    painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
) -> None:
    """Both facts stay visible: a row may be selected and on hold at once."""
    view = option.widget
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    on_hold = bool(index.data(Role.ON_HOLD))
    fill = None
    if on_hold:
        fill = colors.hold_selected if selected else colors.hold_row
    elif selected:
        fill = colors.selection
    elif view is not None and view.property(HOVER_PROPERTY) == index.row():
        fill = colors.hover
    if fill is not None:
        painter.fillRect(option.rect, QColor(fill))
    rect = option.rect
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colors.hairline))
    if on_hold and _is_first(view, index):
        painter.fillRect(
            QRect(rect.left(), rect.top(), _BAR, rect.height() - 1), QColor(colors.hold_bar)
        )
    if (
        isinstance(view, QTableView)
        and view.hasFocus()
        and view.currentIndex().row() == index.row()
    ):
        _paint_focus(painter, rect, view, index, colors)


def _is_first(view: object, index: Index) -> bool:
    if isinstance(view, QTableView):
        return view.horizontalHeader().visualIndex(index.column()) == 0
    return index.column() == 0


def _paint_focus(
    painter: QPainter, rect: QRect, view: QTableView, index: Index, colors: Tokens
) -> None:
    """A ring around the current row, while the keyboard is in the table."""
    header = view.horizontalHeader()
    visible = [
        i for i in range(header.count()) if not header.isSectionHidden(header.logicalIndex(i))
    ]
    place = header.visualIndex(index.column())
    ring = QColor(colors.focus)
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), ring)
    painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), ring)
    if visible and place == visible[0]:
        painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), ring)
    if visible and place == visible[-1]:
        painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), ring)


def _cell_font(base: QFont, *, strong: bool) -> QFont:
    return styled(base, TextStyle.STRONG if strong else TextStyle.BODY, tabular=True)


def draw_elided(painter: QPainter, rect: QRect, align: Qt.AlignmentFlag, text: str) -> int:
    """Draw one plain line that ends in … where it does not fit; gives the width used."""
    metrics = painter.fontMetrics()
    line = " ".join(text.split())
    shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)
