"""The keyring that other tests rely on is a real one, and it is asked so that it lives on."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import secretstorage
from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import open_dbus_connection
from keyring.backends.SecretService import Keyring
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from podbridge_desktop.credentials.secret_service import SteadyItems, default_collection
from tests.support.keyring_service import (
    SECRETS,
    at_home,
    private_keyring,
    running_bus,
    running_keyring,
)

SERVICE = "podbridge-desktop tests"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the Secret Service is Linux's keyring"
)


@pytest.fixture(scope="module")
def env() -> Iterator[dict[str, str]]:
    with private_keyring() as env:
        yield env


@pytest.mark.parametrize("secret", ["shpat_1", "x" * 5_006, "clé-鍵 with\nlines", ""])
def test_a_secret_is_stored_replaced_read_and_deleted(env, secret):
    items = SteadyItems()
    items.set_password(SERVICE, "connection-1/token", "older")
    items.set_password(SERVICE, "connection-1/token", secret)
    assert items.get_password(SERVICE, "connection-1/token") == secret
    items.delete_password(SERVICE, "connection-1/token")
    assert items.get_password(SERVICE, "connection-1/token") is None
    with pytest.raises(PasswordDeleteError):
        items.delete_password(SERVICE, "connection-1/token")


def test_another_process_reads_what_this_one_stored(env):
    SteadyItems().set_password(SERVICE, "shared", "s3cret")
    read = f"from podbridge_desktop.credentials.secret_service import SteadyItems as S; print(S().get_password({SERVICE!r}, 'shared'))"
    said = subprocess.run(
        [sys.executable, "-c", read], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["s3cret"]


def test_two_keyrings_know_nothing_of_each_other(env):
    first = SteadyItems()
    first.set_password(SERVICE, "apart", "first")
    with private_keyring():
        assert SteadyItems().get_password(SERVICE, "apart") is None
    assert first.get_password(SERVICE, "apart") == "first"


@pytest.fixture
def library(env, monkeypatch):
    """The library's own way to the keyring; the keyring hears of each connection before it is asked anything."""
    connect = secretstorage.dbus_init

    def known():
        connection = connect()
        default_collection(connection)
        return connection

    monkeypatch.setattr(secretstorage, "dbus_init", known)
    return Keyring()


def test_what_the_library_keeps_is_found_and_the_other_way_round(library):
    items = SteadyItems()
    items.set_password(SERVICE, "ours", "one")
    library.set_password(SERVICE, "theirs", "two")
    assert library.get_password(SERVICE, "ours") == "one"
    assert items.get_password(SERVICE, "theirs") == "two"
    library.set_password(SERVICE, "ours", "three")
    assert items.get_password(SERVICE, "ours") == "three"
    items.delete_password(SERVICE, "ours")
    assert library.get_password(SERVICE, "ours") is None


def connections_so_far(env):
    """The bus numbers them, this one included."""
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as last:
        return int(last.unique_name.rpartition(".")[2])


def test_one_connection_serves_many_threads_and_many_items(env):
    items = SteadyItems()
    before = connections_so_far(env)
    together = threading.Barrier(4)

    def work(name):
        together.wait()
        for number in range(5):
            items.set_password(SERVICE, f"{name}{number}", f"secret {name}{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [items.get_password(SERVICE, f"{name}{n}") for name in "abcd" for n in range(5)]
    assert kept == [f"secret {name}{n}" for name in "abcd" for n in range(5)]
    assert connections_so_far(env) == before + 2


def wait_until_free(address):
    """Whoever asked for the service in between would have another one started, a locked one."""
    pause = threading.Event()
    with open_dbus_connection(address) as bus:
        while bus.send_and_get_reply(message_bus.NameHasOwner(SECRETS), timeout=20).body[0]:
            pause.wait(0.02)


@contextmanager
def quiet_bus():
    """A bus in a new home, on which nothing is started by itself."""
    with tempfile.TemporaryDirectory(prefix="keyring-", ignore_cleanup_errors=True) as home:
        env = os.environ | at_home(Path(home))
        with running_bus(Path(home) / "bus", env) as address, pytest.MonkeyPatch.context() as patch:
            patch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
            yield env | {"DBUS_SESSION_BUS_ADDRESS": address}


def test_a_keyring_that_was_started_anew_is_asked_anew():
    with quiet_bus() as env:
        items = SteadyItems()
        with running_keyring(env):
            items.set_password(SERVICE, "token", "s3cret")
        wait_until_free(env["DBUS_SESSION_BUS_ADDRESS"])
        with running_keyring(env):
            assert items.get_password(SERVICE, "token") == "s3cret"
            items.set_password(SERVICE, "token", "newer")
            assert items.get_password(SERVICE, "token") == "newer"


def test_a_bus_that_ended_is_an_error_of_the_keyring(monkeypatch):
    with quiet_bus() as env, running_keyring(env):
        items = SteadyItems()
        items.set_password(SERVICE, "token", "s3cret")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"])
    with pytest.raises(InitError, match="does not answer"):
        items.get_password(SERVICE, "token")


def test_a_locked_keyring_whose_owner_says_no_stays_closed(env):
    with private_keyring():
        items = SteadyItems()
        items.set_password(SERVICE, "token", "s3cret")
        with secretstorage.dbus_init() as bus:
            default_collection(bus).lock()
        for _ in range(2):
            with pytest.raises(KeyringLocked):
                items.get_password(SERVICE, "token")


class Forgetful:
    """A keyring that knows nobody by the first call, as gnome-keyring sometimes; a property asked then is its end."""

    PATH = "/org/freedesktop/secrets/collection/login"

    def __init__(self, address):
        self.calls = []
        self._bus = open_dbus_connection(address)
        self._bus.send_and_get_reply(message_bus.RequestName(SECRETS))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        known = set()
        while True:
            message = self._bus.receive()
            fields = message.header.fields
            if message.header.message_type is not MessageType.method_call:
                continue
            name, sender = fields[HeaderFields.member], fields[HeaderFields.sender]
            self.calls.append(name)
            if name == "End":
                return
            self._bus.send(self._answer(message, name, known=sender in known))
            known.add(sender)

    def _answer(self, message, name, *, known):
        if name == "ReadAlias":
            return new_method_return(message, "o", (self.PATH if known else "/",))
        if name == "SearchItems":
            return new_method_return(message, "ao", ([],))
        assert name == "Get"
        assert known, "this would have been the end of gnome-keyring"
        assert message.header.fields[HeaderFields.path] == self.PATH
        value = {"Label": ("s", "Login"), "Locked": ("b", False)}[message.body[1]]
        return new_method_return(message, "v", (value,))

    def end(self, address):
        with open_dbus_connection(address) as bus:
            bus.send(new_method_call(DBusAddress("/", SECRETS, "a.b"), "End"))
            self._thread.join()
        self._bus.close()


def test_the_first_call_is_one_that_a_keyring_survives_and_its_no_is_not_believed():
    with quiet_bus() as env:
        address = env["DBUS_SESSION_BUS_ADDRESS"]
        service = Forgetful(address)
        try:
            assert SteadyItems().get_password(SERVICE, "token") is None
        finally:
            service.end(address)
    assert service.calls[:2] == ["ReadAlias", "ReadAlias"]
    assert "CreateCollection" not in service.calls
    assert "SearchItems" in service.calls


def test_a_keyring_that_comes_later_is_found_by_trying_again():
    """In a process that found none at first: what the keyring library remembers of that is not the last word."""
    code = """
import os, sys
from podbridge_desktop.credentials.keyring_store import KeyringStore
from podbridge_desktop.errors import KeyringMissing
try:
    KeyringStore()
except KeyringMissing:
    print("missing")
os.environ["DBUS_SESSION_BUS_ADDRESS"] = sys.argv[1]
store = KeyringStore()
store.put("owner", "token", "kept")
print(store.get("owner", "token"))
"""
    with private_keyring() as env:
        bare = {name: value for name, value in env.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
        bare["XDG_RUNTIME_DIR"] = "/nowhere"
        ran = subprocess.run(
            [sys.executable, "-c", code, env["DBUS_SESSION_BUS_ADDRESS"]],
            env=bare, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ran.stdout.split() == ["missing", "kept"], ran.stderr
