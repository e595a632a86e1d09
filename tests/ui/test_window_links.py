"""*Link variants*: proposals are reviewed, ticked with the keyboard and accepted by one button that says how many."""

import pytest
from PySide6.QtCore import Qt

from podbridge_desktop.domain.matching.proposals import Confidence
from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.models.link_review import Head
from podbridge_desktop.ui.widgets.roles import Role
from tests.support.bridge import running_bridge
from tests.support.window import running_window


def by_hand(title, colours, sizes):
    """A listing that the seller made in her store, as a `ProductSetInput`."""
    return {
        "title": title,
        "productOptions": [
            {"name": "Farbe", "values": [{"name": each} for each in colours]},
            {"name": "Größe", "values": [{"name": each} for each in sizes]},
        ],
        "variants": [
            {"price": "30.00", "optionValues": [{"optionName": "Farbe", "name": colour}, {"optionName": "Größe", "name": size}]}
            for colour in colours
            for size in sizes
        ],
    }  # fmt: skip


def sell_by_hand(bridge):
    """Listings of the seller's own, under the title of a product in black and white, and under a title nobody has."""
    world, clock = bridge.practice.shops["shopify"], bridge.practice.clock
    bridge.connect()
    bridge.sync()
    title = next(
        product.title
        for product in bridge.container.reads.products()
        if {("Color", "Black"), ("Color", "White")}
        <= {each for v in product.variants for each in v.options}
        and {("Size", "S"), ("Size", "2XL")}
        <= {each for v in product.variants for each in v.options}
    )
    for given in (by_hand(title, ("Schwarz", "Weiß"), ("Klein", "XXL")), by_hand("Sock", ("Rot",), ("EU 42",))):  # fmt: skip
        world.add_product(given, now=clock.now())
    bridge.sync()
    return title


@pytest.fixture
def window(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge:
        bridge.title = sell_by_hand(bridge)
        with running_window(qtbot, bridge) as opened:
            yield opened


def links_of(window):
    rows = window.container.reads.listing_variants()
    return {(row.listing, row.options): row.link for row in rows}


def opened(window):
    window.main.tabs.setCurrentIndex(PRODUCTS)
    window.until(window.main.products.link.isEnabled)
    window.click(window.main.products.link)
    dialog = window.main.products.link_dialog
    window.until(lambda: dialog.model.rowCount() > 0)
    return dialog


def place_of(dialog, title):
    return next(
        place
        for place, line in enumerate(dialog.model.rows)
        if isinstance(line, Head) and line.title == title
    )


def test_what_is_likely_is_ticked_and_linked_by_the_button_that_counts_it(window):
    dialog, title = opened(window), window.bridge.title
    head = place_of(dialog, title)
    assert dialog.go.text() == "Accept 4 links"
    row = dialog.model.row_at(head + 1)
    assert row.proposal.confidence is Confidence.LIKELY
    line = dialog.model.index(head + 1, 2).data(Role.LINE)
    assert "same title, Schwarz / Klein = Black / S" in line
    assert dialog.model.index(head + 1, 3).data() == "Likely"

    dialog.table.setCurrentIndex(dialog.model.index(head + 1, 1))
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert (
        dialog.model.index(head, 0).data(Qt.ItemDataRole.CheckStateRole)
        == Qt.CheckState.PartiallyChecked
    )
    assert dialog.go.text() == "Accept 3 links"
    window.click(dialog.go)
    window.until(lambda: dialog.model.row_at(place_of(dialog, title)).rows.__len__() == 1)
    links = links_of(window)
    assert [link for (name, _), link in links.items() if name == title].count("linked") == 3
    assert not dialog.go.isEnabled()  # what was not ticked stays so


def test_the_heading_ticks_all_under_it(window):
    dialog, title = opened(window), window.bridge.title
    dialog.table.setCurrentIndex(dialog.model.index(place_of(dialog, title), 1))
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert not dialog.go.isEnabled()
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.go.text() == "Accept 4 links"


def test_what_has_no_answer_is_chosen_by_hand_or_packed_by_the_seller(window):
    dialog = opened(window)
    sock = place_of(dialog, "Sock") + 1
    assert dialog.model.index(sock, 3).data() == "Nothing alike"
    assert dialog.model.index(sock, 0).data(Qt.ItemDataRole.CheckStateRole) is None
    dialog.table.selectRow(sock)
    dialog.table.setCurrentIndex(dialog.model.index(sock, 1))
    window.enter(dialog.table)
    picking = dialog.picking
    window.until(lambda: picking.picker.model.rowCount() > 0)
    picking.picker.table.selectRow(0)
    window.click(picking.go)
    window.until(lambda: links_of(window)["Sock", "Rot / EU 42"] == "linked")
    window.until(lambda: all(getattr(line, "title", "") != "Sock" for line in dialog.model.rows))

    candle = place_of(dialog, next(line.title for line in dialog.model.rows if isinstance(line, Head) and line.title != window.bridge.title))  # fmt: skip
    title = dialog.model.row_at(candle).title
    dialog.table.selectRow(candle)
    window.click(dialog.mine)
    window.until(lambda: title not in {getattr(line, "title", "") for line in dialog.model.rows})
    marked = {link for (name, _), link in links_of(window).items() if name == title}
    assert marked == {"not_ours"}
