"""A folder whose keys a passphrase locks: asked for on a terminal, elsewhere the contract's missing keyring."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from podbridge_desktop.bootstrap import passphrase
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.config import Config
from podbridge_desktop.paths import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")

WORDS = "seven brass kettles hum"
PROMPT = "Passphrase of this data folder: "
AT_HOME = """
import fcntl, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore Ctrl-C
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # passwords are asked for at the terminal that the process belongs to
from podbridge_desktop.cli.app import main
sys.exit(main())
"""


@pytest.fixture
def locked(run, monkeypatch):
    """The folder of `run`, begun with a passphrase; there is no keyring, and no key file is named."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    run.options = run.options[:2]
    config = Config(Workspace(run.data))
    config.workspace.make()
    container = open_container(passphrase.begin(config, WORDS))
    container.actions.change_setting("sync_interval", "60")
    container.close()
    return run


@dataclass
class Terminal:
    """What a person saw, what went to stdout, and how it ended."""

    seen: str
    out: str
    code: int


def at_a_terminal(run, *words, answers):
    """Types one answer at each prompt; then closes the terminal's input."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_HOME, *words, *run.options],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen, left = b"", list(answers)
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # the other side has gone
            break
        seen += more
        if left and seen.count(PROMPT.encode()) > len(answers) - len(left):
            os.write(ours, left.pop(0).encode() + b"\n")
    out, _ = process.communicate()
    os.close(ours)
    return Terminal(seen.decode(), out.decode(), process.returncode)


def test_a_terminal_is_asked_and_the_answer_is_the_one_document(locked):
    said = at_a_terminal(locked, "settings", "sync_interval", "--json", answers=[WORDS])
    assert said.code == 0
    assert json.loads(said.out)["value"] == "60"
    assert said.seen.count(PROMPT) == 1
    assert WORDS not in said.seen + said.out


def test_a_wrong_passphrase_is_told_and_asked_again(locked):
    said = at_a_terminal(locked, "doctor", "--json", answers=["not this one", WORDS])
    assert said.code == 0
    assert (
        "That is not the passphrase of this data folder. Nothing is lost: try again." in said.seen
    )
    assert json.loads(said.out)["keys"] == "passphrase file (passphrase-keys.json)"


def test_after_three_wrong_ones_it_ends_and_nothing_is_lost(locked):
    before = Workspace(locked.data).passphrase_keys.read_bytes()
    said = at_a_terminal(locked, "doctor", "--json", answers=["one", "two", "three"])
    assert said.code == 1
    assert json.loads(said.out)["error"]["code"] == "wrong_passphrase"
    assert said.seen.count(PROMPT) == 3
    assert "Traceback" not in said.seen
    assert Workspace(locked.data).passphrase_keys.read_bytes() == before


def test_leaving_the_prompt_is_no_trouble(locked):
    said = at_a_terminal(locked, "doctor", answers=["\x03"])
    assert said.code == 1
    assert "Stopped." in said.seen
    assert "Traceback" not in said.seen


def test_without_a_terminal_the_keyring_is_missing_and_a_key_file_is_named(locked):
    said = locked("connections", "--json")
    assert (said.code, said.error["code"]) == (1, "keyring_missing")
    assert said.error["title"] == "Your keys are locked"
    assert "--key-file FILE" in said.err


def test_a_key_file_of_another_folder_does_not_open_it(locked, tmp_path):
    locked.options += ["--key-file", str(tmp_path / "keys")]
    said = locked("connections", "--json")
    assert (said.code, said.error["code"]) == (1, "database_key_missing")
    assert "kept somewhere else" in said.err
    assert "passphrase file" in said.err


def test_a_damaged_file_is_told_on_a_terminal(locked):
    file = Workspace(locked.data).passphrase_keys
    file.write_bytes(file.read_bytes()[:-30])
    said = at_a_terminal(locked, "doctor", "--json", answers=[WORDS])
    assert said.code == 1
    assert json.loads(said.out)["error"]["code"] == "keys_unreadable"
    assert "Put it back from a backup" in said.seen


def test_the_doctor_names_the_place_of_the_keys(run):
    assert run.json("doctor")["keys"] == "key file"
