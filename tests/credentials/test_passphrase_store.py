"""Keys behind a passphrase: nothing in plain text, nothing lost by a crash, and honest words for what is wrong."""

import gc
import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
import time

import pytest

from podbridge_desktop.credentials.passphrase_file import Kdf, Sealed, read_sealed
from podbridge_desktop.credentials.passphrase_store import PassphraseStore
from podbridge_desktop.errors import BadInput, KeysUnreadable, StoreTrouble, WrongPassphrase

WORDS = "seven brass kettles hum"
SECRET = "shpat_s3cret-s3cret"
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")


def cheap(**instead):
    """The same figures, smaller: what a test is about is seldom how long a key takes."""
    return Kdf(**{"n": 2**10, **instead})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def store(path):
    return PassphraseStore.begin(path, WORDS, cheap())


def unlocked(path, words=WORDS):
    return PassphraseStore.unlock(path, words)


def leftovers(path):
    """What lies beside the file, but for the lock of writers, which stays empty."""
    return {p.name for p in path.parent.iterdir()} - {path.name, f".{path.name}.lock"}


# --- keeping ---------------------------------------------------------------------------------------------------------


def test_a_secret_is_read_back_and_replaced(store, path):
    assert store.get("owner", "token") is None
    store.put("owner", "token", SECRET)
    store.put("owner", "token", "clé-鍵" + "x" * 5000)
    assert store.get("owner", "token") == "clé-鍵" + "x" * 5000
    assert unlocked(path).get("owner", "token") == "clé-鍵" + "x" * 5000


def test_forgetting_takes_every_field_of_one_owner(store):
    for owner, field in (("a", "token"), ("a", "secret"), ("b", "token")):
        store.put(owner, field, SECRET)
    store.forget("a")
    store.forget("nobody")
    assert (store.get("a", "token"), store.get("a", "secret")) == (None, None)
    assert store.get("b", "token") == SECRET


def test_a_second_one_at_the_same_file_sees_what_the_first_puts(store, path):
    other = unlocked(path)
    store.put("owner", "token", SECRET)
    assert other.get("owner", "token") == SECRET


def put_ten(store, name, together):
    together.wait()
    for number in range(10):
        store.put(name, f"f{number}", f"{name}{number}")


def test_threads_lose_no_secret_even_through_two_stores(store, path):
    together = threading.Barrier(4)
    stores = [store, store, unlocked(path), unlocked(path)]
    threads = [
        threading.Thread(target=put_ten, args=(one, f"owner{n}", together))
        for n, one in enumerate(stores)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(
        store.get(f"owner{n}", f"f{k}") == f"owner{n}{k}" for n in range(4) for k in range(10)
    )
    assert leftovers(path) == set()


def test_a_passphrase_is_never_begun_over_another(store, path):
    store.put("owner", "token", SECRET)
    before = path.read_bytes()
    with pytest.raises(BadInput, match="has a passphrase already"):
        PassphraseStore.begin(path, "another one entirely", cheap())
    assert path.read_bytes() == before
    assert leftovers(path) == set()


def test_the_usual_cost_is_what_the_papers_ask(path):
    PassphraseStore.begin(path, WORDS)
    kdf = json.loads(path.read_text())["kdf"]
    assert (kdf["name"], kdf["n"], kdf["r"], kdf["p"]) == ("scrypt", 2**16, 8, 1)


def test_a_file_made_at_another_cost_opens_and_keeps_it(path):
    PassphraseStore.begin(path, WORDS, cheap(n=2**12, r=4, p=2)).put("owner", "token", SECRET)
    again = unlocked(path)
    again.put("owner", "secret", "more")
    kdf = json.loads(path.read_text())["kdf"]
    assert (kdf["n"], kdf["r"], kdf["p"]) == (2**12, 4, 2)
    assert unlocked(path).get("owner", "token") == SECRET


def test_no_two_files_of_one_passphrase_have_the_same_key(tmp_path):
    salts = set()
    for name in ("one", "two"):
        PassphraseStore.begin(tmp_path / name, WORDS, cheap())
        salts.add(json.loads((tmp_path / name).read_text())["kdf"]["salt"])
    assert len(salts) == 2


# --- secrecy ---------------------------------------------------------------------------------------------------------


def test_neither_secret_nor_passphrase_is_in_any_file(store, path):
    store.put("owner-name", "field-name", SECRET)
    everything = b"".join(p.read_bytes() for p in path.parent.iterdir())
    assert b"Only the passphrase opens them" in everything  # the search does find what is there
    for hidden in (SECRET, WORDS, "owner-name", "field-name"):
        for shape in (hidden.encode(), hidden.encode().hex().encode()):
            assert shape not in everything


def test_the_same_secrets_are_never_encrypted_to_the_same_bytes(store, path):
    store.put("owner", "token", SECRET)
    first = read_sealed(path)
    store.put("owner", "token", SECRET)
    second = read_sealed(path)
    assert first.secrets != second.secrets
    assert first.check != second.check


def test_the_store_shows_neither_secret_nor_passphrase_nor_key(store):
    store.put("owner", "token", SECRET)
    key = store._cipher._key
    shown = f"{store!r} {store} {store.place} {vars(store)}"
    for hidden in (SECRET, WORDS, key.hex(), repr(key)):
        assert hidden not in shown


def test_the_passphrase_is_not_kept(store, path):
    again = unlocked(path)
    kept = [again, *vars(again).values(), *vars(again._cipher).values()]
    for one in gc.get_referents(*kept):
        assert one != WORDS


@POSIX
def test_the_file_is_its_owners_only_from_the_first_to_the_last_write(store, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.put("owner", "token", SECRET)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("open_to", [0o644, 0o640, 0o604, 0o666])
def test_a_file_that_others_could_read_is_closed_to_them(store, path, open_to):
    path.chmod(open_to)
    unlocked(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# --- the wrong passphrase, and a damaged file ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", ["seven brass kettles hUm", WORDS + " ", "", "x" * 1000, "鍵" * 12]
)
def test_a_wrong_passphrase_is_told_and_changes_nothing(store, path, wrong):
    store.put("owner", "token", SECRET)
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase, match="not the passphrase of this data folder") as told:
        unlocked(path, wrong)
    assert told.value.code == "wrong_passphrase"
    assert "Nothing is lost" in told.value.hint
    assert path.read_bytes() == before
    assert unlocked(path).get("owner", "token") == SECRET


def test_the_same_letters_open_it_however_a_keyboard_composes_them(path):
    PassphraseStore.begin(path, "caf\u00e9 au lait, tr\u00e8s chaud", cheap())
    unlocked(path, "cafe\u0301 au lait, tre\u0300s chaud")


def test_every_flipped_bit_is_damage_and_never_a_wrong_passphrase(store, path):
    store.put("owner", "token", SECRET)
    whole = path.read_bytes()
    for place in range(len(whole)):
        for bit in (0, 5):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            try:
                sealed = read_sealed(path)
            except KeysUnreadable:
                continue
            assert sealed.encode() == whole  # a blank that became another blank


@pytest.mark.parametrize("length", [0, 1, 50, -1, -20])
def test_a_file_that_was_cut_off_is_damaged(store, path, length):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(KeysUnreadable, match="is damaged; your keys are in it") as told:
        unlocked(path)
    assert "backup" in told.value.hint


@pytest.mark.parametrize(
    "content", ["[]", '"text"', "12", "null", "{}", '{"format": 1}', "not json", "[" * 100_000]
)
def test_a_file_that_is_something_else_is_refused_and_kept(store, path, content):
    path.write_text(content)
    for ask in (lambda: unlocked(path), lambda: store.put("owner", "token", SECRET)):
        with pytest.raises(KeysUnreadable):
            ask()
    assert path.read_text() == content


@pytest.mark.parametrize(
    "planted",
    [
        {"n": 2**40}, {"n": 2**25}, {"n": 1000}, {"n": 1}, {"n": 0}, {"n": "65536"}, {"r": 2**30},
        {"r": -8}, {"p": 2**20}, {"name": "none"}, {"salt": ""}, {"salt": "zz"}, {"salt": 5},
    ],
)  # fmt: skip
def test_a_planted_cost_takes_neither_the_computer_nor_the_program(store, path, planted):
    """Its sum is right: somebody wrote it on purpose."""
    sealed = read_sealed(path)
    said = {f: getattr(sealed.kdf, f) for f in ("n", "r", "p", "salt", "name")}
    path.write_bytes(Sealed(Kdf(**{**said, **planted}), sealed.check, sealed.secrets).encode())
    started = time.monotonic()
    with pytest.raises(KeysUnreadable, match="damaged"):
        unlocked(path)
    assert time.monotonic() - started < 5


def test_a_newer_file_asks_for_a_newer_program(store, path):
    said = json.loads(path.read_text()) | {"format": 2, "more": "of something"}
    del said["sum"]
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"))
    path.write_text(json.dumps(said | {"sum": hashlib.sha256(plain.encode()).hexdigest()}))
    with pytest.raises(KeysUnreadable, match="written by a newer PodBridge"):
        unlocked(path)


def test_parts_of_two_files_do_not_go_together(tmp_path):
    one, two = (PassphraseStore.begin(tmp_path / n, WORDS, cheap()) for n in ("one", "two"))
    one.put("owner", "token", SECRET)
    two.put("owner", "token", "another")
    first, second = read_sealed(tmp_path / "one"), read_sealed(tmp_path / "two")
    mixed = Sealed(first.kdf, first.check, second.secrets)
    (tmp_path / "one").write_bytes(mixed.encode())
    with pytest.raises(KeysUnreadable, match="damaged"):
        unlocked(tmp_path / "one")


def test_a_file_that_is_gone_is_told_while_the_program_runs(store, path):
    path.unlink()
    with pytest.raises(KeysUnreadable, match="No such file") as told:
        store.get("owner", "token")
    assert "Put it back" in told.value.hint


def test_a_folder_in_its_place_is_told(path):
    path.mkdir()
    with pytest.raises(KeysUnreadable, match="cannot be read"):
        unlocked(path)


def test_a_place_that_cannot_be_written_is_told_and_the_old_stays(tmp_path):
    with pytest.raises(StoreTrouble, match="could not be written"):
        PassphraseStore.begin(tmp_path / "no such folder" / "keys", WORDS, cheap())


FULL = f"""
import resource, signal, sys
from pathlib import Path
from podbridge_desktop.credentials.passphrase_store import PassphraseStore
from podbridge_desktop.errors import StoreTrouble

store = PassphraseStore.unlock(Path(sys.argv[1]), {WORDS!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    store.put("owner", "token", "new")
except StoreTrouble as error:
    print(error.code, error.message, error.hint)
"""


@POSIX
def test_a_disk_that_takes_no_more_is_told_and_the_old_is_whole(store, path):
    store.put("owner", "token", SECRET)
    said = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("keys_not_written The file keys.json could not be written: File too")
    assert "still there" in said
    assert leftovers(path) == set()
    assert unlocked(path).get("owner", "token") == SECRET


# --- a crash in the middle -------------------------------------------------------------------------------------------

CRASH = f"""
import os, sys
from pathlib import Path
from podbridge_desktop.credentials.passphrase_file import Kdf
from podbridge_desktop.credentials.passphrase_store import PassphraseStore

path, event, nth = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = PassphraseStore.unlock(path, {WORDS!r})
left = nth

def power_cut(name, _args):
    global left
    if name == event and (left := left - 1) < 0:
        os._exit(9)

sys.addaudithook(power_cut)
store.put("owner", "token", "new")
os._exit(0)
"""


@POSIX
@pytest.mark.parametrize(
    ("event", "nth", "ends"),
    [
        ("open", 0, "old"),  # the lock of writers
        ("open", 1, "old"),  # reading
        ("open", 2, "old"),  # the new file is made
        ("open", 3, "old"),  # and opened to be filled
        ("os.rename", 0, "old"),  # it is whole, but not yet in its place
        ("open", 4, "new"),  # in its place; the folder is still to be settled
    ],
)
def test_wherever_the_power_fails_the_old_or_the_new_is_whole(store, path, event, nth, ends):
    store.put("owner", "token", "old")
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(path), event, str(nth)], check=False, timeout=60
    )
    assert done.returncode == 9
    again = unlocked(path)
    assert again.get("owner", "token") == ends
    again.put("owner", "token", "after")
    assert unlocked(path).get("owner", "token") == "after"


@POSIX
def test_a_power_cut_at_the_very_first_write_leaves_no_half_file(path):
    code = CRASH.replace(".unlock(path", ".begin(path").replace("left = nth", "left = 0")
    hook = code.index("store = PassphraseStore")
    made = code[:hook] + code[hook:].replace("store = ", "begin = lambda: ", 1)
    made = made.replace('store.put("owner", "token", "new")', "begin()")
    done = subprocess.run(
        [sys.executable, "-c", made, str(path), "os.link", "0"], check=False, timeout=60
    )
    assert done.returncode == 9
    assert not path.exists()
    PassphraseStore.begin(path, WORDS, cheap()).put("owner", "token", SECRET)


# --- what it costs others --------------------------------------------------------------------------------------------


def test_the_usual_start_never_imports_it():
    code = (
        "import sys; import podbridge_desktop.bootstrap.container, podbridge_desktop.cli.app;"
        " print([m for m in sys.modules if m.startswith('nacl') or 'passphrase_' in m])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "[]"
