"""The window: four tabs and their wiring, the practice banner, the status line. Each tab owns its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.ui.care_banner import CareBanner
from podbridge_desktop.ui.first_look import FirstLook
from podbridge_desktop.ui.practice_banner import PracticeBanner
from podbridge_desktop.ui.pulse import Pulse
from podbridge_desktop.ui.status import Status
from podbridge_desktop.ui.syncing import Syncing
from podbridge_desktop.ui.tokens import PAGE_MARGIN, Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.status_line import StatusLine
from podbridge_desktop.ui.widgets.tab_bar import TabBar
from podbridge_desktop.ui.words.formats import Formats

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow
    from podbridge_desktop.domain.views import ConnectionRow, Overview
    from podbridge_desktop.errors import PodBridgeError
    from podbridge_desktop.ui.desk import Desk
    from podbridge_desktop.ui.dialogs.about_dialog import AboutDialog
    from podbridge_desktop.ui.dialogs.backups_dialog import BackupsDialog

_WISH, _LEAST = QSize(1200, 780), QSize(960, 640)
CONNECTIONS, PRODUCTS, ORDERS, EXCEPTIONS = range(4)
_ICONS = ("plug", "shopping-bag", "package", "hand")


class MainWindow(QMainWindow):
    """Shown at once: a loading page, then perhaps the newest orders; `fill` brings the tabs for good."""

    restore_wanted = Signal(object, object)  # Path of a backup, Path of its recovery key or None

    def __init__(self, formats: Formats, *, practice: bool = False) -> None:
        super().__init__()
        self._formats = formats
        self.setWindowTitle(self.tr("PodBridge Desktop"))
        self.banner = PracticeBanner()
        self.banner.setVisible(practice)
        self.notice = Banner()
        self.notice.hide()
        self.care = CareBanner(formats)
        self.loading = EmptyState()
        self.tabs = QTabWidget()
        self.tab_bar = TabBar()
        self.sync = quiet(self.tr("Sync now"), "refresh-cw")
        self.sync.setToolTip(self.tr("Look at every store and supplier now (F5)"))
        self.line = StatusLine(formats.ago)
        self.status = Status(self.line, formats)
        self.first_look: FirstLook | None = None
        self.about: AboutDialog | None = None
        self.backups: BackupsDialog | None = None
        self._desk: Desk | None = None
        self._waiting = 0, Tone.NEUTRAL
        self._build()
        self.line.about.clicked.connect(self.show_about)
        self.line.backups.clicked.connect(self.show_backups)
        self.care.backups_wanted.connect(self.show_backups)
        QShortcut(QKeySequence("Ctrl+B"), self).activated.connect(self.show_backups)
        QShortcut(QKeySequence.StandardKey.HelpContents, self).activated.connect(self.show_about)
        self.show_loading()

    def _build(self) -> None:
        self.tabs.setTabBar(self.tab_bar)
        self.tabs.setDocumentMode(False)
        corner = QWidget()
        around = QVBoxLayout(corner)
        around.setContentsMargins(0, 7, PAGE_MARGIN, 5)
        around.addWidget(self.sync)
        self.tabs.setCornerWidget(corner, Qt.Corner.TopRightCorner)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.loading)
        self._stack.addWidget(self.tabs)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.notice)
        column.addWidget(self.care)
        column.addWidget(self._stack, 1)
        column.addWidget(self.line)
        self.setCentralWidget(whole)
        room = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(_LEAST.boundedTo(room))
        self.resize(_WISH.boundedTo(room))

    def show_loading(self, restoring: str = "") -> None:
        title = restoring or self.tr("Opening your data…")
        words = self.tr("Your computer may ask for the password of its keyring.")
        practice = self.tr("The practice stores and suppliers are set up on this computer.")
        self.loading.show_state(
            Variant.LOADING, title, words if self.banner.isHidden() else practice
        )
        self.status.show(Tone.NEUTRAL, title)

    @Slot()
    def show_about(self) -> None:
        """Version, licences, trademarks."""
        from podbridge_desktop.ui.dialogs.about_dialog import about  # noqa: PLC0415 - rarely wanted

        self.about = about(self)
        self.about.open()

    @Slot()
    def show_backups(self) -> None:
        """How safe the data is, and the way back."""
        if self._desk is None or self.backups is not None:
            return
        from podbridge_desktop.ui.dialogs.backups_dialog import BackupsDialog  # noqa: PLC0415 - rarely wanted

        self.backups = BackupsDialog(self._desk, self)
        self.backups.restore_wanted.connect(self.restore_wanted)
        self.backups.finished.connect(self._on_backups_finished)
        self.backups.open()

    @Slot()
    def _on_backups_finished(self) -> None:
        self.backups = None

    def show_first_look(
        self, orders: tuple[OrderRow, ...], *, waiting: int, many_stores: bool
    ) -> None:
        """The newest orders at once, while the rest of the program comes."""
        self.first_look = FirstLook(orders, self._formats, many_stores=many_stores)
        self._set_pages((QWidget(), QWidget(), self.first_look, QWidget()))
        self.tabs.setCurrentIndex(ORDERS)
        self._show_waiting(waiting, Tone.NEUTRAL)
        self._stack.setCurrentWidget(self.tabs)

    def show_only(self, why: PodBridgeError) -> None:
        """Nothing can be changed or sent: the reason stands across the window."""
        self.notice.show_text(f"{why.message} {why.hint}", Tone.HOLD)
        self.notice.show()
        self.status.hold(Tone.HOLD, why.message)

    def fill(self, desk: Desk, *, owns: bool, owner: str) -> None:
        """Bring the tabs. `owns`: this window syncs; else `owner` does and the window only leaves wishes."""
        from podbridge_desktop.ui.rooms import rooms  # noqa: PLC0415 - the first rows do not wait for it

        self.status.synced_by("" if owns else owner)
        self._desk = desk
        self.care.open(desk.actions)
        pages = rooms(desk)
        self.connections, self.products, self.orders, self.exceptions = pages
        chosen, here = None, None
        if self.first_look is not None:
            chosen, here = self.first_look.chosen, self.tabs.currentIndex()
        self.first_look = None
        self._set_pages(pages)
        self._show_waiting(*self._waiting)
        self.syncing = Syncing(desk.actions, desk.bridge, self)
        self.pulse = Pulse(desk, self)
        self._connect()
        for page in pages:
            page.begin()
        self.tabs.setCurrentIndex(self._first_tab(desk) if here is None else here)
        if chosen is not None:
            self.orders.open_order(chosen)
        self._stack.setCurrentWidget(self.tabs)
        self._on_tab()
        self.pulse.begin(listen_afar=not owns)

    def _set_pages(self, pages: tuple[QWidget, QWidget, QWidget, QWidget]) -> None:
        """These pages in place of those that were there."""
        names = (
            self.tr("Connections"),
            self.tr("Products"),
            self.tr("Orders"),
            self.tr("Exceptions"),
        )
        for place in range(self.tabs.count()):
            if (old := self.tabs.widget(place)) is not None:
                old.deleteLater()
        self.tabs.clear()
        for place, (page, name) in enumerate(zip(pages, names, strict=True)):
            self.tabs.addTab(page, name)
            self.tab_bar.set_tab_icon(place, _ICONS[place])

    def _connect(self) -> None:
        for place in range(4):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self)
            shortcut.setProperty("tab", place)
            shortcut.activated.connect(self._on_tab_key)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self).activated.connect(
            self.syncing.start
        )
        self.tabs.currentChanged.connect(self._on_tab)
        self.sync.clicked.connect(self.syncing.start)
        for asker in (self.banner, self.care):
            asker.happened.connect(self.syncing.follow)
        self.syncing.began.connect(self._on_sync_began)
        self.syncing.ended.connect(self._on_sync_ended)
        self.pulse.beat.connect(self._on_beat)
        self.orders.elsewhere.connect(self.exceptions.handle)
        self.orders.connect_wanted.connect(self._on_connect_wanted)
        self.orders.products_wanted.connect(self._on_products_wanted)
        self.products.connect_wanted.connect(self._on_connect_wanted)
        self.exceptions.reconnect_wanted.connect(self._on_reconnect_wanted)
        self.exceptions.order_wanted.connect(self._on_order_wanted)
        for speaker in (
            self.banner,
            self.care,
            self.connections,
            self.products,
            self.orders,
            self.exceptions,
        ):
            speaker.said.connect(self.status.say)

    @staticmethod
    def _first_tab(desk: Desk) -> int:
        """Where there is something to see; what waits is counted on its tab."""
        if desk.reads.first_orders(OrderQuery(), 1):
            return ORDERS
        return PRODUCTS if desk.reads.connections() else CONNECTIONS

    def _show_waiting(self, waiting: int, tone: Tone) -> None:
        """How many cases are open, on the tab where they are."""
        self._waiting = waiting, tone
        count = self._formats.short_number(waiting) if waiting else ""
        spoken = self.tr("%1 wait for you", "a number").replace("%1", count) if count else ""
        self.tab_bar.set_count(EXCEPTIONS, count, spoken, tone)

    @Slot(object, object, str)
    def _on_beat(
        self, overview: Overview, connections: tuple[ConnectionRow, ...], held_back: str
    ) -> None:
        self._show_waiting(overview.waiting, Tone.HOLD if overview.on_hold else Tone.NEUTRAL)
        self.line.set_checked_at(overview.last_sync)
        self.care.show_overview(overview)
        self.orders.show_overview(overview)
        self.exceptions.show_overview(overview)
        self.status.held_back(held_back)
        self.status.tell_health(connections)

    # --- wiring -------------------------------------------------------------------------------------------------

    @Slot()
    def _on_tab_key(self) -> None:
        self.tabs.setCurrentIndex(int(self.sender().property("tab")))
        self._on_tab()

    @Slot()
    def _on_tab(self) -> None:
        """The keyboard is where the work is: in the list."""
        self.tabs.currentWidget().setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_sync_began(self) -> None:
        self.sync.set_busy(self.tr("Syncing…"))

    @Slot(str)
    def _on_sync_ended(self, words: str) -> None:
        self.sync.set_busy(None)
        if words:
            self.status.say(words)

    @Slot()
    def _on_connect_wanted(self) -> None:
        self.tabs.setCurrentIndex(CONNECTIONS)
        self.connections.add_connection()

    @Slot()
    def _on_products_wanted(self) -> None:
        self.tabs.setCurrentIndex(PRODUCTS)

    @Slot(str)
    def _on_reconnect_wanted(self, connection_id: str) -> None:
        self.tabs.setCurrentIndex(CONNECTIONS)
        self.connections.connect_again(connection_id)

    @Slot(int)
    def _on_order_wanted(self, order_id: int) -> None:
        self.tabs.setCurrentIndex(ORDERS)
        self.orders.open_order(order_id)
