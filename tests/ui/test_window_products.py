"""A product's details, pictures that are made for it, and the suppliers' catalogs, in the real window."""

import pytest

from podbridge_desktop.domain.mockups import MockupState
from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.widgets.note import Note
from podbridge_desktop.ui.widgets.pills import PillLabel
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.selection import select_ids
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailLabel
from tests.support.bridge import running_bridge
from tests.support.window import running_window

TEE = "Sunrise Ridge Tee"


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path, platforms=("shopify", "printful", "printify")) as running:
        running.practice.printful.turn(mockup_delay=0)
        yield running


@pytest.fixture
def window(qtbot, theme, bridge):
    with running_window(qtbot, bridge) as opened:
        opened.sync()
        opened.main.tabs.setCurrentIndex(PRODUCTS)
        opened.until(lambda: all_products_are_shown(opened))
        yield opened


def all_products_are_shown(window):
    pulled = window.container.reads.products()
    shown = window.main.products.model.rowCount()
    return len({each.supplier for each in pulled}) == 2 and shown == len(pulled)


def choose(window, title=TEE):
    tab = window.main.products
    row = next(each for each in tab.model.rows if each.title == title)
    select_ids(tab.table, [row.id])
    return tab


def details(window, title=TEE):
    tab = choose(window, title)
    window.click(tab.details)
    assert tab.pane.isVisible()
    return tab.pane


def words(widget):
    return [each.text() for each in widget.findChildren(Text) if not each.isHidden()]


def pills(widget):
    return [each.accessibleName() for each in widget.findChildren(PillLabel)]


def make(window, pane):
    window.click(pane.make)
    dialog = window.main.products.mockup_dialog
    window.until(lambda: bool(dialog.ticks))
    return dialog


def wish(window):
    rows = window.container.reads.products()
    return next(each.mockup_wish for each in rows if each.title == TEE)


def test_the_details_show_costs_print_areas_and_pictures(window):
    pane = details(window)
    shown = words(pane)
    assert "Pictures (6)" in shown
    assert "Variants (30)" in shown
    assert "White / S" in shown
    assert any("11.69" in each for each in shown)
    assert "Front print" in shown
    assert any("1,800" in each.replace("\u202f", ",") and "150 dpi" in each for each in shown)
    assert len(pane.findChildren(ThumbnailLabel)) == 6


def test_the_pane_follows_the_selection_and_closes(window):
    pane = details(window)
    choose(window, "Night Owl Hoodie")
    assert pane.title.text() == "Night Owl Hoodie"
    window.main.products.table.selectAll()
    assert not pane.isVisible()
    details(window)
    window.click(pane.close_button)
    assert not pane.isVisible()
    assert window.main.products.push.isEnabled()


def test_what_cannot_be_had_is_marked_in_the_list_and_in_the_details(window, bridge):
    pane = details(window)
    bridge.practice.printful.set_stock(4011, "out_of_stock")
    bridge.practice.printful.set_stock(4012, "discontinued")
    window.sync()
    window.until(lambda: pills(pane)[:2] == ["Out of stock", "No longer made"])
    tab = window.main.products
    count = tab.model.index(tab.model.place_of(pane.row.id), 2)
    assert count.data(Role.PILL).text == "28 of 30"
    (note,) = pane.findChildren(Note)
    assert "1 variant is out of stock, 1 variant is no longer made" in note.text


def test_pictures_are_asked_for_by_style_and_come_into_the_details(window):
    pane = details(window)
    dialog = make(window, pane)
    assert [each.text() for each in dialog.ticks.values()] == [
        "Flat · Front · Front print", "Lifestyle · Front · Front print",
    ]  # fmt: skip
    for tick in dialog.ticks.values():
        tick.setChecked(False)
    assert not dialog.go.isEnabled()
    for tick in dialog.ticks.values():
        tick.setChecked(True)
    with window.qtbot.waitSignal(dialog.said):
        window.click(dialog.go)
    window.until(lambda: wish(window).state is MockupState.WAITING)
    window.until(lambda: "Being made" in pills(pane))
    window.until(lambda: wish(window).state is MockupState.DONE)
    window.until(lambda: "Made" in pills(pane))
    assert "Pictures (18)" in words(pane)  # two of each color, beside the supplier's own


def test_a_print_file_that_is_not_told_is_asked_for(window, bridge):
    vendor = bridge.practice.printful
    product = next(p for p in vendor.book.products.values() if p["name"] == TEE)
    vendor.hide_file(product["variants"][0]["files"][0]["id"])
    pane = details(window)
    window.click(make(window, pane).go)
    window.until(lambda: wish(window).state is MockupState.FILE_NEEDED)
    window.until(lambda: "Print file needed" in pills(pane))
    dialog = make(window, pane)
    dialog.files["front"].setText("art.png")
    window.click(dialog.go)
    assert dialog.trouble.isVisible()
    assert dialog.isVisible()
    dialog.files["front"].setText("https://files.example.com/mine.png")
    window.click(dialog.go)
    window.until(lambda: wish(window).state is MockupState.DONE)


def test_a_supplier_that_makes_all_pictures_by_itself_says_so(window):
    tab = window.main.products
    row = next(each for each in tab.model.rows if each.supplier == "Practice Printify")
    pane = details(window, row.title)
    window.click(pane.make)
    dialog = tab.mockup_dialog
    window.until(lambda: any("by itself" in each for each in words(dialog.empty)))
    assert not dialog.go.isEnabled()


def test_a_catalog_is_searched_and_a_blank_is_shown(window):
    tab = window.main.products
    window.click(tab.blanks)
    dialog = tab.catalog_dialog
    window.until(lambda: dialog.model.rowCount() == 9)
    dialog.search.setText("glossy mug")
    window.until(lambda: dialog.model.rowCount() == 1)
    window.until(lambda: "White / 11 oz" in words(dialog.item))
    assert any("5.95" in each for each in words(dialog.item))
    assert any("300 dpi" in each for each in words(dialog.item))
    dialog.search.setText("zeppelin")
    window.until(lambda: dialog.model.rowCount() == 0)
    assert "Nothing found" in words(dialog.empty)


def test_a_blank_of_several_makers_asks_which(window):
    tab = window.main.products
    window.click(tab.blanks)
    dialog = tab.catalog_dialog
    window.until(lambda: dialog.model.rowCount() == 9)
    dialog.supplier.setCurrentIndex(1)
    view = dialog.item
    window.until(lambda: dialog.model.rows[0].brand and view.makers.isVisible())
    view.makers.setCurrentIndex(1)
    view.makers.activated.emit(1)
    window.until(lambda: any("only for products" in each for each in words(view)))
    assert any(each.startswith("Variants (") for each in words(view))
    assert any(" to " in each and each.endswith(" px") for each in words(view))


def test_a_catalog_that_cannot_be_read_says_so_and_tries_again(window, bridge):
    bridge.world.post(
        "fault", {"vendor": "printful", "kind": "server_error", "times": 2, "path": "^/products$"}
    )
    tab = window.main.products
    window.click(tab.blanks)
    dialog = tab.catalog_dialog
    window.until(lambda: "The catalog could not be read" in words(dialog.empty))
    dialog.empty.action_clicked.emit()
    window.until(lambda: dialog.model.rowCount() == 9)
