"""The Orders tab as a whole: filters, selection, news, emptiness, jumping to an order."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QComboBox

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.services import approvals
from podbridge_desktop.ui.models.order_columns import OrderColumn, column_of, place_of
from podbridge_desktop.ui.tabs.chips import Chip
from podbridge_desktop.ui.tabs.orders_tab import OrdersTab
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button
from podbridge_desktop.ui.widgets.text import Text
from tests.support.filled import address, store_order


def begin(qtbot, tab):
    with qtbot.waitSignal(tab.model.settled):
        tab.begin()


def numbers(tab):
    return [tab.model.row_at(n).number for n in range(tab.model.rowCount())]


def button(place, text):
    return next(b for b in place.findChildren(Button) if b.text() == text and b.isVisibleTo(place))


def chip(tab, text):
    return next(c for c in tab.findChildren(Chip) if c.text() == text)


def click_row(qtbot, tab, row, keys=Qt.KeyboardModifier.NoModifier):
    table = tab.list.table
    place = table.visualRect(tab.model.index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)


def empty_words(tab):
    return tab.list.empty.accessibleName(), tab.list.empty.accessibleDescription()


def test_all_orders_newest_first_with_their_count(qtbot, shop, tab):
    shop.take(store_order(1001), store_order(1002))
    begin(qtbot, tab)
    assert numbers(tab) == ["#1002", "#1001"]
    assert tab.list.table.isVisible()
    assert tab.filters._count.text() == "2 orders"


def test_typing_finds(qtbot, shop, tab):
    shop.take(store_order(1001), store_order(1002, ship_to=address("Grace Hopper")))
    begin(qtbot, tab)
    with qtbot.waitSignal(tab.model.settled):
        qtbot.keyClicks(tab.filters.search, "hopper")
    assert numbers(tab) == ["#1002"]
    assert tab.filters._count.text() == "1 order"


def test_a_chip_filters_and_is_seen_to_be_chosen(qtbot, shop, tab):
    _, held = shop.take(store_order(1001), store_order(1002))
    shop.waiting(held)
    shop.hold(held)
    begin(qtbot, tab)
    with qtbot.waitSignal(tab.model.settled):
        qtbot.mouseClick(chip(tab, "On Hold"), Qt.MouseButton.LeftButton)
    assert numbers(tab) == ["#1002"]
    assert chip(tab, "On Hold").isChecked()
    assert not chip(tab, "All").isChecked()


def test_a_rare_state_stands_in_the_menu_of_the_last_chip(qtbot, shop, tab):
    shop.take(store_order(1001), store_order(1002, payment=Payment.PENDING, paid_at=None))
    begin(qtbot, tab)
    menu = tab.filters.states._menu
    entry = next(a for a in menu.actions() if a.text() == "Not paid yet")
    with qtbot.waitSignal(tab.model.settled):
        entry.trigger()
    assert numbers(tab) == ["#1002"]
    assert chip(tab, "Not paid yet").isChecked()


def test_how_many_are_on_hold_stands_on_its_chip(qtbot, shop, reads, tab):
    (held,) = shop.take(store_order(1001))
    shop.waiting(held)
    shop.hold(held)
    tab.show_overview(reads.overview())
    assert chip(tab, "On Hold").accessibleDescription() == "1"


def test_stores_can_be_told_apart_where_there_are_two(qtbot, shop, tab):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    combo = tab.filters.findChild(QComboBox)
    assert not combo.isVisibleTo(tab)
    shop.connect("store-2", "Valley Prints")
    shop.take(store_order(2001), store="store-2")
    qtbot.waitUntil(lambda: combo.isVisibleTo(tab))
    with qtbot.waitSignal(tab.model.settled):
        combo.setCurrentIndex(combo.findText("Valley Prints"))
    assert numbers(tab) == ["#2001"]


def test_a_head_sorts_and_one_that_cannot_gives_the_arrow_back(qtbot, shop, tab):
    shop.take(store_order(1002), store_order(1001, ship_to=address("Zoe")))
    begin(qtbot, tab)
    header = tab.list.table.horizontalHeader()
    with qtbot.waitSignal(tab.model.settled):
        header.setSortIndicator(place_of(OrderColumn.CUSTOMER), Qt.SortOrder.DescendingOrder)
    assert numbers(tab) == ["#1001", "#1002"]
    header.setSortIndicator(place_of(OrderColumn.STATE), Qt.SortOrder.AscendingOrder)
    assert header.sortIndicatorSection() == place_of(OrderColumn.CUSTOMER)
    assert column_of(tab.model.query.sort) == place_of(OrderColumn.CUSTOMER)
    assert not tab.model.is_waiting


def test_a_click_opens_the_order_beside_the_list_and_escape_closes_it(qtbot, shop, tab):
    shop.take(store_order(1001), store_order(1002))
    begin(qtbot, tab)
    click_row(qtbot, tab, 1)
    qtbot.waitUntil(tab.pane.isVisible)
    assert tab.pane.accessibleName() == "#1001"
    qtbot.keyClick(tab.pane, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not tab.pane.isVisible())
    assert tab.list.table.hasFocus()


def test_enter_goes_to_the_button_that_brings_the_order_on(qtbot, shop, tab, asked):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_, "14.20")
    asked(id_)
    begin(qtbot, tab)
    click_row(qtbot, tab, 0)
    qtbot.keyClick(tab.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(tab.focusWidget(), Button))
    assert tab.focusWidget().text() == "Approve and pay $14.20"


def test_the_selection_stays_with_its_orders_when_the_list_changes(qtbot, shop, tab):
    ids = shop.take(*(store_order(n) for n in (1001, 1002, 1003)))
    begin(qtbot, tab)
    tab.list.select([ids[0], ids[2]])
    shop.take(store_order(1004))
    with qtbot.waitSignal(tab.model.settled):
        tab.model.reload()
    rows = tab.list.table.selectionModel().selectedRows()
    assert {tab.model.id_at(index.row()) for index in rows} == {ids[0], ids[2]}
    with qtbot.waitSignal(tab.model.settled):
        tab.filters.search.setText("1003")
    qtbot.waitUntil(lambda: tab.list.selected == (ids[2],))


def test_what_is_selected_by_hand_is_kept_as_ids(qtbot, shop, tab):
    ids = shop.take(*(store_order(n) for n in range(1001, 1006)))
    begin(qtbot, tab)
    click_row(qtbot, tab, 0)
    click_row(qtbot, tab, 2, Qt.KeyboardModifier.ShiftModifier)
    assert set(tab.list.selected) == {ids[4], ids[3], ids[2]}


def test_new_orders_come_in_by_themselves(qtbot, shop, tab):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    shop.take(store_order(1002))
    shop.take(store_order(1003))
    qtbot.waitUntil(lambda: numbers(tab) == ["#1003", "#1002", "#1001"])
    assert not tab.list.findChild(Banner).isVisible()
    assert tab.filters._count.text() == "3 orders"


def test_a_tab_that_is_shown_again_has_the_new_orders(qtbot, shop, tab):
    (chosen,) = shop.take(store_order(1001))
    begin(qtbot, tab)
    tab.list.select([chosen])
    tab.hide()
    shop.take(store_order(1002))
    qtbot.waitUntil(lambda: tab.model.waiting == 1)
    with qtbot.waitSignal(tab.model.settled):
        tab.show()
    assert numbers(tab) == ["#1002", "#1001"]
    rows = tab.list.table.selectionModel().selectedRows()
    assert [tab.model.id_at(index.row()) for index in rows] == [chosen]


def test_a_scrolled_list_stays_where_it_is_when_new_orders_come_in(qtbot, shop, tab):
    shop.take(*(store_order(n) for n in range(1001, 1061)))
    begin(qtbot, tab)
    table = tab.list.table
    bar = table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 5)
    bar.setValue(5)
    first = tab.model.id_at(table.rowAt(0))
    shop.take(store_order(1100))
    qtbot.waitUntil(tab.list.findChild(Banner).isVisible)
    tab.hide()
    with qtbot.waitSignal(tab.model.settled):
        tab.show()
    assert tab.model.rowCount() == 61
    assert tab.model.id_at(table.rowAt(0)) == first


def test_new_orders_wait_until_the_open_order_is_closed(qtbot, shop, tab):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    click_row(qtbot, tab, 0)
    qtbot.waitUntil(tab.pane.isVisible)
    shop.take(store_order(1002))
    qtbot.waitUntil(tab.list.findChild(Banner).isVisible)
    qtbot.keyClick(tab.pane, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: numbers(tab) == ["#1002", "#1001"])


def test_new_orders_wait_behind_a_bar(qtbot, shop, tab):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    click_row(qtbot, tab, 0)
    shop.take(store_order(1002))
    bar = tab.list.findChild(Banner)
    qtbot.waitUntil(bar.isVisible)
    assert bar.accessibleName() == "1 new order"
    assert numbers(tab) == ["#1001"]
    with qtbot.waitSignal(tab.model.settled):
        qtbot.mouseClick(button(bar, "Show"), Qt.MouseButton.LeftButton)
    assert numbers(tab) == ["#1002", "#1001"]
    assert not bar.isVisible()


def test_a_change_behind_the_scenes_shows_in_the_row_and_in_the_pane(qtbot, shop, tab):
    (id_,) = shop.take(store_order(1001))
    begin(qtbot, tab)
    tab.open_order(id_)
    qtbot.waitUntil(tab.pane.isVisible)
    shop.waiting(id_)
    shop.hold(id_)
    qtbot.waitUntil(lambda: tab.pane._pill.accessibleName() == "On Hold · by you")
    assert tab.model.row_at(0).on_hold


def test_jumping_to_an_order_that_is_filtered_away_shows_everything_again(qtbot, shop, tab):
    ids = shop.take(store_order(1001), store_order(1002))
    begin(qtbot, tab)
    with qtbot.waitSignal(tab.model.settled):
        tab.filters.states.choose("unpaid")
    with qtbot.waitSignal(tab.model.settled):
        tab.open_order(ids[0])
    qtbot.waitUntil(tab.pane.isVisible)
    assert tab.pane.accessibleName() == "#1001"
    assert tab.list.table.currentIndex().row() == 1


def test_columns_give_way_to_the_customers_name(qtbot, shop, tab):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    table = tab.list.table
    assert table.isColumnHidden(place_of(OrderColumn.STORE))
    assert not table.isColumnHidden(place_of(OrderColumn.MARGIN))
    tab.resize(760, 700)
    assert table.isColumnHidden(place_of(OrderColumn.ITEMS))
    assert not table.isColumnHidden(place_of(OrderColumn.STATE))
    tab.resize(1280, 700)
    assert not table.isColumnHidden(place_of(OrderColumn.MARGIN))


def test_a_narrow_window_keeps_room_for_the_list(qtbot, shop, tab):
    (id_,) = shop.take(store_order(1001))
    begin(qtbot, tab)
    tab.open_order(id_)
    qtbot.waitUntil(tab.pane.isVisible)
    tab.resize(1024, 700)
    assert tab.width() == 1024
    assert tab._split.sizes()[0] >= 600


def test_no_store_yet(qtbot, filled, tab):
    begin(qtbot, tab)
    assert empty_words(tab)[0] == "Your orders appear here"
    with qtbot.waitSignal(tab.connect_wanted):
        qtbot.mouseClick(button(tab.list.empty, "Add a connection"), Qt.MouseButton.LeftButton)


def test_no_order_yet_leaves_the_asking_to_the_window(qtbot, shop, tab):
    begin(qtbot, tab)
    assert empty_words(tab) == (
        "No orders yet", "Nobody has ordered in Peak Prints yet. New orders come by themselves.")  # fmt: skip
    assert not [b for b in tab.list.empty.findChildren(Button) if b.isVisible()]


def test_in_practice_nothing_can_be_ordered_before_the_first_push(
    qtbot, theme, shop, reads, formats, bridge_to
):
    tab = OrdersTab(reads, Actions(shop.database), bridge_to, formats, practice=True)
    qtbot.addWidget(tab)
    tab.show()
    try:
        begin(qtbot, tab)
        with qtbot.waitSignal(tab.products_wanted):
            qtbot.mouseClick(
                button(tab.list.empty, "Push a product first"), Qt.MouseButton.LeftButton
            )
    finally:
        tab.close_down()


@pytest.mark.parametrize(
    ("state", "title"), [("on_hold", "Nothing is On Hold"), ("shipped", "Nothing found")]
)
def test_nothing_in_a_state_leads_back_to_all(qtbot, shop, tab, state, title):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    with qtbot.waitSignal(tab.model.settled):
        tab.filters.states.choose(state)
    assert empty_words(tab)[0] == title
    with qtbot.waitSignal(tab.model.settled):
        qtbot.mouseClick(button(tab.list.empty, "Show all orders"), Qt.MouseButton.LeftButton)
    assert numbers(tab) == ["#1001"]
    assert tab.filters.is_open


def test_trouble_is_said_and_can_be_tried_again(qtbot, shop, tab):
    shop.take(store_order(1001))
    begin(qtbot, tab)
    with qtbot.waitSignal(tab.model.failed):
        tab.filters.states.choose("nonsense")
    assert empty_words(tab)[0] == "Please check this"
    tab.filters.states.key = ""
    with qtbot.waitSignal(tab.model.failed):
        qtbot.mouseClick(button(tab.list.empty, "Try again"), Qt.MouseButton.LeftButton)


def test_find_goes_to_the_search(qtbot, shop, tab):
    begin(qtbot, tab)
    tab._find.activated.emit()
    assert tab.filters.search.hasFocus() or tab.focusWidget() is tab.filters.search


def test_arrow_keys_walk_and_only_the_last_order_is_read(qtbot, shop, tab):
    shop.take(*(store_order(n) for n in range(1001, 1010)))
    begin(qtbot, tab)
    click_row(qtbot, tab, 0)
    for _ in range(5):
        qtbot.keyClick(tab.list.table, Qt.Key.Key_Down)
    qtbot.waitUntil(tab.pane.isVisible)
    assert tab.pane.accessibleName() == "#1004"


def test_everything_selected_is_many_ids_not_many_rows(qtbot, shop, tab):
    ids = shop.take(*(store_order(n) for n in range(1, 700)))
    begin(qtbot, tab)
    tab.list.table.selectAll()
    qtbot.waitUntil(tab.bulk.isVisible)
    assert sorted(tab.list.selected) == sorted(ids)
    assert tab.bulk._title.text() == "699 orders selected"
    assert "at most 500" in tab.bulk._words.text()


def test_several_are_approved_together_but_for_those_that_lose_money(
    qtbot, shop, reads, tab, asked
):
    plain, other, loss = shop.take(*(store_order(n) for n in (1001, 1002, 1003)))
    for id_, cost in ((plain, "14.20"), (other, "10.00"), (loss, "60.00")):
        shop.waiting(id_, cost)
        asked(id_)
    begin(qtbot, tab)
    tab.list.select([plain, other, loss])
    qtbot.waitUntil(tab.bulk.isVisible)
    assert "3 of them wait" in tab.bulk._words.text()
    with qtbot.waitSignal(tab.said):
        qtbot.mouseClick(button(tab.bulk, "Approve and pay $24.20"), Qt.MouseButton.LeftButton)
    approved = [reads.order(id_).supplier_orders[0].approved_by for id_ in (plain, other, loss)]
    assert approved == ["seller", "seller", None]
    assert "One of them waits" in tab.bulk._words.text()


def test_one_that_cannot_be_approved_any_more_stops_none_of_the_others(
    qtbot, shop, reads, tab, asked
):
    gone, stays = shop.take(*(store_order(n) for n in (1001, 1002)))
    for id_ in (gone, stays):
        shop.waiting(id_, "14.20")
        asked(id_)
    begin(qtbot, tab)
    tab.list.select([gone, stays])
    qtbot.waitUntil(tab.bulk.isVisible)
    approvals.cancel(shop.database, gone)  # by the command, a moment before the click
    with qtbot.waitSignal(tab.said) as said:
        qtbot.mouseClick(button(tab.bulk, "Approve and pay $28.40"), Qt.MouseButton.LeftButton)
    approved = [reads.order(id_).supplier_orders[0].approved_by for id_ in (gone, stays)]
    assert approved == [None, "seller"]
    assert said.args[0].startswith("1 order approved")
    told = " ".join(text.text() for text in tab.bulk.findChildren(Text) if text.isVisible())
    assert "is being cancelled" in told


def test_a_selection_made_while_the_list_loads_is_not_lost(qtbot, shop, tab):
    ids = shop.take(*(store_order(n) for n in range(1001, 1011)))
    begin(qtbot, tab)
    tab.model.reload()
    tab.list.table.selectionModel().select(
        tab.model.index(3, 0),
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
    )
    qtbot.waitUntil(lambda: not tab.model.is_waiting)
    assert tab.list.selected == (ids[6],)
