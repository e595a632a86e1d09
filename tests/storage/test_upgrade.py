"""Schemas: a new file has today's, an old one is copied before it is touched, a newer one is left alone."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError

from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.storage import findings, mockup_tables, ownership, sqlite, upgrade
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.revision import HEAD
from tests.support.filled import KEY, NOON, Moment, store_order


def schema(conn):
    rows = conn.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'order_search%'"
        " AND name <> 'alembic_version'"
    ).all()
    return {(kind, name): " ".join(sql.replace('"', "").split()) for kind, name, sql in rows}


def stamp(database, revision):
    with database.write() as tx:
        tx.conn.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))


def test_a_migrated_file_has_exactly_the_tables_of_the_program(filled):
    memory = create_engine("sqlite://")
    assert findings.metadata is mockup_tables.metadata  # both imported: all tables are known to it
    mockup_tables.metadata.create_all(memory)
    with memory.connect() as conn, filled.database.read() as tx:
        assert schema(tx.conn) == schema(conn)
    memory.dispose()


def test_a_new_file_has_the_search_and_the_newest_revision(filled):
    with filled.database.read() as tx:
        assert sqlite.has_table(tx.conn, "order_search")
        assert tx.conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD


def test_the_migrations_end_at_the_head_that_the_program_names():
    files = (upgrade._MIGRATIONS / "versions").glob("*.py")
    assert max(path.name.split("_")[0] for path in files) == HEAD


def test_a_current_file_is_opened_without_a_copy(filled, tmp_path):
    before = sorted(tmp_path.iterdir())
    assert upgrade.upgrade(filled.database, KEY) is None
    assert sorted(tmp_path.iterdir()) == before


def newer(shop):
    """The file as a newer program left it, opened by this one."""
    shop.take(store_order(1001))
    stamp(shop.database, "9999")
    shop.database.close()
    database = Database(shop.path, KEY, Moment(NOON))
    assert upgrade.upgrade(database, KEY) is None
    return database


def test_a_file_of_a_newer_program_is_only_read(shop, tmp_path):
    database = newer(shop)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(StoreTrouble, match="newer PodBridge") as told, database.write():
        pass
    assert told.value.code == "newer_data"
    assert "nothing was changed" in told.value.hint
    with database.read() as tx:
        assert tx.conn.exec_driver_sql("SELECT number FROM orders").scalars().all() == ["#1001"]
    database.close()
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept["podbridge.db"] == before["podbridge.db"]
    assert not [name for name in kept if "before" in name]


def test_not_even_a_reader_can_write_to_it(shop):
    database = newer(shop)
    with pytest.raises(StoreTrouble, match="cannot be shown"), database.read() as tx:
        tx.conn.exec_driver_sql("DELETE FROM orders")
    database.close()


def test_what_a_newer_program_has_no_more_is_a_sentence(shop):
    with shop.database.write() as tx:
        tx.conn.exec_driver_sql("ALTER TABLE sync_wish RENAME TO wish")
    database = newer(shop)
    with (
        pytest.raises(StoreTrouble, match="This part of it cannot be shown"),
        database.read() as tx,
    ):
        ownership.open_wishes(tx)
    database.close()


def test_an_older_file_is_copied_whole_before_anything_is_changed(shop):
    """A file of a revision that Alembic knows no way from: the copy is there, and the file is as it was."""
    shop.take(store_order(1001))
    stamp(shop.database, "0000")
    copies = shop.path.parent / "copies"
    with pytest.raises(Exception, match="0000"):
        upgrade.upgrade(shop.database, KEY, copies)
    copy = copies / f"before-schema-{HEAD}.backup"
    for path in (copy, shop.path):
        database = Database(path, KEY, Moment(NOON))
        with database.read() as tx:
            assert tx.conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 1
            assert (
                tx.conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                == "0000"
            )
        database.close()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("orders", "payment"), ("orders", "standing"), ("orders", "step"), ("supplier_order", "state"),
        ("shipment", "state"), ("job", "state"), ("job", "kind"), ("route", "mode"), ("variant_link", "kind"),
        ("exception_case", "kind"), ("product_variant", "availability"),
    ],
)  # fmt: skip
def test_a_status_that_does_not_exist_cannot_be_written(shop, table, column):
    with shop.database.read() as tx:
        sql = tx.conn.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).scalar()
    assert f"{table}_{column}_known CHECK ({column} IN (" in sql.replace('"', "")


def test_the_check_is_enforced(shop):
    shop.take(store_order(1001))
    with pytest.raises(IntegrityError), shop.database.write() as tx:
        tx.conn.exec_driver_sql("UPDATE supplier_order SET state = 'nearly done'")
