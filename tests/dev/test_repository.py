"""Nothing in the repository says where packages come from or whose computer it was written on."""

import re
import shutil
import subprocess

import pytest

from devtools.checks import weigh
from devtools.environment import ROOT

# In pieces, so that this file does not hold what it looks for.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.",
    "npm" + "js.",
    "deb.deb" + "ian.",
    "archive.ubu" + "ntu.",
]
FOLDERS = ["/wo" + "rk/", "/fa" + "rm/", ".lib" + "rary/"]
NAMED = re.compile("|".join(map(re.escape, [*HOSTS, *FOLDERS])).encode(), re.IGNORECASE)
UNPACKED = {".png", ".ttf", ".ico", ".icns", ".gz", ".jpg", ".pdf"}


def repository_files():
    """What git keeps; in a checkout without git, every file outside hidden folders."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return [
            ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()
        ]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not {part for part in path.relative_to(ROOT).parts[:-1] if part[0] in "._"}
    ]


def test_no_file_names_a_registry_or_a_folder_of_somebodys_computer():
    searched = [path for path in repository_files() if path.suffix not in UNPACKED]
    assert searched
    named = {
        str(path.relative_to(ROOT)): found[0].decode()
        for path in searched
        if (found := NAMED.search(path.read_bytes()))
    }
    assert named == {}


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_locks_that_name_their_source_are_not_kept(name):
    assert ROOT / name not in repository_files()


@pytest.mark.parametrize(("lines", "outcome"), [(300, 0), (301, 0), (500, 0), (501, 1)])
def test_a_module_past_five_hundred_lines_fails_the_size_check(tmp_path, capsys, lines, outcome):
    package = tmp_path / "house"
    package.mkdir()
    (package / "room.py").write_text("x = 1\n" * lines)
    assert weigh(package) == outcome
    assert (f"room.py {lines}" in capsys.readouterr().out) is (lines > 300)
