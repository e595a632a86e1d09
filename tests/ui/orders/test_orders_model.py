"""The list of orders: a snapshot that stays, rows that are repainted in place, news that wait to be shown."""

from array import array
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.domain.reading import OrderQuery, OrderSort
from podbridge_desktop.errors import BadInput
from podbridge_desktop.ui.models.order_columns import FORMS, OrderColumn, place_of
from podbridge_desktop.ui.models.order_news import matches
from podbridge_desktop.ui.models.order_pages import PAGE, PAGES, OrderPages
from podbridge_desktop.ui.models.order_snapshots import FIRST_ROWS
from podbridge_desktop.ui.models.orders_model import OrdersModel
from podbridge_desktop.ui.widgets.journey import StepState
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words.formats import Formats
from tests.support.filled import NOON, store_order

ORDERS = frozenset({Topic.ORDERS})


@pytest.fixture
def model(reads, qtmodeltester, qapp):
    made = OrdersModel(reads, Formats(now=lambda: NOON))
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    yield made
    made.close()


def shown(model):
    return [model.id_at(row) for row in range(model.rowCount())]


def ask(qtbot, model, query=None):
    with qtbot.waitSignal(model.settled):
        model.show_query(query or OrderQuery())


def cell(model, row, column, role=Qt.ItemDataRole.DisplayRole):
    return model.index(row, place_of(column)).data(role)


def test_the_list_is_the_query(qtbot, shop, model):
    ids = shop.take(*(store_order(n) for n in (1001, 1002, 1003)))
    ask(qtbot, model)
    assert shown(model) == ids[::-1]
    ask(qtbot, model, OrderQuery(sort=OrderSort.NUMBER, descending=False))
    assert shown(model) == ids


def test_the_first_rows_are_there_before_the_whole_list(qtbot, shop, model):
    shop.take(*(store_order(n) for n in range(1000, 1000 + FIRST_ROWS + 5)))
    with qtbot.waitSignals([model.modelReset, model.settled], order="strict"):
        counts = []
        model.modelReset.connect(lambda: counts.append(model.rowCount()))
        model.show_query(OrderQuery())
    assert counts == [FIRST_ROWS]
    assert model.rowCount() == FIRST_ROWS + 5


def test_only_the_latest_question_is_answered(qtbot, shop, model):
    ids = shop.take(store_order(1001), store_order(1002, payment=Payment.PENDING, paid_at=None))
    resets = []
    model.modelReset.connect(lambda: resets.append(shown(model)))
    model.show_query(OrderQuery(search="nothing"))
    model.show_query(OrderQuery(search="1001"))
    ask(qtbot, model, OrderQuery(state="unpaid"))
    assert resets == [[ids[1]]]


def test_cells_speak_of_their_order(qtbot, shop, model):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_, "15.00")
    shop.hold(id_)
    ask(qtbot, model)
    assert cell(model, 0, OrderColumn.NUMBER) == "#1001"
    assert cell(model, 0, OrderColumn.CUSTOMER) == "Ada Lovelace"
    assert cell(model, 0, OrderColumn.TOTAL) == "$31.00"
    assert cell(model, 0, OrderColumn.MARGIN) == "$14.00"
    assert cell(model, 0, OrderColumn.STATE) is None
    assert cell(model, 0, OrderColumn.STATE, Role.PILL).text == "On Hold · by you"
    assert (
        cell(model, 0, OrderColumn.STATE, Qt.ItemDataRole.AccessibleTextRole) == "On Hold · by you"
    )
    assert cell(model, 0, OrderColumn.JOURNEY, Role.JOURNEY).states[1] is StepState.ON_HOLD
    assert cell(model, 0, OrderColumn.NUMBER, Role.ON_HOLD) is True
    assert cell(model, 0, OrderColumn.NUMBER, Role.ID) == id_
    assert cell(model, 0, OrderColumn.NUMBER, Qt.ItemDataRole.DecorationRole) is None


def test_heads_are_named_and_numbers_stand_right(model):
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(len(FORMS))]
    assert heads == [
        "Order",
        "Placed",
        "Customer",
        "Store",
        "Items",
        "Journey",
        "State",
        "Total",
        "Margin",
    ]
    right = model.headerData(
        place_of(OrderColumn.TOTAL), Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    )
    assert right & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.columnCount(model.index(0, 0)) == 9
    assert model.columnCount(QModelIndex()) == 9


def test_a_changed_order_is_repainted_in_its_place(qtbot, shop, model):
    ids = shop.take(store_order(1001), store_order(1002))
    ask(qtbot, model)
    assert cell(model, 1, OrderColumn.MARGIN) == "–"
    shop.waiting(ids[0], "15.00")
    with qtbot.waitSignal(model.dataChanged) as painted:
        model.on_changed(Changed(ORDERS, frozenset({ids[0]})))
    assert (painted.args[0].row(), painted.args[1].row()) == (1, 1)
    assert cell(model, 1, OrderColumn.MARGIN) == "$14.00"


def test_news_are_counted_and_nothing_jumps_until_they_are_asked_for(qtbot, shop, model):
    ids = shop.take(store_order(1001))
    ask(qtbot, model)
    new = shop.take(store_order(1002), store_order(1003))
    with qtbot.waitSignal(model.news) as told:
        model.on_changed(Changed(ORDERS, frozenset({*ids, *new})))
    assert (told.args, shown(model)) == ([2], ids)
    with qtbot.assertNotEmitted(model.news):
        model.on_changed(Changed(ORDERS, frozenset(new)))
    with qtbot.waitSignals([model.news, model.settled]):
        model.reload()
    assert shown(model) == [*new[::-1], *ids]


def test_what_comes_while_the_list_is_read_is_news_too(qtbot, shop, model):
    shop.take(store_order(1001))
    ask(qtbot, model)
    with qtbot.waitSignal(model.settled):
        model.reload()
        model.on_changed(Changed(ORDERS, frozenset(shop.take(store_order(1002)))))
    assert model.waiting + model.rowCount() == 2


def test_only_what_the_query_means_is_news(qtbot, shop, model):
    (unpaid,) = shop.take(store_order(1001, payment=Payment.PENDING, paid_at=None))
    ask(qtbot, model, OrderQuery(state="unpaid"))
    (paid,) = shop.take(store_order(1002))
    with qtbot.assertNotEmitted(model.news):
        model.on_changed(Changed(ORDERS, frozenset({paid})))
    (other,) = shop.take(store_order(1003, payment=Payment.PENDING, paid_at=None))
    with qtbot.waitSignal(model.news) as told:
        model.on_changed(Changed(ORDERS, frozenset({other})))
    assert told.args == [1]
    paid_now = store_order(1003, updated_at=NOON)
    shop.take(paid_now)
    with qtbot.waitSignal(model.news) as told:
        model.on_changed(Changed(ORDERS, frozenset({other})))
    assert told.args == [0]
    assert shown(model) == [unpaid]


def test_an_empty_list_fills_by_itself(qtbot, shop, model):
    ask(qtbot, model)
    ids = shop.take(store_order(1001))
    with qtbot.waitSignal(model.settled):
        model.on_changed(Changed(ORDERS, frozenset(ids)))
    assert shown(model) == ids


def test_a_change_of_any_order_reads_all_anew_without_a_flicker(qtbot, shop, model):
    ids = shop.take(store_order(1001), store_order(1002))
    ask(qtbot, model)
    shop.waiting(ids[1], "15.00")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.settled):
        model.on_changed(Changed(ORDERS))
    assert cell(model, 0, OrderColumn.MARGIN) == "$14.00"


def test_other_topics_are_none_of_its_business(qtbot, shop, model):
    shop.take(store_order(1001))
    ask(qtbot, model)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.on_changed(Changed(frozenset({Topic.JOBS})))
    assert not model.is_waiting


def test_a_question_that_cannot_be_answered_is_told(qtbot, shop, model):
    with qtbot.waitSignal(model.failed) as told:
        model.show_query(OrderQuery(state="lost"))
    assert isinstance(told.args[0], BadInput)
    assert not model.is_waiting


def test_orders_are_found_by_their_ids(qtbot, shop, model):
    ids = shop.take(*(store_order(n) for n in range(1001, 1021)))
    ask(qtbot, model)
    assert model.positions_of([ids[0], 999]) == {ids[0]: 19}
    assert model.positions_of(ids) == {id_: 19 - n for n, id_ in enumerate(ids)}


def test_after_the_end_nothing_is_asked(shop, model):
    model.close()
    model.show_query(OrderQuery())
    assert model.rowCount() == 0


def test_pages_are_few_and_read_once(shop, reads):
    ids = shop.take(*(store_order(n) for n in range(1, 2 * PAGE + 11)))
    asked = []

    class Counting:
        def orders(self, wanted):
            asked.append(len(wanted))
            return reads.orders(wanted)

    pages = OrderPages(Counting())
    pages.begin(array("q", ids * (PAGES + 1)))
    for position in (0, 5, PAGE - 1, PAGE, 0):
        assert pages.row(position).id == ids[position]
    assert asked == [PAGE, PAGE]
    for page in range(2, PAGES + 1):
        pages.row(page * PAGE)
    pages.row(0)
    assert len(asked) == PAGES + 1  # it was looked at last but PAGES - 1
    pages.row(PAGE)
    assert len(asked) == PAGES + 2  # the second page had been given up


def test_a_row_that_is_gone_is_empty(shop, reads):
    (id_,) = shop.take(store_order(1001))
    pages = OrderPages(reads)
    pages.begin(array("q", [id_, 999]))
    assert pages.row(0).id == id_
    assert pages.row(1) is None


@pytest.mark.parametrize(
    "state", ["", "on_hold", "placed", "approval", "unpaid", "before_podbridge", "not_ours"]
)
def test_what_matches_here_matches_in_the_database(shop, reads, state):
    early = NOON - timedelta(days=30)
    ids = shop.take(
        store_order(1001), store_order(1002, payment=Payment.PENDING, paid_at=None),
        store_order(1003, paid_at=early), store_order(1004),
    )  # fmt: skip
    shop.waiting(ids[3])
    shop.hold(ids[3])
    query = OrderQuery(state=state)
    matching = {id_ for id_, row in reads.orders(ids).items() if matches(row, query)}
    assert matching == set(reads.order_ids(query))
