"""dev.py names what the system lacks, by the names that Debian's package manager takes."""

import pytest

from dev import has_display
from devtools.system import (
    QT_LIBRARIES,
    TEST_PROGRAMS,
    VENV_PACKAGE,
    WINDOW_LIBRARIES,
    advice,
    missing_packages,
)

HEADER = "1 libs found in cache `/etc/ld.so.cache'\n"


def listing(*names):
    """What ldconfig prints for these libraries."""
    return HEADER + "".join(
        f"\t{name} (libc6,x86-64) => /lib/x86_64-linux-gnu/{name}\n" for name in names
    )


def test_nothing_lacks_where_all_is_there():
    assert missing_packages(QT_LIBRARIES, {}, loadable=listing(*QT_LIBRARIES)) == []


def test_only_what_lacks_is_named():
    present = [name for name in QT_LIBRARIES if name not in {"libEGL.so.1", "libGL.so.1"}]
    assert missing_packages(QT_LIBRARIES, {}, loadable=listing(*present)) == ["libgl1", "libegl1"]


def test_another_version_of_a_library_does_not_count():
    lacking = missing_packages(
        {"libxcb-icccm.so.4": "libxcb-icccm4"}, {}, loadable=listing("libxcb-icccm.so.40")
    )
    assert lacking == ["libxcb-icccm4"]


def test_an_unknown_library_list_asks_for_nothing():
    assert missing_packages(QT_LIBRARIES | WINDOW_LIBRARIES, {}, loadable="") == []


def test_programs_are_looked_for_by_name():
    there = {"dbus-daemon": "/usr/bin/dbus-daemon"}
    assert missing_packages({}, TEST_PROGRAMS, loadable="", find_program=there.get) == [
        "gnome-keyring"
    ]


def test_a_python_that_cannot_make_environments_is_noticed():
    assert missing_packages({}, {}, loadable="", can_make_venv=False) == [VENV_PACKAGE]


def test_the_advice_is_one_line_to_copy():
    assert "\n    sudo apt-get install libgl1 dbus\n" in advice(["libgl1", "dbus"])


@pytest.mark.parametrize(
    ("platform", "variables", "window"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_opens_where_there_is_a_display(platform, variables, window):
    assert has_display(platform, variables) is window
