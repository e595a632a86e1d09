"""Taking the store's word: never back in time, never twice, never more of a person than the store shows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from podbridge_desktop.domain.orders import Blocked, LineProperty
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.storage import audit, connections, jobs, orders, tables, wishes
from podbridge_desktop.storage import readings as bulk
from tests.support.filled import NOON, STORE, SUPPLIER, address, line, store_order, usd


@pytest.fixture
def take(shop):
    def taken(*readings):
        with shop.database.write() as tx:
            return bulk.take(tx, STORE, readings)

    return taken


@pytest.fixture
def load(shop):
    def loaded(number=1001):
        with shop.database.read() as tx:
            return orders.load(tx, orders.find(tx, STORE, str(5_000_000 + number)))

    return loaded


def later(order, **values):
    at = order.updated_at + timedelta(minutes=values.pop("minutes", 1))
    return store_order(int(order.number[1:]), **{"updated_at": at, **values})


def events(shop, event):
    with shop.database.read() as tx:
        return tx.conn.execute(select(tables.audit).where(tables.audit.c.event == event)).all()


BOULDER = address(city="Boulder")
FULL = store_order(
    1001,
    lines=(
        line("1", properties=(LineProperty("Name", "Ada"), LineProperty("_file", "x.png"))),
        line("2", None, to_fulfil=0, blocked=Blocked.HELD, blocked_by="Fraud"),
        line("3", requires_shipping=False, unit_price=usd("0")),
    ),
    note="Please hurry",
    refunded=usd("1.00"),
)


def test_what_was_taken_is_read_back_the_same(take, load):
    take(FULL)
    assert load().reading == FULL


def test_the_same_reading_twice_changes_nothing(shop, take):
    take(FULL)
    before = shop.database.path.stat().st_mtime_ns, events(shop, "order_changed")
    found = take(FULL)
    assert (found.new, found.changed) == ((), ())
    assert before[1] == events(shop, "order_changed") == []


def test_a_newer_stamp_alone_is_no_change(take):
    take(FULL)
    assert take(later(FULL, lines=FULL.lines, note=FULL.note, refunded=FULL.refunded)).changed == ()


def test_an_older_reading_changes_nothing(take, load):
    new = later(FULL, note="new")
    take(new)
    assert take(FULL).changed == ()
    assert load().reading == new


def test_a_reading_from_in_between_does_not_come_back_over_an_unchanged_newer_one(take, load):
    """Changed and changed back: the last word is the first one again, with a newer stamp."""
    first = store_order(1001)
    take(first)
    take(later(first, minutes=3))
    assert take(later(first, minutes=2, note="in between")).changed == ()
    assert load().reading.note == ""


def test_the_same_second_may_still_bring_news(take, load):
    take(store_order(1001))
    assert len(take(store_order(1001, note="same second")).changed) == 1
    assert load().reading.note == "same second"


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("newest_first", [False, True])
def test_of_one_order_twice_in_a_batch_the_newer_word_counts(shop, take, load, known, newest_first):
    first = store_order(1001)
    if known:
        take(first)
    pair = [later(first, note="newer", minutes=9), later(first, note="older", minutes=5)]
    found = take(*(pair if newest_first else reversed(pair)))
    assert len(found.new) + len(found.changed) == 1
    assert load().reading.note == "newer"


def test_a_batch_tells_new_from_changed(take):
    take(store_order(1001))
    found = take(later(store_order(1001), note="x"), store_order(1002), store_order(1003))
    assert [o.number for _, o in found.changed] == ["#1001"]
    assert [o.number for _, o in found.new] == ["#1002", "#1003"]


def test_an_empty_batch_is_nothing(take):
    assert take().new == ()


def test_a_line_that_left_the_order_wants_nothing_any_more(take, load):
    both = store_order(1001, lines=(line("1"), line("2")))
    take(both)
    take(later(both, lines=(line("2", quantity=4, to_fulfil=4),)))
    lines = {each.remote_id: each for each in load().reading.lines}
    assert (lines["1"].quantity, lines["1"].to_fulfil, lines["1"].blocked) == (0, 0, Blocked.DONE)
    assert (lines["2"].quantity, lines["2"].blocked) == (4, None)


def test_a_line_keeps_its_row_when_the_order_changes(take, load):
    take(FULL)
    before = load().line_ids
    take(later(FULL, lines=tuple(reversed(FULL.lines))))
    assert load().line_ids == before


# --- people ----------------------------------------------------------------------------------------------------------


def test_hidden_by_the_store_keeps_the_address_we_know(take, load):
    first = store_order(1001)
    take(first)
    take(later(first, ship_to=None, address_hidden=True, note="changed"))
    assert load().recipient == address()
    assert load().reading.address_hidden


def test_an_order_without_an_address_loses_the_one_we_knew(take, load):
    first = store_order(1001)
    take(first)
    take(later(first, ship_to=None))
    assert load().recipient is None


def test_what_the_seller_erased_is_not_written_back(shop, take, load, reads):
    take(store_order(1001))
    with shop.database.write() as tx:
        tx.conn.execute(tables.order.update().values(erased_at=NOON))
        tx.conn.execute(tables.order_person.delete())
    take(later(store_order(1001), note="changed"))
    assert load().recipient is None
    assert list(reads.order_ids(OrderQuery(search="Lovelace"))) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"ship_to": None, "address_hidden": True}, "Lovelace"),
        ({"note": "changed"}, "TRACK77"),
        ({"note": "changed"}, "#1001"),
        ({"ship_to": address("Grace Hopper")}, "Hopper"),
    ],
)
def test_an_order_is_still_found_after_a_change(shop, reads, change, word):
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.ship(order_id, "TRACK77", pushed=True)
    shop.take(later(store_order(1001), **change))
    assert list(reads.order_ids(OrderQuery(search=word))) == [order_id]


def test_an_order_is_no_longer_found_by_the_address_it_had(shop, reads):
    shop.take(store_order(1001))
    shop.take(later(store_order(1001), ship_to=address("Grace Hopper", email="g@post.example")))
    assert list(reads.order_ids(OrderQuery(search="Lovelace"))) == []


# --- the seller's correction (rulings 6) -----------------------------------------------------------------------------


@pytest.fixture
def correct(shop):
    def corrected(number=1001):
        with shop.database.write() as tx:
            orders.correct_address(tx, orders.find(tx, STORE, str(5_000_000 + number)), BOULDER)

    return corrected


def test_a_correction_holds_while_the_store_says_the_same(take, load, correct):
    take(store_order(1001))
    correct()
    take(later(store_order(1001), note="another change"))
    assert load().recipient.city == "Boulder"
    assert load().reading.ship_to.city == "Denver"


def test_a_correction_ends_when_the_stores_own_address_changes(take, load, correct):
    take(store_order(1001))
    correct()
    take(later(store_order(1001), ship_to=address(city="Aspen")))
    assert load().recipient.city == "Aspen"


def test_hidden_is_no_change_of_the_address(take, load, correct):
    take(store_order(1001))
    correct()
    take(later(store_order(1001), ship_to=None, address_hidden=True))
    assert load().recipient.city == "Boulder"


def test_an_address_typed_for_a_hidden_one_holds(take, load, correct):
    hidden = store_order(1001, ship_to=None, address_hidden=True)
    take(hidden)
    assert load().recipient is None
    correct()
    take(later(hidden, ship_to=None, address_hidden=True, note="x"))
    assert load().recipient.city == "Boulder"


def test_a_correction_for_an_order_without_a_person_is_kept_too(shop, take, load, correct):
    take(store_order(1001))
    with shop.database.write() as tx:
        tx.conn.execute(tables.order_person.delete())
    correct()
    assert load().corrected == address(city="Boulder")


def test_the_trail_knows_an_address_by_its_fingerprint_only(shop, take, correct):
    take(store_order(1001))
    correct()
    with shop.database.read() as tx:
        facts = "".join(tx.conn.execute(select(tables.audit.c.facts)).scalars())
    for value in ("Ada", "Lovelace", "Byron", "Denver", "Boulder", "post.example"):
        assert value not in facts
    assert address(city="Boulder").fingerprint()[:12] in facts


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def find(shop):
    def found(remote_id, number):
        with shop.database.read() as tx:
            return orders.find_by_id_or_number(tx, STORE, remote_id, number)

    return found


def test_an_order_is_found_by_its_id_before_its_number(shop, find):
    one, two = shop.take(store_order(1001), store_order(1002))
    assert find("5001002", "#1001") == two
    assert find("", "#1001") == one


def test_a_whole_id_that_is_not_ours_is_never_replaced_by_an_equal_number(shop, find):
    """Another shop's file: the same numbers, other people."""
    shop.take(store_order(1001))
    assert find("777777", "#1001") is None


def test_an_id_that_a_spreadsheet_spoilt_leaves_the_number(shop, find):
    (one,) = shop.take(store_order(1001))
    assert find("5.0E+06", "#1001") == one


def test_a_number_that_stands_twice_finds_nothing(shop, find):
    shop.take(store_order(1001), replace(store_order(1002), number="#1001"))
    assert find("", "#1001") is None


def test_an_order_that_is_not_there_is_a_key_error(shop):
    with shop.database.read() as tx, pytest.raises(KeyError):
        orders.load(tx, 99)


# --- forgetting a connection -----------------------------------------------------------------------------------------


def test_erasing_a_store_takes_its_people_out_of_the_search_and_its_jobs_out_of_the_queue(shop):
    (order_id,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        connections.remove(tx, STORE)
    with shop.database.read() as tx:
        for table in ("orders", "order_person", "supplier_order", "order_search"):
            assert tx.conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        lanes = tx.conn.execute(select(tables.job.c.lane)).scalars().all()
    assert f"order:{order_id}" not in lanes


def test_erasing_a_supplier_takes_the_tracking_jobs_of_its_parcels(shop):
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    shop.approve(order_id)
    shipment = shop.ship(order_id)
    with shop.database.write() as tx:
        jobs.add(tx, wishes.track(shop.part(tx, order_id), shipment))
        connections.remove(tx, SUPPLIER)
    with shop.database.read() as tx:
        assert jobs.live(tx, f"track:{shipment}") is None


def test_a_number_that_the_trail_knows_is_never_given_to_another_order(shop):
    (old,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        connections.remove(tx, STORE)
    shop.connect(STORE, "Peak Prints", domain="peak.myshopify.com")
    (new,) = shop.take(store_order(2001))
    assert new > old
    with shop.database.read() as tx:
        assert audit.broken_at(tx) is None
