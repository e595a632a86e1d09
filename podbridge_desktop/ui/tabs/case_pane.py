"""The case that is looked at: what happened, what it means, what it costs, and the one button that mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.views import CaseRow, OrderDetail
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.case_columns import case_pill
from podbridge_desktop.ui.tabs.address_form import AddressForm
from podbridge_desktop.ui.tabs.ask_bar import AskBar
from podbridge_desktop.ui.tabs.case_deeds import CaseDeeds
from podbridge_desktop.ui.tabs.case_money import CaseMoney
from podbridge_desktop.ui.tabs.order_offers import case_words
from podbridge_desktop.ui.tabs.tracking_copy import TrackingCopy
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button, Kind, primary, quiet
from podbridge_desktop.ui.widgets.flow import FlowLayout
from podbridge_desktop.ui.widgets.pills import Pill, PillLabel
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import phrases

_SIDE = 20
_TWO_WAYS = {CaseKind.ADDRESS_HIDDEN}  # pasted one by one, or a file with all of them
_ASKS_TWICE = {Action.APPROVE, Action.CANCEL, Action.SEND_ALL, Action.NOT_OURS}


class CasePane(QFrame):
    """`ended` follows every deed that worked; `order_wanted` opens the whole order."""

    ended = Signal(str)
    order_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._desk = desk
        self.case: CaseRow | None = None
        self._detail: OrderDetail | None = None
        self._pill = PillLabel(Pill(""))
        self._about = Text("", TextStyle.SMALL, muted=True, wrap=True)
        self._title = Text("", TextStyle.HEADING, wrap=True)
        self._message = Text("", wrap=True)
        self._remedy = Text("", muted=True, wrap=True)
        self._money = CaseMoney(desk.formats)
        self._again = Text("", TextStyle.SMALL, muted=True, wrap=True)
        self.trouble = Banner()
        self.go = primary("")
        self.second = quiet("")  # of two ways that are as good as each other
        self.more = quiet(self.tr("More"))
        self.open_order = Button(self.tr("Show the order"), Kind.FLAT, icon="arrow-right")
        self._ask = AskBar()
        self.address = AddressForm(desk.actions.read_address)
        self.by_hand = TrackingCopy(desk.actions)
        self._stack = QStackedWidget()
        self.deeds = CaseDeeds(desk, self._ask, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setMinimumWidth(340)
        reading = QWidget()
        column = QVBoxLayout(reading)
        column.setContentsMargins(_SIDE, 16, _SIDE, 16)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._pill)
        head.addStretch(1)
        head.addWidget(self.open_order)
        buttons = FlowLayout()
        for button in (self.go, self.second, self.more):
            buttons.addWidget(button)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self._message)
        column.addWidget(self._remedy)
        column.addWidget(self._money)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addWidget(self.by_hand)
        column.addWidget(self._again)
        column.addWidget(self._ask)
        column.addStretch(1)
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        self._stack.addWidget(_scroll(reading))
        form = QWidget()
        inset = QVBoxLayout(form)
        inset.setContentsMargins(_SIDE, 16, _SIDE, 16)
        inset.addWidget(self.address)
        self._stack.addWidget(_scroll(form))
        self.trouble.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.trouble)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.go.clicked.connect(self._on_go)
        self.second.clicked.connect(self._on_second)
        self._menu.triggered.connect(self._on_picked)
        self.open_order.clicked.connect(self._on_open_order)
        self.deeds.done.connect(self._on_done)
        self.deeds.failed.connect(self._on_failed)
        self.deeds.address_wanted.connect(self._on_address_wanted)
        self.address.saved.connect(self._on_address)
        self.address.dismissed.connect(self._on_dismissed)
        self.address.page_wanted.connect(self.deeds.open)
        self._ask.dismissed.connect(self._on_dismissed)

    def show_case(self, case: CaseRow) -> None:
        """Another case puts away what was being asked; the same one keeps what is half typed."""
        if self.case is None or case.id != self.case.id:
            self.deeds.forget()
            self.trouble.hide()
            self._again.hide()
            self._stack.setCurrentIndex(0)
        self.case = case
        self._detail = None if case.order_id is None else self._desk.reads.order(case.order_id)
        self._pill.set_pill(case_pill(case))
        self._title.setText(phrases.case_title(case.kind, case.title))
        self._about.setText(" · ".join(filter(None, self._subjects(case))))
        self._message.setText(self._desk.formats.sentence(phrases.case_message(case.message)))
        self._remedy.setText(case.remedy)
        self._money.show_order(self._detail)
        self.open_order.setVisible(self._detail is not None)
        self._show_buttons(case)
        self.by_hand.show_case(case, self._detail)

    def _subjects(self, case: CaseRow) -> tuple[str, ...]:
        customer = "" if self._detail is None else self._detail.row.customer
        return case.order_number or "", customer, case.store or case.connection or ""

    def _show_buttons(self, case: CaseRow) -> None:
        self._menu.clear()
        first, *others = case.actions
        self.go.setText(self._button(case, first))
        self.go.updateGeometry()
        self.second.setVisible(case.kind in _TWO_WAYS)
        if case.kind in _TWO_WAYS:
            self.second.setText(self._button(case, others.pop(0)))
            self.second.updateGeometry()
        for action in others:
            self._menu.addAction(self._button(case, action)).setData(action.value)
        self.more.setVisible(bool(others))

    def _button(self, case: CaseRow, action: Action) -> str:
        if self._detail is None:
            return phrases.case_action(case.kind, action)
        return case_words(case, action, self._detail, self._desk.formats)

    def press(self) -> None:
        """Enter in the list: what costs or cannot be undone waits for a second Enter on its own button."""
        if self.case is None:
            return
        if self.case.actions[0] in _ASKS_TWICE:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
            words = self.tr("Press Enter again: %1.").replace("%1", self.go.text())
            self._again.setText(words)
            self._again.show()
        else:
            self.go.click()

    @Slot()
    def _on_go(self) -> None:
        if self.case is not None:
            self.trouble.hide()
            self.deeds.do(self.case, self.case.actions[0])

    @Slot()
    def _on_second(self) -> None:
        if self.case is not None:
            self.trouble.hide()
            self.deeds.do(self.case, self.case.actions[1])

    @Slot(QAction)
    def _on_picked(self, action: QAction) -> None:
        if self.case is not None:
            self.trouble.hide()
            self.deeds.do(self.case, Action(str(action.data())))

    @Slot()
    def _on_open_order(self) -> None:
        if self.case is not None and self.case.order_id is not None:
            self.order_wanted.emit(self.case.order_id)

    @Slot(str)
    def _on_done(self, words: str) -> None:
        self._again.hide()
        self._stack.setCurrentIndex(0)
        self.ended.emit(words)

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        self.trouble.show_text(words, Tone.DANGER)
        self.trouble.show()

    @Slot(object)
    def _on_address_wanted(self, case: CaseRow) -> None:
        self.show_case(case)
        self._stack.setCurrentIndex(1)
        known, page = None, ""
        if self._detail is not None:
            known, page = self._detail.ship_to, self._detail.store_url
        self.address.begin(known, case.message, page)

    @Slot(object)
    def _on_address(self, address: Address) -> None:
        if self.case is not None:
            self.deeds.fix_address(self.case, address)

    @Slot()
    def _on_dismissed(self) -> None:
        self._stack.setCurrentIndex(0)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)


def _scroll(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
