"""The environment is made once, filled again when a lock changes, and made anew when it was left half-made."""

import subprocess
import sys

import pytest

from devtools.environment import DEV_LOCK, RUN_LOCK, SETUP_LOCK, Environment, explain
from devtools.trouble import Trouble


class TalliedEnvironment(Environment):
    """Keeps the commands instead of running them; *failing* are words of commands that shall fail."""

    def __init__(self, root, failing=()):
        super().__init__(root)
        self.commands = []
        self.failing = failing

    def call(self, command):
        self.commands.append(" ".join(command))
        if any(words in self.commands[-1] for words in self.failing):
            raise Trouble("no")

    def make(self):
        self.scripts.mkdir(parents=True, exist_ok=True)
        self.python.touch()
        self.commands.append("make")


@pytest.fixture
def checkout(tmp_path):
    for name in (SETUP_LOCK, RUN_LOCK, DEV_LOCK, "pyproject.toml"):
        (tmp_path / name).write_text(name)
    return tmp_path


def commands_of(checkout, lock, **kinds):
    environment = TalliedEnvironment(checkout, **kinds)
    environment.ensure(lock)
    return environment.commands


def test_a_second_start_does_nothing(checkout):
    assert commands_of(checkout, RUN_LOCK)[0] == "make"
    assert commands_of(checkout, RUN_LOCK) == []


def test_what_tests_take_is_enough_to_run(checkout):
    commands_of(checkout, DEV_LOCK)
    assert commands_of(checkout, RUN_LOCK) == []


def test_what_running_takes_is_not_enough_for_tests(checkout):
    commands_of(checkout, RUN_LOCK)
    commands = commands_of(checkout, DEV_LOCK)
    assert "make" not in commands
    assert any(DEV_LOCK in command for command in commands)


@pytest.mark.parametrize("changed", [SETUP_LOCK, RUN_LOCK, "pyproject.toml"])
def test_a_changed_lock_is_installed_into_the_same_environment(checkout, changed):
    commands_of(checkout, RUN_LOCK)
    (checkout / changed).write_text("newer")
    commands = commands_of(checkout, RUN_LOCK)
    assert commands
    assert "make" not in commands


def test_one_killed_while_filling_is_made_anew(checkout):
    with pytest.raises(Trouble):
        commands_of(checkout, RUN_LOCK, failing=["requirements"])
    assert commands_of(checkout, RUN_LOCK)[0] == "make"


def test_one_made_by_hand_is_filled_up_and_kept(checkout):
    environment = TalliedEnvironment(checkout)
    environment.make()
    assert "make" not in commands_of(checkout, RUN_LOCK)


def test_a_moved_checkout_gets_a_new_environment(checkout, tmp_path_factory):
    commands_of(checkout, RUN_LOCK)
    moved = checkout.rename(tmp_path_factory.mktemp("elsewhere") / "checkout")
    assert commands_of(moved, RUN_LOCK)[0] == "make"


def test_every_lock_is_installed_by_checksum(checkout):
    commands = [command for command in commands_of(checkout, RUN_LOCK) if "requirements" in command]
    assert len(commands) == 2
    assert all("--require-hashes" in command for command in commands)


def test_pip_takes_over_where_uv_finds_no_way(checkout):
    commands = commands_of(checkout, RUN_LOCK, failing=["-m uv"])
    uv = next(place for place, command in enumerate(commands) if "-m uv" in command)
    assert "-m pip" in commands[uv + 1]
    assert RUN_LOCK in commands[uv + 1]


def test_a_half_deleted_environment_becomes_a_whole_one(checkout):
    """The real thing: leftovers go, and the new Python starts and has pip."""
    environment = Environment(checkout)
    leftover = environment.folder / "lib" / "half-written"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    environment.write_stamp("unfinished")
    environment.make()
    assert not leftover.exists()
    told = subprocess.run(
        [environment.python, "-m", "pip", "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert f"python {sys.version_info[0]}.{sys.version_info[1]}" in told


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "online",
        ),
        ("error: Request failed after 3 retries\n  cause: dns error", "online"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "checksum"),
        ("error: Hash mismatch for `idna==3.20`", "checksum"),
        ("connection broken by SSLError: certificate verify failed", "certificate"),
        ("No space left on device", "could not be installed"),
    ],
)
def test_a_failure_is_told_in_a_plain_sentence(output, told):
    assert told in explain(output)
    assert output.splitlines()[-1] in explain(output)


def test_a_folder_that_may_not_be_written_is_named(checkout):
    class Refused(TalliedEnvironment):
        def make(self):
            raise PermissionError(13, "Permission denied", str(self.folder))

    with pytest.raises(Trouble, match=r"may not write to .*\.venv"):
        Refused(checkout).ensure(RUN_LOCK)
