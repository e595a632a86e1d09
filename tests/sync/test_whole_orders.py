"""A store that marks only whole orders as sent (Etsy): our first parcel does not take the other lines away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.fulfilment import Parcel
from podbridge_desktop.domain.lifecycle import ShipmentState
from podbridge_desktop.domain.lifecycle import SupplierState as S
from podbridge_desktop.domain.orders import WHOLE_ORDER_SENT, Blocked
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.storage import cases, connections, ledger, orders, shipments
from podbridge_desktop.sync import guard
from tests.support.filled import READY, STORE, SUPPLIER, Filled, line, store_order

OTHER = "supplier-2"
READING = store_order(
    1001, lines=(line("11", "var-1"), line("12", "var-2", quantity=2, to_fulfil=2))
)


def sent(reading):
    """As Etsy tells it: every line done, for the order as a whole."""
    lines = tuple(
        replace(each, to_fulfil=0, blocked=Blocked.DONE, blocked_by=WHOLE_ORDER_SENT)
        for each in reading.lines
    )
    return replace(reading, lines=lines, updated_at=reading.updated_at + timedelta(hours=1))


@pytest.fixture
def shop(tmp_path):
    """One order, whose two lines two suppliers make."""
    made = Filled(tmp_path / "bridge.db").usual()
    made.connect(OTHER, "Printify", platform="printify")
    made.route(supplier=OTHER)
    made.link("var-2", "sup-2", supplier=OTHER)
    made.take(READING)
    yield made
    made.database.close()


def rows(shop):
    with shop.database.read() as tx:
        return {row.supplier_id: row for row in ledger.of_order(tx, 1)}


def move(shop, supplier, *states):
    for state in states:
        with shop.database.write() as tx:
            row = next(each for each in ledger.of_order(tx, 1) if each.supplier_id == supplier)
            ledger.move(tx, row, state, **({"remote_id": "sf"} if state is S.DRAFTED else {}))


def parcel(shop, supplier, *states, lines=()):
    with shop.database.write() as tx:
        row = next(each for each in ledger.of_order(tx, 1) if each.supplier_id == supplier)
        told = Parcel("p-1", "UPS", "TRACK1", "", lines, shop.clock.now())
        (shipment,) = shipments.take(tx, row, (told,))
        for state in states:
            shipments.move(tx, shipments.get(tx, shipment), state, parcel_id="e-1")


def take(shop, reading):
    with shop.database.write() as tx:
        guard.take(tx, STORE, OrderPage((reading,), reading.updated_at))
    with shop.database.read() as tx:
        return {each.remote_id: each for each in orders.load(tx, 1).reading.lines}


def mode_of(shop, supplier):
    with shop.database.read() as tx:
        return connections.get_route(tx, STORE, supplier).mode


def test_our_first_parcel_leaves_the_other_suppliers_line_open(shop):
    move(shop, OTHER, *READY)
    move(shop, SUPPLIER, *READY, S.CONFIRMING, S.IN_PRODUCTION, S.SHIPPED)
    parcel(shop, SUPPLIER, ShipmentState.PUSHING, ShipmentState.PUSHED)
    lines = take(shop, sent(READING))
    assert (lines["11"].to_fulfil, lines["11"].blocked) == (0, Blocked.DONE)
    assert (lines["12"].to_fulfil, lines["12"].blocked) == (2, None)
    assert rows(shop)[OTHER].state is S.WAITING
    assert mode_of(shop, OTHER) is Mode.ASSIST


def test_a_parcel_with_a_part_of_a_line_leaves_the_rest_open(shop):
    move(shop, OTHER, *READY, S.CONFIRMING, S.IN_PRODUCTION, S.PARTLY_SHIPPED)
    parcel(shop, OTHER, ShipmentState.PUSHING, ShipmentState.PUSHED, lines=(("12", 1),))
    assert take(shop, sent(READING))["12"].to_fulfil == 1


def test_a_push_without_an_answer_is_no_foreign_hand(shop):
    move(shop, OTHER, *READY)
    move(shop, SUPPLIER, *READY, S.CONFIRMING, S.IN_PRODUCTION, S.SHIPPED)
    parcel(shop, SUPPLIER, ShipmentState.PUSHING)
    assert take(shop, sent(READING))["12"].to_fulfil == 2
    assert rows(shop)[OTHER].state is S.WAITING


def test_a_number_that_the_seller_enters_herself_is_no_foreign_hand(shop):
    """Etsy takes no number from this app: she copies it, and that marks the whole order."""
    move(shop, OTHER, *READY)
    move(shop, SUPPLIER, *READY, S.CONFIRMING, S.IN_PRODUCTION, S.SHIPPED)
    parcel(shop, SUPPLIER)
    with shop.database.write() as tx:
        cases.open_case(
            tx,
            NewCase(CaseKind.TRACKING_REFUSED, "track:1", "No", order_id=1, shipment_id=1),
        )
    assert take(shop, sent(READING))["12"].to_fulfil == 2
    assert rows(shop)[OTHER].state is S.WAITING


def test_a_parcel_that_nobody_was_told_of_yet_marks_nothing(shop):
    move(shop, OTHER, *READY)
    move(shop, SUPPLIER, *READY, S.CONFIRMING, S.IN_PRODUCTION, S.SHIPPED)
    parcel(shop, SUPPLIER)
    take(shop, sent(READING))
    assert mode_of(shop, OTHER) is Mode.WATCH


def test_an_order_that_another_hand_marked_is_not_made_any_more(shop):
    move(shop, SUPPLIER, *READY)
    lines = take(shop, sent(READING))
    assert {each.to_fulfil for each in lines.values()} == {0}
    assert mode_of(shop, SUPPLIER) is Mode.WATCH
    with shop.database.read() as tx:
        assert cases.open_subjects(tx, CaseKind.CHANGED_AT_STORE) == {"order:1"}


def test_an_order_that_was_sent_before_we_saw_it_is_left_alone(shop):
    other = replace(sent(READING), remote_id="999", number="#999")
    with shop.database.write() as tx:
        guard.take(tx, STORE, OrderPage((other,), other.updated_at))
    with shop.database.read() as tx:
        assert not ledger.of_order(tx, orders.find(tx, STORE, "999"))
