"""*Link variants*: what each variant of the stores is probably printed as, to be accepted in one go or answered one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from podbridge_desktop.domain.matching.proposals import Confidence
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.link_proposals import ReviewRow
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.dialogs.review_frame import ReviewFrame
from podbridge_desktop.ui.dialogs.variant_picker import ChooseVariantDialog
from podbridge_desktop.ui.models.link_review import LinkReviewModel, rows_of
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import quiet
from podbridge_desktop.ui.widgets.headings import (
    HeadedDelegate,
    HeadedPillDelegate,
    HeadedTickDelegate,
)
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.ticks import TickTable
from podbridge_desktop.ui.words import listings

_TALL = 1.4


class LinkDialog(ReviewFrame):
    """Each variant is ticked, or all of a listing by its heading."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        table = TickTable("", tallness=_TALL)
        super().__init__(desk, table, "link", desk.actions.review_links, parent)
        table.setAccessibleName(self.tr("Variants without a supplier"))
        self.picking: ChooseVariantDialog | None = None
        self.model = LinkReviewModel(self)
        self.counts = Text("", muted=True, tabular=True)
        self.mine = quiet(self.tr("I pack this myself"))
        self.other = quiet(self.tr("Choose another…"))
        self.setWindowTitle(self.tr("Link variants"))
        table.setModel(self.model)
        table.set_columns([
            Column(60, delegate=HeadedTickDelegate(table)),
            Column(300, delegate=HeadedDelegate(table)),
            Column(stretch=True, delegate=HeadedDelegate(table)),
            Column(150, delegate=HeadedPillDelegate(table)),
        ])  # fmt: skip
        words = self.tr(
            "Tick what is right and accept it; nothing is linked before. Space ticks, Enter chooses another variant."
            " Orders that wait for a link go on at once."
        )
        self.lay_out(self.tr("Who prints what"), words, [self.mine, self.other], self.counts)
        self.resize(980, 640)
        self._connect()
        looking = self.tr("Every variant of your stores is held against what your suppliers make.")
        self.begin(self.tr("Looking for what fits"), looking)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self.show_counts)
        self.model.dataChanged.connect(self._show_ticked)
        self.table.row_activated.connect(self._on_other)
        self.mine.clicked.connect(self._on_mine)
        self.other.clicked.connect(self._on_other)
        self.go.clicked.connect(self._on_go)

    # --- showing ------------------------------------------------------------------------------------------------

    def show_found(self, found: Sequence[ReviewRow]) -> None:
        self.model.show_review(found)
        self.table.clearSpans()
        for place in self.model.heads():
            self.table.setSpan(place, 1, 1, 2)  # a title is longer than a variant's options

    def words_of_nothing(self) -> tuple[str, str]:
        words = self.tr("PodBridge knows who makes each variant of your stores.")
        return self.tr("Every variant is linked"), words

    @Slot()
    def show_counts(self) -> None:
        chosen = self._selected()
        self.mine.setEnabled(bool(chosen))
        self.other.setEnabled(len(chosen) == 1)
        self._show_ticked()

    @Slot()
    def _show_ticked(self) -> None:
        rows = self.model.variants()
        sure = Counter(row.proposal.confidence if row.proposal else None for row in rows)
        words = [
            listings.sureness(each, self._desk.formats.number(sure[each]))
            for each in (*Confidence, None)
            if sure[each]
        ]
        self.counts.setText(" · ".join(words))
        count = len(self.model.chosen())
        self.go.setText(listings.accept_button(count))
        self.go.setEnabled(bool(count))
        self.go.updateGeometry()

    def _selected(self) -> list[ReviewRow]:
        places = (index.row() for index in self.table.selectionModel().selectedRows())
        return rows_of(line for place in places if (line := self.model.row_at(place)))

    # --- doing --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_go(self) -> None:
        self.go.set_busy(self.tr("Linking…"))
        work = partial(self._desk.actions.accept_links, self.model.chosen())
        self._desk.background.run(work, self._on_linked, self.on_failed)

    def _on_linked(self, count: int) -> None:
        self.tell_done(listings.linked(count))

    @Slot()
    def _on_mine(self) -> None:
        rows = self._selected()
        for row in rows:
            self._desk.actions.not_ours(row.variant.store_id, row.variant.listing_variant_id)
        self.tell_done(listings.packed_by_seller(len(rows)))

    @Slot()
    def _on_other(self) -> None:
        rows = self._selected()
        if len(rows) == 1:
            words = " · ".join(filter(None, (rows[0].variant.listing, rows[0].variant.options)))
            self.picking = ChooseVariantDialog(self._desk, rows[0], words, self)
            self.picking.chosen.connect(self._on_chosen)
            self.picking.open()

    @Slot(object, str, str)
    def _on_chosen(self, row: ReviewRow, supplier_id: str, variant_id: str) -> None:
        ours = row.variant
        try:
            self._desk.actions.link(ours.store_id, ours.listing_variant_id, supplier_id, variant_id)
        except PodBridgeError as error:
            self.tell(told(error), Tone.DANGER)
            return
        self.tell_done(listings.linked(1))
