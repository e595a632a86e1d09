"""*Link variants*: what each variant of the stores is probably printed as, to be accepted in one go or answered one by one."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.matching.proposals import Confidence
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.link_proposals import ReviewRow
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.dialogs.variant_picker import ChooseVariantDialog
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.models.link_review import LinkReviewModel, rows_of
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.headings import (
    HeadedDelegate,
    HeadedPillDelegate,
    HeadedTickDelegate,
)
from podbridge_desktop.ui.widgets.selection import select_ids, selected_ids
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.ticks import TickTable
from podbridge_desktop.ui.words import listings

_SIDE = 24
_TALL = 1.4


class LinkDialog(QDialog):
    """Stays open until it is closed. The proposals are worked out elsewhere: with many variants it takes a second."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._reading = self._again = False
        self.picking: ChooseVariantDialog | None = None
        self.table = TickTable(self.tr("Variants without a supplier"), tallness=_TALL)
        self.model = LinkReviewModel(self)
        self.counts = Text("", muted=True, tabular=True)
        self.trouble = Banner()
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self.mine = quiet(self.tr("I pack this myself"))
        self.other = quiet(self.tr("Choose another…"))
        self.close_button = quiet(self.tr("Close"))
        self.go = primary("", "link")
        self._build()
        self._connect()
        self._show_looking()
        self._read()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Link variants"))
        self.table.setModel(self.model)
        view = self.table
        self.table.set_columns([
            Column(60, delegate=HeadedTickDelegate(view)),
            Column(300, delegate=HeadedDelegate(view)),
            Column(stretch=True, delegate=HeadedDelegate(view)),
            Column(150, delegate=HeadedPillDelegate(view)),
        ])  # fmt: skip
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        words = self.tr(
            "Tick what is right and accept it; nothing is linked before. Space ticks, Enter chooses another variant."
            " Orders that wait for a link go on at once."
        )
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Who prints what"), TextStyle.HEADING), 1)
        head.addWidget(self.counts)
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 20, _SIDE, 12)
        inner.setSpacing(12)
        inner.addLayout(head)
        inner.addWidget(Text(words, muted=True, wrap=True))
        inner.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(self._foot())
        self.trouble.hide()
        self.resize(980, 640)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 20)
        foot.setSpacing(8)
        foot.addWidget(self.mine)
        foot.addWidget(self.other)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        return foot

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self._on_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.dataChanged.connect(self._on_ticked)
        self.table.row_activated.connect(self._on_other)
        self.mine.clicked.connect(self._on_mine)
        self.other.clicked.connect(self._on_other)
        self.close_button.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)

    # --- showing ------------------------------------------------------------------------------------------------

    def _show_looking(self) -> None:
        title = self.tr("Looking for what fits")
        words = self.tr("Every variant of your stores is held against what your suppliers make.")
        self.empty.show_state(Variant.LOADING, title, words)
        self._stack.setCurrentWidget(self.empty)
        self._on_selection()

    @Slot(Changed)
    def _on_changed(self, changed: Changed) -> None:
        if changed.topics & {Topic.PRODUCTS, Topic.LISTINGS}:
            self._read()

    def _read(self) -> None:
        """One reading at a time; what changed meanwhile is read after it."""
        self._again = self._reading
        if not self._reading:
            self._reading = True
            self._desk.background.run(
                self._desk.actions.review_links, self._on_read, self._on_failed
            )

    def _on_read(self, rows: tuple[ReviewRow, ...]) -> None:
        self._reading = False
        kept = selected_ids(self.table)
        self.model.show_review(rows)
        self.table.clearSpans()
        for place in self.model.heads():
            self.table.setSpan(place, 1, 1, 2)  # a title is longer than a variant's options
        if rows and not select_ids(self.table, kept):
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not rows:
            title = self.tr("Every variant is linked")
            words = self.tr("PodBridge knows who makes each variant of your stores.")
            self.empty.show_state(Variant.DONE, title, words)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._on_selection()
        if self._again:
            self._read()

    @Slot()
    def _on_selection(self) -> None:
        chosen = self._selected()
        self.mine.setEnabled(bool(chosen))
        self.other.setEnabled(len(chosen) == 1)
        self._show_counts()

    def _show_counts(self) -> None:
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
    def _on_ticked(self) -> None:
        self._show_counts()

    @Slot()
    def _on_go(self) -> None:
        self.go.set_busy(self.tr("Linking…"))
        work = partial(self._desk.actions.accept_links, self.model.chosen())
        self._desk.background.run(work, self._on_linked, self._on_failed)

    def _on_linked(self, count: int) -> None:
        self.go.set_busy(None)
        self._done(listings.linked(count))

    def _on_failed(self, error: PodBridgeError) -> None:
        self._reading = False
        self.go.set_busy(None)
        self._tell(told(error), Tone.DANGER)

    @Slot()
    def _on_mine(self) -> None:
        rows = self._selected()
        for row in rows:
            self._desk.actions.not_ours(row.variant.store_id, row.variant.listing_variant_id)
        self._done(listings.packed_by_seller(len(rows)))

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
            self._tell(told(error), Tone.DANGER)
            return
        self._done(listings.linked(1))

    def _done(self, words: str) -> None:
        self.said.emit(words)
        self._tell(words, Tone.SUCCESS)
        self._read()

    def _tell(self, words: str, tone: Tone) -> None:
        self.trouble.show_text(words, tone)
        self.trouble.show()
