"""A push of many products says how far it is, is stopped, tells what was refused and tries that again."""

import pytest

from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.widgets.selection import select_ids
from tests.support.bridge import running_bridge
from tests.support.window import PATIENCE, running_window


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path) as made:
        made.connect()
        made.sync()
        made.shop = made.practice.shops["shopify"]
        yield made


@pytest.fixture
def window(qtbot, theme, bridge):
    with running_window(qtbot, bridge) as opened:
        opened.main.tabs.setCurrentIndex(PRODUCTS)
        opened.until(lambda: opened.main.products.model.rowCount() > 3)
        yield opened


def push(window, count):
    """The first products of the list, by the big button."""
    tab = window.main.products
    products = tab.model.rows[:count]
    tab.table.clearSelection()
    select_ids(tab.table, [each.id for each in products])
    window.until(tab.push.isEnabled)
    window.click(tab.push)
    window.until(tab.dialog.go.isEnabled)
    with window.qtbot.waitSignal(tab.dialog.begun, timeout=PATIENCE):
        window.click(tab.dialog.go)
    return products


def states(window):
    rows = window.container.reads.products()
    return [each.state for row in rows for each in row.listings]


def pushed(bridge):
    """The titles of what stands in the shop by us."""
    ours = {row.title for row in bridge.container.reads.products()}
    return [each.title for each in bridge.shop.products if each.title in ours]


def test_it_counts_to_the_end_and_is_put_away(window):
    bar = window.main.products.progress
    push(window, 4)
    window.until(lambda: bar.isVisible() and not bar.shut.isHidden())
    assert bar.accessibleName() == "All 4 products are in their stores."
    assert bar.stop.isHidden()
    assert bar.again.isHidden()
    window.click(bar.shut)
    assert not bar.isVisible()


def test_what_was_refused_is_told_with_its_reason_and_tried_again(window):
    bar = window.main.products.progress
    first = window.container.reads.products()[0]
    taken = window.bridge.shop.add_simple_product("Taken", ("TAKEN",), now=window.bridge.practice.clock.now())  # fmt: skip
    taken.handle = f"podbridge-printful-{first.remote_id}"
    window.bridge.shop.store.touch_product(taken, taken.updated_at)
    push(window, 3)
    window.until(lambda: bar.isVisible() and not bar.again.isHidden())
    said = bar.accessibleName()
    assert "2 products in their stores. One was not taken:" in said
    assert f"{first.title}: " in said
    window.bridge.shop.delete_product(taken.id)
    window.click(bar.again)
    window.until(lambda: bar.accessibleName() == "All 3 products are in their stores.")
    assert sorted(states(window)).count("live") == 3


def test_the_rest_is_stopped_and_nothing_half_made_is_left(window, bridge):
    bar = window.main.products.progress
    bridge.world.post("fault", {"vendor": "shopify", "kind": "slow", "times": 3, "seconds": 0.5})
    products = push(window, 8)
    window.until(bar.isVisible)
    window.click(bar.stop)
    window.until(lambda: "pushing" not in states(window))
    assert not bar.isVisible()
    window.until(lambda: not window.session.engine._engine.at_work())
    assert len(pushed(bridge)) < len(products)
    assert states(window).count("live") == len(pushed(bridge))
    push(window, 8)
    window.until(lambda: states(window).count("live") == 8)
    assert sorted(pushed(bridge)) == sorted(each.title for each in products)
