"""The Exceptions tab: the daily review. On Hold first; arrow keys and Enter work the list down."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.views import CaseRow, Overview
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.models.case_columns import case_columns, case_widths
from podbridge_desktop.ui.models.rows_model import RowsModel
from podbridge_desktop.ui.tabs.case_pane import CasePane
from podbridge_desktop.ui.tokens import PAGE_MARGIN, Tone
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.figure import Figure
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.selection import select_ids
from podbridge_desktop.ui.widgets.table import DataTable

_REST_MS = 80
_TICK_MS = 30_000
_TALLNESS = 1.5


class ExceptionsTab(QFrame):
    """GUI thread only."""

    said = Signal(str)
    reconnect_wanted = Signal(str)
    order_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._desk = desk
        self._overview: Overview | None = None
        self.waiting = Figure("–", self.tr("waiting for you"))
        self.stake = Figure("–", self.tr("at stake"))
        self.oldest = Figure("–", self.tr("oldest"))
        self.table = DataTable(self.tr("What waits for you"), tallness=_TALLNESS)
        self.model: RowsModel[CaseRow] = RowsModel(
            case_columns(desk.formats),
            lambda case: case.id,
            row_roles={Role.ON_HOLD: lambda case: case.holds},
            parent=self,
        )
        self.pane = CasePane(desk)
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._place = 0
        self._build()
        self._connect()

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_columns(case_widths(self.table))
        figures = QHBoxLayout()
        figures.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 12)
        figures.setSpacing(48)
        for figure in (self.waiting, self.stake, self.oldest):
            figures.addWidget(figure)
        figures.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(figures)
        inset = QHBoxLayout()
        inset.setContentsMargins(12, 0, 12, 0)
        inset.addWidget(self.table)
        column.addLayout(inset, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([684, 340])
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self.on_changed)
        self._rest.timeout.connect(self._read)
        self._tick.timeout.connect(self.tell_time)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.row_activated.connect(self.pane.press)
        self.pane.ended.connect(self._on_ended)
        self.pane.order_wanted.connect(self.order_wanted)
        self.pane.deeds.reconnect_wanted.connect(self.reconnect_wanted)

    def begin(self) -> None:
        self._read()
        self._tick.start()

    @Slot(Changed)
    def on_changed(self, changed: Changed) -> None:
        if changed.topics & {Topic.CASES, Topic.ORDERS} and not self._rest.isActive():
            self._rest.start()

    @Slot(object, object)
    def handle(self, case: CaseRow, action: Action) -> None:
        """A case's button on another tab."""
        self.pane.deeds.do(case, action)

    def show_overview(self, overview: Overview) -> None:
        self._overview = overview
        formats = self._desk.formats
        tone = Tone.HOLD if overview.on_hold else Tone.NEUTRAL
        self.waiting.set_value(formats.number(overview.waiting), tone)
        sums = [formats.money(money.minor, money.currency) for money in overview.at_stake]
        self.stake.set_value(" + ".join(sums) or "–")
        self.tell_time()

    @Slot()
    def tell_time(self) -> None:
        """Every age from one look at the clock: the big one, those of the rows, and that of the last check."""
        oldest = None if self._overview is None else self._overview.oldest_case
        self.oldest.set_value("–" if oldest is None else self._desk.formats.age(oldest))
        self.model.show_rows(self.model.rows)
        self._show_empty()

    def _show_empty(self) -> None:
        checked = None if self._overview is None else self._overview.last_sync
        if checked is None:
            title = self.tr("What needs you appears here")
            words = self.tr(
                "Each with its reason, and one button that mends it. Nothing waits now."
            )
        else:
            title = self.tr("Nothing waits for you")
            words = self.tr(
                "Everything was checked %1. PodBridge keeps looking; what needs you comes here with its reason.",
                "%1 is an age such as '2 min ago'",
            ).replace("%1", self._desk.formats.ago(checked))
        self.empty.show_state(Variant.DONE, title, words)

    # --- the list -----------------------------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        """The same case stays chosen; when it is done, the one that takes its place is."""
        chosen = None if self.pane.case is None else self.pane.case.id
        rows = self._desk.reads.cases()
        self.model.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if not rows:
            self.pane.case = None
            return
        if chosen is None or not select_ids(self.table, [chosen]):
            place = min(self._place, len(rows) - 1)
            select_ids(self.table, [rows[place].id])
        self._on_selection()

    @Slot()
    def _on_selection(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        case = self.model.row_at(chosen[0].row()) if chosen else None
        if case is not None:
            self._place = chosen[0].row()
            self.pane.show_case(case)

    @Slot(str)
    def _on_ended(self, words: str) -> None:
        self.said.emit(words)
        self._read()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
