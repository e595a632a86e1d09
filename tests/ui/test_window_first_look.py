"""The newest orders stand there before the workspace is open, and stay where they are when the tabs come."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer

from podbridge_desktop.bootstrap.first_look import first_look
from podbridge_desktop.paths import Workspace
from podbridge_desktop.ui.main_window import EXCEPTIONS, ORDERS
from podbridge_desktop.ui.session import Session
from tests.support.bridge import running_bridge
from tests.support.window import PATIENCE


@pytest.fixture
def bridge(tmp_path):
    """Two orders wait for approval; nobody has the workspace open."""
    with running_bridge(tmp_path) as found:
        found.open_shop()
        found.buy(2)
        found.sync()
        found.container.close()
        yield found


@pytest.fixture
def session(qtbot, theme, bridge):
    made = Session(bridge.config)
    made.window.show()
    yield made
    made.window.hide()
    assert made.end()


def begun(session, qtbot, at_first_look):
    """Begin, and do something in the moment in which the first rows stand there alone."""
    met = []

    def look(_tab):
        if session.window.first_look is not None and not met:
            met.append(True)
            QTimer.singleShot(0, lambda: at_first_look(session.window))  # once it is whole

    session.window.tabs.currentChanged.connect(look)
    with qtbot.waitSignal(session.ready, timeout=PATIENCE):
        session.begin()
    assert met


def texts(table):
    model = table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_rows_come_first_and_are_those_of_the_list(session, qtbot):
    seen = []
    begun(session, qtbot, lambda window: seen.extend(texts(window.first_look.table)))
    orders = session.window.orders
    qtbot.waitUntil(lambda: not orders.model.is_waiting, timeout=PATIENCE)
    assert len(seen) == 2
    assert texts(orders.list.table) == seen
    assert session.window.first_look is None


def test_the_count_of_what_waits_is_there_with_them_and_stays(session, qtbot):
    said = []
    bar = session.window.tab_bar
    begun(session, qtbot, lambda _: said.append(bar.accessibleTabName(EXCEPTIONS)))
    said.append(bar.accessibleTabName(EXCEPTIONS))
    assert said == ["Exceptions, 2 wait for you"] * 2
    assert session.window.tabs.currentIndex() == ORDERS


def test_a_row_chosen_meanwhile_is_opened(session, qtbot):
    begun(session, qtbot, lambda window: window.first_look.table.selectRow(1))
    orders = session.window.orders
    qtbot.waitUntil(orders.pane.isVisible, timeout=PATIENCE)
    assert orders.list.selected == (orders.model.id_at(1),)


def test_a_tab_chosen_meanwhile_stays_chosen(session, qtbot):
    begun(session, qtbot, lambda window: window.tabs.setCurrentIndex(EXCEPTIONS))
    assert session.window.tabs.currentIndex() == EXCEPTIONS


def test_no_row_moves_when_the_tabs_come(session, qtbot):
    def top(table):
        return table.viewport().mapTo(
            session.window, table.visualRect(table.model().index(0, 0)).topLeft()
        )

    seen = []

    def look(window):
        window.grab()  # lays it out
        seen.append(top(window.first_look.table))

    begun(session, qtbot, look)
    orders = session.window.orders
    qtbot.waitUntil(lambda: orders.model.rowCount() == 2, timeout=PATIENCE)
    assert top(orders.list.table) == seen[0]


def test_a_fresh_folder_has_nothing_to_show(bridge, tmp_path):
    fresh = replace(bridge.config, workspace=Workspace(tmp_path / "fresh"))
    assert first_look(fresh) is None


def test_the_keyboard_moves_through_the_first_rows(session, qtbot):
    chosen = []

    def look(window):
        table = window.first_look.table
        table.setFocus()
        table.selectRow(0)
        qtbot.keyClick(table, Qt.Key.Key_Down)
        chosen.append(window.first_look.chosen)

    begun(session, qtbot, look)
    assert chosen[0] is not None
