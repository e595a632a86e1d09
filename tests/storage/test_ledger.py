"""The ledger: only along the protocol's edges, and never over somebody else's move."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlcipher3.dbapi2 import IntegrityError

from podbridge_desktop.domain.fulfilment import (
    Costs,
    Parcel,
    SupplierOrderReading,
    SupplierStatus,
    Watched,
)
from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.storage import connections, ledger, shipments, tables, watchlist
from podbridge_desktop.storage.audit import Actor
from tests.support.filled import NOON, STORE, SUPPLIER, line, store_order, usd

S = SupplierState


@pytest.fixture
def order_id(shop):
    return shop.take(store_order(1001, lines=(line("1", quantity=2, to_fulfil=2), line("2"))))[0]


def row_of(shop, order_id):
    with shop.database.read() as tx:
        return shop.part(tx, order_id)


def facts_of(shop, event):
    with shop.database.read() as tx:
        t = tables.audit
        return list(tx.conn.execute(select(t.c.facts).where(t.c.event == event)).scalars())


def test_a_row_knows_its_order_and_its_lines(shop, order_id):
    row = row_of(shop, order_id)
    assert (row.order_id, row.store_id, row.supplier_id, row.state, row.attempt) == (
        order_id, STORE, SUPPLIER, S.PLANNED, 0)  # fmt: skip
    assert [(x.remote_id, x.quantity, x.order_quantity, x.supplier_variant_id) for x in row.lines] == [
        ("1", 2, 2, "sup-1"), ("2", 1, 1, "sup-1")]  # fmt: skip
    assert (row.cost, row.approved_cost, row.remote_id) == (None, None, None)


def test_an_edge_that_the_protocol_lacks_is_refused(shop, order_id):
    row = row_of(shop, order_id)
    with (
        pytest.raises(ValueError, match="cannot move from planned to confirming"),
        shop.database.write() as tx,
    ):
        ledger.move(tx, row, S.CONFIRMING)
    assert row_of(shop, order_id).state is S.PLANNED


def test_a_move_over_a_move_that_happened_meanwhile_is_refused(shop, order_id):
    stale = row_of(shop, order_id)
    shop.walk(order_id, S.SENDING)
    with pytest.raises(ValueError, match="is no longer planned"), shop.database.write() as tx:
        ledger.move(tx, stale, S.CANCELLED)
    assert row_of(shop, order_id).state is S.SENDING


def test_a_refused_move_takes_everything_of_its_transaction_with_it(shop, order_id):
    row = row_of(shop, order_id)

    def broken():
        with shop.database.write() as tx:
            ledger.note(tx, row, attempt=9)
            ledger.move(tx, row, S.DELIVERED)

    with pytest.raises(ValueError, match="cannot move"):
        broken()
    assert row_of(shop, order_id).attempt == 0


def test_every_move_stands_in_the_trail_with_its_name(shop, order_id):
    shop.walk(order_id, S.SENDING, S.DRAFTED)
    name = row_of(shop, order_id).external_id
    assert [name in facts for facts in facts_of(shop, "supplier_order")] == [True, True]
    assert '"remote_id":"sf-1"' in facts_of(shop, "supplier_order")[1]


def test_staying_is_no_entry(shop, order_id):
    shop.walk(order_id, S.PLANNED)
    assert facts_of(shop, "supplier_order") == []


def test_two_rows_of_a_supplier_never_share_its_id(shop, order_id):
    (other,) = shop.take(store_order(1002))
    shop.walk(order_id, S.SENDING, S.DRAFTED)
    shop.walk(other, S.SENDING)
    with pytest.raises(IntegrityError), shop.database.write() as tx:
        ledger.move(tx, shop.part(tx, other), S.DRAFTED, remote_id="sf-1")


def test_a_reading_keeps_the_suppliers_word_page_and_costs(shop, order_id):
    shop.waiting(order_id, "12.50")
    row = row_of(shop, order_id)
    assert (row.cost, row.vendor_status) == (usd("12.50"), "draft")


def test_a_reading_without_costs_keeps_the_known_ones(shop, order_id):
    shop.waiting(order_id, "12.50")
    with shop.database.write() as tx:
        row = shop.part(tx, order_id)
        ledger.note_reading(
            tx,
            row,
            SupplierOrderReading("sf-1", row.external_id, SupplierStatus.ACCEPTED, "pending"),
        )
    row = row_of(shop, order_id)
    assert (row.cost, row.vendor_status) == (usd("12.50"), "pending")


def test_a_yes_is_to_the_cost_that_was_known_and_can_be_withdrawn(shop, order_id):
    shop.waiting(order_id, "12.50")
    with shop.database.write() as tx:
        ledger.approve(tx, shop.part(tx, order_id), "seller", Actor.SELLER)
    shop.cost(order_id, "99")
    row = row_of(shop, order_id)
    assert (row.approved_cost, row.approved_by, row.cost) == (usd("12.50"), "seller", usd("99"))
    with shop.database.write() as tx:
        ledger.withdraw_approval(tx, row)
    row = row_of(shop, order_id)
    assert (row.approved_cost, row.approved_by) == (None, None)


def test_a_yes_without_a_known_cost_is_a_yes(shop, order_id):
    shop.walk(order_id, S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING)
    with shop.database.write() as tx:
        ledger.approve(tx, shop.part(tx, order_id), "seller", Actor.SELLER)
    row = row_of(shop, order_id)
    assert (row.approved_cost, row.approved_by) == (None, "seller")


def test_only_what_may_still_move_is_polled_back_to_the_oldest(shop):
    ids = shop.take(*(store_order(n) for n in (1001, 1002, 1003)))
    for place, id_ in enumerate(ids):
        with shop.database.write() as tx:
            ledger.move(tx, shop.part(tx, id_), S.SENDING, sent_at=NOON + timedelta(hours=place))
        shop.walk(id_, S.DRAFTED)
    shop.walk(ids[0], S.CANCELLED)
    with shop.database.read() as tx:
        assert watchlist.watched(tx, SUPPLIER) == {
            2: Watched("sf-2", "", NOON + timedelta(hours=1)),
            3: Watched("sf-3", "", NOON + timedelta(hours=2)),
        }
        assert watchlist.watched_since(tx, SUPPLIER) == NOON + timedelta(hours=1)
        assert watchlist.watched_since(tx, "nobody") is None


def test_what_was_delivered_lately_is_watched_as_such(shop, order_id):
    with shop.database.write() as tx:
        ledger.move(tx, shop.part(tx, order_id), S.SENDING, sent_at=NOON)
    shop.walk(order_id, S.DRAFTED, S.CHECKED, S.WAITING, S.CONFIRMING, S.SHIPPED, S.DELIVERED)
    with shop.database.read() as tx:
        assert watchlist.watched(tx, SUPPLIER) == {1: Watched("sf-1", "", NOON, delivered=True)}
    shop.clock.pass_by(days=31)
    with shop.database.read() as tx:
        assert watchlist.watched(tx, SUPPLIER) == {}


def test_a_price_is_kept_before_the_order_exists(shop, order_id):
    costs = Costs(usd("9.00"), usd("4.00"), usd("0.00"), usd("13.00"))
    with shop.database.write() as tx:
        ledger.note_quote(tx, shop.part(tx, order_id), costs, NOON)
    row = row_of(shop, order_id)
    assert (row.cost, row.vendor_changed_at, row.remote_id) == (usd("13.00"), NOON, None)


def test_only_what_no_supplier_saw_is_only_meant(shop, order_id):
    found = [row_of(shop, order_id).is_only_meant]
    for state in (S.WAITING, S.SENDING, S.DRAFTED, S.WAITING):
        shop.walk(order_id, state)
        found.append(row_of(shop, order_id).is_only_meant)
    assert found == [True, True, False, False, False]


def test_a_row_is_found_by_its_name_at_its_supplier_only(shop, order_id):
    name = row_of(shop, order_id).external_id
    with shop.database.read() as tx:
        assert ledger.by_external_id(tx, SUPPLIER, name) == 1
        assert ledger.by_external_id(tx, "elsewhere", name) is None
        with pytest.raises(KeyError):
            ledger.get(tx, 99)


def test_the_rules_of_a_row_are_its_routes(shop, order_id):
    setting = connections.RouteSetting(Mode.AUTOMATIC, NOON, "12.5", 3000, "EUR")
    with shop.database.write() as tx:
        connections.set_route(tx, STORE, SUPPLIER, setting)
        rules = ledger.rules_for(tx, shop.part(tx, order_id))
    assert (rules.mode, rules.limits.min_margin_percent, rules.limits.max_cost) == (
        Mode.AUTOMATIC, Decimal("12.5"), Money(3000, "EUR"))  # fmt: skip


def test_without_a_route_there_are_no_rules(shop, order_id):
    with shop.database.write() as tx:
        tx.conn.execute(tables.route.delete())
        assert ledger.rules_for(tx, shop.part(tx, order_id)) is None


# --- parcels ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def shipped(shop, order_id):
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.walk(order_id, S.SHIPPED)
    return order_id


def take(shop, order_id, *parcels):
    with shop.database.write() as tx:
        return shipments.take(tx, shop.part(tx, order_id), parcels)


def parcel(number="1", **values):
    plain = Parcel(
        f"p{number}", "UPS", f"T{number}", f"https://c.example/T{number}", (("1", 2),), NOON
    )
    return replace(plain, **values)


def test_a_parcel_is_news_once(shop, shipped):
    assert len(take(shop, shipped, parcel("1"), parcel("2"))) == 2
    assert take(shop, shipped, parcel("1"), parcel("2")) == []


@pytest.mark.parametrize("not_yet", [{"shipped_at": None}, {"tracking_number": ""}])
def test_a_parcel_counts_when_it_has_left_with_a_number(shop, shipped, not_yet):
    assert take(shop, shipped, parcel(**not_yet)) == []


def test_a_parcel_is_kept_as_it_was_told(shop, shipped):
    (id_,) = take(shop, shipped, parcel(reshipment=True))
    with shop.database.read() as tx:
        record = shipments.get(tx, id_)
    assert (record.order_id, record.order_remote_id, record.order_number, record.store_id) == (
        shipped, "5001001", "#1001", STORE)  # fmt: skip
    assert (record.tracking_number, record.lines, record.reshipment, record.state) == (
        "T1", (("1", 2),), True, ShipmentState.NEW)  # fmt: skip


def test_delivery_is_noted_and_all_must_have_arrived(shop, shipped):
    take(shop, shipped, parcel("1"), parcel("2"))
    arrived = NOON + timedelta(days=3)
    take(shop, shipped, parcel("1", delivered_at=arrived))
    with shop.database.read() as tx:
        assert not shipments.all_delivered(tx, 1)
    take(shop, shipped, parcel("2", delivered_at=arrived))
    with shop.database.read() as tx:
        assert shipments.all_delivered(tx, 1)


def test_a_changed_number_is_taken_while_the_store_was_not_told(shop, shipped):
    (id_,) = take(shop, shipped, parcel())
    told = parcel(carrier="DHL", tracking_number="T9", tracking_url="https://c.example/T9")
    assert take(shop, shipped, told) == []
    with shop.database.read() as tx:
        record = shipments.get(tx, id_)
        assert shipments.told_otherwise(tx, shop.part(tx, shipped), (told,)) == []
    assert (record.carrier, record.tracking_number, record.tracking_url) == (
        "DHL", "T9", "https://c.example/T9")  # fmt: skip
    assert facts_of(shop, "renumbered")


@pytest.mark.parametrize("state", [ShipmentState.PUSHING, ShipmentState.PUSHED])
def test_a_number_that_the_store_may_have_stays(shop, shipped, state):
    (id_,) = take(shop, shipped, parcel())
    with shop.database.write() as tx:
        shipments.move(tx, shipments.get(tx, id_), state)
    take(shop, shipped, parcel(tracking_number="T9"))
    with shop.database.read() as tx:
        assert shipments.get(tx, id_).tracking_number == "T1"


def test_without_a_parcel_nothing_has_arrived(shop, shipped):
    with shop.database.read() as tx:
        assert not shipments.all_delivered(tx, 1)


def test_a_push_is_followed_to_its_end(shop, shipped):
    (id_,) = take(shop, shipped, parcel())
    with shop.database.write() as tx:
        record = shipments.get(tx, id_)
        shipments.move(tx, record, ShipmentState.PUSHING)
        shipments.note_absent(tx, record, NOON)
        assert shipments.get(tx, id_).absent_at == NOON
        shipments.move(tx, shipments.get(tx, id_), ShipmentState.PUSHING)
        assert (
            shipments.get(tx, id_).absent_at is None
        )  # a new write: the old look says nothing of it
        shipments.move(tx, shipments.get(tx, id_), ShipmentState.PUSHED, parcel_id="f-9")
        assert shipments.pushed_parcels(tx, shipped) == {"T1": "f-9"}
        done = shipments.get(tx, id_)
    assert (done.state, done.store_parcel_id) == (ShipmentState.PUSHED, "f-9")


def test_a_parcel_that_is_not_there_is_a_key_error(shop):
    with shop.database.read() as tx, pytest.raises(KeyError):
        shipments.get(tx, 99)
