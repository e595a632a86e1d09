"""A workspace: its name, its key, its clock, and the words for each way it can be unusable."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from podbridge_desktop.bootstrap.clock import PracticeClock, SystemClock
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.bootstrap.workspace import database_key, workspace_id
from podbridge_desktop.config import Config, read_config
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.errors import BadInput, StoreTrouble
from podbridge_desktop.paths import Workspace, default_data_dir, practice_workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / "data")
    made.make()
    return made


def test_a_workspace_keeps_its_name(workspace):
    name = workspace_id(workspace)
    assert len(name) == 12
    assert workspace_id(workspace) == name
    assert workspace_id(Workspace(workspace.folder)) == name


def test_two_folders_have_two_names(workspace, tmp_path):
    other = Workspace(tmp_path / "other")
    other.make()
    assert workspace_id(workspace) != workspace_id(other)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '"x"'])
def test_a_damaged_name_is_a_sentence_and_not_a_new_name(workspace, content):
    workspace.identity.write_text(content)
    with pytest.raises(StoreTrouble, match=r"workspace\.json in the data folder is damaged"):
        workspace_id(workspace)
    assert workspace.identity.read_text() == content


def test_the_key_is_made_once_and_kept_with_the_keys(workspace):
    keys = MemoryStore()
    key = database_key(workspace, "name", keys)
    assert len(key) == 32
    assert database_key(workspace, "name", keys) == key
    assert database_key(workspace, "another", keys) != key


def test_data_without_its_key_is_said_and_never_given_a_new_one(workspace):
    workspace.database.write_bytes(b"data")
    keys = MemoryStore()
    with pytest.raises(StoreTrouble, match="the key that opens it is kept somewhere else"):
        database_key(workspace, "name", keys)
    assert keys.get("name", "database_key") is None


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_the_folder_is_its_owners_only(workspace):
    assert stat.S_IMODE(workspace.folder.stat().st_mode) == 0o700


def test_every_place_is_inside_the_folder(workspace):
    places = (workspace.database, workspace.identity, workspace.logs, workspace.thumbnails, workspace.world,
              workspace.practice_keys)  # fmt: skip
    assert {place.parent for place in places} == {workspace.folder}
    assert len(set(places)) == len(places)


# --- configuration ---------------------------------------------------------------------------------------------------


def test_options_go_before_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PODBRIDGE_DATA_DIR", str(tmp_path / "env"))
    monkeypatch.setenv("PODBRIDGE_KEY_FILE", str(tmp_path / "env.json"))
    assert read_config().workspace == Workspace(tmp_path / "env")
    assert read_config().key_file == tmp_path / "env.json"
    chosen = read_config(data_dir=tmp_path / "mine", key_file=tmp_path / "mine.json")
    assert (chosen.workspace, chosen.key_file) == (
        Workspace(tmp_path / "mine"),
        tmp_path / "mine.json",
    )


def test_without_a_word_it_is_the_platforms_folder(monkeypatch):
    monkeypatch.delenv("PODBRIDGE_DATA_DIR", raising=False)
    monkeypatch.delenv("PODBRIDGE_KEY_FILE", raising=False)
    assert default_data_dir().name == "PodBridge Desktop"
    assert read_config() == Config(Workspace(default_data_dir()))


def test_practice_has_a_folder_of_its_own(tmp_path):
    config = read_config(data_dir=tmp_path, practice=True)
    assert config.practice
    assert config.workspace == practice_workspace(tmp_path) != Workspace(tmp_path)


# --- clocks ----------------------------------------------------------------------------------------------------------


def near(moment, shift=timedelta(0)):
    return abs(moment - shift - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_systems_clock_is_utc():
    assert SystemClock().now().tzinfo is UTC
    assert near(SystemClock().now())


def test_the_practice_clock_follows_its_world(tmp_path):
    file = tmp_path / "clock.json"
    clock = PracticeClock(file)
    assert near(clock.now())
    for days in (1, 3):
        file.write_text(json.dumps({"offset": days * 86_400}))
        os.utime(file, ns=(days, days))
        assert near(clock.now(), timedelta(days=days))


@pytest.mark.parametrize("content", ["", "{", "{}", '{"offset": "soon"}'])
def test_a_clock_file_that_says_nothing_is_now(tmp_path, content):
    file = tmp_path / "clock.json"
    file.write_text(content)
    assert near(PracticeClock(file).now())


# --- opening ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def config(tmp_path):
    return Config(Workspace(tmp_path / "data"), key_file=tmp_path / "keys.json")


@pytest.fixture
def opened():
    made = []

    def open_it(config):
        made.append(open_container(config))
        return made[-1]

    yield open_it
    for container in made:
        container.close()


def test_opened_again_it_is_the_same_data(config, opened):
    first = opened(config)
    first.actions.change_setting("sync_interval", "60")
    first.close()
    assert opened(config).actions.setting("sync_interval") == "60"


def test_data_opened_with_another_key_file_is_refused_untouched(config, opened, tmp_path):
    opened(config).close()
    before = config.workspace.database.read_bytes()
    with pytest.raises(StoreTrouble, match="the key that opens it"):
        opened(Config(config.workspace, key_file=tmp_path / "other.json"))
    assert config.workspace.database.read_bytes() == before


def test_session_only_keys_keep_nothing(tmp_path, opened):
    container = opened(Config(Workspace(tmp_path / "data"), session_only=True))
    assert container.reads.connections() == ()
    assert "memory" in container.keys_in


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_an_open_key_file_is_refused_before_anything_is_made(config, opened):
    config.key_file.write_text("{}")
    config.key_file.chmod(0o644)
    with pytest.raises(BadInput, match="Others on this computer"):
        opened(config)
    assert not config.workspace.database.exists()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path, opened):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreTrouble, match="data folder cannot be used"):
        opened(Config(Workspace(tmp_path / "file" / "data"), session_only=True))


def test_the_engine_has_one_owner_who_is_named(config, opened):
    first, second = opened(config), opened(config)
    assert first.engine_is_free()
    assert first.take_engine("window")
    assert not second.take_engine("sync")
    assert second.engine_owner().startswith("window (process")


def test_asking_whether_the_engine_is_free_never_gives_it_away(config, opened):
    first, second = opened(config), opened(config)
    assert first.take_engine("window")
    assert not first.engine_is_free()
    assert not second.take_engine("sync")


def test_listeners_hear_what_a_person_changed(config, opened):
    heard = []
    container = opened(config)
    container.listen(heard.append)
    container.actions.change_setting("sync_interval", "60")
    assert [set(changed.topics) for changed in heard] == [{"settings"}]


OPEN = """
import sys
from pathlib import Path
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.config import Config
from podbridge_desktop.paths import Workspace
sys.stdin.readline()
container = open_container(Config(Workspace(Path(sys.argv[1])), key_file=Path(sys.argv[2])))
print(len(container.reads.connections()))
container.close()
"""


def test_two_processes_that_make_a_folder_at_once_make_one(config):
    command = [sys.executable, "-c", OPEN, str(config.workspace.folder), str(config.key_file)]
    pipes = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
    }
    with subprocess.Popen(command, **pipes) as one, subprocess.Popen(command, **pipes) as two:
        for child in (one, two):
            child.stdin.write("go\n")
            child.stdin.flush()
        said = [child.communicate() for child in (one, two)]
    assert [out.strip() for out, _ in said] == ["0", "0"], said
