"""The keyring that other tests rely on is a real one: what one process stores there, another reads."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from keyring.backends.SecretService import Keyring

from tests.support.keyring_service import private_keyring

SERVICE = "podbridge-desktop tests"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the Secret Service is Linux's keyring"
)


@pytest.fixture(scope="module")
def env() -> Iterator[dict[str, str]]:
    with private_keyring() as env:
        yield env


@pytest.mark.parametrize("secret", ["shpat_1", "x" * 5_006, "clé-鍵 with\nlines"])
def test_a_secret_is_stored_read_and_deleted(env, secret):
    backend = Keyring()
    backend.set_password(SERVICE, "connection-1/token", secret)
    assert backend.get_password(SERVICE, "connection-1/token") == secret
    backend.delete_password(SERVICE, "connection-1/token")
    assert backend.get_password(SERVICE, "connection-1/token") is None


def test_another_process_reads_what_this_one_stored(env):
    Keyring().set_password(SERVICE, "shared", "s3cret")
    read = f"import keyring; print(type(keyring.get_keyring()).__module__, keyring.get_password({SERVICE!r}, 'shared'))"
    said = subprocess.run(
        [sys.executable, "-c", read], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["keyring.backends.SecretService", "s3cret"]


def test_two_keyrings_know_nothing_of_each_other(env):
    Keyring().set_password(SERVICE, "apart", "first")
    with private_keyring():
        assert Keyring().get_password(SERVICE, "apart") is None
    assert Keyring().get_password(SERVICE, "apart") == "first"
