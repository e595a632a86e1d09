"""Cells with more to say: a second, muted line under the first, and amounts that are lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from podbridge_desktop.ui.fonts import TextStyle, styled
from podbridge_desktop.ui.tokens import PAD, Tokens, Tone
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.row_delegate import Index, RowDelegate, draw_elided


class TwoLineDelegate(RowDelegate):
    """The text of the cell in bold, `Role.LINE` under it."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        line = index.data(Role.LINE)
        if not line:
            super().paint_content(painter, option, index, colors)
            return
        rect = option.rect.adjusted(PAD, 0, -PAD, 0)
        half = rect.height() // 2
        align = Qt.AlignmentFlag.AlignLeft
        painter.setFont(styled(option.font, TextStyle.STRONG, tabular=True))
        painter.setPen(QColor(colors.text))
        upper = rect.adjusted(0, 0, 0, -half)
        draw_elided(painter, upper, align | Qt.AlignmentFlag.AlignBottom, str(index.data()))
        painter.setFont(styled(option.font, TextStyle.BODY, tabular=True))
        painter.setPen(QColor(colors.muted))
        lower = rect.adjusted(0, half + 2, 0, 0)
        draw_elided(painter, lower, align | Qt.AlignmentFlag.AlignTop, str(line))


class LossDelegate(RowDelegate):
    """An amount at the right; red where `Role.LOSS` says so, and the text carries the minus sign as well."""

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colors: Tokens
    ) -> None:
        if not index.data(Role.LOSS):
            super().paint_content(painter, option, index, colors)
            return
        painter.setFont(styled(option.font, TextStyle.STRONG, tabular=True))
        painter.setPen(QColor(colors.tones[Tone.DANGER].text))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        draw_elided(painter, option.rect.adjusted(PAD, 0, -PAD, 0), align, str(index.data()))
