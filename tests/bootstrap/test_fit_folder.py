"""A folder that the database would not be safe in: on a network drive, or copied elsewhere by another program."""

import json
import sys
from pathlib import Path, PurePosixPath

import pytest

from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.bootstrap.fit_folder import (
    mounts_of_linux,
    mounts_of_macos,
    on_network,
    refuse_unfit,
    remote_on_windows,
    synced_by,
)
from podbridge_desktop.config import Config
from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.paths import Workspace

MOUNTINFO = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw - proc proc rw
30 22 0:40 / /home rw,relatime shared:9 - nfs4 files.example:/home rw,vers=4.2
31 30 8:2 / /home/ada/local rw,relatime - btrfs /dev/sdb1 rw
32 22 0:41 / /mnt/our\040share rw - cifs //files/our\040share rw
33 22 0:42 / /home/ada/far rw - fuse.sshfs ada@far: rw
34 22 0:43 / /mnt/c rw - 9p C:\134 rw,aname=drvfs
35 22 0:44 / /mnt/vault rw master:3 propagate_from:2 - fuse.gocryptfs /home/x rw
"""
MACOS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//ada@nas._smb._tcp.local/our%20share on /Volumes/our share (smbfs, nodev, nosuid, mounted by ada)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/var/lib/podbridge", False),
        ("/home/ada/.local/share/PodBridge Desktop", True),
        ("/home/ada/local/data", False),
        ("/home/ada/localised", True),
        ("/mnt/our share/data", True),
        ("/mnt/our share", True),
        ("/home/ada/far/x", True),
        ("/mnt/c/Users/ada", False),
        ("/mnt/vault/x", False),
    ],
)
def test_linux_by_its_table_of_mounts(folder, remote):
    assert on_network(PurePosixPath(folder), mounts_of_linux(MOUNTINFO)) is remote


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("/Users/ada/Library", False), ("/Volumes/our share/data", True), ("/Volumes/other", False)],
)
def test_macos_by_its_list_of_mounts(folder, remote):
    assert on_network(PurePosixPath(folder), mounts_of_macos(MACOS)) is remote


def test_a_mount_over_another_counts():
    over = [("/data", "ext4"), ("/data", "nfs")]
    assert on_network(PurePosixPath("/data/x"), over)
    assert not on_network(PurePosixPath("/data/x"), reversed(over))


@pytest.mark.parametrize(
    ("path", "drive_type", "remote"),
    [
        ("C:\\Users\\ada\\AppData", 3, False),
        ("Z:\\podbridge", 4, True),
        ("\\\\files\\share\\podbridge", 1, True),
        ("\\\\?\\UNC\\files\\share\\podbridge", 1, True),
        ("\\\\?\\C:\\Users\\ada", 3, False),
    ],
)
def test_windows_by_the_drive(path, drive_type, remote):
    assert remote_on_windows(path, drive_type) is remote


@pytest.mark.parametrize("broken", ["", "nonsense\n", "1 2 3 - \n", " - nfs\n"])
def test_a_table_that_says_nothing_refuses_nothing(broken):
    assert not on_network(PurePosixPath("/data"), mounts_of_linux(broken))
    assert not on_network(PurePosixPath("/data"), mounts_of_macos(broken))


# --- programs that copy ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "is_folder", "keeper"),
    [
        (".stfolder", True, "Syncthing"),
        (".stfolder", False, "Syncthing"),
        (".dropbox", False, "Dropbox"),
        (".dropbox", True, ""),
        (".dropbox.cache", True, "Dropbox"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", False, "OneDrive"),
        (".sync_1a2b3c4d5e6f.db", False, "Nextcloud"),
        (".tmp.driveupload", True, "Google Drive"),
        ("notes.txt", False, ""),
    ],
)
@pytest.mark.parametrize("below", ["", "a", "a/b/not there yet"])
def test_a_program_is_known_by_what_it_leaves(tmp_path, mark, is_folder, keeper, below):
    root = tmp_path / "shared"
    (root / "a").mkdir(parents=True)
    if is_folder:
        (root / mark).mkdir()
    else:
        (root / mark).write_text("")
    assert synced_by(root / below, {}, tmp_path) == keeper


@pytest.mark.parametrize(
    ("folder", "keeper"),
    [
        ("Library/Mobile Documents/com~apple~CloudDocs/data", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-ada/My Drive/data", "a cloud drive"),
        ("Library/Application Support/PodBridge Desktop", ""),
        ("OneDrive/Documents/data", "OneDrive"),
        ("OneDrive - Peak Prints/data", "OneDrive"),
        ("Dropbox (Personal)/data", "Dropbox"),
        ("Nextcloud/data", "Nextcloud"),
        ("work/Dropbox/data", ""),
        ("my OneDrive notes", ""),
    ],
)
def test_a_program_is_known_by_its_usual_folder_at_home(tmp_path, folder, keeper):
    assert synced_by(tmp_path / folder, {}, tmp_path) == keeper


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
def test_windows_names_the_folders_of_onedrive(tmp_path, name):
    chosen = tmp_path / "elsewhere"
    assert synced_by(chosen / "data", {name: str(chosen)}, tmp_path / "home") == "OneDrive"
    assert synced_by(tmp_path / "data", {name: str(chosen)}, tmp_path / "home") == ""


def test_dropbox_names_its_folder_in_its_settings(tmp_path):
    home, chosen = tmp_path / "home", tmp_path / "boxes"
    (home / ".dropbox").mkdir(parents=True)
    settings = home / ".dropbox" / "info.json"
    settings.write_text(json.dumps({"personal": {"path": str(chosen), "host": 1}}))
    assert synced_by(chosen / "data", {}, home) == "Dropbox"
    for spoilt in ("", "[]", '{"personal": 3}'):
        settings.write_text(spoilt)
        assert synced_by(chosen / "data", {}, home) == ""


def test_it_is_said_with_the_way_out_and_nothing_is_made(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    folder = tmp_path / "data"
    with pytest.raises(StoreTrouble, match="kept alike on other computers by Syncthing") as told:
        open_container(Config(Workspace(folder), key_file=tmp_path / "keys.json"))
    assert told.value.code == "data_folder"
    assert "--data-dir" in told.value.hint
    assert not folder.exists()
    assert not (tmp_path / "keys.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_into_such_a_folder_is_seen_through(tmp_path):
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    (tmp_path / "plain").symlink_to(tmp_path / "shared", target_is_directory=True)
    with pytest.raises(StoreTrouble, match="Syncthing"):
        refuse_unfit(tmp_path / "plain" / "data")


def test_this_computers_own_disk_is_taken(tmp_path):
    refuse_unfit(tmp_path)
    refuse_unfit(Path(__file__).parent)
