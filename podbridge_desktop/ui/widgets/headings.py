"""Rows that are the heading of those under them (`Role.HEAD`) stand on a ground of their own, in every column."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from podbridge_desktop.ui.tokens import Tokens
from podbridge_desktop.ui.widgets.pills import PillDelegate
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.row_delegate import Index
from podbridge_desktop.ui.widgets.ticks import TickDelegate
from podbridge_desktop.ui.widgets.two_lines import TwoLineDelegate


def _ground(painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens) -> None:
    if index.data(Role.HEAD) and not option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect.adjusted(0, 0, 0, -1), QColor(colors.sunken))


class HeadedDelegate(TwoLineDelegate):
    """Text in one or two lines."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        _ground(painter, option, index, colors)
        super().paint_content(painter, option, index, colors)


class HeadedPillDelegate(PillDelegate):
    """A pill."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        _ground(painter, option, index, colors)
        super().paint_content(painter, option, index, colors)


class HeadedTickDelegate(TickDelegate):
    """A box to tick; a heading's ticks all under it."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        _ground(painter, option, index, colors)
        super().paint_content(painter, option, index, colors)
