"""A store-supplier pair: who sends its orders, in one of three modes, with the guard's word where it refuses."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.views import ConnectionRow, RouteRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.chips import Chip
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.abilities import Mark
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.card import Card
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import modes


class RouteCard(Card):
    """A click on a mode sets it at once (and makes the route, where there is none)."""

    said = Signal(str)

    def __init__(self, store: ConnectionRow, supplier: ConnectionRow, actions: Actions) -> None:
        super().__init__()
        self._store, self._supplier, self._actions = store, supplier, actions
        self._route: RouteRow | None = None
        self._meaning = Text("", wrap=True, muted=True)
        self._question = Text("", wrap=True)
        self._answer = QCheckBox()
        self._refusal = Banner()
        self._chips = {mode: Chip(mode.value, modes.mode_name(mode)) for mode in Mode}
        self._group = QButtonGroup(self)
        self._build()
        self._group.buttonClicked.connect(self._on_mode)
        self._answer.toggled.connect(self._on_answer)

    def _build(self) -> None:
        self.body.setContentsMargins(20, 14, 20, 14)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(Mark("store", Tone.NEUTRAL))
        title.addWidget(Text(self._store.name, TextStyle.STRONG))
        title.addWidget(Mark("arrow-right", Tone.NEUTRAL))
        title.addWidget(Mark("printer", Tone.NEUTRAL))
        title.addWidget(Text(self._supplier.name, TextStyle.STRONG))
        title.addStretch(1)
        for chip in self._chips.values():
            self._group.addButton(chip)
            title.addWidget(chip)
        names = self._supplier.name, self._store.name
        self._question.setText(modes.native_link_question(*names))
        self._answer.setText(modes.native_link_answer(*names))
        self._asked = QWidget()
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._question)
        column.addWidget(self._answer)
        self._refusal.hide()
        self.body.addLayout(title)
        self.body.addWidget(self._meaning)
        self.body.addWidget(self._asked)
        self.body.addWidget(self._refusal)
        self.setAccessibleName(f"{self._store.name}, {self._supplier.name}")

    def show_route(self, route: RouteRow | None, supplier: ConnectionRow) -> None:
        self._route, self._supplier = route, supplier
        self._group.setExclusive(False)
        for mode, chip in self._chips.items():
            chip.setChecked(route is not None and mode is route.mode)
        self._group.setExclusive(route is not None)
        offer = self.tr("No route yet: nobody sends these orders. Choose who does.")
        self._meaning.setText(offer if route is None else modes.mode_meaning(route.mode))
        self._show_question()

    def _show_question(self) -> None:
        """Asked once, where the guard cannot see (rulings 8)."""
        known = self._route is not None and (
            self._route.mode is not Mode.WATCH or bool(self._route.guard_answer)
        )
        blind = not self._supplier.links_visible and not known
        self._asked.setVisible(blind)
        for mode, chip in self._chips.items():
            chip.setEnabled(mode is Mode.WATCH or not blind or self._answer.isChecked())

    @Slot()
    def _on_answer(self) -> None:
        self._show_question()

    @Slot(QAbstractButton)
    def _on_mode(self, chip: QAbstractButton) -> None:
        self._set(next(mode for mode, known in self._chips.items() if known is chip))

    def _set(self, mode: Mode) -> None:
        wish = RouteWish(self._store.id, self._supplier.id, mode)
        try:
            self._actions.set_route(wish)
        except PodBridgeError as error:
            self._refusal.show_text(told(error), Tone.DANGER)
            self._refusal.show()
            self.show_route(self._route, self._supplier)
            return
        self._refusal.hide()
        words = self.tr("%1 now runs in the mode %2.").replace("%1", self._store.name)
        self.said.emit(words.replace("%2", modes.mode_name(mode)))
