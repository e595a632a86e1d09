"""A case inside an order's pane: what happened, what to do, and the buttons for it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from podbridge_desktop.domain.cases import Action, Severity
from podbridge_desktop.domain.views import CaseRow, OrderDetail
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.order_offers import case_words
from podbridge_desktop.ui.tokens import RADIUS, Tone, tokens
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.flow import FlowLayout
from podbridge_desktop.ui.widgets.pills import Pill, PillLabel
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

_BAR = 3
_IN_SIGHT = 2  # buttons beside the menu


class ActionButton(Button):
    """A button of one action."""

    def __init__(self, action: Action, text: str, kind: Kind) -> None:
        super().__init__(text, kind)
        self.case_action = action


class CaseCard(QWidget):
    """`wanted` carries the case and the chosen action. Only the first card of a pane is `leading`: it has the filled button."""

    wanted = Signal(object, object)  # CaseRow, Action

    def __init__(
        self, case: CaseRow, detail: OrderDetail, formats: Formats, *, leading: bool
    ) -> None:
        super().__init__()
        self.case = case
        self.first: Button | None = None
        self.setAccessibleName(phrases.case_title(case.kind, case.title))
        message = formats.sentence(phrases.case_message(case.message))
        self.setAccessibleDescription(message)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._title())
        column.addWidget(Text(message, wrap=True))
        column.addWidget(Text(case.remedy, TextStyle.SMALL, muted=True, wrap=True))
        column.addSpacing(4)
        words = {action: case_words(case, action, detail, formats) for action in case.actions}
        column.addLayout(self._buttons(words, leading=leading))

    def _title(self) -> PillLabel:
        text = phrases.case_title(self.case.kind, self.case.title)
        if self.case.holds:
            return PillLabel(Pill(text, Tone.HOLD))
        if self.case.severity is Severity.URGENT:
            return PillLabel(Pill(text, Tone.DANGER, "triangle-alert"))
        return PillLabel(Pill(text, Tone.NEUTRAL, "info"))

    def _buttons(self, words: dict[Action, str], *, leading: bool) -> FlowLayout:
        row = FlowLayout()
        actions = list(words)
        for place, action in enumerate(actions[:_IN_SIGHT]):
            kind = Kind.PRIMARY if leading and not place else Kind.QUIET
            button = ActionButton(action, words[action], kind)
            button.clicked.connect(self._on_clicked)
            self.first = self.first or button
            row.addWidget(button)
        if len(actions) > _IN_SIGHT:
            row.addWidget(self._more({a: words[a] for a in actions[_IN_SIGHT:]}))
        return row

    def _more(self, words: dict[Action, str]) -> Button:
        menu = QMenu(self)
        for action, text in words.items():
            menu.addAction(text).setData(action.value)
        menu.triggered.connect(self._on_picked)
        button = Button(self.tr("More"), Kind.QUIET)
        button.setMenu(menu)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, ActionButton):
            self.wanted.emit(self.case, sender.case_action)

    @Slot(QAction)
    def _on_picked(self, action: QAction) -> None:
        self.wanted.emit(self.case, Action(str(action.data())))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colors = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colors.hairline))
        painter.setBrush(QColor(colors.hold_row if self.case.holds else colors.window))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        if self.case.holds:
            painter.fillRect(0, RADIUS, _BAR, self.height() - 2 * RADIUS, QColor(colors.hold_bar))
        painter.end()
