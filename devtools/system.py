"""What the operating system must bring: Qt's shared libraries, a keyring for the tests, Python's venv.

Only Linux leaves these to its package manager. They are looked for by the names that programs load, since the
packages are named differently from one release to the next.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from devtools.trouble import Trouble, last_lines

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
TEST_PROGRAMS = {"dbus-daemon": "dbus", "gnome-keyring-daemon": "gnome-keyring"}
VENV_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def ensure_system(*, window: bool, tests: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    lacking = missing_packages(
        QT_LIBRARIES | (WINDOW_LIBRARIES if window else {}),
        TEST_PROGRAMS if tests else {},
        loadable=list_loadable(),
        can_make_venv=importlib.util.find_spec("ensurepip") is not None,
    )
    if not lacking:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(advice(lacking))
    install(lacking)


def missing_packages(
    libraries: Mapping[str, str],
    programs: Mapping[str, str],
    *,
    loadable: str,
    find_program: Callable[[str], object] = shutil.which,
    can_make_venv: bool = True,
) -> list[str]:
    """Debian's names for what is not there. *loadable* is what `ldconfig -p` says; empty means that nobody knows."""
    present = {line.split()[0] for line in loadable.splitlines() if "=>" in line}
    lacking = [package for name, package in libraries.items() if present and name not in present]
    lacking += [package for name, package in programs.items() if not find_program(name)]
    if not can_make_venv:
        lacking.append(VENV_PACKAGE)
    return lacking


def list_loadable() -> str:
    ldconfig = shutil.which("ldconfig", path=f"/sbin:/usr/sbin:{os.environ.get('PATH', '')}")
    if ldconfig is None:
        return ""
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout


def advice(packages: Sequence[str]) -> str:
    return (
        "Some parts of the system that PodBridge stands on are not installed. On Debian and Ubuntu this brings them:\n\n"
        f"    sudo apt-get install {' '.join(packages)}\n\n"
        "(Other systems have them under names of their own.) Then start the same command again."
    )


def install(packages: Sequence[str]) -> None:
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *command],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Trouble(
                f"apt-get could not install {' '.join(packages)}. Is this computer online? It said:\n\n"
                + last_lines(done.stderr)
            )
