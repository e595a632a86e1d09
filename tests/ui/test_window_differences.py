"""Before an update the differences are shown, field by field; what is unticked stays as the store has it, also later.

What was changed by hand in the store is not ticked by itself.
"""

import pytest
from PySide6.QtCore import Qt

from podbridge_desktop.domain import rich_text
from podbridge_desktop.domain.differences import TEXTS
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.selection import select_ids
from tests.support.bridge import running_bridge
from tests.support.window import running_window


@pytest.fixture
def bridge(tmp_path):
    """One product is on sale; two of its prices and its title are another's in the store."""
    with running_bridge(tmp_path) as made:
        made.connect()
        made.sync()
        made.product = next(
            each for each in made.container.reads.products() if len(each.variants) > 3
        )
        made.shop = made.practice.shops["shopify"]
        made.container.actions.push(PushRequest(made.product.id, made.store_id()))
        made.sync()
        for place in (0, 1):
            made.shop.edit_variant(
                there(made, place).id, now=made.practice.clock.now(), price="66.00"
            )
        listed(made).title = "Her own title"
        made.shop.store.touch_product(listed(made), listed(made).updated_at)
        made.sync()
        yield made


@pytest.fixture
def window(qtbot, theme, bridge):
    with running_window(qtbot, bridge) as opened:
        opened.main.tabs.setCurrentIndex(PRODUCTS)
        opened.until(lambda: opened.main.products.model.rowCount() > 3)
        yield opened


def listed(bridge):
    skus = {each.sku for each in bridge.product.variants}
    return next(p for p in bridge.shop.products if skus & {v.sku for v in p.variants})


def there(bridge, place):
    sku = bridge.product.variants[place].sku
    return next(each for each in listed(bridge).variants if each.sku == sku)


def asked(window):
    """The dialog that the big button of the push dialog opens first."""
    tab = window.main.products
    tab.table.clearSelection()
    select_ids(tab.table, [window.bridge.product.id])
    window.until(tab.push.isEnabled)
    window.click(tab.push)
    window.until(tab.dialog.go.isEnabled)
    window.click(tab.dialog.go)
    return tab.dialog.differences


def lines(dialog):
    model = dialog.model
    return [
        tuple(model.index(place, column).data() for column in (1, 2, 3))
        for place in range(model.rowCount())
    ]


def settled(window):
    row = window.container.reads.product(window.bridge.product.id)
    return all(each.state != "pushing" for each in row.listings)


def test_each_field_is_shown_as_it_is_and_as_it_will_be(window, bridge):
    dialog = asked(window)
    first = bridge.product.variants[0]
    wanted = f"${2 * first.cost.minor / 100:.2f}"
    assert lines(dialog)[:2] == [
        (bridge.product.title, "", ""),
        ("Title", "Her own title", bridge.product.title),
    ]
    assert lines(dialog)[2][1:] == ("$66.00", wanted)
    hint = dialog.model.index(1, 1).data(Role.SECONDARY)
    assert hint == "changed by hand in the store"
    assert dialog.go.text() == "Push without changing these"
    dialog.table.setCurrentIndex(dialog.model.index(0, 1))
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.go.text() == "Push with 3 changes"
    window.click(dialog.cancel)
    assert listed(bridge).title == "Her own title"


def test_what_is_unticked_stays_with_this_push_and_with_the_next(window, bridge):
    dialog = asked(window)
    dialog.table.setCurrentIndex(dialog.model.index(3, 1))  # the second price
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.go.text() == "Push with 1 change"
    window.click(dialog.go)
    window.until(lambda: there(bridge, 1).price != 6600 and settled(window))
    assert (listed(bridge).title, there(bridge, 0).price) == ("Her own title", 6600)
    assert asked(window) is None
    window.until(lambda: settled(window))
    assert (listed(bridge).title, there(bridge, 0).price) == ("Her own title", 6600)


def test_a_heading_ticks_and_unticks_all_under_it(window, bridge):
    dialog = asked(window)
    dialog.table.setCurrentIndex(dialog.model.index(0, 1))
    for said in ("Push with 3 changes", "Push without changing these"):
        window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
        assert dialog.go.text() == said
    assert dialog.go.text() == "Push without changing these"
    window.click(dialog.go)
    window.until(lambda: settled(window))
    assert {there(bridge, place).price for place in (0, 1)} == {6600}


def test_without_a_difference_nothing_is_asked(window, bridge):
    request = PushRequest(bridge.product.id, bridge.store_id(), replace=TEXTS)
    window.container.actions.push(request)
    window.until(lambda: there(bridge, 0).price != 6600 and settled(window))
    assert asked(window) is None


def test_the_preview_knows_the_differences_of_another_rule(window, bridge):
    rule = PriceRule.typed(Basis.TIMES, "3")
    found = window.container.actions.preview_push(
        PushRequest(bridge.product.id, bridge.store_id(), rule)
    )
    assert len(found.differences) == 1 + len(bridge.product.variants)


def test_a_description_by_hand_is_shown_from_where_it_differs(window, bridge):
    ours = " ".join(rich_text.plain(listed(bridge).description_html).split())
    listed(bridge).description_html = f"<p>{ours} Ready in two days.</p>"
    bridge.shop.store.touch_product(listed(bridge), listed(bridge).updated_at)
    bridge.sync()
    dialog = asked(window)
    [words] = [row for row in lines(dialog) if row[0] == "Description"]
    assert words[1].endswith("Ready in two days.")
    place = lines(dialog).index(words)
    dialog.table.setCurrentIndex(dialog.model.index(place, 1))
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    window.click(dialog.go)
    window.until(lambda: "two days" not in listed(bridge).description_html and settled(window))
    assert listed(bridge).title == "Her own title"
