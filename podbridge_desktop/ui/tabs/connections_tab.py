"""The Connections tab: a card per connection, and who sends the orders of each store to each supplier."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.platforms import FieldForm
from podbridge_desktop.domain.ports import CheckReport
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.connect_dialog import ConnectDialog
from podbridge_desktop.ui.dialogs.question import Choice, Question, told
from podbridge_desktop.ui.dialogs.statement import statement_question
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.connection_card import ConnectionCard
from podbridge_desktop.ui.tabs.route_card import RouteCard
from podbridge_desktop.ui.tokens import PAGE_MARGIN, Tone
from podbridge_desktop.ui.widgets.buttons import Kind, primary
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.text import Text

_TWO_COLUMNS = 880
_REST_MS = 100


class ConnectionsTab(QScrollArea):
    """GUI thread only; tests and disconnecting run in the background."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[ConnectionRow, ...] = ()
        self.cards: dict[str, ConnectionCard] = {}
        self.routes: dict[tuple[str, str], RouteCard] = {}
        self.dialog: ConnectDialog | None = None
        self.question: Question | None = None
        self._leaving = ""
        self._stated: tuple[str, FieldForm] | None = None  # what is being asked about
        self.add = primary(self.tr("Add connection"), "plus")
        self.empty = EmptyState()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(16)
        head = QHBoxLayout()
        self._head = Text(self.tr("Your stores and suppliers"), TextStyle.HEADING)
        head.addWidget(self._head, 1)
        head.addWidget(self.add)
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self._routes_head = Text(self.tr("Who sends the orders"), TextStyle.HEADING)
        self._routes = QVBoxLayout()
        self._routes.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.empty, 1)
        column.addLayout(self._grid)
        column.addSpacing(8)
        column.addWidget(self._routes_head)
        column.addLayout(self._routes)
        column.addStretch(1)
        self.setWidget(inside)
        self.empty.show_state(
            Variant.EMPTY,
            self.tr("Connect your store and your supplier"),
            self.tr(
                "PodBridge stands between them: it brings products to the store, paid orders to the supplier,"
                " and tracking numbers back. Each connection takes about five minutes."
            ),
            action=self.tr("Add connection"),
            icon="plug",
        )

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self.on_changed)
        self._rest.timeout.connect(self._read)
        self.add.clicked.connect(self.add_connection)
        self.empty.action_clicked.connect(self.add_connection)

    def begin(self) -> None:
        self._read()

    @Slot(Changed)
    def on_changed(self, changed: Changed) -> None:
        wanted = {Topic.CONNECTIONS, Topic.ROUTES}
        if changed.topics & wanted and not self._rest.isActive():
            self._rest.start()

    # --- showing ------------------------------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        self._rows = self._desk.reads.connections()
        for gone in set(self.cards) - {row.id for row in self._rows}:
            self.cards.pop(gone).deleteLater()
        for row in self._rows:
            if row.id in self.cards:
                self.cards[row.id].show_row(row)
            else:
                self.cards[row.id] = self._card(row)
        self._show_routes()
        self._arrange()

    def _card(self, row: ConnectionRow) -> ConnectionCard:
        platforms = {p.key: p for p in self._desk.container.connecting.platforms}
        card = ConnectionCard(row, platforms.get(row.platform), self._desk.formats)
        card.statement_wanted.connect(self._on_statement)
        card.stock_wanted.connect(self._on_stock)
        card.test_wanted.connect(self._on_test)
        card.again_wanted.connect(self.connect_again)
        card.disconnect_wanted.connect(self._on_disconnect)
        return card

    def _show_routes(self) -> None:
        stores = [row for row in self._rows if row.kind == "store"]
        suppliers = [row for row in self._rows if row.kind == "supplier"]
        pairs = {(a.id, b.id): (a, b) for a in stores for b in suppliers}
        known = {(r.store_id, r.supplier_id): r for r in self._desk.reads.routes()}
        for gone in set(self.routes) - set(pairs):
            self.routes.pop(gone).deleteLater()
        for key, (store, supplier) in pairs.items():
            if key not in self.routes:
                self.routes[key] = RouteCard(store, supplier, self._desk.actions)
                self.routes[key].said.connect(self.said)
                self._routes.addWidget(self.routes[key])
            self.routes[key].show_route(known.get(key), supplier)
        self._routes_head.setVisible(bool(pairs))

    def _arrange(self) -> None:
        columns = 2 if self.width() >= _TWO_COLUMNS else 1
        for place, row in enumerate(self._rows):
            self._grid.addWidget(self.cards[row.id], place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
        self.empty.setVisible(not self._rows)
        for shown in (self.add, self._head):
            shown.setVisible(bool(self._rows))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    # --- doing --------------------------------------------------------------------------------------------------

    @Slot()
    def add_connection(self) -> None:
        self._ask(None)

    @Slot(str)
    def connect_again(self, connection_id: str) -> None:
        self._ask(self._desk.reads.connection(connection_id))

    def _ask(self, known: ConnectionRow | None) -> None:
        self.dialog = ConnectDialog(self._desk, known, self)
        self.dialog.connected.connect(self._on_connected)
        self.dialog.open()

    @Slot(str)
    def _on_connected(self, name: str) -> None:
        self._desk.actions.sync_now()
        self.said.emit(self.tr("%1 is connected.").replace("%1", name))

    @Slot(str)
    def _on_test(self, connection_id: str) -> None:
        self.cards[connection_id].show_testing(busy=True)
        work = partial(self._desk.container.check, connection_id)
        self._desk.background.run(work, self._on_tested, self._on_not_tested)

    def _on_tested(self, report: CheckReport) -> None:
        self._end_testing()
        words = self.tr("%1 answers, and everything that is needed works.")
        missing = self.tr("%1 answers, but a permission is missing. Its card says which.")
        said = missing if report.missing else words
        self.said.emit(said.replace("%1", report.account_name))

    def _on_not_tested(self, error: PodBridgeError) -> None:
        self._end_testing()
        self.said.emit(told(error))

    def _end_testing(self) -> None:
        for card in self.cards.values():
            card.show_testing(busy=False)
        self._read()

    @Slot(str, str)
    def _on_statement(self, connection_id: str, field: str) -> None:
        row = self._desk.reads.connection(connection_id)
        for platform in self._desk.container.connecting.platforms:
            form = platform.field(field)
            if row is not None and form is not None and platform.key == row.platform:
                self._stated = row.id, form
                self.question = statement_question(form, self)
                self.question.chosen.connect(self._on_stated)
                self.question.open()

    @Slot(str)
    def _on_stated(self, choice: str) -> None:
        if choice != "yes" or self._stated is None:
            return
        connection_id, form = self._stated
        self._desk.container.connecting.amend(connection_id, {form.name: form.states})
        self._desk.actions.sync_now()
        self.said.emit(self.tr("Noted: %1.").replace("%1", form.label))

    @Slot(str, bool)
    def _on_stock(self, connection_id: str, on: bool) -> None:
        self._desk.actions.follow_stock(connection_id, on=on)
        follows = self.tr(
            "What suppliers have not got is taken off sale, and comes back by itself."
        )
        stays = self.tr("This store sells on, whatever its suppliers have.")
        self.said.emit(follows if on else stays)

    @Slot(str)
    def _on_disconnect(self, connection_id: str) -> None:
        row = self._desk.reads.connection(connection_id)
        if row is None:
            return
        self._leaving = connection_id
        self.question = _farewell(row, self)
        self.question.chosen.connect(self._on_farewell)
        self.question.open()

    @Slot(str)
    def _on_farewell(self, choice: str) -> None:
        if choice == "stay":
            return
        cut = self._desk.container.connecting.disconnect
        work = partial(cut, self._leaving, erase=choice == "erase")
        self._desk.background.run(work, self._on_disconnected, self._on_not_tested)

    def _on_disconnected(self, _none: None) -> None:
        self._read()
        self.said.emit(self.tr("Disconnected. Its key is gone from this computer."))


def _farewell(row: ConnectionRow, parent: ConnectionsTab) -> Question:
    """Names what is lost, both ways."""
    keep = parent.tr(
        "“Disconnect” forgets its key: nothing of it is synced any more. Orders, products and links stay and go on"
        " when you connect it again."
    )
    lost = {
        "store": parent.tr(
            "“Erase” also removes its orders, listings and variant links from this computer for good."
        ),
        "supplier": parent.tr(
            "“Erase” also removes its products, supplier orders and variant links from this computer for good."
        ),
    }
    choices = [
        Choice("stay", parent.tr("Keep it")),
        Choice("keep", parent.tr("Disconnect")),
        Choice("erase", parent.tr("Disconnect and erase"), Kind.DANGER),
    ]
    title = parent.tr("Disconnect %1?").replace("%1", row.name)
    sentences = (keep, lost.get(row.kind, ""))
    return Question(title, sentences, choices, tone=Tone.DANGER, icon="unlink", parent=parent)
