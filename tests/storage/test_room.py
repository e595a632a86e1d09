"""A real small disk: the ballast makes way for what must be written, and comes back when there is room."""

import shutil

import pytest

from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.storage import settings
from podbridge_desktop.storage.room import BALLAST, MB, Room
from tests.support.filled import Filled
from tests.support.small_disk import small_disk


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", 260) as found:
        yield found


def test_a_disk_with_room_lacks_nothing(tmp_path):
    if shutil.disk_usage(tmp_path).free < 300 * MB:
        pytest.skip("this computer's own disk is nearly full")
    room = Room(tmp_path)
    assert (room.lacking(), room.trouble()) == (0, "")
    room.take_ballast()
    assert (tmp_path / "ballast").stat().st_size == BALLAST
    room.make_way()
    assert (tmp_path / "ballast").exists()


def test_it_says_how_much_is_needed(disk):
    room = Room(disk.folder)
    disk.leave(120)
    assert 79 * MB < room.lacking() < 81 * MB
    assert "has 120 MB left" in room.trouble() or "has 119 MB left" in room.trouble()
    assert "free 80 MB more" in room.trouble() or "free 81 MB more" in room.trouble()


def test_the_ballast_really_takes_its_room_and_is_not_made_where_there_is_none(disk):
    room = Room(disk.folder)
    disk.leave(210)
    room.take_ballast()
    assert not (disk.folder / "ballast").exists()
    disk.leave(240)
    room.take_ballast()
    assert (disk.folder / "ballast").exists()
    assert disk.free < 240 * MB - BALLAST + MB


def fill(made, written):
    for number in range(1_000):
        with made.database.write() as tx:
            settings.put(tx, f"k{number}", "x" * 50_000)
        written.append(number)


def test_a_full_disk_takes_the_next_small_write_again(disk):
    room = Room(disk.folder)
    room.take_ballast()
    made = Filled(disk.folder / "podbridge.db")
    made.database.when_full = room.make_way
    disk.leave(1)
    written: list[int] = []
    with pytest.raises(StoreTrouble, match="could not be written"):
        fill(made, written)
    assert 0 < len(written) < 1_000
    assert not (disk.folder / "ballast").exists()
    with made.database.write() as tx:
        settings.put(tx, "outcome", "recorded")
    with made.database.read() as tx:
        assert settings.get(tx, "outcome") == "recorded"
        assert tx.conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert tx.conn.exec_driver_sql("SELECT count(*) FROM setting").scalar() == len(written) + 1
    disk.empty()
    room.take_ballast()
    assert (disk.folder / "ballast").exists()
    made.database.close()
