"""*What changed*: the list of products says it, the dialog shows it with its effect, one button updates or leaves it."""

import pytest
from PySide6.QtCore import Qt

from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.drift import ListingChanges
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.ui.main_window import CONNECTIONS, PRODUCTS
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.selection import select_ids
from tests.support.bridge import running_bridge
from tests.support.window import running_window


def cost(bridge, variant, price):
    """What one of the supplier's variants costs from now on."""
    (blank,) = (
        int(each["variant_id"])
        for sync in bridge.practice.printful.book.products.values()
        for each in sync["variants"]
        if str(each["id"]) == variant.remote_id
    )
    bridge.practice.printful.set_price(blank, price)


@pytest.fixture
def window(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge:
        bridge.open_shop(products=3)
        bridge.products = bridge.container.reads.products()[:3]
        bridge.shop = bridge.practice.shops["shopify"]
        cost(bridge, bridge.products[0].variants[0], "19.75")
        by_hand = next(v for p in bridge.shop.products for v in p.variants if v.sku == bridge.products[1].variants[0].sku)  # fmt: skip
        bridge.shop.edit_variant(by_hand.id, now=bridge.practice.clock.now(), price="66.00")
        bridge.sync()
        with running_window(qtbot, bridge) as opened:
            opened.main.tabs.setCurrentIndex(PRODUCTS)
            opened.until(opened.main.products.changes.isVisible)
            yield opened


def opened(window):
    window.click(window.main.products.changes)
    dialog = window.main.products.changes_dialog
    window.until(lambda: dialog.model.rowCount() > 0)
    return dialog


def states(window):
    rows = window.container.reads.products()
    return [each.state for row in rows for each in row.listings if each.state != "not_pushed"]


def price(window, variant):
    return next(
        each.price
        for product in window.bridge.shop.products
        for each in product.variants
        if each.sku == variant.sku
    )


def test_the_list_says_what_changed_and_the_dialog_shows_it(window):
    assert window.main.products.changes.text() == "2 changed…"
    dialog = opened(window)
    lines = {
        dialog.model.index(place, 2).data(): (
            dialog.model.index(place, 3).data(),
            dialog.model.index(place, 4).data(),
        )
        for place in range(dialog.model.rowCount())
    }
    assert "→ $19.75" in lines["Cost"][0]
    assert "→" in lines["Cost"][1]
    assert "→ $66.00" in lines["Price in the store"][0]


def test_what_the_supplier_changed_is_ticked_and_what_was_done_by_hand_is_not(window):
    dialog = opened(window)
    assert dialog.go.text() == "Update 1 listing"
    assert dialog.model.chosen() == [
        each.listing_id
        for each in dialog.model.listings()
        if each.title == window.bridge.products[0].title
    ]


def test_updating_brings_the_price_to_the_rule_and_leaves_her_hand_alone(window):
    dialog = opened(window)
    window.click(dialog.go)
    first, second = (row.variants[0] for row in window.bridge.products[:2])
    window.until(lambda: price(window, first) == 2 * 1975)
    window.until(lambda: len(dialog.model.listings()) == 1)
    assert price(window, second) == 6600
    window.until(lambda: window.main.products.changes.text() == "1 changed…")


def test_by_keyboard_all_stays_as_it_is(window):
    dialog = opened(window)
    place = next(
        n
        for n, line in enumerate(dialog.model.rows)
        if isinstance(line, ListingChanges) and line.listing_id not in dialog.model.chosen()
    )
    dialog.table.setCurrentIndex(dialog.model.index(place, 1))
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.go.text() == "Update 2 listings"
    window.click(dialog.keep)
    window.until(lambda: dialog.model.rowCount() == 0)
    assert "as you left it" in dialog.empty.accessibleName()
    window.until(lambda: states(window) == ["live"] * 3)
    window.until(lambda: not window.main.products.changes.isVisible())
    assert price(window, window.bridge.products[1].variants[0]) == 6600


def test_a_heading_is_told_apart_for_eyes_and_ears(window):
    dialog = opened(window)
    heads = [
        place
        for place in range(dialog.model.rowCount())
        if dialog.model.index(place, 0).data(Role.HEAD)
    ]
    assert len(heads) == 2
    spoken = [dialog.model.index(place, 0).data() for place in heads]
    assert sorted(spoken) == ["not ticked", "ticked"]


def test_the_last_push_is_undone_from_the_pane(window):
    tab, product = window.main.products, window.bridge.products[2]
    variant = product.variants[0]
    before = price(window, variant)
    store = window.bridge.store_id()
    window.container.actions.push(
        PushRequest(product.id, store, rule=PriceRule.typed(Basis.TIMES, "5"))
    )
    window.until(lambda: price(window, variant) == variant.cost.minor * 5)
    window.until(lambda: states(window).count("pushing") == 0)
    select_ids(tab.table, [product.id])
    window.click(tab.details)
    window.until(tab.pane.undo.isVisible)
    window.click(tab.pane.undo)
    window.click(tab.undo.question.buttons[store])
    window.until(lambda: price(window, variant) == before)


def test_what_was_new_with_the_last_push_is_not_offered_to_be_undone(window):
    tab, product = window.main.products, window.bridge.products[2]
    select_ids(tab.table, [product.id])
    window.click(tab.details)
    window.until(lambda: tab.pane.isVisible() and tab.pane.row.id == product.id)
    assert any(each.state == "live" for each in tab.pane.row.listings)
    assert not tab.pane.undo.isVisible()


def test_a_store_follows_stock_until_its_tick_is_taken_away(window):
    window.main.tabs.setCurrentIndex(CONNECTIONS)
    store = window.bridge.store_id()
    card = window.main.connections.cards[store]
    assert card.stock.isChecked()
    window.click(card.stock)
    window.until(lambda: not window.container.reads.connection(store).follows_stock)
    assert not card.stock.isChecked()
    window.click(card.stock)
    window.until(lambda: window.container.reads.connection(store).follows_stock)
