"""All widgets on one picture, light and dark. As a script it saves them: `python <this file> FOLDER [NAME]`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.theme import Scheme, Theme
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button, Kind, danger, icon_only, primary, quiet
from podbridge_desktop.ui.widgets.card import Card, Page
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.fields import NumberField
from podbridge_desktop.ui.widgets.figure import Figure
from podbridge_desktop.ui.widgets.journey import Journey, StepState
from podbridge_desktop.ui.widgets.journey_strip import JourneyDelegate, JourneyStrip
from podbridge_desktop.ui.widgets.pills import Pill, PillDelegate, PillLabel
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.search_field import SearchField
from podbridge_desktop.ui.widgets.status_line import StatusLine
from podbridge_desktop.ui.widgets.tab_bar import TabBar
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailDelegate, ThumbnailLabel, Thumbnails

D, C, H, T, F, X = (
    StepState.DONE,
    StepState.CURRENT,
    StepState.ON_HOLD,
    StepState.TODO,
    StepState.FAILED,
    StepState.CANCELLED,
)
HOLD = Pill("On Hold · approval", Tone.HOLD)
ROWS = [
    ("#1052", "Ava Smith", "Mug, dawn", HOLD, (D, H, T, T, T), "9:00 AM", "$19.90"),
    ("#1051", "Ben Meyer", "Tee, wave, 2 more", Pill("On Hold · address", Tone.HOLD), (D, H, T, T, T), "8:17 AM", "$27.20"),
    ("#1050", "Cara Rossi", "Poster, hills", Pill("In production", Tone.PROGRESS), (D, D, C, T, T), "Nov 19", "$134.50"),
    ("#1049", "Dan Novák", "Tote, fern", Pill("Shipped", Tone.INFO, "truck"), (D, D, D, C, T), "Nov 18", "$41.80"),
    ("#1048", "Eva Silva", "Hoodie, moon", Pill("Tracking synced", Tone.SUCCESS, "check"), (D, D, D, D, D), "Nov 18", "$49.10"),
    ("#1047", "Finn Khan", "Mug, dawn", Pill("Failed", Tone.DANGER, "x"), (D, F, T, T, T), "Nov 17", "$6.40"),
    ("#1046", "Gia Dubois with a name far too long for its column", "Tee, wave", Pill("Cancelled", Tone.NEUTRAL, "minus"), (D, X, X, X, X), "Nov 17", "$63.70"),
    ("#1045", "Hugo Jensen", "Poster, hills", Pill("Placed", Tone.NEUTRAL), (C, T, T, T, T), "Nov 17", "$71.00"),
]  # fmt: skip
HEADS = ("Order", "Customer", "State", "Journey", "Placed", "Total")


NOWHERE = QModelIndex()


class Orders(QAbstractTableModel):
    def rowCount(self, parent=NOWHERE):  # noqa: N802
        return 0 if parent.isValid() else len(ROWS)

    def columnCount(self, parent=NOWHERE):  # noqa: N802
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 5:
            return Qt.AlignmentFlag.AlignRight
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        number, who, what, pill, states, when, total = ROWS[index.row()]
        column = index.column()
        served = {
            Role.ON_HOLD: pill.tone is Tone.HOLD,
            Role.STRONG: column == 0,
            Role.MUTED: column == 4,
            Role.PILL: pill if column == 2 else None,
            Role.JOURNEY: Journey(states) if column == 3 else None,
            Role.THUMBNAIL_URL: what if "Mug" in what or "Tee" in what else "",
            Role.SECONDARY: what if column == 1 else None,
            Qt.ItemDataRole.DisplayRole: (number, who, None, None, when, total)[column],
        }
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 5:
            return Qt.AlignmentFlag.AlignRight
        return served.get(role)


def picture(url: str) -> QImage | None:
    if not url:
        return None
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    fade = QLinearGradient(0, 0, 300, 400)
    fade.setColorAt(0, QColor("#f7b267" if "Mug" in url else "#70c1b3"))
    fade.setColorAt(1, QColor("#f25c54" if "Mug" in url else "#247ba0"))
    painter.fillRect(image.rect(), fade)
    painter.end()
    return image


def row(*widgets: QWidget, gap: int = 8) -> QHBoxLayout:
    box = QHBoxLayout()
    box.setSpacing(gap)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return box


def orders_page() -> Page:
    page = Page()
    page.body.setContentsMargins(0, 16, 0, 0)
    figures = row(
        Figure("3", "waiting for you", Tone.HOLD),
        Figure("$181.10", "money at stake"),
        Figure("2 days", "oldest"),
        Figure("1", "broken", Tone.DANGER),
        gap=40,
    )
    figures.setContentsMargins(24, 0, 24, 0)
    tools = row(SearchField("Search orders, customers, e-mail"))
    tools.itemAt(0).widget().setMinimumWidth(320)
    tools.addWidget(quiet("Sync now", "refresh-cw"))
    tools.addWidget(primary("Approve and pay $14.20", "credit-card"))
    tools.setContentsMargins(24, 8, 24, 0)
    page.body.addLayout(figures)
    page.body.addLayout(tools)
    frame = QVBoxLayout()
    frame.setContentsMargins(12, 0, 12, 0)  # cells have 12 px of their own: text stands at 24
    frame.addWidget(orders_table(page))
    page.body.addLayout(frame)
    return page


def orders_table(parent: QWidget) -> DataTable:
    table = DataTable("Orders", parent)
    table.setModel(Orders(table))
    thumbnails = Thumbnails(picture, table)
    table.set_columns(
        [
            Column(100),
            Column(stretch=True, delegate=ThumbnailDelegate(thumbnails, table)),
            Column(190, delegate=PillDelegate(table)),
            Column(140, delegate=JourneyDelegate(table)),
            Column(96),
            Column(100),
        ]
    )
    table.setSortingEnabled(True)
    table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    table.selectRow(3)
    return table


def parts_page() -> Page:
    page = Page()
    page.body.addWidget(Text("Order #1052", TextStyle.TITLE))
    page.body.addLayout(row(*(PillLabel(Pill(t.value.title(), t)) for t in Tone)))
    for states, notes in (
        ((D, D, C, T, T), ("Nov 17, 9:00", "$14.20 paid", "since Nov 18", "", "")),
        ((D, H, T, T, T), ("Nov 17, 9:00", "approve cost", "", "", "")),
        ((D, D, D, D, D), ("Nov 12", "Nov 12", "Nov 14", "Nov 17", "Nov 17")),
        ((D, F, T, X, X), ("Nov 12", "card refused", "", "", "")),
    ):
        page.body.addWidget(JourneyStrip(Journey(states, notes)))
    busy, off = primary("Push"), primary("Push to store", "send")
    busy.set_busy("Sending 12 of 40 products to Etsy")
    off.setEnabled(False)
    flat = Button("Details", Kind.FLAT, icon="info")
    page.body.addLayout(
        row(primary("Push to store", "send"), quiet("Open at supplier", "external-link"), danger("Erase 40 products", "circle-x"), flat, icon_only("settings", "Settings"))
    )  # fmt: skip
    page.body.addLayout(row(busy, off, focused_like(quiet("Retry", "refresh-cw"))))
    page.body.addLayout(fields())
    page.body.addLayout(cards())
    page.body.addStretch(1)
    return page


def focused_like(button: Button) -> Button:
    button.hasFocus = lambda: True  # a picture has one focus only; show the ring anyway
    return button


def fields() -> QHBoxLayout:
    combo, line, box, pick = (
        QComboBox(),
        QLineEdit("Berlin"),
        QCheckBox("Start at login"),
        QRadioButton("Assist"),
    )
    combo.addItems(["Assist", "Watch", "Automatic"])
    box.setChecked(True)
    pick.setChecked(True)
    bar = QProgressBar()
    bar.setValue(40)
    bar.setTextVisible(False)
    return row(combo, line, NumberField("Minutes"), box, QCheckBox("Sounds"), pick, bar)


def cards() -> QHBoxLayout:
    thumbnails = Thumbnails(picture)
    shown = ThumbnailLabel(thumbnails, 72)
    thumbnails.setParent(shown)
    shown.show_url("Mug", "Mug, dawn")
    one, two = Card(), Card(sunken=True)
    one.body.addLayout(row(shown, gap=12))
    one.body.addWidget(Text("Mug, dawn", TextStyle.STRONG))
    one.body.addWidget(Text("Printful · 2 variants · cost $7.95", TextStyle.SMALL, muted=True))
    two.body.addWidget(Text("What the customer can be told", TextStyle.STRONG))
    two.setMinimumWidth(360)
    two.body.addWidget(
        Text(
            "Your mug is being printed. It usually ships within two to five days.",
            muted=True,
            wrap=True,
        )
    )
    two.body.addStretch(1)
    return row(one, two, gap=16)


def empty_page() -> Page:
    page = Page()
    grid = QGridLayout()
    page.body.addLayout(grid)
    for place, (variant, title, sentence, action) in enumerate((
        (Variant.DONE, "Nothing waits for you", "Every paid order is on its way. Checked 2 min ago.", ""),
        (Variant.LOADING, "Reading your orders", "The first time takes about a minute.", ""),
        (Variant.ERROR, "Etsy does not let us in", "The key was withdrawn at Etsy. Connect again; no order is lost.", "Connect Etsy again"),
        (Variant.OFFLINE, "No internet", "You can read everything. Sending continues by itself.", ""),
        (Variant.EMPTY, "No products yet", "Connect a supplier, and its products appear here.", "Add connection"),
    )):  # fmt: skip
        state = EmptyState()
        state.show_state(variant, title, sentence, action=action)
        grid.addWidget(state, place // 2, place % 2)
    return page


def gallery() -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    banner = Banner(
        "Practice mode: these stores and suppliers are simulated. Nothing is sent or paid."
    )
    banner.add_button("Connect a real store", "plug")
    tabs, bar = QTabWidget(), TabBar()
    tabs.setTabBar(bar)
    for page, name, icon in (
        (orders_page(), "Orders", "shopping-cart"),
        (parts_page(), "Parts", "package"),
        (empty_page(), "Exceptions", "circle-pause"),
    ):
        bar.set_tab_icon(tabs.addTab(page, name), icon)
    bar.set_count(2, "3", "3 wait for you")
    status = StatusLine(lambda _when: "2 min ago")
    status.set_state(Tone.SUCCESS, "All 4 connections are healthy")
    status.set_checked_at(datetime.now(UTC))
    column.addWidget(banner)
    column.addWidget(tabs, 1)
    column.addWidget(status)
    window.tabs = tabs
    return window


def render(folder: Path, scheme: Scheme, suffix: str = "") -> list[Path]:
    saved = []
    window = gallery()
    for tab, (name, height) in enumerate((("orders", 700), ("parts", 800), ("empty", 800))):
        window.tabs.setCurrentIndex(tab)
        window.resize(1024, height)
        window.show()
        QApplication.processEvents()
        if tab == 0:
            window.findChild(DataTable).setFocus()
        saved.append(folder / f"gallery-{scheme.value}-{name}{suffix}.png")
        window.grab().save(str(saved[-1]))
    window.close()
    window.deleteLater()
    return saved


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_gallery_is_drawn(qapp, theme, tmp_path, scheme):
    theme.apply(scheme)
    for path in render(tmp_path, scheme):
        image = QImage(str(path))
        few = image.scaled(64, 64)
        colors = {few.pixel(x, y) for x in range(64) for y in range(64)}
        assert len(colors) > 8
        assert (QColor(image.pixel(4, image.height() // 2)).lightness() < 128) is (
            scheme is Scheme.DARK
        )


if __name__ == "__main__":
    app = QApplication([])
    look = Theme(app)
    for each in (Scheme.LIGHT, Scheme.DARK):
        look.apply(each)
        render(Path(sys.argv[1]), each, sys.argv[2] if len(sys.argv) > 2 else "")
