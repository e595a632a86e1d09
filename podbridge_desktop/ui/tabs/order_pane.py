"""The detail pane of an order: one reading of it, renewed whenever the order changes.

A question or an address that is being typed stays open while the reading is renewed; nothing half typed is lost.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.reading import Reads
from podbridge_desktop.domain.views import OrderDetail
from podbridge_desktop.ui.actions import Actions
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.order_looks import pill_of
from podbridge_desktop.ui.pages import OpenUrl
from podbridge_desktop.ui.tabs.address_form import AddressForm
from podbridge_desktop.ui.tabs.ask_bar import AskBar
from podbridge_desktop.ui.tabs.order_content import OrderContent
from podbridge_desktop.ui.tabs.order_deeds import OrderDeeds
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import icon_only
from podbridge_desktop.ui.widgets.pills import Pill, PillLabel
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words.formats import Formats, isolated

_SIDE = 20


class OrderPane(QFrame):
    """`done` follows every deed; what another dialog must do is handed on by `deeds.elsewhere`."""

    done = Signal(Changed, str)
    closed = Signal()

    def __init__(
        self,
        reads: Reads,
        actions: Actions,
        formats: Formats,
        *,
        opener: OpenUrl = QDesktopServices.openUrl,
    ) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._reads, self._formats = reads, formats
        self._title = Text("", TextStyle.TITLE)
        self._pill = PillLabel(Pill(""))
        self._below = Text("", TextStyle.SMALL, muted=True, wrap=True)
        self._close = icon_only("x", self.tr("Close the order"))
        self._trouble = Banner()
        self._ask = AskBar()
        self._form = AddressForm(actions.read_address)
        self._reading = _scroll()
        self._stack = QStackedWidget()
        self.deeds = OrderDeeds(actions, self._ask, opener, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setMinimumWidth(384)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 12, 12, 0)
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._pill)
        head.addStretch(1)
        head.addWidget(self._close)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(_scroll(_inset(self._form, 8)))
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(_inset(self._below, 0, 8))
        column.addWidget(self._trouble)
        column.addWidget(_inset(self._ask, 0))
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self._ask.dismissed.connect(self._on_dismissed)
        self._form.saved.connect(self._on_address)
        self._form.dismissed.connect(self._on_dismissed)
        self._form.page_wanted.connect(self.deeds.open)
        self.deeds.address_wanted.connect(self._on_address_wanted)
        self.deeds.done.connect(self._on_done)
        self.deeds.failed.connect(self._on_failed)

    @property
    def order_id(self) -> int | None:
        return None if self.deeds.detail is None else self.deeds.detail.row.id

    def show_order(self, order_id: int) -> None:
        """Show an order; what was being asked about another one is put away."""
        if order_id != self.order_id:
            self._put_away()
        detail = self._reads.order(order_id)
        if detail is None:
            self.closed.emit()
        elif detail != self.deeds.detail:
            self._fill(detail)

    def refresh(self) -> None:
        """Read the shown order anew."""
        if self.order_id is not None:
            self.show_order(self.order_id)

    def _fill(self, detail: OrderDetail) -> None:
        same = detail.row.id == self.order_id
        place = self._reading.verticalScrollBar().value() if same else 0
        self.deeds.detail = detail
        self._fill_head(detail)
        content = OrderContent(detail, self._formats)
        content.offer_wanted.connect(self.deeds.offer)
        content.case_wanted.connect(self.deeds.case)
        content.link_wanted.connect(self.deeds.open)
        focused = self.window().focusWidget()
        had_focus = focused is not None and self._reading.isAncestorOf(focused)
        before = self._reading.takeWidget()
        self._reading.setWidget(content)
        self._reading.verticalScrollBar().setValue(place)
        if before is not None:
            before.deleteLater()  # one of its buttons may be calling
        if had_focus:
            self.focus_first()

    def _fill_head(self, detail: OrderDetail) -> None:
        row = detail.row
        self.setAccessibleName(row.number)
        self._title.setText(row.number)
        self._pill.set_pill(pill_of(row))
        placed = self._formats
        when = (placed.date(row.placed_at), placed.time(row.placed_at))
        words = (isolated(row.customer), row.store, *when)
        self._below.setText(" · ".join(word for word in words if word))

    def focus_first(self) -> None:
        """To the button that brings the order on, for the keyboard."""
        content = self._reading.widget()
        leading = content.leading if isinstance(content, OrderContent) else None
        (leading or self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _put_away(self) -> None:
        self.deeds.forget()
        self._trouble.hide()
        self._stack.setCurrentIndex(0)

    @Slot()
    def _on_dismissed(self) -> None:
        self._put_away()
        self.focus_first()

    @Slot()
    def _on_address_wanted(self) -> None:
        self._stack.setCurrentIndex(1)
        detail = self.deeds.detail
        if detail is not None:
            asks = (case.message for case in detail.cases if Action.FIX_ADDRESS in case.actions)
            self._form.begin(detail.ship_to, next(asks, ""), detail.store_url)

    @Slot(object)
    def _on_address(self, address: Address) -> None:
        if self.deeds.fix_address(address):
            self._stack.setCurrentIndex(0)

    @Slot(Changed, str)
    def _on_done(self, changed: Changed, words: str) -> None:
        self._trouble.hide()
        self.refresh()
        self.done.emit(changed, words)

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        self._trouble.show_text(words, Tone.DANGER)
        self._trouble.show()


def _scroll(inside: QWidget | None = None) -> QScrollArea:
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if inside is not None:
        made.setWidget(inside)
    return made


def _inset(inside: QWidget, above: int, below: int = 0) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(_SIDE, above, _SIDE, below)
    column.addWidget(inside)
    return frame
