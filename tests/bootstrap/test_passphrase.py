"""A folder whose keys a passphrase locks: its database key is where the folder says, and never made a second time."""

import sys

import pytest

from podbridge_desktop.bootstrap import passphrase
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.bootstrap.first_look import first_look
from podbridge_desktop.bootstrap.key_place import key_place
from podbridge_desktop.bootstrap.workspace import workspace_id
from podbridge_desktop.config import Config
from podbridge_desktop.domain.passphrases import assert_good
from podbridge_desktop.errors import (
    BadInput,
    KeyringMissing,
    KeysUnreadable,
    PassphraseNeeded,
    StoreTrouble,
    WrongPassphrase,
)
from podbridge_desktop.paths import Workspace
from tests.support.keyring_service import private_keyring

WORDS = "seven brass kettles hum"


@pytest.fixture
def config(tmp_path, monkeypatch):
    """A new folder, and no keyring."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    made = Config(Workspace(tmp_path / "data"))
    made.workspace.make()
    return made


@pytest.fixture
def begun(config):
    """A folder with data in it, opened with its passphrase and closed again."""
    container = open_container(passphrase.begin(config, WORDS))
    container.actions.change_setting("sync_interval", "60")
    container.close()
    return config


@pytest.fixture
def opened():
    containers = []

    def open_(config):
        containers.append(open_container(config))
        return containers[-1]

    yield open_
    for container in containers:
        container.close()


def test_the_next_start_asks_and_the_passphrase_opens_the_same_data(begun, opened):
    assert passphrase.is_asked_for(begun)
    with pytest.raises(PassphraseNeeded, match="locked with a passphrase"):
        open_container(begun)
    config = passphrase.unlock(begun, WORDS)
    assert not passphrase.is_asked_for(config)
    container = opened(config)
    assert container.actions.setting("sync_interval") == "60"
    assert container.keys_in == "passphrase file (passphrase-keys.json)"


def test_without_the_passphrase_it_is_the_missing_keyring_of_scripts(begun):
    for ask in (open_container, first_look):
        with pytest.raises(KeyringMissing) as told:
            ask(begun)
        assert told.value.code == "keyring_missing"
        assert "--key-file" in told.value.hint


def test_the_first_rows_are_seen_with_the_passphrase_too(begun):
    assert first_look(passphrase.unlock(begun, WORDS)) is not None


def test_a_wrong_passphrase_opens_nothing_and_loses_nothing(begun, opened):
    before = {p: p.read_bytes() for p in begun.workspace.folder.glob("*") if p.is_file()}
    with pytest.raises(WrongPassphrase):
        passphrase.unlock(begun, "eight brass kettles hum")
    after = {p: p.read_bytes() for p in begun.workspace.folder.glob("*") if p.is_file()}
    assert after == before
    assert opened(passphrase.unlock(begun, WORDS)).actions.setting("sync_interval") == "60"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's keyring")
def test_a_keyring_that_appears_later_does_not_take_over(begun, opened):
    with private_keyring():
        with pytest.raises(PassphraseNeeded):
            open_container(begun)
        container = opened(passphrase.unlock(begun, WORDS))
        assert container.actions.setting("sync_interval") == "60"
        container.close()
        begun.workspace.passphrase_keys.unlink()
        keyring = key_place(begun)
        assert keyring.get(workspace_id(begun.workspace), "database_key") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's keyring")
def test_a_lost_file_beside_the_data_never_leads_to_a_new_key(begun):
    """Whatever else is there: the data waits for its own key."""
    begun.workspace.passphrase_keys.unlink()
    before = begun.workspace.database.read_bytes()
    with private_keyring():
        with pytest.raises(StoreTrouble, match="key that opens it is kept somewhere else") as told:
            open_container(begun)
        assert key_place(begun).get(workspace_id(begun.workspace), "database_key") is None
    assert "passphrase file" in told.value.hint
    assert begun.workspace.database.read_bytes() == before


def test_a_damaged_file_is_told_before_anything_is_opened(begun):
    file = begun.workspace.passphrase_keys
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(KeysUnreadable, match="damaged"):
        passphrase.unlock(begun, WORDS)


def test_beside_data_of_another_key_no_passphrase_is_begun(config, opened, tmp_path):
    opened(Config(config.workspace, key_file=tmp_path / "keys")).close()
    assert not passphrase.can_begin(config)
    with pytest.raises(BadInput, match="made with another place for keys"):
        passphrase.begin(config, WORDS)
    assert not config.workspace.passphrase_keys.exists()


def test_a_begun_file_without_data_is_gone_on_with(config, opened):
    """The program ended between the two."""
    passphrase.begin(config, WORDS)
    assert not config.workspace.database.exists()
    container = opened(passphrase.unlock(config, WORDS))
    assert container.reads.connections() == ()


@pytest.mark.parametrize(
    "instead", [{"practice": True}, {"session_only": True}, {"key_file": True}]
)
def test_whoever_chose_another_place_is_not_asked(begun, tmp_path, instead):
    chosen = {k: tmp_path / "keys" if k == "key_file" else v for k, v in instead.items()}
    config = Config(begun.workspace, **chosen)
    assert not passphrase.is_asked_for(config)
    assert "passphrase" not in key_place(config).place


def test_the_configuration_shows_no_key(config):
    store = passphrase.begin(config, WORDS)
    assert WORDS not in repr(store)
    assert "PassphraseStore object" in repr(store)


@pytest.mark.parametrize(
    "weak", ["", "short", "elevenchars", " " * 20, "abababababababab", "AaAaAaBbBbBb"]
)
def test_a_weak_passphrase_begins_nothing(config, weak):
    with pytest.raises(BadInput) as told:
        passphrase.begin(config, weak)
    assert told.value.code == "passphrase_too_weak"
    assert not config.workspace.passphrase_keys.exists()


@pytest.mark.parametrize(
    "good", [WORDS, "correct-horse", "鍵は机の引き出しの中にある", "x" * 8 + "yzäö"]
)
def test_a_good_passphrase_needs_no_rules_of_characters(good):
    assert_good(good)


def test_a_passphrase_has_an_end():
    with pytest.raises(BadInput, match="at most 1,024"):
        assert_good("abcde" * 300)
