"""Connections, routes and cursors."""

from datetime import timedelta

import pytest

from podbridge_desktop.domain.planning import Mode, Route
from podbridge_desktop.domain.ports import Ability, CallFigures, CheckReport, NativeLink
from podbridge_desktop.storage import connections
from podbridge_desktop.storage.connections import NewConnection, RouteSetting
from tests.support.filled import NOON, STORE, SUPPLIER, store_order


@pytest.fixture
def write(filled):
    def written(work, *args):
        with filled.database.write() as tx:
            return work(tx, *args)

    return written


def new(id_=STORE, name="Peak Prints", platform="shopify", url=None, **report):
    told = {"account_id": "68817256598", "account_name": "Peak", "currency": "USD", "abilities": ()}
    kind = "store" if platform == "shopify" else "supplier"
    return NewConnection(
        id_, platform, kind, name, {"shop": "peak"}, url, CheckReport(**told | report)
    )


def test_a_connection_is_read_back_as_it_was_kept(write):
    write(connections.add, new(facts={"domain": "peak.myshopify.com"}, url="http://127.0.0.1:1"))
    found = write(connections.find, STORE)
    assert (found.platform, found.name, found.fields, found.facts, found.api_url) == (
        "shopify", "Peak Prints", {"shop": "peak"}, {"domain": "peak.myshopify.com"}, "http://127.0.0.1:1",
    )  # fmt: skip
    assert (found.is_store, found.shop_code, found.health) == (True, "scog2t", "healthy")


def test_a_supplier_has_no_shop_code(write):
    write(connections.add, new(SUPPLIER, "Printful", "printful"))
    found = write(connections.find, SUPPLIER)
    assert (found.is_store, found.shop_code) == (False, "")


def test_connected_anew_it_stays_the_same_with_its_orders(shop):
    (order_id,) = shop.take(store_order(1001))
    shop.connect(STORE, "Peak Prints", domain="peak.myshopify.com")
    with shop.database.read() as tx:
        assert tx.conn.exec_driver_sql("SELECT id FROM orders").scalar() == order_id


@pytest.mark.parametrize("asked", ["store-1", "Peak Prints", "PEAK prints"])
def test_it_is_found_by_id_or_name(write, asked):
    write(connections.add, new())
    assert write(connections.find, asked).id == STORE
    assert write(connections.find, "another") is None


def test_what_a_key_lacks_shows_from_the_start(write):
    missing = Ability("orders", works=False, sentence="Give it read_orders.")
    write(connections.add, new(abilities=(missing,)))
    assert write(connections.find, STORE).health == "needs_you"


def test_a_later_test_replaces_what_was_known(write):
    write(connections.add, new(SUPPLIER, "Printful", "printful"))
    report = CheckReport("1", "New", "EUR", (), native_links=(NativeLink("shopify", "Peak", "9"),), links_visible=False)  # fmt: skip
    write(connections.note_report, SUPPLIER, report)
    assert write(connections.find, SUPPLIER).currency == "EUR"
    assert write(connections.native_links, SUPPLIER) == (
        (NativeLink("shopify", "Peak", "9"),),
        False,
    )


def test_contact_counts_only_while_healthy(filled, write):
    write(connections.add, new())
    filled.clock.pass_by(hours=1)
    last = "SELECT last_ok_at FROM connection"
    with filled.database.read() as tx:
        before = tx.conn.exec_driver_sql(last).scalar()
    write(connections.note_health, STORE, "broken", "The key does not work.")
    with filled.database.read() as tx:
        assert tx.conn.exec_driver_sql(last).scalar() == before
    write(connections.note_health, STORE, "healthy")
    with filled.database.read() as tx:
        assert tx.conn.exec_driver_sql(last).scalar() > before


def test_figures_and_addresses_are_noted(filled, write):
    write(connections.add, new())
    write(connections.note_figures, STORE, CallFigures(calls=7))
    write(connections.readdress, STORE, "http://127.0.0.1:9")
    assert write(connections.find, STORE).api_url == "http://127.0.0.1:9"
    with filled.database.read() as tx:
        assert '"calls":7' in tx.conn.exec_driver_sql("SELECT figures FROM connection").scalar()


def test_disconnected_keeps_everything_and_says_so(shop):
    shop.take(store_order(1001))
    with shop.database.write() as tx:
        connections.disconnect(tx, STORE)
        connections.note_health(tx, STORE, "healthy")
        assert connections.find(tx, STORE).health == "disconnected"
        assert tx.conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 1
    shop.connect(STORE, "Peak Prints")
    with shop.database.read() as tx:
        assert connections.find(tx, STORE).health == "healthy"


def test_a_route_is_read_back_and_may_be_changed(shop):
    setting = RouteSetting(Mode.AUTOMATIC, NOON, "12.5", 3000, "USD", "the seller chose the mode")
    with shop.database.write() as tx:
        connections.set_route(tx, STORE, SUPPLIER, setting)
        assert connections.get_route(tx, STORE, SUPPLIER) == setting
        assert connections.get_route(tx, SUPPLIER, STORE) is None
        assert connections.routes_of(tx, STORE) == (
            Route(STORE, SUPPLIER, "printful", Mode.AUTOMATIC, NOON),
        )


def test_a_second_bridge_turns_the_route_to_watch(shop):
    with shop.database.write() as tx:
        connections.watch_only(tx, STORE, SUPPLIER, "foreign fulfilment")
        assert connections.get_route(tx, STORE, SUPPLIER).mode is Mode.WATCH


def test_a_cursor_moves_on_and_never_back(shop):
    with shop.database.write() as tx:
        assert connections.get_cursor(tx, STORE, "orders") is None
        for minutes in (5, 9, 2):
            connections.set_cursor(tx, STORE, "orders", NOON + timedelta(minutes=minutes))
        assert connections.get_cursor(tx, STORE, "orders") == NOON + timedelta(minutes=9)
        assert connections.get_cursor(tx, STORE, "another") is None


def test_the_sellers_word_on_order_approval_stands_in_the_trail(filled, write):
    said = NewConnection(
        SUPPLIER, "printify", "supplier", "Printify", {"approval": "manual"}, None, new().report
    )
    write(connections.add, said)
    with filled.database.read() as tx:
        facts = tx.conn.exec_driver_sql(
            "SELECT facts FROM audit WHERE event = 'connected' ORDER BY seq DESC"
        ).scalar()
    assert '"approval":"manual"' in facts
