"""*Undo last push*: in which store, what it does, and what came of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.views import ListingRow, ProductRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import Choice, Question, trouble
from podbridge_desktop.ui.widgets.buttons import Kind

STAY = "stay"


def undoable(row: ProductRow) -> tuple[ListingRow, ...]:
    """Where it stands by a push that can be put back."""
    there = {"live", "draft", "changed"}
    return tuple(each for each in row.listings if each.was_there and each.state in there)


class UndoPush(QObject):
    """GUI thread only."""

    said = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self.question: Question | None = None

    def ask(self, row: ProductRow) -> None:
        """One button for each store."""
        stores = [
            Choice(each.store_id, self.tr("Undo in %1").replace("%1", each.store), Kind.PRIMARY)
            for each in undoable(row)
        ]
        words = self.tr(
            "The store shows again what it showed before: title, variants and prices. Pushing the product once more"
            " brings back what you have now."
        )
        title = self.tr("Undo the last push of “%1”?").replace("%1", row.title)
        choices = (Choice(STAY, self.tr("Leave it")), *stores)
        question = Question(title, (words,), choices, icon="undo-2", parent=self._over)
        question.chosen.connect(partial(self._on_chosen, row.id))
        self._open(question)

    def _on_chosen(self, product_id: int, store_id: str) -> None:
        if store_id == STAY:
            return
        work = partial(self._desk.actions.undo_push, store_id, product_id)
        self._desk.background.run(work, self._on_undone, self._on_failed)

    def _on_undone(self, _changed: Changed) -> None:
        self.said.emit(self.tr("What the store showed before is on its way there."))

    def _on_failed(self, error: PodBridgeError) -> None:
        self._open(trouble(error, [Choice(STAY, self.tr("Close"))], self._over))

    def _open(self, question: Question) -> None:
        self.question = question
        question.open()
