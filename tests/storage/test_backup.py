"""Backups: one moment of a live file, whole and encrypted, or none at all; and every damage is noticed."""

import os
import random
import shutil
import subprocess
import sys
import threading

import pytest

from podbridge_desktop.errors import BackupUnusable, Stopped, StoreDamaged, StoreTrouble
from podbridge_desktop.storage import backup, sqlite
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.revision import HEAD
from tests.support.filled import KEY, NOON, store_order

NAME = "Ada Lovelace"


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "mine.backup"


@pytest.fixture
def made(shop, target):
    for number in range(1001, 1041):
        shop.take(store_order(number))
    backup.make(shop.path, target, KEY, NOON)
    return target


def everything(path, key=KEY):
    """Every row of every table."""
    conn = sqlite.as_it_lies(path, key)
    try:
        names = [
            n
            for (n,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    finally:
        conn.close()


def test_it_is_whole_and_says_what_it_is(made):
    facts = backup.inspect(made, KEY)
    assert (facts.made_at, facts.schema, facts.connections, facts.orders) == (NOON, HEAD, 2, 40)
    assert sorted(each.name for each in made.parent.iterdir()) == [made.name]


def test_it_opens_as_a_database(made, shop):
    database = Database(made, KEY, shop.clock)
    with database.read() as tx:
        assert tx.conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 40
    database.close()


def test_nobody_reads_it_without_the_key(made):
    assert NAME.encode() not in made.read_bytes()
    with pytest.raises(BackupUnusable, match="does not open") as told:
        backup.inspect(made, bytes(32))
    assert "--recovery-key" in told.value.hint


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_it_is_its_owners_only(made):
    assert made.stat().st_mode & 0o777 == 0o600


def test_it_shows_one_moment_while_others_write(shop, target):
    """Each order comes with its lines in one transaction: a copy never has one without the other."""
    for number in range(1001, 1300):
        shop.take(store_order(number))
    stop, written = threading.Event(), []

    def write():
        for number in range(2001, 4000):
            if stop.is_set():
                return
            shop.take(store_order(number))
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        before = len(written)
        for _ in range(5):
            backup.make(shop.path, target, KEY, NOON)
        assert len(written) > before
    finally:
        stop.set()
        writer.join()
    rows = everything(target)
    assert len(rows["orders"]) == len(rows["order_line"]) >= 299


def test_a_backup_that_is_stopped_leaves_the_old_one(made, shop):
    before = made.read_bytes()
    for looks in range(3):
        left = iter([False] * looks)
        with pytest.raises(Stopped):
            backup.make(shop.path, made, KEY, NOON, lambda left=left: next(left, True))
        assert made.read_bytes() == before
        assert [each.name for each in made.parent.iterdir()] == [made.name]


def test_where_it_cannot_be_written_the_sentence_says_so(shop, tmp_path):
    with pytest.raises(StoreTrouble, match="could not be written"):
        backup.make(shop.path, tmp_path / "nowhere" / "mine.backup", KEY, NOON)


def test_a_damaged_database_is_not_called_a_full_disk(shop, target):
    for number in range(1001, 1041):
        shop.take(store_order(number))
    shop.database.close()
    flip(shop.path, shop.path.stat().st_size // 2)
    with pytest.raises(StoreDamaged, match="damaged"):
        backup.make(shop.path, target, KEY, NOON)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.9999])
def test_a_truncated_backup_is_refused(made, share):
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupUnusable, match="not whole"):
        backup.inspect(made, KEY)


def test_an_empty_file_is_refused(made):
    made.write_bytes(b"")
    with pytest.raises(BackupUnusable, match="not whole"):
        backup.inspect(made, KEY)


def test_another_file_is_refused(made):
    made.write_bytes(b"a letter to a friend " * 1000)
    with pytest.raises(BackupUnusable, match="does not open"):
        backup.inspect(made, KEY)


def test_a_file_that_is_not_there_is_refused(target):
    with pytest.raises(BackupUnusable, match="cannot be read"):
        backup.inspect(target, KEY)


def test_another_encrypted_file_is_no_backup(target):
    conn = sqlite.unlocked(target, KEY)
    conn.execute("CREATE TABLE something (x)")
    conn.close()
    with pytest.raises(BackupUnusable, match="not a backup of PodBridge"):
        backup.inspect(target, KEY)


def test_one_of_a_newer_program_is_refused(made):
    conn = sqlite.unlocked(made, KEY)
    conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    with pytest.raises(BackupUnusable, match="newer PodBridge"):
        backup.inspect(made, KEY)


def flip(path, at, bit=1):
    with path.open("r+b") as file:
        file.seek(at)
        [byte] = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ bit]))


LOOK = """
import sys
from pathlib import Path
from podbridge_desktop.storage import backup, sqlite
conn = sqlite.connect(Path(sys.argv[1]), bytes(range(32)))
print(bool(backup.live_troubles(conn, "quick_check")))
"""


def test_damage_is_found_in_a_live_file_and_does_not_flood_the_terminal(shop, request):
    for number in range(1001, 1101):
        shop.take(store_order(number))
    with shop.database.read() as tx:
        [(page,)] = tx.cursor().execute("SELECT rootpage FROM sqlite_master WHERE name = 'orders'")
    shop.database.close()
    flip(shop.path, (page - 1) * 4096 + 7)
    command = [sys.executable, "-c", LOOK, str(shop.path)]
    done = subprocess.run(
        command, cwd=request.config.rootpath, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.strip() == "True"


@pytest.mark.slow
def test_two_hundred_flips_are_noticed_or_harmless(made, tmp_path):
    """Over the whole file: refused, or every row reads as before."""
    chance, size = random.Random(5), made.stat().st_size
    right = everything(made)
    places = [*range(0, 100, 10), *range(4090, 4100), *(chance.randrange(size) for _ in range(180))]
    noticed = 0
    for at in places:
        hurt = tmp_path / "hurt.backup"
        shutil.copyfile(made, hurt)
        flip(hurt, at, 1 << chance.randrange(8))
        try:
            backup.inspect(hurt, KEY)
        except BackupUnusable:
            noticed += 1
        else:
            assert everything(hurt) == right, at
    assert noticed >= 190
