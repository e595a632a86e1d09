"""*What changed*: what suppliers and the seller's own hand changed since the last push, to be applied or kept in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from podbridge_desktop.services.drift import Done, ListingChanges
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.dialogs.review_frame import ReviewFrame
from podbridge_desktop.ui.models.change_review import ChangeReviewModel
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import quiet
from podbridge_desktop.ui.widgets.headings import (
    HeadedDelegate,
    HeadedPillDelegate,
    HeadedTickDelegate,
)
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.ticks import TickTable
from podbridge_desktop.ui.words import drift

_TALL = 1.2


class ChangesDialog(ReviewFrame):
    """Whole listings are ticked: a push brings all of one."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        table = TickTable("", tallness=_TALL)
        super().__init__(desk, table, "send", desk.actions.changes, parent)
        title = self.tr("What changed since the last push")
        table.setAccessibleName(title)
        self.model = ChangeReviewModel(desk.formats, self)
        self.keep = quiet(self.tr("Leave as it is"), "check")
        self.setWindowTitle(self.tr("What changed"))
        table.setModel(self.model)
        table.set_columns([
            Column(70, delegate=HeadedTickDelegate(table)),
            Column(stretch=True, delegate=HeadedDelegate(table)),
            Column(180, delegate=HeadedPillDelegate(table)),
            Column(210, delegate=HeadedDelegate(table)),
            Column(180, delegate=HeadedDelegate(table)),
        ])  # fmt: skip
        words = self.tr(
            "Updating pushes the ticked listings once more, with prices by your own rules; what was changed in the store"
            " is put back. Leaving as it is agrees to what stands there now, and later pushes keep it."
        )
        self.lay_out(title, words, [self.keep])
        self.resize(1020, 640)
        self.model.dataChanged.connect(self.show_counts)
        self.keep.clicked.connect(self._on_keep)
        self.go.clicked.connect(self._on_go)
        looking = self.tr("Every listing is held against what was agreed on with its last push.")
        self.begin(self.tr("Comparing"), looking)

    # --- showing ------------------------------------------------------------------------------------------------

    def show_found(self, found: Sequence[ListingChanges]) -> None:
        self.model.show_changes(found)

    def words_of_nothing(self) -> tuple[str, str]:
        words = self.tr("No supplier and nobody in your stores changed what you pushed.")
        return self.tr("Everything is as you left it"), words

    @Slot()
    def show_counts(self) -> None:
        count = len(self.model.chosen())
        self.go.setText(drift.apply_button(count))
        self.go.setEnabled(bool(count))
        self.go.updateGeometry()
        self.keep.setEnabled(bool(count))

    # --- doing --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_go(self) -> None:
        ids = self.model.chosen()
        self._do(partial(self._desk.actions.apply_changes, ids), len(ids), drift.applied)

    @Slot()
    def _on_keep(self) -> None:
        ids = self.model.chosen()
        self._do(partial(self._desk.actions.keep_changes, ids), len(ids), drift.kept)

    def _do(self, work: Callable[[], Done], count: int, words: Callable[[int], str]) -> None:
        self.go.set_busy(self.tr("Working…"))
        self.keep.setEnabled(False)
        self._desk.background.run(work, partial(self._on_done, count, words), self.on_failed)

    def _on_done(self, count: int, words: Callable[[int], str], done: Done) -> None:
        """What could not be done says why; the others are done."""
        _, refused = done
        parts = [words(count - len(refused))] if count > len(refused) else []
        tone = Tone.DANGER if refused else Tone.SUCCESS
        self.tell_done(" ".join((*parts, *map(told, refused))), tone)
