"""Whether a folder is fit for the database: on a disk of this computer, and copied by nobody else.

SQLite's log needs memory that all its readers share, which no network share gives; a program that copies the folder
elsewhere copies a database in the middle of its work, and two computers would each send what the other has sent.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePath, PureWindowsPath

from podbridge_desktop.errors import StoreTrouble

# File systems of other computers, as Linux, macOS and FUSE name them. 9p and virtiofs are left out: under
# containers and virtual machines they are this computer's own disk.
_NETWORK = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "webdav", "davfs", "coda", "ceph", "glusterfs",
        "lustre", "beegfs", "orangefs", "fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph",
        "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.gvfsd-fuse", "fuse.kio-fuse", "fuse.curlftpfs",
        "fuse.google-drive-ocamlfuse", "fuse.pcloud", "fuse.onedriver", "fuse.mega", "macfuse", "osxfuse",
    }
)  # fmt: skip
_DRIVE_REMOTE = 4  # GetDriveType's word for a network drive

# What each program leaves in the folders that it keeps alike: file or folder names, or the last two parts of a path.
_MARKS = (
    (".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"), (".sync_*.db", "Nextcloud"), ("._sync_*.db", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"), (".nextcloudsync.log", "Nextcloud"), (".tmp.driveupload", "Google Drive"),
    (".tmp.drivedownload", "Google Drive"), (".shortcut-targets-by-id", "Google Drive"), (".megaignore", "MEGA"),
)  # fmt: skip
_NAMES = (
    ("Library/Mobile Documents", "iCloud Drive"), ("Library/CloudStorage", "a cloud drive"), ("iCloudDrive", "iCloud Drive"),
    ("OneDrive", "OneDrive"), ("OneDrive - *", "OneDrive"), ("Dropbox", "Dropbox"), ("Dropbox (*)", "Dropbox"),
    ("Google Drive", "Google Drive"), ("GoogleDrive", "Google Drive"), ("My Drive", "Google Drive"),
    ("Nextcloud", "Nextcloud"), ("ownCloud", "ownCloud"), ("pCloudDrive", "pCloud"),
)  # fmt: skip
_TOLD_BY_WINDOWS = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def refuse_unfit(folder: Path) -> None:
    """Raise `StoreTrouble` for a folder on a network share or in one that another program copies elsewhere."""
    place = folder.absolute()
    known = place.resolve()
    keeper = synced_by(place, os.environ, Path.home()) or synced_by(known, os.environ, Path.home())
    if keeper:
        raise _unfit(
            f"The data folder {folder} is kept alike on other computers by {keeper}.",
            "PodBridge's database would be damaged there, and orders could be sent twice.",
        )
    if _is_remote(known):
        raise _unfit(
            f"The data folder {folder} is on a network drive.",
            "PodBridge's database is only safe on a disk of this computer.",
        )


def _unfit(what: str, why: str) -> StoreTrouble:
    return StoreTrouble(
        f"{what} {why}",
        hint="Close PodBridge, move the whole folder to a disk of this computer, and name it with --data-dir or"
        " PODBRIDGE_DATA_DIR.",
        code="data_folder",
    )


# --- programs that copy a folder elsewhere ----------------------------------------------------------------------------


def synced_by(folder: Path, environment: Mapping[str, str], home: Path) -> str:
    """The program that keeps this folder alike elsewhere; empty where none is seen."""
    roots = dict(_told_roots(environment, home))
    for place in (folder, *folder.parents):
        found = roots.get(place) or _by_name(place, home) or _by_mark(place)
        if found:
            return found
    return ""


def _told_roots(environment: Mapping[str, str], home: Path) -> Iterator[tuple[Path, str]]:
    """Folders that a program itself names: by an environment variable or its own settings file."""
    for name in _TOLD_BY_WINDOWS:
        if path := environment.get(name):
            yield Path(path), "OneDrive"
    settings = [home / ".dropbox"]
    settings += [
        Path(environment[name]) / "Dropbox"
        for name in ("APPDATA", "LOCALAPPDATA")
        if name in environment
    ]
    for place in settings:
        for root in _paths_in(place / "info.json"):
            yield root, "Dropbox"


def _paths_in(file: Path) -> list[Path]:
    """Dropbox's info.json: {account: {"path": folder, …}, …}."""
    try:
        accounts = json.loads(file.read_text(encoding="utf-8")).values()
        return [Path(account["path"]) for account in accounts]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _by_name(place: PurePath, home: PurePath) -> str:
    """A program's usual folder, which it makes in the home folder (or, on Windows, as a drive of its own)."""
    for pattern, keeper in _NAMES:
        depth = pattern.count("/") + 1
        ours = "/".join(place.parts[-depth:])
        above = place.parents[depth - 1] if len(place.parents) >= depth else None
        if above in {home, PurePath(place.anchor)} and fnmatch(ours, pattern):
            return keeper
    return ""


def _by_mark(place: Path) -> str:
    try:
        names = set(os.listdir(place))  # noqa: PTH208 - names only, and a home folder has many
    except OSError:
        return ""
    for pattern, keeper in _MARKS:
        hits = [name for name in names if fnmatch(name, pattern)] if "*" in pattern else [pattern]
        # ~/.dropbox is a folder with Dropbox's own settings; the mark in the copied folder is a file.
        if any(hit in names and (hit != ".dropbox" or (place / hit).is_file()) for hit in hits):
            return keeper
    return ""


# --- network drives ---------------------------------------------------------------------------------------------------


def _is_remote(folder: Path) -> bool:
    try:
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - Windows only

            kind = int(ctypes.windll.kernel32.GetDriveTypeW(PureWindowsPath(folder).anchor))
            return remote_on_windows(str(folder), kind)
        if sys.platform == "darwin":
            return on_network(folder, mounts_of_macos(_mount()))
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return on_network(folder, mounts_of_linux(table))
    except OSError:
        return False  # a system that does not tell: SQLite says what is wrong with the place


def _mount() -> str:
    import subprocess  # noqa: PLC0415 - macOS only

    told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
    return told.stdout


def on_network(folder: PurePath, mounts: Iterable[tuple[str, str]]) -> bool:
    """Whether the innermost mount that holds `folder` is another computer's. `mounts`: (where, kind), in order."""
    found, longest = "", -1
    for where, kind in mounts:
        point = PurePath(where)
        if len(point.parts) >= longest and (point == folder or point in folder.parents):
            found, longest = kind, len(point.parts)
    return found in _NETWORK


def mounts_of_linux(mountinfo: str) -> Iterator[tuple[str, str]]:
    """`/proc/self/mountinfo` (proc(5)): field 5 is the mount point, the first field after ` - ` the kind."""
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if dash and len(fields) >= 5:
            yield _unescaped(fields[4]), kinds[0]


def _unescaped(text: str) -> str:
    """The kernel writes blank, tab, newline and backslash as octal numbers."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text


def mounts_of_macos(told: str) -> Iterator[tuple[str, str]]:
    """Lines of mount(8): `//user@host/share on /Volumes/share (smbfs, nodev, …)`."""
    for line in told.splitlines():
        head, bracket, flags = line.rpartition(" (")
        _, on, where = head.partition(" on ")
        if bracket and on:
            yield where, flags.partition(",")[0].rstrip(")")


def remote_on_windows(path: str, drive_type: int) -> bool:
    """A share (`\\\\host\\share`) or a letter that stands for one. `drive_type` is GetDriveType's answer."""
    drive = PureWindowsPath(path).drive
    local = drive.startswith(("\\\\?\\", "\\\\.\\")) and not drive.upper().startswith("\\\\?\\UNC")
    return drive_type == _DRIVE_REMOTE or (drive.startswith("\\\\") and not local)
