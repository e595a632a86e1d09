"""The listing is changed before it is pushed: variants, prices, words and pictures; rules and costs are kept."""

import pytest
from PySide6.QtCore import Qt

from podbridge_desktop.domain.pricing import Basis, SellingCosts
from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.models.listing_variants import MARGIN, PRICE, TICK
from podbridge_desktop.ui.widgets.selection import select_ids
from tests.support.bridge import running_bridge
from tests.support.window import running_window


@pytest.fixture
def window(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge:
        bridge.connect()
        bridge.sync()
        with running_window(qtbot, bridge) as opened:
            opened.main.tabs.setCurrentIndex(PRODUCTS)
            known = len(opened.container.reads.products())
            opened.until(lambda: opened.main.products.model.rowCount() == known)
            yield opened


def open_push(window, most_variants=True):
    """For the product with the most variants, or the first."""
    tab = window.main.products
    row = max(tab.model.rows, key=lambda each: each.count) if most_variants else tab.model.rows[0]  # fmt: skip
    select_ids(tab.table, [row.id])
    window.click(tab.push)
    return tab.dialog


def cell(dialog, row, column):
    return dialog.editor.model.index(row, column)


def tick(window, dialog, row):
    table = dialog.editor.table
    window.qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(cell(dialog, row, TICK)).center()
    )  # fmt: skip


def on_sale(window):
    """The prices in the shop's own books, in cents, of what we pushed."""
    shop = window.bridge.practice.shops["shopify"]
    ours = [product for product in shop.products if product.vendor == "Printful"]
    return [variant.price for product in ours for variant in product.variants]


def live(window):
    rows = window.container.reads.products()
    return [x for row in rows for x in row.listings if x.state == "live"]


def test_what_is_unticked_is_not_sold_and_a_typed_price_holds(window):
    dialog = open_push(window)
    sold = len(dialog.editor.model.rows)
    tick(window, dialog, 0)
    assert f"Push {sold - 1} variants" in dialog.go.text()
    dialog.editor.model.setData(cell(dialog, 1, PRICE), "77,50")
    assert cell(dialog, 1, PRICE).data() == "$77.50"
    window.click(dialog.go)
    window.until(lambda: bool(live(window)))
    prices = on_sale(window)
    assert len(prices) == sold - 1
    assert prices.count(7750) == 1, prices
    again = open_push(window)
    assert cell(again, 0, TICK).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert cell(again, 1, PRICE).data() == "$77.50"
    again.editor.model.setData(cell(again, 1, PRICE), "")
    assert cell(again, 1, PRICE).data() != "$77.50"
    window.click(again.cancel)


def test_the_last_variant_stays(window):
    dialog = open_push(window, most_variants=False)
    for row in range(len(dialog.editor.model.rows)):
        tick(window, dialog, row)
    assert sum(row.listed for row in dialog.editor.model.rows) == 1
    window.click(dialog.cancel)


def test_a_price_that_is_none_is_said_and_nothing_is_pushed(window):
    dialog = open_push(window)
    dialog.editor.model.setData(cell(dialog, 0, PRICE), "cheap")
    assert "“cheap” is not a number" in dialog.warnings.accessibleName()
    assert not dialog.go.isEnabled()
    dialog.editor.model.setData(cell(dialog, 0, PRICE), "25")
    assert dialog.go.isEnabled()
    window.click(dialog.cancel)


def test_words_are_hers_and_nothing_in_them_runs(window):
    dialog = open_push(window)
    words = dialog.editor.words
    dialog.editor.pages.setCurrentIndex(1)
    words.title.clear()
    window.qtbot.keyClicks(words.title, "Peak Tee")
    words.description.setHtml("<p>Warm and <b>soft</b></p>")
    words.description.document().setModified(True)
    words.edited.emit()
    window.qtbot.keyClicks(words.tags, "peak, snow , peak")
    draft = dialog._previews[0].draft
    assert (draft.title, draft.tags) == ("Peak Tee", ("peak", "snow"))
    assert "Warm and <strong>soft</strong>" in draft.description_html
    assert "style=" not in draft.description_html
    window.click(dialog.cancel)


def test_pictures_are_put_into_order_by_the_keyboard(window):
    dialog = open_push(window)
    pictures = dialog.editor.pictures
    dialog.editor.pages.setCurrentIndex(2)
    before = pictures.chosen()
    assert len(before) > 1
    pictures.list.setCurrentRow(1)
    window.qtbot.keyClick(pictures.list, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert pictures.chosen()[:2] == (before[1], before[0])
    pictures.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog._previews[0].draft.images == (before[0], *before[2:])
    window.click(dialog.cancel)


def test_a_rule_is_kept_under_a_name_and_counts_from_then_on(window):
    dialog = open_push(window)
    dialog.price.basis.setCurrentText("Margin after all costs")
    dialog.price.value.setValue(50)
    dialog.price.ending.setCurrentIndex(1)
    assert cell(dialog, 0, PRICE).data().endswith(".99")
    window.click(dialog.price.save)
    window.click(dialog.beside.keep)
    assert dialog.beside.trouble.isVisible()
    window.qtbot.keyClicks(dialog.beside.name, "Half")
    dialog.beside.default.setChecked(True)
    window.click(dialog.beside.keep)
    assert dialog.price.basis.currentText() == "Half"
    window.click(dialog.cancel)
    again = open_push(window, most_variants=False)
    assert again.price.basis.currentText() == "Half"
    assert again.price.rule().basis is Basis.MARGIN
    again.price.value.setValue(45)
    assert again.price.basis.currentText() == "Margin after all costs"
    window.click(again.cancel)


def test_the_costs_of_a_sale_change_the_margins(window):
    dialog = open_push(window)
    before = cell(dialog, 0, MARGIN).data()
    window.click(dialog.price.costs)
    dialog.beside.percent.setValue(10)
    dialog.beside.shipping.setValue(4.5)
    window.click(dialog.beside.keep)
    assert cell(dialog, 0, MARGIN).data() != before
    store = window.bridge.store_id()
    costs = window.container.actions.selling(store)[0].costs
    assert (costs.percent, costs.shipping) == (10, SellingCosts(shipping=costs.shipping).shipping)
    window.click(dialog.cancel)
