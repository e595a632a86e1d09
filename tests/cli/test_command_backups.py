"""backup, restore, recovery-key and resume: on the same computer, on another one, and when they are refused."""

import os
import sqlite3

import pytest

from podbridge_desktop.cli.app import main
from podbridge_desktop.storage.revision import HEAD
from tests.support.command import STORE, SUPPLIER, Command


@pytest.fixture
def other(tmp_path, capsys, monkeypatch):
    """Another computer."""
    folder = tmp_path / "other"
    folder.mkdir()
    return Command(folder, capsys, monkeypatch)


@pytest.fixture
def saved(run, tmp_path):
    """(backup, recovery key) of a workspace with a setting of its own."""
    run.json("settings", "sync_interval", "77")
    backup, key = tmp_path / "mine.backup", tmp_path / "mine.key"
    run.json("backup", str(backup))
    run.json("recovery-key", str(key))
    return backup, key


def test_a_backup_comes_back_on_the_same_computer(run, saved):
    backup, _ = saved
    run.json("settings", "sync_interval", "500")
    said = run("restore", str(backup))
    assert said.code == 0
    assert "Nothing is sent yet" in said.out
    assert "resume --old-computer-off" in said.out
    assert run.json("settings", "sync_interval")["value"] == "77"


def test_what_was_there_is_kept_and_can_come_back_as_well(run, saved):
    backup, _ = saved
    run.json("settings", "sync_interval", "500")
    before = run.json("restore", str(backup))["before"]
    assert before.startswith(str(run.data))
    run.json("restore", before)
    assert run.json("settings", "sync_interval")["value"] == "500"


def test_the_trail_holds_and_has_the_restore(run, saved):
    run.json("restore", str(saved[0]))
    assert run.json("audit", "--verify") == {"holds": True}
    assert run.json("audit")[0]["event"] == "restored"


def test_on_another_computer_it_needs_the_recovery_key(run, saved, other):
    backup, key = saved
    refused = other.json("restore", str(backup), code=1)["error"]
    assert refused["code"] == "recovery_key_needed"
    assert "--recovery-key" in refused["hint"]
    assert not (other.data / "podbridge.db").exists()
    other.json("restore", str(backup), "--recovery-key", str(key))
    assert other.json("settings", "sync_interval")["value"] == "77"
    assert (other.data / "workspace.json").read_text() == (run.data / "workspace.json").read_text()


def test_a_folder_that_was_only_looked_at_is_still_empty(saved, other):
    backup, key = saved
    assert other.json("connections") == []
    assert other.json("restore", str(backup), code=1)["error"]["code"] == "backup_unusable"
    other.json("restore", str(backup), "--recovery-key", str(key))
    assert other.json("settings", "sync_interval")["value"] == "77"


def test_a_lost_keyring_is_mended_by_the_recovery_key(run, saved, tmp_path):
    backup, key = saved
    (tmp_path / "keys").unlink()
    lost = run.json("connections", code=1)["error"]
    assert "restore" in lost["hint"]
    run.json("restore", str(backup), "--recovery-key", str(key))
    assert run.json("settings", "sync_interval")["value"] == "77"


def test_another_sellers_backup_is_refused(shop, saved, other, tmp_path):
    """`shop` is the seller of `saved`; here comes somebody else's, with its own key, onto data that is in use."""
    shop.open(products=0)
    theirs, key = tmp_path / "theirs.backup", tmp_path / "theirs.key"
    other.json("backup", str(theirs))
    other.json("recovery-key", str(key))
    before = (shop.run.data / "podbridge.db").read_bytes()
    assert shop.run.json("restore", str(theirs), code=1)["error"]["code"] == "backup_unusable"
    refused = shop.run.json("restore", str(theirs), "--recovery-key", str(key), code=1)["error"]
    assert "belongs to another PodBridge" in refused["message"]
    assert (shop.run.data / "podbridge.db").read_bytes() == before
    assert len(shop.run.json("connections")) == 2


@pytest.mark.parametrize("share", [0.3, 0.95])
def test_a_truncated_backup_is_refused_and_changes_nothing(run, saved, share):
    backup, _ = saved
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    run.json("settings", "sync_interval", "500")
    refused = run.json("restore", str(backup), code=1)["error"]
    assert "not whole" in refused["message"]
    assert run.json("settings", "sync_interval")["value"] == "500"
    assert run.json("doctor")["restored"] is None


def test_a_mistyped_recovery_key_is_refused(saved, other):
    backup, key = saved
    key.write_text(key.read_text().replace("-", "-A", 1))
    assert (
        other.json("restore", str(backup), "--recovery-key", str(key), code=1)["error"]["code"]
        == "bad_input"
    )


def test_it_is_refused_while_somebody_syncs(run, saved):
    backup, _ = saved
    watching = run.process("sync", "--watch")
    try:
        for line in watching.stderr:
            if "Watching" in line:
                break
        refused = run.json("restore", str(backup), code=1)["error"]
    finally:
        watching.terminate()
        watching.communicate()
    assert refused["code"] == "in_use"
    assert f"sync --watch (process {watching.pid})" in refused["message"]
    run.json("restore", str(backup))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be replaced at all")
def test_it_is_refused_while_somebody_only_looks(run, saved):
    from podbridge_desktop.bootstrap.container import open_container  # noqa: PLC0415
    from podbridge_desktop.config import read_config  # noqa: PLC0415

    looking = open_container(read_config(data_dir=run.data, key_file=run.data.parent / "keys"))
    try:
        assert run.json("restore", str(saved[0]), code=1)["error"]["code"] == "in_use"
    finally:
        looking.close()
    run.json("restore", str(saved[0]))


def test_the_recovery_key_is_asked_for_once(run, tmp_path):
    first, second = (run("backup", str(tmp_path / name)) for name in ("a.backup", "b.backup"))
    assert "recovery-key FILE" in first.err
    assert second.err == ""
    assert run.json("backup", str(tmp_path / "a.backup"))["recovery_key_saved"] is False
    run.json("recovery-key", str(tmp_path / "key"))
    assert run.json("backup", str(tmp_path / "a.backup"))["recovery_key_saved"] is True


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_the_recovery_key_is_its_owners_and_replaces_nobody_elses(run, saved, other, tmp_path):
    _, key = saved
    assert key.stat().st_mode & 0o777 == 0o600
    run.json("recovery-key", str(key))  # the same once more
    refused = other.json("recovery-key", str(key), code=1)["error"]
    assert "another PodBridge" in refused["message"]
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Grandma")
    assert run.json("recovery-key", str(letter), code=1)["error"]["code"] == "bad_input"
    assert letter.read_text() == "Dear Grandma"


def test_a_backup_is_never_written_over_the_data(run):
    run("connections")
    refused = run.json("backup", str(run.data / "podbridge.db"), code=1)["error"]
    assert refused["code"] == "bad_input"
    assert run.json("connections") == []


def test_nobody_reads_a_backup_without_its_key(saved):
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(saved[0]).execute("SELECT * FROM setting")


def test_nothing_is_sent_before_the_question_is_answered(shop, tmp_path):
    """An order is paid after the backup; its supplier order is taken over and not made a second time."""
    shop.open("automatic", products=1)
    backup = str(tmp_path / "mine.backup")
    shop.run.json("backup", backup)
    (name,) = shop.buy()
    shop.run.json("sync")
    assert shop.confirmed == 1
    shop.run.json("restore", backup)
    assert shop.run.json("orders") == []

    (second,) = shop.buy()
    report = shop.run.json("sync")
    assert (report["restored"], report["sent"], shop.confirmed) == ("asks", 0, 1)
    assert "resume --old-computer-off" in shop.run("sync").out
    assert shop.run.json("doctor")["restored"] == {"asks": True, "compares": [STORE, SUPPLIER]}
    assert shop.run.json("resume", code=1)["error"]["code"] == "old_computer"

    assert shop.run.json("resume", "--old-computer-off")["compares"] == [STORE, SUPPLIER]
    report = shop.run.json("sync")
    assert (report["restored"], report["adopted"]) == (None, 1)
    assert shop.confirmed == 2
    assert {shop.order(each)["step"] for each in (name, second)} == {"production"}
    assert shop.run("resume").out.strip() == "Nothing is stopped."


def test_a_connection_that_cannot_be_compared_keeps_everything_back(shop, tmp_path):
    shop.open("automatic", products=1)
    backup = str(tmp_path / "mine.backup")
    shop.run.json("backup", backup)
    shop.run.json("restore", backup)
    shop.run.json("resume", "--old-computer-off")
    shop.buy()
    shop.post("fault", vendor="printful", kind="server_error", times=100)
    report = shop.run.json("sync", code=3)
    assert (report["restored"], list(report["unusable"])) == ("compares", [SUPPLIER])
    assert shop.run.json("doctor")["restored"] == {"asks": False, "compares": [STORE, SUPPLIER]}
    shop.post("fault/clear")
    report = shop.run.json("sync")
    assert (report["restored"], report["confirmed"]) == (None, 1)


def test_one_that_is_disconnected_is_compared_when_it_comes_back(shop, tmp_path):
    shop.open("automatic", products=1)
    backup = str(tmp_path / "mine.backup")
    shop.run.json("backup", backup)
    (name,) = shop.buy()
    shop.run.json("sync")
    shop.run.json("restore", backup)
    shop.run.json("disconnect", SUPPLIER)
    shop.run.json("resume", "--old-computer-off")
    assert shop.run.json("sync")["restored"] is None
    assert shop.connect("printful", SUPPLIER).code == 0
    assert shop.run.json("doctor")["restored"] == {"asks": False, "compares": [SUPPLIER]}
    assert shop.run.json("sync")["adopted"] == 1
    assert shop.confirmed == 1
    assert shop.order(name)["step"] == "production"


def test_a_backup_of_an_older_schema_is_brought_up_to_date(tmp_path, capsys, monkeypatch):
    """The golden files of the first schema are such backups; their key is published."""
    from datetime import date  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from podbridge_desktop.domain.recovery_key import RecoveryKey, written  # noqa: PLC0415
    from tests.support.filled import KEY  # noqa: PLC0415

    key = tmp_path / "key"
    key.write_text(written(RecoveryKey("0123456789ab", KEY), date(2026, 11, 29)))
    golden = Path(__file__).parents[1] / "golden" / "0001.db"
    fresh = Command(tmp_path, capsys, monkeypatch)
    fresh.json("restore", str(golden), "--recovery-key", str(key))
    assert fresh.json("doctor")["database"]["schema"] == HEAD
    assert len(fresh.json("orders")) > 0
    assert fresh.json("audit", "--verify") == {"holds": True}


def test_a_restore_that_a_crash_cut_short_is_finished_by_the_next_start(run, saved):
    """The prepared file is there, the place is not taken yet."""
    backup, _ = saved
    run.json("restore", str(backup))
    restored = (run.data / "podbridge.db").read_bytes()
    run.json("settings", "sync_interval", "500")
    (run.data / "podbridge.db.restored").write_bytes(restored)
    assert run.json("settings", "sync_interval")["value"] == "77"
    aside = list((run.data / "set-aside").rglob("podbridge.db"))
    assert len(aside) == 1
    assert not (run.data / "podbridge.db.restored").exists()


def test_a_database_that_is_gone_is_not_replaced_by_an_empty_one(run, saved, tmp_path):
    backup, _ = saved
    folder = run.data / "backups"
    folder.mkdir()
    kept = folder / "daily-20261128T120000Z.backup"
    kept.write_bytes(backup.read_bytes())
    (run.data / "podbridge.db").unlink()
    gone = run.json("connections", code=1)["error"]
    assert gone["code"] == "database_damaged"
    assert kept.name in gone["hint"]
    assert not (run.data / "podbridge.db").exists()
    run.json("restore", str(kept))
    assert run.json("settings", "sync_interval")["value"] == "77"


def test_help_and_wrong_usage(run):
    for words in ("backup", "restore", "recovery-key", "resume"):
        assert run(words, "--help").code == 0
    assert main(["backup"]) == 2
