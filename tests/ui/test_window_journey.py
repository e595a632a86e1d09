"""The main job by mouse and keyboard: push, an order, approval by Enter, a supplier hold, the tracking number."""

import pytest
from PySide6.QtCore import Qt

from podbridge_desktop.domain.lifecycle import Step, SupplierState
from podbridge_desktop.ui.main_window import CONNECTIONS, EXCEPTIONS, ORDERS, PRODUCTS
from podbridge_desktop.ui.models.listing_variants import MARGIN, PRICE, SKU
from podbridge_desktop.ui.widgets.roles import Role
from tests.support.bridge import running_bridge
from tests.support.window import running_window


@pytest.fixture
def window(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge, running_window(qtbot, bridge) as opened:
        yield opened


def test_from_the_push_to_the_tracking_number(window):
    window.push_first()
    window.until(lambda: window.main.products.model.index(0, 4).data() == "Live")
    window.click(window.main.banner.buy)
    window.await_case("approval")
    main = window.main
    window.until(lambda: main.tab_bar.accessibleTabName(EXCEPTIONS).endswith("1 wait for you"))
    assert "$" in main.exceptions.pane.go.text()
    row = main.exceptions.model
    window.until(lambda: main.exceptions.oldest.accessibleName() == "oldest: just now")
    assert row.index(0, 3).data() == "just now"

    window.enter(main.exceptions.table)  # the amount is asked for on its own button …
    assert window.orders()[0].supplier_orders[0].state is SupplierState.WAITING
    assert main.exceptions.pane.go.hasFocus()
    window.enter(main.exceptions.pane.go)  # … and paid by the second Enter
    window.until(lambda: window.orders()[0].row.step is Step.PRODUCTION)
    window.until(lambda: not window.cases())

    for _ in range(8):
        if window.orders()[0].row.step is Step.TRACKING_SYNCED:
            break
        window.click(main.banner.next_day)
        window.until(lambda: main.banner.next_day.isEnabled() and not main.syncing.is_waiting)
    assert window.orders()[0].row.step is Step.TRACKING_SYNCED
    shipped = window.bridge.ledger()["vendors"]["shopify"]["orders"][0]["fulfillments"]
    assert len(shipped) == 1


def test_a_supplier_hold_stands_in_the_review_until_it_is_released(window):
    window.push_first()
    window.click(window.main.banner.buy)
    window.await_case("approval")
    window.enter(window.main.exceptions.table)
    window.enter(window.main.exceptions.pane.go)
    window.until(lambda: window.orders()[0].row.step is Step.PRODUCTION)
    name = window.orders()[0].supplier_orders[0].external_id
    held = {"external_id": name, "reason": "The print file is too small."}
    window.bridge.world.post("supplier-order", {**held, "action": "hold"})
    window.sync()
    case = window.await_case("supplier_hold")
    assert case.holds
    assert window.main.exceptions.model.index(0, 0).data() == "On Hold"

    window.bridge.world.post("supplier-order", {**held, "action": "release"})
    window.sync()
    window.until(lambda: not window.cases())
    assert window.main.exceptions.empty.accessibleName() == "Nothing waits for you"


def test_a_case_is_ignored_with_a_reason(window):
    window.push_first()
    window.bridge.world.post("buy", {"hand_packed": True, "skus": ["CANDLE-HONEY"]})
    window.sync()
    window.await_case("link")
    pane = window.main.exceptions.pane
    pack_it = next(a for a in pane.more.menu().actions() if a.text() == "I pack it myself")
    pack_it.trigger()
    window.until(lambda: not window.cases())
    assert window.orders()[0].lines[0].route == "not ours"


def test_the_variant_a_case_asks_for_is_chosen(window):
    window.push_first()
    window.bridge.world.post("buy", {"hand_packed": True, "skus": ["CANDLE-HONEY"]})
    window.sync()
    window.await_case("link")
    pane = window.main.exceptions.pane
    window.enter(window.main.exceptions.table)
    dialog = pane.deeds.dialog
    assert not dialog.go.isEnabled()
    shown = dialog.picker.model.index(0, 0)
    assert shown.data(Role.LINE) == dialog.picker.model.row_at(0).sku  # the title has the options
    dialog.picker.table.selectRow(0)
    window.click(dialog.go)
    window.await_case("approval")


def test_the_keyboard_reaches_every_tab_and_the_sync(window, qtbot):
    main = window.main
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)
    for key, tab in (
        (Qt.Key.Key_1, CONNECTIONS),
        (Qt.Key.Key_3, ORDERS),
        (Qt.Key.Key_4, EXCEPTIONS),
        (Qt.Key.Key_2, PRODUCTS),
    ):
        qtbot.keyClick(main, key, Qt.KeyboardModifier.ControlModifier)
        assert main.tabs.currentIndex() == tab
    qtbot.keyClick(main, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert main.products.search.hasFocus()
    qtbot.keyClick(main, Qt.Key.Key_F5)
    assert main.syncing.is_waiting
    window.until(lambda: not main.syncing.is_waiting)


def test_a_price_under_cost_is_warned_about_and_shown_as_a_loss(window):
    main = window.main
    main.tabs.setCurrentIndex(PRODUCTS)
    window.until(lambda: main.products.model.rowCount() > 0)
    window.click(main.products.push)
    dialog = main.products.dialog
    assert not dialog.warnings.isVisible()
    table = dialog.editor.table
    longest = max(
        table.fontMetrics().horizontalAdvance(row.variant.sku) for row in dialog.editor.model.rows
    )
    assert table.columnWidth(SKU) > longest
    dialog.price.value.setValue(-50)
    assert dialog.warnings.isVisible()
    assert dialog.editor.model.index(0, MARGIN).data().startswith("-")
    dialog.price.basis.setCurrentText("One price for all")
    dialog.price.value.setValue(99.5)
    assert dialog.editor.model.index(0, PRICE).data() == "$99.50"
    assert dialog.price.value.text() == "$99.50"
    window.click(dialog.cancel)
    assert window.state_of_first() == "not_pushed"
