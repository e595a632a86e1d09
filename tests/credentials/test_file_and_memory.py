"""A key file that was chosen on purpose, and memory that is gone with the program."""

import os
import stat
import sys
import threading

import pytest

from podbridge_desktop.credentials.file_store import FileStore
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.errors import BadInput

SECRET = "s3cret-s3cret"
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "keys.json"


@pytest.fixture(params=["file", "memory"])
def store(request, path):
    return FileStore(path) if request.param == "file" else MemoryStore()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_read_back_and_replaced(store):
    assert store.get("owner", "token") is None
    store.put("owner", "token", SECRET)
    store.put("owner", "token", "clé-鍵" + "x" * 5000)
    assert store.get("owner", "token") == "clé-鍵" + "x" * 5000


def test_forgetting_takes_every_field_of_one_owner(store):
    for owner, field in (("a", "token"), ("a", "secret"), ("b", "token")):
        store.put(owner, field, SECRET)
    store.forget("a")
    store.forget("nobody")
    assert (store.get("a", "token"), store.get("a", "secret"), store.get("b", "token")) == (
        None, None, SECRET)  # fmt: skip


def test_threads_lose_no_secret(store):
    together = threading.Barrier(4)

    def put(name):
        together.wait()
        for number in range(10):
            store.put(name, f"f{number}", f"{name}{number}")

    threads = [threading.Thread(target=put, args=(f"owner{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(
        store.get(f"owner{n}", f"f{k}") == f"owner{n}{k}" for n in range(4) for k in range(10)
    )


def test_no_store_shows_a_secret(store):
    store.put("owner", "token", SECRET)
    assert SECRET not in repr(store)
    assert SECRET not in store.place


def test_another_process_reads_the_same_file(path):
    FileStore(path).put("owner", "token", SECRET)
    assert FileStore(path).get("owner", "token") == SECRET


@POSIX
def test_a_new_key_file_is_its_owners_only(path):
    FileStore(path)
    assert mode(path) == 0o600
    FileStore(path).put("owner", "token", SECRET)
    assert mode(path) == 0o600


@POSIX
@pytest.mark.parametrize("open_to", [0o644, 0o640, 0o604, 0o660, 0o666])
def test_a_key_file_that_others_can_read_is_refused(path, open_to):
    FileStore(path).put("owner", "token", SECRET)
    path.chmod(open_to)
    with pytest.raises(BadInput, match="Others on this computer can read") as told:
        FileStore(path)
    assert "chmod 600" in told.value.hint


@POSIX
def test_what_a_crash_left_open_to_others_does_not_make_the_next_file_so(path):
    store = FileStore(path)
    left = path.with_name(f".{path.name}.new")
    left.write_text("half")
    left.chmod(0o644)
    store.put("owner", "token", SECRET)
    assert mode(path) == 0o600


@pytest.mark.parametrize("content", ["{", "[]", '"text"', "12", "not json"])
def test_a_file_that_is_no_key_file_is_refused_and_kept(path, content):
    FileStore(path)
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(BadInput, match="not a key file"):
        FileStore(path).put("owner", "token", SECRET)
    assert path.read_text() == content


def test_an_empty_file_is_an_empty_key_file(path):
    FileStore(path)
    path.write_text("")
    path.chmod(0o600)
    assert FileStore(path).get("owner", "token") is None


@pytest.mark.skipif(sys.platform == "win32", reason="rename replaces there in another way")
def test_a_write_that_breaks_leaves_the_old_file(path):
    store = FileStore(path)
    store.put("owner", "token", SECRET)
    with pytest.raises(TypeError):
        store.put("owner", "token", object())
    assert FileStore(path).get("owner", "token") == SECRET
