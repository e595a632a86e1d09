"""The controls behave: keyboard, names, plain text, states."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from podbridge_desktop.ui.tokens import LIGHT, Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button, Kind, danger, icon_only, primary, quiet
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.fields import DecimalField, NumberField
from podbridge_desktop.ui.widgets.figure import Figure
from podbridge_desktop.ui.widgets.journey import Journey, StepState
from podbridge_desktop.ui.widgets.journey_strip import JourneyStrip
from podbridge_desktop.ui.widgets.pills import Pill, PillDelegate, PillLabel, pill_size
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.search_field import SearchField
from podbridge_desktop.ui.widgets.status_line import StatusLine
from podbridge_desktop.ui.widgets.tab_bar import TabBar
from podbridge_desktop.ui.widgets.table import Column, DataTable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailDelegate, ThumbnailLabel, Thumbnails

pytestmark = pytest.mark.usefixtures("theme")
DONE = StepState.DONE


@pytest.fixture
def table(qtbot):
    made = DataTable("Orders")
    qtbot.addWidget(made)
    model = QStandardItemModel(3, 2, made)
    for row in range(3):
        for column in range(2):
            item = QStandardItem(f"{row}-{column}")
            item.setData(row == 1, Role.ON_HOLD)
            model.setItem(row, column, item)
    made.setModel(model)
    made.set_columns([Column(100), Column(stretch=True)])
    made.resize(400, 240)
    made.show()
    return made


def color_at(widget: QWidget, x: int, y: int) -> QColor:
    return QColor(widget.grab().toImage().pixel(x, y))


def test_text_from_data_is_never_markup(qtbot):
    label = Text("<b>Ben</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_on_hold_always_carries_a_pause_sign():
    assert Pill("On Hold", Tone.HOLD).mark == "hold"
    assert Pill("On Hold", Tone.HOLD, "clock").mark == "clock"
    assert Pill("Placed").mark is None


def test_pill_is_spoken_and_grows_with_its_word(qtbot):
    label = PillLabel(Pill("On Hold", Tone.HOLD))
    qtbot.addWidget(label)
    assert label.accessibleName() == "On Hold"
    assert pill_size(Pill("In production"), label.font()).width() > label.sizeHint().width() / 2
    label.resize(label.sizeHint())
    assert color_at(label, label.width() // 2, 3) == QColor(LIGHT.tones[Tone.HOLD].fill)


def test_journey_is_spoken_step_by_step(qtbot):
    journey = Journey((DONE, StepState.ON_HOLD, StepState.TODO, StepState.TODO, StepState.TODO))
    strip = JourneyStrip(journey)
    qtbot.addWidget(strip)
    assert "Placed: done" in strip.accessibleName()
    assert "Payment & approval: on hold" in strip.accessibleName()
    assert not journey.is_complete
    assert Journey((DONE,) * 5).tone(0) is Tone.SUCCESS


def test_enter_activates_the_current_row(qtbot, table):
    table.selectRow(1)
    with qtbot.waitSignal(table.row_activated) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert caught.args[0].row() == 1


def test_enter_without_a_row_is_quiet(qtbot, table):
    table.setCurrentIndex(table.rootIndex())
    with qtbot.assertNotEmitted(table.row_activated):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_table_is_named_and_tab_leaves_it(table):
    assert table.accessibleName() == "Orders"
    assert not table.tabKeyNavigation()
    assert table.rowHeight(0) == 40


def test_on_hold_row_keeps_bar_and_tint_when_selected(table):
    port = table.viewport()
    y = table.rowViewportPosition(1) + 8
    assert color_at(port, 1, y) == QColor(LIGHT.hold_bar)
    assert color_at(port, 90, y) == QColor(LIGHT.hold_row)
    table.clearFocus()
    table.selectRow(1)
    assert color_at(port, 1, y) == QColor(LIGHT.hold_bar)
    assert color_at(port, 90, y) == QColor(LIGHT.hold_selected)


def test_hover_tints_the_whole_row(qtbot, table):
    y = table.rowViewportPosition(2) + 8
    qtbot.mouseMove(table.viewport(), QPoint(20, y))
    table.entered.emit(table.model().index(2, 0))
    assert color_at(table.viewport(), 300, y) == QColor(LIGHT.hover)


def test_search_waits_until_typing_rests(qtbot):
    field = SearchField("Search orders")
    qtbot.addWidget(field)
    heard = []
    field.search_changed.connect(heard.append)
    qtbot.keyClicks(field, "rossi")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["rossi"])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["rossi", ""]


def test_enter_searches_at_once(qtbot):
    field = SearchField("Search orders")
    qtbot.addWidget(field)
    field.setText("1052")
    with qtbot.waitSignal(field.search_changed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == ["1052"]
    assert field.accessibleName() == "Search orders"


def test_busy_button_says_what_happens_and_refuses_clicks(qtbot):
    button = primary("Push to store", "send")
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    button.set_busy("Sending 12 of 40 products to Etsy")
    assert button.is_busy
    assert not button.isEnabled()
    assert button.sizeHint().width() > width
    assert "12 of 40" in button.accessibleDescription()
    button.set_busy(None)
    assert button.isEnabled()
    assert button.sizeHint().width() == width


@pytest.mark.parametrize("make", [primary, quiet, danger])
def test_buttons_are_reached_by_keyboard(qtbot, make):
    button = make("Retry")
    qtbot.addWidget(button)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_button_without_a_word_has_a_name(qtbot):
    button = icon_only("settings", "Settings")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Settings"
    assert button.toolTip() == "Settings"
    assert button.sizeHint().width() == button.sizeHint().height()


def test_flat_button_can_become_loud(qtbot):
    button = Button("Details", Kind.FLAT)
    qtbot.addWidget(button)
    button.set_kind(Kind.PRIMARY)
    button.set_icon_name("info")
    button.resize(button.sizeHint())
    assert color_at(button, 8, 6) == QColor(LIGHT.accent)


@pytest.mark.parametrize("variant", Variant)
def test_empty_state_says_what_to_do(qtbot, variant):
    state = EmptyState()
    qtbot.addWidget(state)
    state.show_state(variant, "No products yet", "Connect a supplier.", action="Add connection")
    state.show()
    assert state.accessibleName() == "No products yet"
    with qtbot.waitSignal(state.action_clicked):
        state.findChild(Button).click()
    state.show_state(variant, "Nothing waits for you")
    assert not state.findChild(Button).isVisible()
    assert state.minimumSizeHint().width() < 500


def test_banner_is_spoken_and_takes_buttons(qtbot):
    banner = Banner("Practice mode", Tone.INFO)
    qtbot.addWidget(banner)
    button = banner.add_button("Connect a real store", "plug")
    banner.resize(600, 48)
    banner.show()
    assert banner.accessibleName() == "Practice mode"
    assert button.isVisible()
    banner.show_text("No internet", Tone.NEUTRAL, icon="wifi-off")
    assert color_at(banner, 2, 2) == QColor(LIGHT.tones[Tone.NEUTRAL].fill)


def test_figure_is_spoken_with_what_it_counts(qtbot):
    figure = Figure("3", "waiting for you", Tone.HOLD)
    qtbot.addWidget(figure)
    assert figure.accessibleName() == "waiting for you: 3"
    figure.set_label("open")
    figure.set_value("0")
    assert figure.accessibleName() == "open: 0"


def test_status_line_says_when_it_was_last_true(qtbot):
    line = StatusLine(lambda _when: "2 min ago")
    qtbot.addWidget(line)
    line.set_state(Tone.SUCCESS, "All healthy")
    texts = [label.text() for label in line.findChildren(Text)]
    assert texts == ["All healthy", "not checked yet"]
    line.set_checked_at(datetime(2026, 11, 21, tzinfo=UTC))
    assert line.findChildren(Text)[1].text() == "checked 2 min ago"


def test_tab_count_is_shown_and_spoken(qtbot):
    tabs, bar = QTabWidget(), TabBar()
    qtbot.addWidget(tabs)
    tabs.setTabBar(bar)
    tabs.addTab(QWidget(), "&Exceptions")
    bar.set_tab_icon(0, "circle-pause")
    width = bar.tabSizeHint(0).width()
    tabs.show()
    bar.set_count(0, "3", "3 wait for you")
    assert bar.tabRect(0).width() == bar.tabSizeHint(0).width() > width
    assert bar.accessibleTabName(0) == "Exceptions, 3 wait for you"
    bar.set_count(0, "", "")
    assert bar.tabSizeHint(0).width() == width
    assert bar.accessibleTabName(0) == "Exceptions"


def test_pill_column_is_wide_enough_for_its_words(table):
    table.set_columns([Column(160, delegate=PillDelegate(table))])
    index = table.model().index(0, 0)
    plain = table.sizeHintForIndex(index).width()
    pill = Pill("On Hold, address", Tone.HOLD)
    table.model().item(0, 0).setData(pill, Role.PILL)
    assert table.sizeHintForIndex(index).width() > pill_size(pill, table.font()).width() > plain


def test_second_part_of_a_cell_counts_for_its_width(table):
    index = table.model().index(0, 0)
    plain = table.sizeHintForIndex(index).width()
    table.model().item(0, 0).setData("Mug, dawn", Role.SECONDARY)
    assert table.sizeHintForIndex(index).width() > plain + 20


def test_thumbnail_appears_when_it_arrives(qtbot):
    store: dict[str, QImage] = {}
    thumbnails = Thumbnails(store.get)
    label = ThumbnailLabel(thumbnails, 40)
    qtbot.addWidget(label)
    label.show_url("mug", "Mug, dawn")
    label.resize(40, 40)
    assert color_at(label, 8, 8) == QColor(LIGHT.sunken)
    image = QImage(80, 160, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    store["mug"] = image
    thumbnails.arrived("mug")
    assert color_at(label, 20, 20) == QColor("#ff0000")
    assert label.accessibleName() == "Mug, dawn"


def test_thumbnail_in_a_row_leaves_room_for_the_text(qtbot, table):
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    delegate = ThumbnailDelegate(Thumbnails(lambda _url: image, table), table)
    table.set_columns([Column(160, delegate=delegate)])
    table.model().item(0, 0).setData("mug", Role.THUMBNAIL_URL)
    assert color_at(table.viewport(), 28, 20) == QColor("#00ff00")
    index = table.model().index(0, 0)
    assert table.sizeHintForIndex(index).width() > 56


@pytest.mark.parametrize("make", [NumberField, DecimalField])
def test_number_fields_are_named(qtbot, make):
    field = make("Minutes between checks")
    qtbot.addWidget(field)
    assert field.accessibleName() == "Minutes between checks"
    assert field.lineEdit().textMargins().left() > 0


def test_widgets_paint_at_any_small_size(qtbot):
    strip = JourneyStrip(Journey((DONE,) * 5))
    label = PillLabel(Pill("In production"))
    for widget in (strip, label):
        qtbot.addWidget(widget)
        image = QImage(4, 4, QImage.Format.Format_ARGB32)
        painter = QPainter(image)
        widget.resize(4, 4)
        widget.render(painter, QPoint())
        painter.end()
    QApplication.processEvents()
