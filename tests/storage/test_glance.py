"""One look into the database without SQLAlchemy: the same rows as the list, and nothing where it cannot be had."""

import subprocess
import sys

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.storage import orders, sqlite
from podbridge_desktop.storage.glance import glance
from tests.support.filled import KEY, address, store_order


@pytest.fixture
def filled(shop):
    held, moved, _ = (shop.take(store_order(n))[0] for n in (1001, 1002, 1003))
    shop.waiting(held, "18.50")
    shop.walk(moved, "sending")
    with shop.database.write() as tx:
        orders.correct_address(tx, moved, address("Ada King", country_code="GB"))
    return shop


def test_it_shows_the_rows_that_the_list_begins_with(filled, reads):
    seen = glance(filled.path, KEY, 2)
    assert seen.orders == reads.first_orders(OrderQuery(), 2)
    assert len(seen.orders) == 2
    assert glance(filled.path, KEY, 9).orders == reads.first_orders(OrderQuery(), 9)


def test_it_counts_what_waits_and_the_stores(filled, reads):
    seen = glance(filled.path, KEY, 2)
    assert (seen.waiting, seen.stores) == (len(reads.cases()), 1)


def test_another_key_shows_nothing(filled):
    assert glance(filled.path, bytes(32), 2) is None


def test_no_file_shows_nothing_and_makes_none(tmp_path):
    assert glance(tmp_path / "none.db", KEY, 2) is None
    assert not (tmp_path / "none.db").exists()


def test_a_file_of_another_version_is_left_to_the_program(filled):
    conn = sqlite.connect(filled.path, KEY)
    conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    assert glance(filled.path, KEY, 2) is None


def test_a_damaged_file_shows_nothing(tmp_path):
    (tmp_path / "bad.db").write_bytes(b"not a database" * 500)
    assert glance(tmp_path / "bad.db", KEY, 2) is None
    with pytest.raises(sqlcipher.DatabaseError):
        sqlite.connect(tmp_path / "bad.db", KEY)


def test_the_way_to_the_first_rows_is_short():
    """What is slow to import comes after the first rows; each of these took longer than all the rest."""
    code = (
        "import sys, podbridge_desktop.ui.app, podbridge_desktop.bootstrap.first_look;"
        "print([n for n in ('sqlalchemy', 'httpx', 'keyring', 'msgspec', 'alembic') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
