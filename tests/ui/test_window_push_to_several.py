"""One product for several stores: each is seen before it is pushed, one after the other."""

import pytest

from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.widgets.selection import select_ids
from tests.support.bridge import running_bridge
from tests.support.window import running_window


@pytest.fixture
def window(qtbot, theme, tmp_path):
    """A Shopify store, an Etsy shop and Printify; the products are pulled."""
    with running_bridge(tmp_path, platforms=("shopify", "etsy", "printify")) as bridge:
        bridge.practice.etsy["etsy"].turn(image_delay=0.0)
        with running_window(qtbot, bridge) as opened:
            opened.sync()
            opened.main.tabs.setCurrentIndex(PRODUCTS)
            opened.until(lambda: opened.main.products.model.rowCount() > 0)
            yield opened


def open_push(window):
    tab = window.main.products
    row = next(
        each
        for each in window.container.reads.products()
        if not any("(" in value for variant in each.variants for _, value in variant.options)
    )
    select_ids(tab.table, [row.id])
    window.click(tab.push)
    ready(window, tab.dialog)
    return tab.dialog, row.id


def ready(window, dialog):
    window.until(dialog.go.isEnabled)


def stores(window, product_id):
    """Where it is, or is on its way to."""
    (row,) = (each for each in window.container.reads.products() if each.id == product_id)
    return {each.store_id: each.state for each in row.listings if each.state != "not_pushed"}


def test_the_second_store_is_shown_once_the_first_has_it(window):
    dialog, product = open_push(window)
    first, second = (dialog.store.itemData(place) for place in range(2))
    assert dialog.also.isVisible()
    assert dialog.also.boxes[first].isHidden()  # it is the one that is shown
    window.click(dialog.also.boxes[second])
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    assert dialog.isVisible()
    assert dialog.store.currentData() == second
    assert dialog.also.isHidden()  # there is no third
    assert set(stores(window, product)) == {first}
    ready(window, dialog)
    dialog.visible_at_once.setChecked(False)  # as a draft: nothing is paid
    with window.qtbot.waitSignal(dialog.finished):
        window.click(dialog.go)
    assert set(stores(window, product)) == {first, second}
    window.until(lambda: set(stores(window, product).values()) <= {"live", "draft"})


def test_a_double_click_does_not_push_to_what_was_not_seen(window):
    """Shopify asks nothing, so nothing else would be in its way."""
    dialog, product = open_push(window)
    shopify, etsy = (dialog.store.itemData(place) for place in range(2))
    dialog.store.setCurrentIndex(1)
    ready(window, dialog)
    dialog.visible_at_once.setChecked(False)
    window.click(dialog.also.boxes[shopify])
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    assert dialog.store.currentData() == shopify
    window.qtbot.wait(100)  # whatever would open the button by itself has had its time
    window.click(dialog.go)
    window.qtbot.wait(300)
    assert set(stores(window, product)) == {etsy}
    ready(window, dialog)


def test_cancelled_at_the_second_store_the_first_keeps_it(window):
    dialog, product = open_push(window)
    first, second = (dialog.store.itemData(place) for place in range(2))
    window.click(dialog.also.boxes[second])
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    window.click(dialog.cancel)
    assert set(stores(window, product)) == {first}


def test_without_a_tick_one_store_is_all(window):
    dialog, product = open_push(window)
    first = dialog.store.currentData()
    with window.qtbot.waitSignal(dialog.finished):
        window.click(dialog.go)
    assert set(stores(window, product)) == {first}
