"""The banner of practice mode: nothing is real here, and the world does what its buttons say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.background import Background
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.practice import World

Answer = dict[str, Any]


class PracticeBanner(Banner):
    """`happened` asks for a sync; `said` is for the status line."""

    happened = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", Tone.PROGRESS, icon="info", parent=parent)
        words = self.tr("Practice mode: the stores, the suppliers and the money are simulated.")
        self.show_text(words, Tone.PROGRESS, icon="info")
        self.buy = self.add_button(self.tr("Customer buys something"), "shopping-cart")
        self.next_day = self.add_button(self.tr("Next day"), "calendar-plus")
        self._world: World | None = None
        self._background: Background | None = None
        self.buy.clicked.connect(self._on_buy)
        self.next_day.clicked.connect(self._on_next_day)
        for button in (self.buy, self.next_day):
            button.setEnabled(False)

    def open(self, world: World, background: Background) -> None:
        """The world runs: the buttons work."""
        self._world, self._background = world, background
        self._rest()

    def _rest(self) -> None:
        for button in (self.buy, self.next_day):
            button.set_busy(None)

    @Slot()
    def _on_buy(self) -> None:
        if self._world is not None:
            self.buy.set_busy(self.tr("Buying…"))
            self._ask(partial(self._world.buy, 1), self._on_bought)

    @Slot()
    def _on_next_day(self) -> None:
        if self._world is not None:
            self.next_day.set_busy(self.tr("A day goes by…"))
            self._ask(partial(self._world.next_day, 1), self._on_day)

    def _ask(self, work: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        if self._background is not None:
            self._background.run(work, done, self._on_failed)

    def _on_bought(self, answer: Answer) -> None:
        self._rest()
        names = [str(order.get("name", "")) for order in answer.get("orders", ())]
        if names:
            self.said.emit(self.tr("A customer bought something: %1.").replace("%1", names[0]))
        else:
            self.said.emit(self.tr("The shop is empty. Push a product first."))
        self.happened.emit()

    def _on_day(self, _answer: Answer) -> None:
        self._rest()
        self.said.emit(self.tr("A day went by."))
        self.happened.emit()

    def _on_failed(self, error: PodBridgeError) -> None:
        self._rest()
        self.said.emit(told(error))
