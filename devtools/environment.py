"""The virtual environment in .venv, filled from the locks: exact versions, each with its checksum."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from devtools.trouble import Trouble, last_lines

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"

SETUP_LOCK = (
    "requirements-setup.txt"  # uv, which installs the rest, and what building this project takes
)
RUN_LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"  # holds all of RUN_LOCK too
SETUP_TOOLS = "uv==0.13.8\nhatchling>=1.27\neditables\n"

NETWORK_SIGNS = (
    "connection",
    "connect error",
    "dns",
    "name resolution",
    "resolve host",
    "timed out",
    "unreachable",
)
NO_DOWNLOAD = """\
The packages that PodBridge is made of could not be downloaded. Is this computer online?
Start the same command again when it is. The last words were:
"""
NOT_INSTALLED = """\
The packages that PodBridge is made of could not be installed into .venv. The last words were:
"""
NOT_TRUSTED = """\
The place that packages come from could not prove who it is, so nothing was taken from it. In a company's network
this mostly means that Python has to be told of the company's certificate. The last words were:
"""
WRONG_CHECKSUM = """\
A downloaded package is not the one in the lock: its checksum differs, so it was not installed.
If this computer gets its packages from a mirror, ask the person who runs it. The last words were:
"""


class Environment:
    """The environment and its stamp: where it was made, then the digest of each lock that it holds.

    While it is being filled the stamp says "unfinished", so one that was killed in the middle is made anew.
    One without any stamp was made by hand: it is filled up, never thrown away.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if WINDOWS else "bin")
        self.python = self.scripts / ("python.exe" if WINDOWS else "python")
        self.stamp = self.folder / "podbridge-stamp.txt"
        self.place = f"{root}, Python {sys.version_info[0]}.{sys.version_info[1]}"

    def ensure(self, lock: str) -> None:
        if self.holds(lock):
            return
        print("Preparing .venv; the first time this takes about half a minute.", flush=True)
        try:
            if not self.is_reusable():
                self.make()
            self.write_stamp("unfinished")
        except PermissionError as error:
            raise Trouble(
                f"PodBridge may not write to {error.filename}, where its parts belong."
            ) from error
        self.install(lock)
        held = [RUN_LOCK, DEV_LOCK] if lock == DEV_LOCK else [lock]
        self.write_stamp(self.place, *map(self.digest, held))

    def holds(self, lock: str) -> bool:
        return self.is_reusable() and self.digest(lock) in self.stamp_lines()

    def is_reusable(self) -> bool:
        lines = self.stamp_lines()
        return self.python.exists() and (not lines or lines[0] == self.place)

    def make(self) -> None:
        # Python goes first: a kill in the middle of deleting must not leave what looks like a whole environment.
        self.python.unlink(missing_ok=True)
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.write_stamp("unfinished")
        venv.EnvBuilder(with_pip=True, symlinks=not WINDOWS).create(self.folder)

    def install(self, lock: str) -> None:
        """Through uv, which takes seconds; where uv cannot be had, or knows no way to the packages, through pip."""
        locked = ["install", "--quiet", "--require-hashes", "-r"]
        itself = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."]
        python = str(self.python)
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        uv = [python, "-m", "uv", "pip"]
        self.call([*pip, *locked, SETUP_LOCK])
        try:
            self.call([*uv, *locked, lock])
        except Trouble:
            self.call([*pip, *locked, lock])
        self.call([*pip, *itself])

    def call(self, command: Sequence[str]) -> None:
        done = subprocess.run(
            command,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Trouble(explain(done.stderr + done.stdout))

    def write_stamp(self, *lines: str) -> None:
        self.stamp.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def stamp_lines(self) -> list[str]:
        return self.stamp.read_text(encoding="utf-8").splitlines() if self.stamp.exists() else []

    def digest(self, lock: str) -> str:
        names = (lock, SETUP_LOCK, "pyproject.toml")
        return hashlib.sha256(
            b"".join((self.root / name).read_bytes() for name in names)
        ).hexdigest()


def explain(output: str) -> str:
    words = output.lower()
    if (
        "hash mismatch" in words or "do not match the hashes" in words
    ):  # uv's and pip's words for it
        return f"{WRONG_CHECKSUM}\n{last_lines(output)}"
    if "certificate" in words:
        return f"{NOT_TRUSTED}\n{last_lines(output, 2)}"
    if any(sign in words for sign in NETWORK_SIGNS):
        return f"{NO_DOWNLOAD}\n{last_lines(output, 2)}"
    return f"{NOT_INSTALLED}\n{last_lines(output)}"


def renew_locks(environment: Environment) -> None:
    """Keeps every version that still fits, and the three locks in step: each starts from the developers' one."""
    compile_lock = [
        *(str(environment.python), "-m", "uv", "pip", "compile", "--quiet", "--universal"),
        *("--generate-hashes", "--no-emit-index-url", "--no-header"),
    ]
    for lock, sources, typed in (
        (DEV_LOCK, ["--group", "dev", "pyproject.toml"], ""),
        (RUN_LOCK, ["pyproject.toml"], ""),
        (SETUP_LOCK, ["-"], SETUP_TOOLS),
    ):
        if lock != DEV_LOCK:
            shutil.copy(ROOT / DEV_LOCK, ROOT / lock)
        subprocess.run(
            [*compile_lock, *sources, "-o", lock], cwd=ROOT, input=typed, text=True, check=True
        )
