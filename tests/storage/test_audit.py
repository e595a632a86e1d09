"""The trail: whoever edits, deletes or swaps an entry in it is found out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podbridge_desktop.storage import audit
from podbridge_desktop.storage.audit import Actor, Entry
from tests.support.filled import STORE, Filled

LENGTH = 300
COLUMNS = ("at", "actor", "event", "order_id", "connection_id", "facts", "hash")


@pytest.fixture(scope="module")
def trail(tmp_path_factory):
    made = Filled(tmp_path_factory.mktemp("trail") / "podbridge.db")
    entries = [
        Entry(list(Actor)[n % 4], f"event {n}", n if n % 3 else None, STORE if n % 2 else None, {"n": n, "é": "✓"})
        for n in range(LENGTH)
    ]  # fmt: skip
    with made.database.write() as tx:
        audit.add_all(tx, entries[:100])
    for entry in entries[100:]:
        with made.database.write() as tx:
            audit.add(tx, entry)
    yield made.database
    made.database.close()


def broken_after(database, *statements):
    """Where the chain breaks when somebody does this; undone afterwards."""
    with database.read() as tx:
        savepoint = tx.conn.begin_nested()
        for statement, values in statements:
            tx.conn.exec_driver_sql(statement, values)
        found = audit.broken_at(tx)
        savepoint.rollback()
    return found


def test_an_untouched_trail_holds(trail):
    assert broken_after(trail) is None


def test_an_empty_trail_holds(filled):
    with filled.database.read() as tx:
        assert audit.broken_at(tx) is None


@pytest.mark.parametrize("column", COLUMNS)
def test_any_edited_value_of_any_entry_is_found(trail, column):
    for seq in range(1, LENGTH + 1):
        edit = (f"UPDATE audit SET {column} = coalesce({column}, 0) || '1' WHERE seq = ?", (seq,))
        assert broken_after(trail, edit) == seq


def test_any_deleted_entry_but_the_last_is_found(trail):
    for seq in range(1, LENGTH):
        assert broken_after(trail, ("DELETE FROM audit WHERE seq = ?", (seq,))) == seq


def test_a_cut_out_piece_that_is_closed_up_again_is_found(trail):
    cut = ("DELETE FROM audit WHERE seq BETWEEN 100 AND 149", ())
    close = ("UPDATE audit SET seq = seq - 50 WHERE seq >= 150", ())
    assert broken_after(trail, cut, close) == 100


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, LENGTH), st.integers(1, LENGTH))
def test_two_swapped_entries_are_found(trail, one, other):
    if one == other:
        return
    swap = [
        ("UPDATE audit SET seq = -1 WHERE seq = ?", (one,)),
        ("UPDATE audit SET seq = ? WHERE seq = ?", (one, other)),
        ("UPDATE audit SET seq = ? WHERE seq = -1", (other,)),
    ]
    assert broken_after(trail, *swap) == min(one, other)


def test_an_inserted_entry_is_found(trail):
    forged = "INSERT INTO audit SELECT 301, at, actor, event, order_id, connection_id, facts, hash FROM audit WHERE seq = 7"
    assert broken_after(trail, (forged, ())) == 301


def test_a_transaction_that_failed_leaves_no_gap(filled):
    def broken():
        with filled.database.write() as tx:
            audit.add(tx, Entry(Actor.SELLER, "never happened"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    with filled.database.write() as tx:
        audit.add(tx, Entry(Actor.SELLER, "happened"))
        assert audit.broken_at(tx) is None


def test_facts_come_in_one_order_whatever_order_they_were_given_in(filled):
    with filled.database.write() as tx:
        audit.add_all(tx, [Entry(Actor.ENGINE, "x", facts={"b": 1, "a": 2})])
        assert tx.conn.exec_driver_sql("SELECT facts FROM audit").scalar() == '{"a":2,"b":1}'
