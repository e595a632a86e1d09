"""A store-supplier pair: who sends its orders, in one of three modes, and why a mode is not to be had."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.native_links import Answer, Guard, Sight
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.views import ConnectionRow, RouteRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.ui.dialogs.question import told as in_words
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.chips import Chip
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.abilities import Mark
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.card import Card
from podbridge_desktop.ui.widgets.note import Note, Notes
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import modes


class RouteCard(Card):
    """A click on a mode sets it at once (and makes the route, where there is none)."""

    said = Signal(str)

    def __init__(self, store: ConnectionRow, supplier: ConnectionRow, actions: Actions) -> None:
        super().__init__()
        self._store, self._supplier, self._actions = store, supplier, actions
        self._route: RouteRow | None = None
        self._guard = Guard(Sight.CLEAR)
        self._answer: Answer | None = None
        self._asking = False
        self._meaning = Text("", wrap=True, muted=True)
        self.notes = Notes()
        self._refusal = Banner()
        self.chips = {mode: Chip(mode.value, modes.mode_name(mode)) for mode in Mode}
        self._group = QButtonGroup(self)
        self._build()
        self._group.buttonClicked.connect(self._on_mode)

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
        for chip in self.chips.values():
            self._group.addButton(chip)
            title.addWidget(chip)
        self._refusal.hide()
        self.body.addLayout(title)
        self.body.addWidget(self._meaning)
        self.body.addWidget(self.notes)
        self.body.addWidget(self._refusal)
        self.setAccessibleName(f"{self._store.name}, {self._supplier.name}")

    def show_route(self, route: RouteRow | None, supplier: ConnectionRow) -> None:
        self._route, self._supplier = route, supplier
        self._guard = self._actions.guard(self._store.id, supplier.id)
        if route is not None and route.guard_answer:
            told = route.guard_answer
            self._answer = Answer(told) if told in set(Answer) else Answer.CHOSE_THE_MODE
        self._group.setExclusive(False)
        for mode, chip in self.chips.items():
            chip.setChecked(route is not None and mode is route.mode)
        self._group.setExclusive(route is not None)
        offer = self.tr("No route yet: nobody sends these orders. Choose who does.")
        self._meaning.setText(offer if route is None else modes.mode_meaning(route.mode))
        self._show_guard()

    # --- the guard against a second bridge ----------------------------------------------------------------------

    def _show_guard(self) -> None:
        for mode, chip in self.chips.items():
            chip.setEnabled(mode is Mode.WATCH or self._may_send())
        self.notes.show_notes(tuple(self._guard_notes()))

    def _may_send(self) -> bool:
        if self._guard.sight is Sight.UNSEEN:
            return not self._asking and self._answer not in {None, Answer.SERVES}
        return self._guard.sight is Sight.CLEAR

    def _guard_notes(self) -> list[Note]:
        names = self._supplier.name, self._store.name
        found = []
        if self._guard.sight is Sight.LINKED:
            listed = self._guard.link.name if self._guard.link else ""
            found.append(Note(modes.second_bridge(*names, listed), Tone.DANGER))
        elif self._guard.sight is Sight.UNSEEN and not self._may_send():
            asks = self._asking or self._answer is None
            found.append(self._question() if asks else self._answered())
        if self._guard.places:
            found.append(Note(modes.stocked_elsewhere(self._guard.places), Tone.NEUTRAL))
        return found

    def _question(self) -> Note:
        words = modes.native_link_question(
            self._supplier.name, self._store.name, self._supplier.native_links
        )
        if self._supplier.facts.get("token_reach") == "store":
            words = f"{words}\n{modes.account_wide(self._supplier.name)}"
        note = Note(words, Tone.INFO, icon="circle-question-mark")
        note.add_button(modes.serves_not()).clicked.connect(self._on_no)
        note.add_button(modes.serves(self._supplier.name)).clicked.connect(self._on_yes)
        return note

    def _answered(self) -> Note:
        note = Note(modes.answered_serves(self._supplier.name, self._store.name))
        note.add_button(self.tr("This has changed…")).clicked.connect(self._on_changed)
        return note

    @Slot()
    def _on_no(self) -> None:
        """The modes that send can be chosen now; the answer is recorded with the one she chooses."""
        self._answer, self._asking = Answer.DOES_NOT, False
        self._show_guard()
        self.chips[Mode.ASSIST].setFocus()

    @Slot()
    def _on_yes(self) -> None:
        self._answer, self._asking = Answer.SERVES, False
        self._set(Mode.WATCH)

    @Slot()
    def _on_changed(self) -> None:
        self._asking = True
        self._show_guard()

    # --- the mode -----------------------------------------------------------------------------------------------

    @Slot(QAbstractButton)
    def _on_mode(self, chip: QAbstractButton) -> None:
        self._set(next(mode for mode, known in self.chips.items() if known is chip))

    def _set(self, mode: Mode) -> None:
        wish = RouteWish(self._store.id, self._supplier.id, mode, answer=self._answer)
        try:
            self._actions.set_route(wish)
        except PodBridgeError as error:
            self._refusal.show_text(in_words(error), Tone.DANGER)
            self._refusal.show()
            self.show_route(self._route, self._supplier)
            return
        self._refusal.hide()
        words = self.tr("%1 now runs in the mode %2.").replace("%1", self._store.name)
        self.said.emit(words.replace("%2", modes.mode_name(mode)))
