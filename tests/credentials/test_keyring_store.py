"""The keyring of the person, for real: long keys in pieces, nothing left behind, nothing ever in plain text."""

import gc
import subprocess
import sys
import warnings

import keyring
import pytest
import secretstorage
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.SecretService import Keyring
from keyring.compat.properties import classproperty
from keyring.errors import KeyringError, PasswordDeleteError, PasswordSetError

from podbridge_desktop.credentials.keyring_store import PIECE, SERVICE, KeyringStore
from podbridge_desktop.credentials.secret_service import SteadyItems, default_collection
from podbridge_desktop.errors import KeyringMissing
from tests.support.keyring_service import private_keyring

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the Secret Service is Linux's keyring"
)

OWNER = "workspace.shopify-1"
LONG = "".join(f"{n:05}" for n in range(1000))  # 5,000 characters, each place its own


@pytest.fixture(scope="module")
def env():
    with private_keyring() as env:
        yield env


def items():
    """The names of what really lies in the keyring."""
    with secretstorage.dbus_init() as bus:
        collection = default_collection(bus)
        found = [item.get_attributes() for item in collection.get_all_items()]
    return {each["username"] for each in found if each["service"] == SERVICE}


@pytest.fixture
def store(env):
    made = KeyringStore(Keyring())
    yield made
    made.forget(OWNER)
    assert items() == set()


@pytest.mark.parametrize(
    "secret",
    ["shpat_0", "", "x" * PIECE, "x" * (PIECE + 1), LONG, "clé-鍵 with\nlines", "鍵" * 1500],
)
def test_a_secret_is_read_back_as_it_was_put(store, secret):
    store.put(OWNER, "token", secret)
    assert store.get(OWNER, "token") == secret
    assert KeyringStore(Keyring()).get(OWNER, "token") == secret


def test_what_was_never_put_is_none(store):
    assert store.get(OWNER, "token") is None


def test_no_item_is_longer_than_windows_takes(store):
    store.put(OWNER, "token", LONG)
    assert len(items()) == 7
    steady = SteadyItems()
    for name in items():
        assert len(steady.get_password(SERVICE, name)) <= 1280


@pytest.mark.parametrize("shorter", ["short", "y" * PIECE, LONG[:2500]])
def test_a_shorter_secret_leaves_no_piece_of_the_longer_one(store, shorter):
    store.put(OWNER, "token", LONG)
    store.put(OWNER, "token", shorter)
    assert store.get(OWNER, "token") == shorter
    pieces = [name for name in items() if "#" in name]
    assert len(pieces) == (0 if len(shorter) <= PIECE else 3)


def test_long_after_long_leaves_only_the_newest(store):
    for turn in range(3):
        store.put(OWNER, "token", LONG[turn:])
        assert store.get(OWNER, "token") == LONG[turn:]
        assert len([name for name in items() if "#" in name]) == 5


def test_fields_and_owners_do_not_touch_each_other(store):
    other = "workspace.printful-2"
    store.put(OWNER, "token", "one")
    store.put(OWNER, "secret", LONG)
    store.put(other, "token", "two")
    store.forget(OWNER)
    assert (store.get(OWNER, "token"), store.get(OWNER, "secret")) == (None, None)
    assert store.get(other, "token") == "two"
    store.forget(other)


def test_forgetting_nobody_is_no_trouble(store):
    store.forget("nobody")
    store.forget("nobody")


# --- a crash between two writes --------------------------------------------------------------------------------------


class OnlyIfChosen(KeyringBackend):
    """The library knows every class of this kind in the process: by itself it shall take none of a test's."""

    @classproperty
    def priority(self):
        raise RuntimeError("never by itself")


class Crashes(OnlyIfChosen):
    """The real keyring, of which the n-th write never happens."""

    def __init__(self, writes):
        super().__init__()
        self.left = writes
        self.real = SteadyItems()

    def get_password(self, service, username):
        return self.real.get_password(service, username)

    def set_password(self, service, username, password):
        self.left -= 1
        if self.left < 0:
            raise PasswordSetError
        self.real.set_password(service, username, password)

    def delete_password(self, service, username):
        self.left -= 1
        if self.left < 0:
            raise PasswordDeleteError
        self.real.delete_password(service, username)


NEW = LONG[::-1]


@pytest.mark.parametrize("old", ["short", LONG[:3500]])
@pytest.mark.parametrize("new", ["brief", NEW])
def test_wherever_it_breaks_the_old_or_the_new_secret_is_whole(store, old, new):
    for writes in range(14):
        store.put(OWNER, "token", old)
        broken = KeyringStore(Crashes(writes))
        try:
            broken.put(OWNER, "token", new)
        except KeyringMissing:
            assert store.get(OWNER, "token") == old
        else:
            assert store.get(OWNER, "token") == new


def test_what_a_crash_left_is_gone_after_the_next_put(store):
    for writes in range(1, 9):
        store.put(OWNER, "token", LONG)
        with pytest.raises(KeyringMissing):
            KeyringStore(Crashes(writes % 5)).put(OWNER, "token", NEW)
        store.put(OWNER, "token", "short")
        assert [name for name in items() if "#" in name] == []


def test_what_a_crash_left_goes_with_the_owner(store):
    store.put(OWNER, "token", LONG)
    with pytest.raises(KeyringMissing):
        KeyringStore(Crashes(3)).put(OWNER, "token", NEW)
    store.forget(OWNER)
    assert items() == set()


# --- no keyring, a plain one, a locked one ---------------------------------------------------------------------------


class PlainText(OnlyIfChosen):
    """As keyrings.alt keeps passwords: readable by anybody."""

    kept: dict[tuple[str, str], str]

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


PlainText.__module__ = "keyrings.alt.file"


@pytest.fixture
def in_use():
    """Chooses the back end that `keyring` hands out."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.mark.parametrize("backend", [PlainText, NoKeyring])
def test_a_keyring_that_keeps_nothing_safe_is_refused_in_words(in_use, monkeypatch, backend):
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv(
        "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus"
    )  # nothing came since either
    in_use(backend())
    with pytest.raises(KeyringMissing, match="no keyring that keeps secrets safely") as told:
        KeyringStore()
    assert "--key-file" in told.value.hint
    assert told.value.code == "keyring_missing"


def test_a_back_end_that_only_sounds_safe_is_refused(in_use, monkeypatch):
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    sly = type("SecretServiceLike", (PlainText,), {"__module__": "keyrings.alt.SecretService"})
    in_use(sly())
    with pytest.raises(KeyringMissing):
        KeyringStore()


@pytest.mark.expects_log
def test_a_back_end_that_the_person_named_is_hers_to_choose_with_a_warning(
    in_use, monkeypatch, caplog
):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    in_use(PlainText())
    store = KeyringStore()
    store.put(OWNER, "token", "s3cret-s3cret")
    assert store.get(OWNER, "token") == "s3cret-s3cret"
    assert "keys are kept by keyrings.alt.file" in caplog.text
    assert "s3cret" not in caplog.text


def test_the_real_keyring_is_found_by_itself(env):
    code = "from podbridge_desktop.credentials.keyring_store import KeyringStore as K; s = K(); s.put('o', 'f', 'v'); print(s.place, s.get('o', 'f')); s.forget('o')"
    run = {name: value for name, value in env.items() if name != "PYTHON_KEYRING_BACKEND"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=run, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["keyring", "(keyring.backends.SecretService)", "v"]


def test_without_any_keyring_a_process_says_so(env, tmp_path):
    code = "from podbridge_desktop.credentials.keyring_store import KeyringStore as K; K()"
    run = env | {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'nowhere'}"}
    run.pop("PYTHON_KEYRING_BACKEND", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=run, capture_output=True, text=True, check=False
    )
    assert "KeyringMissing: This computer has no keyring that keeps secrets safely." in done.stderr


@pytest.fixture
def left_open():
    """The back end of `keyring` leaves its bus open when it is refused; swept up here, where it is known."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def locked(left_open):
    with private_keyring():
        store = KeyringStore(Keyring())
        store.put(OWNER, "token", "s3cret-s3cret")
        with secretstorage.dbus_init() as bus:
            default_collection(bus).lock()
        yield store


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: s.get(OWNER, "token"),
        lambda s: s.put(OWNER, "token", "s3cret"),
        lambda s: s.forget(OWNER),
    ],
    ids=["get", "put", "forget"],
)
def test_a_locked_keyring_is_a_sentence_without_the_secret(locked, ask):
    with pytest.raises(KeyringMissing, match="locked or does not answer") as told:
        ask(locked)
    assert isinstance(told.value.__cause__, KeyringError)
    assert (
        "s3cret"
        not in f"{told.value.message} {told.value.hint} {told.value.details} {told.value!r}"
    )


def test_a_session_that_ended_is_the_same_sentence(monkeypatch, tmp_path, left_open):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'gone'}")
    with pytest.raises(KeyringMissing, match="locked or does not answer"):
        KeyringStore(Keyring()).get(OWNER, "token")


def test_the_store_shows_its_place_and_no_secret(store):
    store.put(OWNER, "token", "s3cret-s3cret")
    assert "s3cret" not in f"{store!r} {store.place} {vars(store)}"
    assert store.place == "keyring (keyring.backends.SecretService)"
