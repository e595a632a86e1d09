"""One engine per data folder, among processes; a dead owner is no owner."""

import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from podbridge_desktop.storage import ownership
from podbridge_desktop.storage.ownership import EngineLock

HOLD = """
import sys
from pathlib import Path
from podbridge_desktop.storage.ownership import EngineLock
lock = EngineLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


@contextmanager
def other_process(folder):
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        yield child, child.stdout.readline().strip()
        child.kill()


@pytest.fixture
def lock(tmp_path):
    made = EngineLock(tmp_path)
    yield made
    made.release()


def test_a_folder_has_one_owner_at_a_time(lock, tmp_path):
    assert lock.take()
    with other_process(tmp_path) as (_, took):
        assert took == "False"


def test_kill_9_frees_it_at_once(lock, tmp_path):
    with other_process(tmp_path) as (child, took):
        assert took == "True"
        assert not lock.take()
        child.kill()
        child.wait()
        assert lock.take()


def test_given_back_it_is_free(lock, tmp_path):
    assert lock.take()
    lock.release()
    lock.release()
    with other_process(tmp_path) as (_, took):
        assert took == "True"


def test_another_folder_is_another_lock(lock, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert lock.take()
    other = EngineLock(elsewhere)
    assert other.take()
    other.release()


def test_who_has_it_is_said_in_words(filled):
    with filled.database.write() as tx:
        assert ownership.owner(tx) == ""
        ownership.note_owner(tx, "window")
        ownership.note_owner(tx, "sync --watch")
        assert ownership.owner(tx).startswith("sync --watch (process ")


def test_two_that_open_a_folder_at_once_take_turns(tmp_path):
    inside = []
    together = threading.Barrier(2)

    def open_it():
        together.wait()
        with ownership.opening(tmp_path):
            inside.append("in")
            inside.append("out")

    threads = [threading.Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == ["in", "out", "in", "out"]


def test_a_wish_is_open_until_it_is_reported(filled):
    with filled.database.write() as tx:
        first, second = ownership.wish(tx, ()), ownership.wish(tx, ("Peak Prints",))
        assert [(w.id, w.only) for w in ownership.open_wishes(tx)] == [(first, ()), (second, ("Peak Prints",))]  # fmt: skip
        assert ownership.report_of(tx, first) is None
        assert ownership.last_pass(tx) is None
        ownership.fulfil(tx, first, {"pulled": 3})
        assert ownership.report_of(tx, first) == {"pulled": 3}
        assert [w.id for w in ownership.open_wishes(tx)] == [second]
        assert ownership.last_pass(tx) == filled.clock.now()
        assert ownership.report_of(tx, 99) is None
